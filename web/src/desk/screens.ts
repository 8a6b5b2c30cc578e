/* Which screens a role has, in the order of its work. What one may see is decided by the server; this
 * keeps links and forms that would lead to a refusal out of the way. */
export const STAFF = ['village-clerk', 'town-clerk', 'intake-clerk', 'reviewer', 'second-reviewer', 'section-head']
const DESK = [...STAFF]
const SPEAKERS = ['publisher', 'leader']
/* Who works at an office, as what. */
export const ROLES = [...STAFF, 'filler', 'finance', 'inspector', ...SPEAKERS, 'administrator']

/* `department`: for who is asked for the papers another department holds. */
export interface Screen { path: string; word: string; roles: string[]; department?: boolean }

export const SCREENS: Screen[] = [
  { path: '/desk/station', word: 'desk.station', roles: ['village-clerk'] },
  { path: '/desk', word: 'desk.worklist', roles: DESK },
  { path: '/desk/take-in', word: 'desk.take-in', roles: STAFF },
  { path: '/desk/letters', word: 'desk.letters', roles: STAFF },
  { path: '/desk/requests', word: 'desk.requests', roles: ['filler'], department: true },
  { path: '/desk/search', word: 'desk.search', roles: STAFF },
  { path: '/desk/owed', word: 'desk.owed', roles: STAFF },
  { path: '/desk/counter', word: 'desk.counter', roles: STAFF },
  { path: '/desk/hospital', word: 'desk.hospital', roles: ['hospital-office', 'physician'] },
  { path: '/desk/filing', word: 'desk.filing', roles: ['hospital-office', 'physician'] },
  { path: '/desk/mandates', word: 'desk.mandates', roles: ['village-clerk', 'town-clerk', 'intake-clerk', 'hospital-office'] },
  { path: '/desk/relaxations', word: 'desk.relaxations', roles: ['hospital-office', 'physician', 'intake-clerk', 'reviewer', 'second-reviewer', 'section-head', 'inspector'] },
  { path: '/desk/person', word: 'desk.person', roles: STAFF },
  { path: '/desk/unit', word: 'desk.unit', roles: [...STAFF, 'finance', 'inspector'] },
  { path: '/desk/transfers', word: 'desk.transfers', roles: ['town-clerk', 'intake-clerk', 'reviewer', 'second-reviewer', 'section-head', 'inspector'] },
  { path: '/desk/claims', word: 'desk.claims', roles: [...STAFF, 'inspector'] },
  { path: '/desk/obligations', word: 'desk.obligations', roles: ['reviewer', 'second-reviewer', 'section-head', 'inspector', 'leader'] },
  { path: '/desk/payments', word: 'desk.payments.own', roles: ['hospital-office'] },
  { path: '/desk/agreements', word: 'desk.agreements.own', roles: ['hospital-office', 'pharmacy'] },
  { path: '/desk/payments', word: 'desk.payments', roles: ['finance'] },
  { path: '/desk/claim-payments', word: 'desk.claim-payments', roles: ['finance'] },
  { path: '/desk/credits', word: 'desk.credits', roles: ['finance'] },
  { path: '/desk/notices', word: 'desk.notices', roles: SPEAKERS },
  { path: '/desk/measures', word: 'desk.measures', roles: [...STAFF, 'hospital-office', 'physician', 'pharmacy', 'finance', 'inspector', ...SPEAKERS] },
  { path: '/desk/events', word: 'desk.events', roles: SPEAKERS },
  { path: '/desk/consult', word: 'desk.consult', roles: [...STAFF, 'inspector', ...SPEAKERS] },
  { path: '/desk/board', word: 'desk.board', roles: ['section-head', ...SPEAKERS, 'inspector', 'finance', 'filler'] },
  { path: '/desk/deadlines', word: 'desk.deadlines', roles: [...STAFF, 'leader'] },
  { path: '/desk/roster', word: 'desk.roster', roles: [...STAFF, 'filler', 'finance', 'inspector', 'administrator', ...SPEAKERS] },
  { path: '/desk/duty', word: 'desk.duty', roles: [...STAFF, 'filler', 'finance', 'inspector', 'administrator', ...SPEAKERS] },
  { path: '/desk/numbers', word: 'desk.numbers', roles: ['finance', 'leader', 'inspector'] },
  { path: '/desk/payments', word: 'desk.payments', roles: ['reviewer', 'second-reviewer', 'section-head', 'inspector', 'leader'] },
  { path: '/desk/agreements', word: 'desk.agreements', roles: ['town-clerk', 'intake-clerk', 'reviewer', 'second-reviewer', 'section-head', 'inspector', 'leader'] },
  { path: '/desk/claim-payments', word: 'desk.claim-payments', roles: ['town-clerk', 'intake-clerk', 'reviewer', 'second-reviewer', 'section-head', 'inspector'] },
  { path: '/desk/credits', word: 'desk.credits', roles: ['inspector', 'leader'] },
  { path: '/desk/more', word: 'desk.more', roles: [...ROLES, 'hospital-office', 'physician', 'pharmacy'] },
  { path: '/desk/codes', word: 'desk.codes', roles: [...ROLES, 'hospital-office', 'physician', 'pharmacy'] },
  { path: '/desk/people', word: 'desk.people', roles: ['administrator'] },
  { path: '/desk/audit', word: 'desk.audit', roles: ['administrator', 'inspector', 'leader'] },
]

/* Who leads a place begins with how it stands, who keeps its accounts with its people. */
const FIRST: Record<string, string[]> = { leader: ['/desk/numbers', '/desk/deadlines', '/desk/board'], administrator: ['/desk/people', '/desk/audit'] }
const rank = (role: string, path: string) => ((FIRST[role] ?? []).indexOf(path) + 1) || SCREENS.length

export function screensOf(who: { role?: string; department?: string } | null): Screen[] {
  const role = who?.role ?? ''
  return SCREENS.filter((screen) => screen.roles.includes(role) && (!screen.department || !!who?.department))
    .sort((a, b) => rank(role, a.path) - rank(role, b.path))
}

/* Screens that a role without an entry for them is led to from its own. */
const LED_TO: Record<string, string[]> = { finance: ['/desk/claims'], inspector: ['/desk'] }

/* Whether a screen is somebody's: it, or the one above it, stands in his menu. */
export function isTheirs(who: { role?: string; department?: string } | null, path: string): boolean {
  const above = (at: string) => at.slice(0, at.lastIndexOf('/'))
  let at = path.startsWith('/desk/cases/') ? '/desk' : path
  while (at.includes('/', 1) && !SCREENS.some((screen) => screen.path === at)) at = above(at)
  return screensOf(who).some((screen) => screen.path === at) || !!LED_TO[who?.role ?? '']?.includes(at)
}
