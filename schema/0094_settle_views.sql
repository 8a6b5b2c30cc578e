-- What room settle shows to reports: read only, without names and numbers of people.
CREATE VIEW v_settle_settlements AS
    SELECT bucket, person, settlement, visit, bill, institution, insurance, place, med_type,
           day, year, at, total, full_own, over_limit, pay_first, in_scope, deductible,
           pooled_fund, large_amount, supplementary, critical_illness, civil_servant,
           medical_assistance, maternity, finance, account, family_account, cash, state,
           decided_by, book, superseded_by, reverses
    FROM settlement;

CREATE VIEW v_settle_counters AS
    SELECT bucket, person, year, insurance, outpatient_deductible_used, outpatient_in_scope,
           outpatient_fund_paid, inpatient_deductible_used, inpatient_admissions,
           inpatient_in_scope, inpatient_fund_paid, large_amount_paid, supplementary_paid,
           critical_illness_own, critical_illness_paid, civil_servant_paid,
           assistance_outpatient_paid, assistance_inpatient_paid, maternity_paid, finance_paid,
           last_day
    FROM settle_counters;
