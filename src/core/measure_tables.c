/* measure_tables.c: how each verb is written; see measure_form.h. What a table cannot say (one of
 * two keys, a span that must be days) is in measure_verbs.c. */

#include "core/measure_form.h"

#include "base/check.h"

#define REQUIRED FORM_REQUIRED
#define ROW(type_, name_, kind_, member_, ...) \
    { .name = (name_), .kind = (kind_), .offset = AT(type_, member_), __VA_ARGS__ }
#define WORD(type_, name_, member_, words_, ...) \
    ROW(type_, name_, FORM_WORD, member_, .words = (words_), __VA_ARGS__)
#define WORDS(type_, name_, member_, words_, ...) \
    ROW(type_, name_, FORM_WORDS, member_, .words = (words_), __VA_ARGS__)
#define PART(type_, name_, member_, of_, ...) \
    ROW(type_, name_, FORM_MAPPING, member_, .of = &(of_), __VA_ARGS__)
#define DECIDED(type_) ROW(type_, "decided", FORM_NAME, decided, .flags = 0)

/* ---- parts that several verbs share ---- */

static const struct form_field periods_fields[] = {
    ROW(struct measure_periods, "from", FORM_MONTH, from, .flags = 0),
    ROW(struct measure_periods, "until", FORM_MONTH, until, .flags = 0),
    WORD(struct measure_periods, "due-from", due_from, "due-from", .flags = FORM_OR_DAY),
    ROW(struct measure_periods, "due-until", FORM_DAY, due_until, .flags = 0),
    DECIDED(struct measure_periods),
};
static const struct form periods_form = FORM("periods", struct measure_periods, periods_fields);
#define PERIODS(type_, name_, member_) \
    ROW(type_, name_, FORM_PERIODS, member_, .of = &periods_form)

static const struct form_field when_fields[] = {
    ROW(struct measure_when, "made-up-under", FORM_REF, made_up_under, .flags = 0),
    ROW(struct measure_when, "deferred-under", FORM_REF, deferred_under, .flags = 0),
    ROW(struct measure_when, "settled-under", FORM_REF, settled_under, .flags = 0),
    ROW(struct measure_when, "accepted-under", FORM_REF, accepted_under, .flags = 0),
};
static const struct form when_form = FORM("when", struct measure_when, when_fields);

/* ---- verbs of time ---- */

static const struct form_field missed_fields[] = {
    WORD(struct measure_missed, "late-fee-from", late_fee_from, "late-fee-from", .flags = 0),
    WORD(struct measure_missed, "benefits", benefits, "missed-benefits", .flags = 0),
    DECIDED(struct measure_missed),
};
static const struct form missed_form = FORM("missed", struct measure_missed, missed_fields);

static const struct form_field extend_fields[] = {
    WORDS(struct measure_extend, "deadlines", deadlines, "deadlines", .flags = REQUIRED),
    PERIODS(struct measure_extend, "periods", periods),
    WORD(struct measure_extend, "as", as, "extended-as", .flags = 0),
    ROW(struct measure_extend, "to", FORM_POINT, to, .flags = 0),
    ROW(struct measure_extend, "by", FORM_SPAN, by, .flags = 0),
    ROW(struct measure_extend, "expiring", FORM_REF, expiring, .words = "inside-"),
    PART(struct measure_extend, "missed", missed, missed_form, .flags = 0),
};

static const struct form_field suspend_fields[] = {
    WORDS(struct measure_suspend, "clocks", clocks, "clocks", .flags = REQUIRED),
    ROW(struct measure_suspend, "of", FORM_REF, of, .words = "paused-in-"),
    WORDS(struct measure_suspend, "matters", matters, "matters", .flags = 0),
};

