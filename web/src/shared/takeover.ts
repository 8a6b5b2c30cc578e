/* The server's plain page is there first; the application takes its place when it is ready to be
 * seen, so nothing flickers and without script everything stays readable. */
import { createApp, nextTick, type Component } from 'vue'
import type { Router } from 'vue-router'
import { answeredWithin } from './asking'
import { elderWished, showElder } from './elder'
import { i18n, speakAsWished } from './language'
import { askWho } from './session'
import { askStage } from './stage'
import { leftToRead } from './written'

/* The application's own sheets come without holding up the plain page (doors/pages/web.c); they count
 * from the moment it goes. */
const own = () => [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet][media="not all"]')]
const come = (link: HTMLLinkElement) => link.sheet ? undefined : new Promise<void>((done) => {
  link.addEventListener('load', () => done(), { once: true })
  link.addEventListener('error', () => done(), { once: true })
})

/* A screen whose files do not come: of another version of the server, which then sends the page anew,
 * or the line is gone, which is said. A link that does nothing tells nobody anything. */
async function otherwise(path: string): Promise<void> {
  const answer = await fetch(path).catch(() => undefined)
  if (answer?.ok) location.assign(path)
  else window.dispatchEvent(new CustomEvent('yibao:gone'))
}

export async function takeOver(root: Component, router: Router): Promise<void> {
  showElder(elderWished())
  await Promise.all([speakAsWished(), askWho(), askStage()])
  const app = createApp(root).use(i18n).use(router)
  await router.push(location.pathname + location.search + location.hash)
  await router.isReady()
  const place = document.createElement('div')
  /* What screens put into the body themselves (sheets from below) must stay. */
  const plain = [...document.body.childNodes]
  app.mount(place)
  /* What the screen asks first is there before the plain page goes: nothing jumps under a reader. */
  await Promise.all([answeredWithin(4000), ...own().map(come)])
  if (!await leftToRead()) {
    app.unmount()
    return
  }
  await nextTick()
  /* Who goes by keys stands on the same link afterwards. */
  const at = document.activeElement?.closest('a')?.getAttribute('href')
  for (const link of own()) link.media = 'all'
  /* The plain page goes, and its style with it. */
  document.querySelector('link[href^="/assets/page-"]')?.remove()
  document.body.prepend(place)
  for (const node of plain) node.remove()
  if (at) [...place.querySelectorAll('a')].find((one) => one.getAttribute('href') === at)?.focus({ preventScroll: true })
  router.onError((_fault, to) => void otherwise(to.fullPath))
  window.dispatchEvent(new CustomEvent('yibao:shown'))
}
