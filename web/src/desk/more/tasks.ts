/* Tasks that are seldom and have no screen of their own: a form is drawn of what the server says of
 * them. By what somebody looks for; who may do which the server says. The names are those of its
 * actions. */
export const TASKS: Record<string, string[]> = {
  figures: ['intake.accountability', 'intake.months', 'consult.counts', 'settle.epidemic-figures', 'settle.fever-late', 'visit.dispensing', 'filing.pace',
            'settle.check-patient', 'notice.restrictions', 'outage.windows', 'matter.versions', 'mailbox.form'],
  money: ['fund.trial-balance', 'contribute.deferred', 'contribute.due-file', 'contribute.reconcile', 'clear.statements', 'clear.set-budget',
          'contribute.defer', 'contribute.make-up', 'contribute.bill-person', 'fund.movements'],
  notices: ['notice.received', 'notice.announcements', 'notice.announce', 'notice.articles', 'notice.article', 'notice.documents'],
  register: ['party.register-unit', 'party.correct-unit', 'party.record-unit-status', 'party.register-institution', 'party.enrol-person', 'party.enrol-resident',
             'party.set-gateway', 'staff.register-office', 'access.name-leader', 'transfer.apply', 'delivery.address'],
  agreements: ['agreement.list', 'agreement.checks', 'agreement.conclude', 'agreement.renew'],
  filings: ['filing.of-person', 'filing.designated', 'filing.designate', 'filing.referrals', 'filing.refer', 'filing.injury'],
  catalogue: ['catalogue.search', 'catalogue.diagnoses', 'catalogue.item'],
  family: ['fund.family', 'fund.offer-family'],
}
/* What may be done with a row of a list: it brings the numbers that nobody knows by heart. */
export const NEXT: Record<string, string[]> = {
  'clear.statements': ['clear.lines'],
  'notice.received': ['notice.read'],
  'notice.announcements': ['notice.announce-out', 'notice.announce-withdraw'],
  'notice.documents': ['notice.receivers', 'delivery.guide'],
  'agreement.list': ['agreement.set-status', 'agreement.restore'],
  'agreement.checks': ['agreement.check'],
  'filing.of-person': ['filing.confirm', 'filing.withdraw', 'filing.cancel', 'filing.revoke'],
  'fund.family': ['fund.withdraw-family'],
}