static const struct form_field outage_fields[] = {
    ROW(struct outage_row, "ids", FORM_NAMES, ids, .flags = REQUIRED),
    ROW(struct outage_row, "says", FORM_TEXT, says, .flags = 0),
    ROW(struct outage_row, "zh", FORM_TEXT, chinese, .flags = 0),
    WORDS(struct outage_row, "matter", matter, "matters", .flags = FORM_OR_ANY),
    WORD(struct outage_row, "job", job, "jobs", .flags = 0),
    WORD(struct outage_row, "step", step, "steps", .flags = 0),
    WORDS(struct outage_row, "by", by, "actors", .flags = 0),
    WORDS(struct outage_row, "channels", channels, "channels", .flags = 0),
    ROW(struct outage_row, "scope", FORM_SCOPE, scope, .flags = 0),
    WORD(struct outage_row, "mode", mode, "modes", .flags = REQUIRED),
    WORD(struct outage_row, "when", when, "cases", .flags = 0),
    WORDS(struct outage_row, "keeps", keeps, "kept-things", .flags = 0),
    WORD(struct outage_row, "filed-on", filed_on, "filed-on", .flags = 0),
    WORD(struct outage_row, "afterwards", afterwards, "afterwards", .flags = 0),
    DECIDED(struct outage_row),
};

/* ---- verbs of which any one suffices ---- */

static const struct form_field waive_fields[] = {
    WORD(struct measure_waive, "charge", charge, "charges", .flags = 0),
    WORD(struct measure_waive, "cut", cut, "cuts", .flags = 0),
    WORDS(struct measure_waive, "checks", checks, "checks", .flags = 0),
    WORDS(struct measure_waive, "restrictions", restrictions, "restrictions", .flags = 0),
    ROW(struct measure_waive, "for", FORM_REF, of, .flags = 0),
    WORDS(struct measure_waive, "also-when", also_when, "also-when", .flags = 0),
    PART(struct measure_waive, "when", when, when_form, .flags = 0),
};

static const struct form_field keep_fields[] = {
    WORD(struct measure_keep, "right", right, "rights", .flags = REQUIRED),
    WORD(struct measure_keep, "as", as, "kept-as", .flags = 0),
    WORD(struct measure_keep, "from", from, "kept-from", .flags = FORM_OR_DAY),
    ROW(struct measure_keep, "shown-as", FORM_TEXT, shown_as, .flags = 0),
    WORDS(struct measure_keep, "against", against, "hindrances", .flags = 0),
    ROW(struct measure_keep, "while", FORM_REFS, while_ids, .flags = 0),
    PART(struct measure_keep, "when", when, when_form, .flags = 0),
};

static const struct form_field open_fields[] = {
    WORDS(struct measure_open, "channels", channels, "channels", .flags = 0),
    ROW(struct measure_open, "visits-at-most", FORM_COUNT, visits, .flags = 0),
    WORDS(struct measure_open, "at", at, "sites", .flags = 0),
    WORDS(struct measure_open, "agents", agents, "actors", .flags = 0),
    WORD(struct measure_open, "hours", hours, "hours", .flags = 0),
    WORDS(struct measure_open, "for", of, "opened-for", .flags = 0),
    WORD(struct measure_open, "when", when, "cases", .flags = 0),
    ROW(struct measure_open, "must", FORM_FLAG, must, .flags = 0),
};

static const struct form_field backdate_fields[] = {
    WORDS(struct measure_backdate, "filing", filing, "filings", .flags = REQUIRED),
    WORD(struct measure_backdate, "start-not-before", start_not_before, "starts",
         .flags = REQUIRED | FORM_OR_DAY),
};

static const struct form_field reinstate_fields[] = {
    WORD(struct measure_reinstate, "to", to, "agreements", .flags = REQUIRED),
    WORD(struct measure_reinstate, "from", from, "reinstated-from", .flags = FORM_OR_DAY),
};

static const struct form_field tolerate_fields[] = {
    WORDS(struct measure_tolerate, "papers", papers, "papers", .flags = REQUIRED),
    WORDS(struct measure_tolerate, "by", by, "tolerated-by", .flags = REQUIRED),
    WORD(struct measure_tolerate, "decide", decide, "decided-when", .flags = 0),
};

/* ---- verbs of which the most specific counts ---- */

