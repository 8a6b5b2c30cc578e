-- What room intake shows to reports: read only, without names and numbers of people.
CREATE VIEW v_intake_cases AS
    SELECT bucket, case_id, person, matter, state, office, place, insurance, applicant, unit,
           institution, channel, received_at, sent_at, accepted_at, asked_at, supplied_at,
           decided_at, decided_by, verdict, result
    FROM intake_case;

CREATE VIEW v_intake_papers AS
    SELECT bucket, case_id, paper, office, place, material, how, channel, at, measure, clauses,
           waits_for, cleared_at
    FROM intake_paper;

CREATE VIEW v_intake_steps AS
    SELECT bucket, case_id, step, at, event, state_from, state_to, account, role, office
    FROM intake_step;
