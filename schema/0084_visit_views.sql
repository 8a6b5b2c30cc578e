-- What room visit shows to reports: read only, without names and numbers of people.
CREATE VIEW v_visit_visits AS
    SELECT bucket, visit, person, institution, division, insurance, place, med_type, begin_at,
           end_at, department, specialty, disease, inpatient, outcome, state
    FROM visit;

CREATE VIEW v_visit_diagnoses AS
    SELECT bucket, visit, kind, number, main, code, at, valid
    FROM visit_diagnosis;

CREATE VIEW v_visit_bills AS
    SELECT bucket, visit, bill, disease, line_count, amount, full_own, over_limit, pay_first,
           in_scope, settlement
    FROM visit_bill;

CREATE VIEW v_visit_lines AS
    SELECT bucket, visit, bill, serial, position, item, at, amount, quantity, price,
           charge_level, charge_type, full_own, over_limit, pay_first, in_scope, days, returns,
           state
    FROM visit_line;
