-- What room party shows to reports: read only, without names and numbers of people.
CREATE VIEW v_party_people AS
    SELECT bucket, person, sex, ethnicity, born / 10000 AS born_year
    FROM person;

CREATE VIEW v_party_enrolments AS
    SELECT bucket, person, spell, insurance, kind, place, unit, valid_from, valid_until, status,
           paused_from, paused_until, civil_servant
    FROM spell;

CREATE VIEW v_party_identities AS
    SELECT bucket, person, identity, type, level, valid_from, valid_until
    FROM person_identity;

CREATE VIEW v_party_statuses AS
    SELECT bucket, person, status, kind, valid_from, valid_until
    FROM person_status;

CREATE VIEW v_party_institutions AS
    SELECT bucket, institution, code, name, credit_code, type, level, tier, community,
           district_owned, chinese_medicine, fever_clinic, designated_epidemic, chain, division,
           valid_from, valid_until, sign_in_required, gateway
    FROM institution;

CREATE VIEW v_party_units AS
    SELECT bucket, unit, credit_code, name, kind, industry, division, valid_from, valid_until
    FROM unit;
