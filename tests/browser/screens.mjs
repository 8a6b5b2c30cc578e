/* screens.mjs: every screen of the two applications, read from their own tables, so that none is
 * forgotten in a test or among the pictures: web/src/desk/routes.ts says which there are,
 * web/src/desk/screens.ts whose they are. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './harness.mjs'

const read = (file) => readFileSync(join(root, 'web/src', file), 'utf8')
const pathsOf = (file) => [...read(file).matchAll(/\bpath: '(\/[^'*]*)'/g)].map(([, path]) => path)

/* Who is looked at with, by his role: the first that has a screen. */
const LOGINS = [
  [/\b(STAFF|DESK)\b|'reviewer'/, 'reviewer.110105'], [/SPEAKERS|'publisher'/, 'publisher.110000'], [/'leader'/, 'leader.110000'],
  [/'hospital-office'/, 'hospital-office.H11010190001'], [/'administrator'/, 'administrator.110105'],
  [/'filler'/, 'civil-affairs.110000'], [/'finance'/, 'finance.110105'], [/'village-clerk'/, 'village-clerk.371329'],
]
const loginOf = (roles) => LOGINS.find(([role]) => role.test(roles))?.[1]

/* A screen that is no entry of a menu is reached from the one above it. */
function ownerOf(path, menu) {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/')))
    if (menu.has(at)) return menu.get(at)
  throw new Error(`nobody's screen: ${path}`)
}

/* login -> paths, with `:id` where a route has it. */
export function deskScreens() {
  const menu = new Map()
  for (const [, path, roles] of read('desk/screens.ts').matchAll(/\{ path: '([^']+)', word: .*?, roles: (.+) \},?$/gm))
    if (!menu.has(path)) menu.set(path, loginOf(roles))
  const screens = {}
  for (const path of pathsOf('desk/routes.ts').filter((one) => !one.includes(':other')))
    (screens[ownerOf(path, menu)] ??= []).push(path)
  return screens
}

/* What the hall's table has and a list of addresses does not. */
export function hallScreensMissing(addresses) {
  const plain = (address) => address.split('?')[0].split('/')
  const matches = (route, address) => {
    const [want, have] = [route.split('/'), plain(address)]
    return want.length === have.length && want.every((part, at) => part.startsWith(':') || part === have[at])
  }
  return pathsOf('hall/routes.ts').filter((route) => !route.includes('rest') && !addresses.some((address) => matches(route, address)))
}
