-- What room message shows to reports: read only, without names and numbers of people.
CREATE VIEW v_message_messages AS
    SELECT bucket, message, person, unit, institution, office, kind, subject, made, due, state,
           tries, channel, settled
    FROM message;