static const struct form_field entrust_fields[] = {
    WORDS(struct measure_entrust, "matter", matter, "matters", .flags = REQUIRED | FORM_OR_ANY),
    ROW(struct measure_entrust, "steps", FORM_STEPS, steps, .flags = REQUIRED, .words = "steps",
        .values = "actors"),
    ROW(struct measure_entrust, "only", FORM_FLAG, only, .flags = 0),
    WORD(struct measure_entrust, "agency-step", agency_step, "agency-steps", .flags = 0),
    WORD(struct measure_entrust, "in-force", in_force, "in-force", .flags = 0),
};

static const struct form_field clear_fields[] = {
    WORD(struct measure_clear, "with", with, "sides", .flags = REQUIRED),
    WORD(struct measure_clear, "when", when, "clearings", .flags = REQUIRED),
    ROW(struct measure_clear, "central-share", FORM_SHARE, central_share, .flags = 0),
};
static const struct form clear_form = FORM("clear", struct measure_clear, clear_fields);

static const struct form_field cover_fields[] = {
    WORD(struct measure_cover, "deposit", deposit, "deposits", .flags = 0),
    WORD(struct measure_cover, "person-pays", person_pays, "person-pays", .flags = 0),
    WORD(struct measure_cover, "catalogue", catalogue, "catalogues", .flags = 0),
    WORD(struct measure_cover, "advance-by", advance_by, "sides", .flags = 0),
    WORD(struct measure_cover, "remainder", remainder, "payers", .flags = 0),
    WORD(struct measure_cover, "rules-of", rules_of, "rule-days", .flags = 0),
    WORD(struct measure_cover, "hospital-budget", hospital_budget, "budgets", .flags = 0),
    WORD(struct measure_cover, "self-paid", self_paid, "self-paid", .flags = 0),
    WORD(struct measure_cover, "by", by, "actors", .flags = 0),
    WORD(struct measure_cover, "order", order, "orders", .flags = 0),
    WORD(struct measure_cover, "invoice", invoice, "invoices", .flags = 0),
    WORD(struct measure_cover, "refund", refund, "refunds", .flags = 0),
    WORD(struct measure_cover, "deductible", deductible, "deductibles", .flags = 0),
    WORD(struct measure_cover, "ceiling", ceiling, "ceilings", .flags = 0),
    ROW(struct measure_cover, "share-at-least", FORM_SHARE, share_at_least, .flags = 0),
    PART(struct measure_cover, "clear", clear, clear_form, .flags = 0),
};

static const struct form_field prefer_fields[] = {
    WORD(struct measure_prefer, "class", class, "classes", .flags = REQUIRED),
    WORD(struct measure_prefer, "before", before, "classes", .flags = 0),
    ROW(struct measure_prefer, "within", FORM_SPAN, within, .flags = 0),
    ROW(struct measure_prefer, "without-applying", FORM_FLAG, without_applying, .flags = 0),
};

/* ---- verbs of money and quantity ---- */

static const struct form_field cut_fields[] = {
    ROW(struct measure_cut, "points", FORM_POINTS, points, .flags = 0),
    ROW(struct measure_cut, "share", FORM_SHARE, share, .flags = 0),
    ROW(struct measure_cut, "less-points", FORM_POINTS, less_points, .flags = 0),
};
static const struct form cut_form = FORM("cut", struct measure_cut, cut_fields);

static const struct form_field chosen_fields[] = {
    WORDS(struct measure_chosen, "city-may-fix", city_may_fix, "collected-choices", .flags = 0),
    WORD(struct measure_chosen, "default", by_default, "collected-choices", .flags = REQUIRED),
};
static const struct form chosen_form = FORM("chosen-by", struct measure_chosen, chosen_fields);

static const struct form_field collected_fields[] = {
    WORDS(struct measure_collected, "ways", ways, "collected-ways", .flags = REQUIRED),
    WORD(struct measure_collected, "first", first, "collected-ways", .flags = 0),
    PART(struct measure_collected, "chosen-by", chosen_by, chosen_form, .flags = 0),
};
static const struct form collected_form =
    FORM("collected-already", struct measure_collected, collected_fields);

