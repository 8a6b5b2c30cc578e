import { beforeEach, expect, it } from 'vitest'
import { startsAtOnce } from './beginning'

beforeEach(() => {
  localStorage.clear()
  document.body.innerHTML = ''
  document.documentElement.lang = 'zh-CN'
  document.documentElement.dataset.elder = 'no'
})
const here = () => startsAtOnce(location.pathname)

it('a page that is whole needs no application until it is used', () => expect(here()).toBe(false))
it.each([
  ['his place', () => localStorage.setItem('yibao.place', '110105')],
  ['his language', () => localStorage.setItem('yibao.language', 'en')],
  ['reading aloud', () => { document.documentElement.dataset.elder = 'yes' }],
  ['what is his', () => { document.body.innerHTML = '<form action="/sign-out"></form>' }],
])('there is %s to show', (_what, is) => {
  is()
  expect(here()).toBe(true)
})
it('a page kept for another address begins as the one that was asked for', () => expect(startsAtOnce('/elsewhere')).toBe(true))
