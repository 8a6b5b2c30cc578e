/* The pages of the hall. Each is a chunk of its own: a phone loads what it shows. A path added here
 * that is not below one of shared/paths.ts must be added there too, or the server does not know it. */
import { createRouter, createWebHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/matters', component: () => import('./home/Home.vue') },
    { path: '/matters/:matter', component: () => import('./matter/Matter.vue'), props: true },
    { path: '/apply/:matter', component: () => import('./apply/Apply.vue'), props: true },
    { path: '/progress', component: () => import('./progress/Progress.vue') },
    { path: '/my', component: () => import('./my/My.vue') },
    { path: '/my/cases', component: () => import('./cases/Cases.vue') },
    { path: '/my/cases/:receipt', component: () => import('./cases/OneCase.vue'), props: true },
    { path: '/my/standing', component: () => import('./standing/Standing.vue') },
    { path: '/my/estimate', component: () => import('./estimate/Estimate.vue') },
    { path: '/my/mandates', component: () => import('./mandates/Mandates.vue') },
    { path: '/my/contributions', component: () => import('./contributions/Contributions.vue') },
    { path: '/my/transfers', component: () => import('./transfers/Transfers.vue') },
    { path: '/my/money', component: () => import('./money/Money.vue') },
    { path: '/booking', component: () => import('./booking/Booking.vue') },
    { path: '/employer', component: () => import('./employer/Employer.vue') },
    { path: '/questions', component: () => import('./questions/Questions.vue') },
    { path: '/employer/money', component: () => import('./employer/UnitMoney.vue') },
    { path: '/employer/batch', component: () => import('./employer/Batch.vue') },
    { path: '/my/messages', component: () => import('./messages/Messages.vue') },
    { path: '/my/bills', component: () => import('./bill/Bills.vue') },
    { path: '/my/bills/:settlement', component: () => import('./bill/Bill.vue'), props: true },
    { path: '/:rest(.*)*', component: () => import('./Missing.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/* A link to a plain page leaves the application. */
router.afterEach((to) => {
  if (to.matched.length > 0) document.getElementById('main')?.focus({ preventScroll: true })
})
