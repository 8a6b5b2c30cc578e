/* The server's plain page is there first; the application takes its place when it is ready to be
 * seen, so nothing flickers and without script everything stays readable. */
import { createApp, nextTick, type Component } from 'vue'
import type { Router } from 'vue-router'
import { answeredWithin } from './asking'
import { i18n, speakAsWished } from './language'
import { askWho } from './session'

export async function takeOver(root: Component, router: Router): Promise<void> {
  document.documentElement.dataset.elder = localStorage.getItem('yibao.elder') ?? 'no'
  await Promise.all([speakAsWished(), askWho()])
  const app = createApp(root).use(i18n).use(router)
  await router.push(location.pathname + location.search + location.hash)
  await router.isReady()
  const place = document.createElement('div')
  /* What screens put into the body themselves (sheets from below) must stay. */
  const plain = [...document.body.childNodes]
  app.mount(place)
  /* What the screen asks first is there before the plain page goes: nothing jumps under a reader. */
  await answeredWithin(4000)
  await nextTick()
  /* The plain page goes, and its style with it. */
  document.querySelector('link[href^="/assets/page-"]')?.remove()
  document.body.prepend(place)
  for (const node of plain) node.remove()
}