static const struct form_field rate_fields[] = {
    WORD(struct measure_rate, "part", part, "rate-parts", .flags = REQUIRED),
    WORD(struct measure_rate, "of", of, "rate-bases", .flags = 0),
    PART(struct measure_rate, "cut", cut, cut_form, .flags = 0),
    ROW(struct measure_rate, "rate", FORM_SHARE, rate, .flags = 0),
    PERIODS(struct measure_rate, "periods", periods),
    WORDS(struct measure_rate, "not-for", not_for, "period-kinds", .flags = 0),
    PART(struct measure_rate, "collected-already", collected, collected_form, .flags = 0),
};

static const struct form_field prepay_fields[] = {
    WORD(struct measure_prepay, "kind", kind, "prepayments", .flags = REQUIRED),
    WORD(struct measure_prepay, "for", of, "prepaid-for", .flags = REQUIRED),
    WORD(struct measure_prepay, "on", on, "prepaid-on", .flags = FORM_OR_DAY),
    WORD(struct measure_prepay, "amount", amount, "prepaid-amounts", .flags = FORM_OR_MONEY),
    WORD(struct measure_prepay, "ledger", ledger, "ledgers", .flags = 0),
    WORD(struct measure_prepay, "adds-to", adds_to, "prepayments", .flags = 0),
    WORD(struct measure_prepay, "only-for", only_for, "earmarks", .flags = 0),
    WORDS(struct measure_prepay, "claw-back", claw_back, "claw-backs", .flags = 0),
};

static const struct form_field supply_fields[] = {
    ROW(struct measure_supply, "at-most", FORM_SPAN, at_most, .flags = 0),
    WORD(struct measure_supply, "over", over, "supply-over", .flags = REQUIRED),
    WORDS(struct measure_supply, "keeps", keeps, "drugs", .flags = 0),
};

static const struct form_field quota_fields[] = {
    WORD(struct measure_quota, "at", at, "sites", .flags = REQUIRED),
    ROW(struct measure_quota, "tickets", FORM_COUNT, tickets, .flags = 0),
    WORD(struct measure_quota, "per", per, "times", .flags = 0),
    ROW(struct measure_quota, "people", FORM_COUNT, people, .flags = 0),
    WORDS(struct measure_quota, "divert-to", divert_to, "channels", .flags = 0),
    WORD(struct measure_quota, "when", when, "cases", .flags = 0),
};

/* ---- verbs that stand side by side ---- */

static const struct form_field days_fields[] = {
    ROW(struct measure_days, "from", FORM_DAY, from, .flags = 0),
    ROW(struct measure_days, "until", FORM_DAY, until, .flags = 0),
};
static const struct form days_form = FORM("covers", struct measure_days, days_fields);

static const struct form_field report_fields[] = {
    WORDS(struct measure_report, "forms", forms, "forms", .flags = REQUIRED),
    WORD(struct measure_report, "from", from, "offices", .flags = REQUIRED),
    ROW(struct measure_report, "to", FORM_TEXT, to, .flags = REQUIRED),
    ROW(struct measure_report, "due", FORM_POINT, due, .flags = 0),
    WORD(struct measure_report, "every", every, "times", .flags = 0),
    PART(struct measure_report, "covers", covers, days_form, .flags = 0),
    ROW(struct measure_report, "cut-off", FORM_DAY, cut_off, .flags = 0),
    WORD(struct measure_report, "signed-by", signed_by, "posts", .flags = 0),
    ROW(struct measure_report, "sealed", FORM_FLAG, sealed, .flags = 0),
    WORDS(struct measure_report, "by", by, "channels", .flags = 0),
};

static const struct form_field milestone_fields[] = {
    WORD(struct measure_milestone, "must", must, "task-states", .flags = REQUIRED),
    ROW(struct measure_milestone, "due", FORM_POINT, due, .flags = REQUIRED),
};
static const struct form milestone_form =
    FORM("milestones", struct measure_milestone, milestone_fields);

