-- Questions that waited too long, by the office they were told to.
CREATE INDEX consult_ticket_escalated ON consult_ticket (escalated_to, ticket);
