/* The pages of the desk, a chunk each. All lie below /desk; who comes to /desk is led to the first
 * screen of his role. */
import { createRouter, createWebHistory } from 'vue-router'
import { session } from '@/shared/session'
import { screensOf } from './screens'

export const router = createRouter({
  history: createWebHistory(),
  /* A new screen begins at its top; what one comes back to stands as it stood. */
  scrollBehavior: (to, from, saved) => (to.path === from.path ? false : saved ?? { top: 0 }),
  routes: [
    {
      path: '/desk', component: () => import('./worklist/Worklist.vue'),
      beforeEnter: () => {
        const first = screensOf(session.who)[0]
        return !first || first.path === '/desk' ? true : first.path
      },
    },
    { path: '/desk/cases/:id', component: () => import('./case/Case.vue'), props: true },
    { path: '/desk/take-in', component: () => import('./takein/TakeIn.vue') },
    { path: '/desk/letters', component: () => import('./letters/Letters.vue') },
    { path: '/desk/letters/:id', component: () => import('./letters/Letter.vue'), props: true },
    { path: '/desk/requests', component: () => import('./department/Requests.vue') },
    { path: '/desk/search', component: () => import('./search/Search.vue') },
    { path: '/desk/owed', component: () => import('./owed/Owed.vue') },
    { path: '/desk/counter', component: () => import('./counter/Counter.vue') },
    { path: '/desk/station', component: () => import('./station/Station.vue') },
    { path: '/desk/consult', component: () => import('./consult/Consult.vue') },
    { path: '/desk/hospital', component: () => import('./hospital/Hospital.vue') },
    { path: '/desk/person', component: () => import('./person/Person.vue') },
    { path: '/desk/unit', component: () => import('./units/Unit.vue') },
    { path: '/desk/transfers', component: () => import('./transfers/Transfers.vue') },
    { path: '/desk/claims', component: () => import('./claims/Claims.vue') },
    { path: '/desk/claims/:id', component: () => import('./claims/Claim.vue'), props: true },
    { path: '/desk/claim-payments', component: () => import('./money/ClaimPayments.vue') },
    { path: '/desk/payments', component: () => import('./money/Payments.vue') },
    { path: '/desk/agreements', component: () => import('./agreements/Agreements.vue') },
    { path: '/desk/credits', component: () => import('./money/Credits.vue') },
    { path: '/desk/obligations', component: () => import('./obligations/Obligations.vue') },
    { path: '/desk/filing', component: () => import('./hospital/Filing.vue') },
    { path: '/desk/relaxations', component: () => import('./hospital/Relaxations.vue') },
    { path: '/desk/audit', component: () => import('./bureau/Audit.vue') },
    { path: '/desk/notices', component: () => import('./notices/Notices.vue') },
    { path: '/desk/notices/compose', component: () => import('./compose/Compose.vue') },
    { path: '/desk/notices/:document', component: () => import('./notices/Document.vue'), props: true },
    { path: '/desk/measures', component: () => import('./notices/Measures.vue') },
    { path: '/desk/events', component: () => import('./bureau/Events.vue') },
    { path: '/desk/board', component: () => import('./bureau/Board.vue') },
    { path: '/desk/deadlines', component: () => import('./bureau/Deadlines.vue') },
    { path: '/desk/roster', component: () => import('./roster/Roster.vue') },
    { path: '/desk/duty', component: () => import('./duty/Duty.vue') },
    { path: '/desk/numbers', component: () => import('./bureau/Numbers.vue') },
    { path: '/desk/codes', component: () => import('./bureau/Codes.vue') },
    { path: '/desk/mandates', component: () => import('./mandates/Mandate.vue') },
    { path: '/desk/more', component: () => import('./more/More.vue') },
    { path: '/desk/people', component: () => import('./bureau/People.vue') },
    { path: '/desk/:other(.*)', redirect: '/desk' },
  ],
})