static const struct form_field task_fields[] = {
    ROW(struct measure_task, "of", FORM_NAME, of, .flags = 0),
    WORDS(struct measure_task, "things", things, "things", .flags = 0),
    WORD(struct measure_task, "to", to, "offices", .flags = REQUIRED),
    WORD(struct measure_task, "state", state, "task-states", .flags = 0),
    WORD(struct measure_task, "must", must, "task-states", .flags = 0),
    ROW(struct measure_task, "due", FORM_POINT, due, .flags = 0),
    ROW(struct measure_task, "milestones", FORM_ROWS, milestones, .of = &milestone_form),
    ROW(struct measure_task, "owners", FORM_OWNERS, owners, .words = "things"),
};

static const struct form_field watch_fields[] = {
    WORD(struct measure_watch, "thing", thing, "watched", .flags = REQUIRED),
    WORD(struct measure_watch, "of", of, "watched-of", .flags = 0),
    WORD(struct measure_watch, "beyond", beyond, "watched-beyond", .flags = FORM_OR_DAY),
    ROW(struct measure_watch, "within", FORM_SPAN, within, .flags = 0),
    WORDS(struct measure_watch, "then", then, "consequences", .flags = 0),
    WORDS(struct measure_watch, "tell", tell, "actors", .flags = 0),
};

static const struct form_field review_fields[] = {
    ROW(struct measure_review, "of", FORM_REFS, of, .flags = 0),
    ROW(struct measure_review, "sample", FORM_SHARE, sample, .flags = 0),
    WORD(struct measure_review, "by", by, "actors", .flags = 0),
    ROW(struct measure_review, "due", FORM_POINT, due, .flags = REQUIRED),
    WORDS(struct measure_review, "then", then, "consequences", .flags = 0),
};

static const struct form_field announce_fields[] = {
    WORDS(struct measure_announce, "what", what, "announced", .flags = REQUIRED),
    WORDS(struct measure_announce, "states", states, "announced-parts", .flags = 0),
    WORDS(struct measure_announce, "to", to, "audiences", .flags = 0),
    WORDS(struct measure_announce, "channels", channels, "channels", .flags = 0),
    WORD(struct measure_announce, "before", before, "announced-before", .flags = 0),
    ROW(struct measure_announce, "due", FORM_POINT, due, .flags = 0),
    WORDS(struct measure_announce, "copy-to", copy_to, "actors", .flags = 0),
};

static const struct form_field bounds_fields[] = {
    WORD(struct measure_bounds, "not-before", not_before, "bounds", .flags = FORM_OR_DAY),
    WORD(struct measure_bounds, "not-after", not_after, "bounds", .flags = FORM_OR_DAY),
    ROW(struct measure_bounds, "at-most", FORM_SPAN, at_most, .flags = 0),
};
static const struct form bounds_form = FORM("bounds", struct measure_bounds, bounds_fields);

static const struct form_field empower_fields[] = {
    WORDS(struct measure_empower, "offices", offices, "offices", .flags = REQUIRED),
    WORDS(struct measure_empower, "verb", verbs, "verbs", .flags = REQUIRED),
    WORDS(struct measure_empower, "deadlines", deadlines, "deadlines", .flags = 0),
    WORDS(struct measure_empower, "matters", matters, "matters", .flags = 0),
    PART(struct measure_empower, "bounds", bounds, bounds_form, .flags = 0),
};

