import { expect, it } from 'vitest'
import { leftToRead } from './written'

const page = (html: string) => { document.body.innerHTML = `<main>${html}</main>` }
const the = <One extends HTMLElement>(what: string) => document.querySelector(what) as One

it('a page that is only read may go', async () => {
  page('<input type=hidden value=1><input value="异地"><select><option>a</option><option selected>b</option></select><input type=radio checked>')
  expect(await leftToRead()).toBe(true)
})
it.each([
  ['<input>', () => { the<HTMLInputElement>('input').value = '31010' }],
  ['<textarea></textarea>', () => { the<HTMLTextAreaElement>('textarea').value = '问' }],
  ['<input type=checkbox>', () => { the<HTMLInputElement>('input').checked = true }],
  ['<select><option>a</option><option>b</option></select>', () => { the<HTMLSelectElement>('select').selectedIndex = 1 }],
])('what was written in %s stays', async (html, write) => {
  page(html)
  write()
  expect(await leftToRead()).toBe(false)
})
it('waits while somebody is in a field, and stays when he has begun', async () => {
  page('<input id=one><input id=two>')
  the('#one').focus()
  const left = leftToRead()
  the('#one').blur()
  expect(await left).toBe(true)
  the('#two').focus()
  const begun = leftToRead()
  the<HTMLInputElement>('#two').value = 'B'
  the('#two').dispatchEvent(new Event('input', { bubbles: true }))
  expect(await begun).toBe(false)
})
