-- What room catalogue shows to reports: read only, without names and numbers of people.
CREATE VIEW v_catalogue_items AS
    SELECT bucket, code, place, valid_from, valid_until, name, unit, list_type, charge_type,
           charge_level, pay_first, limit_tier1, limit_tier2, limit_tier3, limited_use,
           controlled, short_supply, long_prescription, days_max, known_from, under
    FROM catalogue_item;

CREATE VIEW v_catalogue_diagnoses AS
    SELECT bucket, code, valid_from, valid_until, name
    FROM catalogue_diagnosis;

CREATE VIEW v_catalogue_diseases AS
    SELECT bucket, code, place, valid_from, valid_until, name, kind
    FROM catalogue_disease;
