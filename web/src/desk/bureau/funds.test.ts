import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sentences } from '../../../plugins/words'
import { isFund, unitOf } from './funds'

/* Tests are run in web/. */
const from = (path: string) => join(process.cwd(), '..', path)

it('every account of the ledger has a word, whatever place has money there', () => {
  const names = [...readFileSync(from('src/rooms/fund/fund.c'), 'utf8').matchAll(/\{ FUND_[A-Z_]+, "([a-z-]+)" \}/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(25)
  const words = sentences(from('words/web'))
  expect(names.filter((name) => !words[`fund.${name}`])).toEqual([])
})
it('a pool is a fund; cash, what is owed and what is on its way are not', () => {
  expect([310100, 390100, 610100, 999998, 1000001, undefined].map(isFund)).toEqual([true, true, true, false, false, false])
})
it('a drawing counts in what makes its numbers short', () => {
  expect([99_999, 100_000, 2_000_000_000].map((most) => unitOf(most, 'zh'))).toEqual([1, 10_000, 100_000_000])
  expect([9_999, 10_000, 10_000_000].map((most) => unitOf(most, 'en'))).toEqual([1, 1_000, 1_000_000])
})
