/* rooms_guarded.h: for rooms_strangers_test.c: each read that is told facts (GUARD_DECISION), and
 * why nothing of them comes out to a stranger. */
#ifndef ROOMS_ROOMS_GUARDED_H
#define ROOMS_ROOMS_GUARDED_H

#include "core/action.h"

static const struct guarded {
    const char *action;
    const char *why;            /* how decide keeps strangers out, or why there are none */
    unsigned oneself;           /* roles that ask about themselves whatever they name */
    /* Made-up rows carry no answer. Then a stranger is refused with this and the owner is not; "":
     * both are refused alike, and the room's own tests part them. */
    const char *refused;
    const char *about, *state;  /* what rows must say in these fields; NULL: the usual */
    bool no_flags;              /* rows with all flags off */
} GUARDED[] = {
    { "access.who-am-i", "the row is looked up by the asker's own account",
      ROLES_EVERYBODY & ~ROLE_BIT(ROLE_PUBLIC), NULL, NULL, NULL },
    { "party.find", "party_may_see; an institution has the certificate in hand, and is shown a"
      " masked number", 0, NULL, NULL, NULL },
    { "party.spells", "as party.person", 0, NULL, NULL, NULL },
    { "party.person", "party_may_see; an institution once it was shown the certificate", 0, NULL,
      NULL, NULL },
    { "fund.balances", "funds of places outside the division of the office are left out", 0, NULL,
      NULL, NULL },
    { "fund.trial-balance", "one sum over all accounts, of nobody", 0, NULL, NULL, NULL },
    { "fund.person-at-desk", "by a certificate only; the person stands there, and each answer is"
      " written to the access log", 0, NULL, NULL, NULL },
    { "notice.document", "whoever speaks for its place alone", 0, "", NULL, NULL },
    { "delivery.phone-list", "whoever handles the place where the person is insured", 0, "",
      NULL, NULL },
    { "notice.trial", "as notice.document", 0, "", NULL, NULL },
    { "notice.card", "of a document: whoever works in its place; of a notice: our own people", 0,
      "", NULL, NULL },
    { "agreement.checks", "checks of the asker's own institution, or of the office's division",
      0, NULL, NULL, NULL },
    { "agreement.texts", "texts of the asker's own institution, or of the office's division", 0,
      NULL, NULL, NULL },
    { "agreement.text", "as agreement.texts", 0, "agreement.refused.no-such-text", NULL, NULL },
    { "agreement.scan", "as agreement.texts", 0, "agreement.refused.no-such-text", NULL, NULL },
    { "agreement.waiting", "texts of institutions of the office's division; others are left out",
      0, NULL, NULL, NULL },
    { "agreement.obligations", "as agreement.checks", 0, NULL, NULL, NULL },
    { "agreement.list", "agreements of the asker's own institution, or of the office's division",
      0, NULL, NULL, NULL },
    { "contribute.entitlement", "as party.person", 0, NULL, NULL, NULL },
    { "transfer.progress", "as party.person", 0, NULL, NULL, NULL },
    { "transfer.waiting", "those whose turn it is at a place of the office's division; others are"
      " left out", 0, NULL, NULL, "applied", true },
    { "contribute.statement", "the unit's own operators, the person, staff of its place", 0, NULL,
      NULL, NULL },
    { "fund.account", "oneself, or who was let to see what is of the person", 0,
      "fund.refused.not-your-account", NULL, NULL },
    { "contribute.staff", "the unit's own operators, staff of its place", 0,
      "contribute.refused.no-such-unit", NULL, NULL },
    { "contribute.lines", "as contribute.statement", 0, NULL, NULL, NULL },
    { "contribute.undeclared", "as contribute.staff", 0, "contribute.refused.no-such-unit", NULL,
      NULL },
    { "fund.movements", "oneself, or who was let to see what is of the person; staff as of any"
      " person", 0, "fund.refused.not-your-account", NULL, NULL },
    { "contribute.months", "as party.person", 0, NULL, NULL, NULL },
    { "contribute.certificate", "as party.person", 0, NULL, NULL, NULL },
    { "contribute.record", "as party.person", 0, NULL, NULL, NULL },
    { "contribute.unit-record", "the unit's own operators, staff of its place", 0, NULL, NULL,
      NULL },
    { "contribute.deferred", "whose division holds the place asked about", 0,
      "contribute.refused.not-your-place", NULL, NULL },
    { "contribute.due-file", "whose division holds the place asked about", 0,
      "contribute.refused.not-your-place", NULL, NULL },
    { "contribute.reconcile", "whose division holds the place asked about", 0,
      "contribute.refused.not-your-place", NULL, NULL },
    { "filing.of-person", "as party.person", 0, NULL, NULL, NULL },
    { "filing.diseases", "as party.person", 0, NULL, "disease", "in-force" },
    { "filing.designated", "as party.person", 0, NULL, "designated", "in-force" },
    { "filing.referrals", "as party.person; numbers go to the access log", 0, NULL, "referral",
      "in-force" },
    { "visit.list", "visits are scoped; facts are read for those shown alone", 0, NULL, NULL,
      NULL },
    { "visit.dispensing", "sums of a place; whose division holds it", 0,
      "visit.refused.not-your-place", NULL, NULL },
    { "visit.diagnoses", "of a visit that was let through, by institution or person", 0, NULL,
      NULL, NULL },
    { "visit.medicines", "oneself, or an institution where the person was within a year", 0,
      "visit.refused.not-your-patient", NULL, NULL },
    { "visit.check-prescriptions", "orders are the asker's own; of a visit that is not, nothing on"
      " record is read", 0, "", NULL, NULL },
    { "visit.in-hospital", "stays are scoped; facts are read for those shown alone", 0, NULL,
      NULL, NULL },
    { "settle.group-figures", "sums of a place; whose division holds it", 0,
      "settle.refused.not-your-place", NULL, NULL },
    { "settle.price", "the visit is of the asking institution and of the person named", 0,
      "settle.refused.no-visit", NULL, NULL, true },
    { "settle.price-stay", "as settle.price", 0, "settle.refused.no-visit", NULL, NULL },
    { "settle.price-purchase", "what is priced was bought at the asking pharmacy; the person is"
      " named by a certificate", 0, "", NULL, NULL },
    { "settle.find", "settlements are scoped; facts are read for those shown alone", 0, NULL,
      NULL, NULL },
    { "settle.bills", "settlements are scoped", 0, NULL, NULL, NULL },
    { "filing.ending", "filings are scoped; names are read for those shown alone", 0, NULL, NULL,
      NULL },
    { "settle.why", "oneself, the institution that settled it, the office of what was claimed on"
      " paper", 0, "", NULL, NULL },
    { "settle.lines", "of a settlement that was let through", 0, NULL, NULL, NULL },
    { "settle.standing", "oneself, or an office over a spell of the person", 0,
      "settle.refused.not-your-patient", NULL, NULL },
    { "settle.estimate", "as settle.standing", 0, "party.refused.no-such-person", NULL, NULL },
    { "settle.counters", "oneself, or an institution whose visit it was", 0, NULL, NULL, NULL },
    { "settle.preview-filing", "as party.person", 0, "filing.refused.no-person", NULL, NULL },
    { "claim.of-person", "as party.person", 0, NULL, NULL, NULL },
    { "party.corrections", "as party.person", 0, NULL, NULL, NULL },
    { "party.unit", "the unit itself, or an office of its place", 0, "", NULL, NULL },
    { "party.find-unit", "as party.unit", 0, "", NULL, NULL },
    { "merge.preview", "both must be theirs to see, as party.person", 0, "", NULL, NULL },
    { "merge.list", "as party.person, for the one that is kept", 0, NULL, NULL, NULL },
    { "claim.of-unit", "as party.unit", 0, "party.refused.no-such-unit", NULL, NULL },
    { "claim.show", "as party.person", 0, "", NULL, NULL },
    { "claim.list", "claims of the office's own division; others are left out", 0, NULL, NULL,
      NULL },
    { "claim.payments", "as claim.list", 0, NULL, NULL, NULL },
    { "claim.payment-file", "files of the office's own division", 0, "", NULL, NULL },
    { "clear.lines", "as clear.show", 0, "clear.refused.no-such-statement", NULL, NULL },
    { "clear.statements", "statements of the office's own division", 0, "", NULL, NULL },
    { "filing.pace", "of the asker's own institution, or of the office's division", 0,
      "filing.refused.no-institution", NULL, NULL },
    { "clear.planned", "the office's own division; a pool outside it is not told", 0, "", NULL,
      NULL },
    { "clear.ageing", "statements of the office's own division", 0, "", NULL, NULL },
    { "clear.uses", "orders of the office's own division", 0, "", NULL, NULL },
    { "clear.orders", "orders of the office's own division", 0, "", NULL, NULL },
    { "clear.show", "of the asker's own institution, or of the office's division", 0, NULL, NULL,
      NULL },
    { "intake.look-up", "by the receipt and the last four characters of the applicant's number, by"
      " the applicant himself, or by an office that has the case", 0, "", NULL, "accepted" },
    { "duty.reports", "reports are scoped by the office that made them or was told; facts are read"
      " for those shown alone", 0, NULL, NULL, NULL },
    { "duty.not-learnt", "heads of the office that set the lesson, or above it", 0, "", NULL,
      NULL },
    { "message.inbox", "asked for by the asker's own person, unit, institution or office",
      ROLES_STAFF | ROLE_BIT(ROLE_EMPLOYER) | ROLE_BIT(ROLE_PHARMACY)
          | ROLE_BIT(ROLE_HOSPITAL_OFFICE)
          | ROLE_BIT(ROLE_FILLER) | ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_INSPECTOR)
          | ROLE_BIT(ROLE_ADMINISTRATOR),
      NULL, NULL, NULL },
    { "intake.months", "sums of cases, scoped by the office asked about", 0, "", NULL, NULL },
    { "intake.accountability", "as intake.months", 0, "", NULL, NULL },
    { "consult.report", "sums of questions, scoped by the office asked about", 0, "", NULL, NULL },
    { "consult.mine", "asked for by the asker's own person, unit or institution",
      ROLE_BIT(ROLE_RESIDENT) | ROLE_BIT(ROLE_AGENT) | ROLE_BIT(ROLE_KIOSK)
          | ROLE_BIT(ROLE_EMPLOYER) | ROLE_BIT(ROLE_PHARMACY) | ROLE_BIT(ROLE_HOSPITAL_OFFICE)
          | ROLE_BIT(ROLE_PHYSICIAN), NULL, NULL, NULL },
    { "consult.show", "who asked, by sign-in or telephone, and the office that answers", 0, "",
      NULL, NULL },
    { "consult.search", "published answers are for all", 0, "", NULL, NULL },
    { "resident.mandates", "asked for by the asker's own person",
      ROLE_BIT(ROLE_RESIDENT) | ROLE_BIT(ROLE_AGENT), NULL,
      NULL, NULL },
    { "intake.mine", "cases are scoped by person and office; to an agent by his"
      " mandate's matters", 0, NULL, NULL, "accepted" },
    { "intake.own", "asked for by the asker's own institution or unit",
      ROLE_BIT(ROLE_INSTITUTION) | ROLE_BIT(ROLE_PHARMACY) | ROLE_BIT(ROLE_HOSPITAL_OFFICE)
          | ROLE_BIT(ROLE_EMPLOYER), NULL, NULL, "accepted" },
    { "intake.entered", "cases are scoped by the office that took them in", 0, NULL, NULL,
      "accepted" },
    { "access.audit", "steps are scoped by the office of the account; the journal's head is a"
      " number", 0, NULL, NULL, NULL },
    { "intake.version", "as intake.show", 0, "", NULL, "accepted" },
    { "intake.requests", "the asker's own department and place alone", 0, NULL, NULL, "sent" },
    { "intake.paper", "as intake.show", 0, "intake.refused.no-case", NULL, "accepted" },
    { "intake.show", "an office that has the case", 0, NULL, NULL, "accepted" },
    { "intake.document", "as intake.look-up", 0, "", NULL, "accepted" },
    { "intake.search", "cases are scoped by office; by a receipt, as intake.show", 0, NULL, NULL,
      "accepted" },
    { "intake.offered", "cases are scoped by the office they are offered to", 0, NULL, NULL,
      "accepted" },
    { "intake.worklist", "cases are scoped by office", 0, NULL, NULL, "accepted" },
    { "intake.debts", "debts are scoped by office", 0, NULL, NULL, "accepted" },
    { "intake.checks", "papers are scoped by office", 0, NULL, NULL, "accepted" },
    { "intake.relaxations", "they are scoped by office", 0, NULL, NULL, "accepted" },
    { "mailbox.show", "an office that has the letter", 0, "mailbox.refused.no-letter", NULL,
      NULL },
    { "mailbox.part", "as mailbox.show", 0, "", NULL, NULL },
    { "bulk.show", "one's own unit or account", 0, "bulk.refused.no-file", NULL, NULL },
    { "bulk.answer", "as bulk.show", 0, "bulk.refused.no-file", NULL, NULL },
    { "bulk.left", "as bulk.show", 0, "bulk.refused.no-file", NULL, NULL },
    { "bulk.list", "as bulk.show", 0, NULL, NULL, NULL },
    { "settle.entitlement", "as party.person", 0, NULL, NULL, NULL },
    { "booking.slip", "whoever is signed in as the one who booked, the staff of the hall, or who"
      " names the telephone", 0, "", NULL, "confirmed" },
    { "booking.line", "the staff of the hall", 0, "", NULL, "arrived" },
};

#endif