const struct form measure_forms[VERB_COUNT] = {
    [VERB_EXTEND] = FORM("extend", struct measure_extend, extend_fields),
    [VERB_SUSPEND] = FORM("suspend", struct measure_suspend, suspend_fields),
    [VERB_OUTAGE] = FORM("outage", struct outage_row, outage_fields),
    [VERB_WAIVE] = FORM("waive", struct measure_waive, waive_fields),
    [VERB_KEEP] = FORM("keep", struct measure_keep, keep_fields),
    [VERB_OPEN] = FORM("open", struct measure_open, open_fields),
    [VERB_BACKDATE] = FORM("backdate", struct measure_backdate, backdate_fields),
    [VERB_REINSTATE] = FORM("reinstate", struct measure_reinstate, reinstate_fields),
    [VERB_TOLERATE] = FORM("tolerate", struct measure_tolerate, tolerate_fields),
    [VERB_ENTRUST] = FORM("entrust", struct measure_entrust, entrust_fields),
    [VERB_COVER] = FORM("cover", struct measure_cover, cover_fields),
    [VERB_PREFER] = FORM("prefer", struct measure_prefer, prefer_fields),
    [VERB_RATE] = FORM("rate", struct measure_rate, rate_fields),
    [VERB_PREPAY] = FORM("prepay", struct measure_prepay, prepay_fields),
    [VERB_SUPPLY] = FORM("supply", struct measure_supply, supply_fields),
    [VERB_QUOTA] = FORM("quota", struct measure_quota, quota_fields),
    [VERB_REPORT] = FORM("report", struct measure_report, report_fields),
    [VERB_TASK] = FORM("task", struct measure_task, task_fields),
    [VERB_WATCH] = FORM("watch", struct measure_watch, watch_fields),
    [VERB_REVIEW] = FORM("review", struct measure_review, review_fields),
    [VERB_ANNOUNCE] = FORM("announce", struct measure_announce, announce_fields),
    [VERB_EMPOWER] = FORM("empower", struct measure_empower, empower_fields),
};

/* ---- what all measures may have ---- */

static const struct form_field time_fields[] = {
    ROW(struct measure_time, "from", FORM_POINT, from, .flags = 0),
    ROW(struct measure_time, "until", FORM_POINT, until, .flags = 0),
};
static const struct form time_form = FORM("time", struct measure_time, time_fields);

static const struct form_field grant_fields[] = {
    WORD(struct measure_grant, "on-application", on_application, "matters", .flags = REQUIRED),
    WORDS(struct measure_grant, "channels", channels, "channels", .flags = 0),
};
const struct form measure_grant_form = FORM("grant", struct measure_grant, grant_fields);

static const struct form_field later_fields[] = {
    WORD(struct measure_later, "debt", debt, "debts", .flags = 0),
    WORDS(struct measure_later, "tasks", tasks, "checks", .flags = 0),
    WORD(struct measure_later, "review", review, "reviews", .flags = 0),
    WORD(struct measure_later, "by", by, "actors", .flags = 0),
    ROW(struct measure_later, "sample", FORM_SHARE, sample, .flags = 0),
    ROW(struct measure_later, "due", FORM_POINT, due, .flags = 0),
    DECIDED(struct measure_later),
};
static const struct form later_form = FORM("later", struct measure_later, later_fields);

static const struct form_field common_fields[] = {
    ROW(struct measure, "ids", FORM_NAMES, ids, .flags = REQUIRED),
    ROW(struct measure, "carries", FORM_NAMES, carries, .flags = 0),
    ROW(struct measure, "clause", FORM_TEXT, clause, .flags = 0),
    ROW(struct measure, "says", FORM_TEXT, says, .flags = REQUIRED),
    ROW(struct measure, "zh", FORM_TEXT, chinese, .flags = 0),
    ROW(struct measure, "scope", FORM_SCOPE, scope, .flags = 0),
    PART(struct measure, "time", time, time_form, .flags = 0),
    PART(struct measure, "grant", grant, measure_grant_form, .flags = 0),
    WORDS(struct measure, "needs", needs, "conditions", .flags = 0),
    WORD(struct measure, "binding", binding_word, "bindings", .flags = 0),
    PART(struct measure, "later", later, later_form, .flags = 0),
    ROW(struct measure, "replaces", FORM_NAMES, replaces, .flags = 0),
    ROW(struct measure, "adds-to", FORM_NAMES, adds_to, .flags = 0),
    DECIDED(struct measure),
};
const struct form measure_common_form = FORM("measure", struct measure, common_fields);
