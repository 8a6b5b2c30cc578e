import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { at, below, outer, placed, put, read, written, type Field, type Mapping } from './notice'

const NOTICE: Mapping = {
  notice: '京〔2020〕9号', place: '110000', issued: '2020-02-10', title: ' ',
  measures: [{ ids: ['1a'], says: 'one: more', scope: { people: { status: ['x', 'y'] } }, extend: { deadlines: ['claim.submit'], to: { event: 'epidemic-end', plus: '3 months' } } }, { ids: ['1b'], suspend: {} }],
}

describe('a notice', () => {
  it('is written without what was left empty, and read back as it was', () => {
    const text = written(NOTICE, ['extend', 'suspend'])
    expect(text).toContain('suspend: {}')
    expect(text).toContain('status: [x, y]')
    expect(text).not.toContain('title')
    const { title: _title, ...rest } = NOTICE
    expect(read(text)).toEqual(rest)
  })
  it('keeps texts as they are written', () => {
    expect(read('share: 0.50\nflag: yes\nids: [10, 1e3]')).toEqual({ share: '0.50', flag: 'yes', ids: ['10', '1e3'] })
    expect(read('a: [')).toBeUndefined()
  })
  it('changes one value, and leaves no empty shell', () => {
    const one = put({}, 'people.status', ['x'])
    expect(at(one, 'people.status')).toEqual(['x'])
    expect(put(one, 'people.status', undefined)).toEqual({})
  })
})

const NOTICES = join(__dirname, '../../../../rules/notices')
it.each(readdirSync(NOTICES, { recursive: true }).map(String).filter((file) => file.endsWith('.yaml')))('%s is the same after it went through the form', (file) => {
  const notice = read(readFileSync(join(NOTICES, file), 'utf8')) as Mapping
  expect(read(written(notice, []))).toEqual(notice)
})

describe('a fault', () => {
  const text = written(NOTICE, ['extend', 'suspend'])
  const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1
  it.each([
    ['deadlines', lineOf('deadlines:'), 'measures.0.extend.deadlines'],
    ['event', lineOf('event:'), 'measures.0.extend.to.event'],
    ['people.status', lineOf('status:'), 'measures.0.scope.people.status'],
    ['says', lineOf('1b'), 'measures.1.says'],
    ['clocks', lineOf('suspend:'), 'measures.1.suspend.clocks'],
    ['by', lineOf('deadlines:'), 'measures.0.extend.by'],
    ['place', 0, 'place'],
    ['notice', 1, 'notice'],
  ])('of %s on line %i stands beside %s', (key, line, path) => {
    expect([...placed(text, [{ key, line }]).keys()]).toEqual([path])
  })
})

it('knows which fields are parts of others', () => {
  const fields = ['missed', 'missed.benefits', 'people.status'].map((path) => ({ path }) as Field)
  expect(outer(fields).map(({ path }) => path)).toEqual(['missed', 'people.status'])
  expect(below(fields, 'missed').map(({ path }) => path)).toEqual(['benefits'])
})
