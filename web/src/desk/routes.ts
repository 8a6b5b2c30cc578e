/* The pages of the desk, a chunk each. All lie below /desk. */
import { createRouter, createWebHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/desk', component: () => import('./worklist/Worklist.vue') },
    { path: '/desk/cases/:id', component: () => import('./case/Case.vue'), props: true },
  ],
})
