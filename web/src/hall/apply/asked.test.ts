import { describe, expect, it } from 'vitest'
import { asks, lastDay, needs, stepAbout, wayOf, waysOf, type Field, type Paper, type Screen } from './asked'
import { draftOf, keepDraft } from './draft'

describe('what is asked', () => {
  const born = { name: 'born', when_field: 'kind', when_is: [{ word: 'newborn' }] } as Field
  const proof = { name: 'proof', when_field: 'kind', when_values: 'stranded other', now: 'debt commitment' } as Paper
  it('hangs on earlier answers', () => {
    expect(asks(born, { kind: 'newborn' })).toBe(true)
    expect(asks(born, { kind: 'child' })).toBe(false)
    expect(asks({ name: 'kind' } as Field, {})).toBe(true)
    expect(needs(proof, { kind: 'other' })).toBe(true)
    expect(needs(proof, {})).toBe(false)
    expect(needs({ name: 'form', now: 'not-asked' } as Paper, {})).toBe(false)
  })
  it('of a day has its last one', () => {
    const from = { name: 'from', type: 'day', not_after: 'today', not_after_field: 'kind', not_after_is: [{ word: 'stranded' }] } as Field
    expect(lastDay(from, { kind: 'stranded' }, '2020-02-10')).toBe('2020-02-10')
    expect(lastDay(from, { kind: 'settled-retiree' }, '2020-02-10')).toBe('')
    expect(lastDay({ name: 'wish', not_after: 'today+30' } as Field, {}, '2020-02-10')).toBe('2020-03-11')
    expect(lastDay({ name: 'until', type: 'day' } as Field, {}, '2020-02-10')).toBe('')
  })
  it('may be given as measures allow', () => {
    expect(waysOf(proof)).toEqual(['file', 'owed', 'commitment'])
    expect(waysOf({ name: 'id', now: 'required' } as Paper)).toEqual(['file'])
  })
})

describe('a paper', () => {
  it('is looked up only for who chose that', () => {
    const record = { name: 'record', now: 'looked-up debt' } as Paper
    expect(wayOf(record, undefined)).toBeUndefined()
    expect(wayOf(record, 'looked-up')).toBe('looked-up')
    expect(wayOf(record, 'commitment')).toBeUndefined()
    expect(wayOf({ name: 'id', now: 'required' } as Paper, 'looked-up')).toBe('file')
  })
  it('counts as seen only for who says he saw it', () => {
    const card = { name: 'id', now: 'required shown' } as Paper
    expect(waysOf(card)).toEqual(['shown', 'file'])
    expect(wayOf(card, undefined)).toBeUndefined()
    expect(wayOf(card, 'shown')).toBe('shown')
  })
})

describe('a refusal', () => {
  const screens = [{ kind: 'who' }, { kind: 'field', field: { name: 'from' } }, { kind: 'paper', paper: { name: 'proof' } }, { kind: 'check' }] as Screen[]
  it.each([['from', 1], ['proof', 2], ['number', 0], ['values', -1], ['', -1]])('about %s leads to its question', (name, step) => {
    expect(stepAbout(screens, name)).toBe(step)
  })
  it('about whom it is for has no question when that is who is signed in', () => {
    expect(stepAbout(screens.slice(1), 'number')).toBe(-1)
  })
})

describe('a draft', () => {
  it('keeps answers and forgets what is private', () => {
    keepDraft('m', { values: { kind: 'a', phone: '139' }, ways: { p: 'owed' }, step: 2, key: 'k' }, ['phone'])
    expect(draftOf('m')).toEqual({ values: { kind: 'a' }, ways: { p: 'owed' }, step: 2, key: 'k' })
    localStorage.setItem('yibao.draft.m', '{')
    expect(draftOf('m')).toMatchObject({ values: {}, ways: {}, step: 0 })
  })
})
