import { describe, expect, it } from 'vitest'
import { addressOf, choicesOf, filled, isShown, pageAfter, tasksOf, type Described } from './described'

const ALL: Described = {
  paths: {
    '/api/v1/units/{unit}/statuses': { post: {
      operationId: 'party.record-unit-status', summary: '登记单位状态', 'x-en': 'Record the status of a unit', 'x-roles': ['reviewer'],
      parameters: [{ name: 'unit', in: 'path', required: true, schema: { type: 'string' } }, { name: 'explain', in: 'query', schema: { type: 'string' } }],
      requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['kind'], properties: {
        kind: { type: 'string', 'x-codes': 'unit_status', 'x-labels': { a: '正常' } }, from: { type: 'string', format: 'date' }, count: { type: 'integer' }, sure: { type: 'boolean' } } } } } },
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/done' } } } } },
    } },
    '/api/v1/lists': { post: { operationId: 'x.lists', requestBody: { content: { 'application/json': { schema: { properties: { rows: { type: 'array' } } } } } } } },
  },
  components: { schemas: { done: { properties: { status: { type: 'string' } } } } },
}

const LISTS: Described = {
  paths: {
    '/api/v1/due-file': { get: { operationId: 'x.file', 'x-next-page': { after: 'after' },
      responses: { 200: { content: { 'application/json': { schema: { properties: { after: { type: 'string' }, rows: { type: 'array' } } } } } } } } },
    '/api/v1/papers': { get: { operationId: 'x.papers', 'x-next-page': { asked_before: 'asked_at', before: 'paper' },
      responses: { 200: { content: { 'application/json': { schema: { properties: { papers: { type: 'array' } } } } } } } } },
    '/api/v1/guidance': { post: { operationId: 'x.guide', 'x-next-page': { after: 'after' },
      responses: { 200: { content: { 'application/json': { schema: { properties: { after: { type: 'string' }, sent: { type: 'integer' } } } } } } } } },
    '/api/v1/whole': { get: { operationId: 'x.whole', responses: { 200: { content: { 'application/json': { schema: { properties: { rows: { type: 'array' } } } } } } } } },
  },
}

describe('a list that comes in pages', () => {
  const [file, papers, guide, whole] = tasksOf(LISTS, ['x.file', 'x.papers', 'x.guide', 'x.whole'])
  it('goes on where the answer says so, or behind its last row', () => {
    expect(file && pageAfter(file, { after: '7|9', rows: [{}] })).toEqual({ after: '7|9' })
    expect(papers && pageAfter(papers, { papers: [{ paper: '4', asked_at: 'a' }, { paper: '5', asked_at: 'b' }] })).toEqual({ asked_before: 'b', before: '5' })
  })
  it('as does what is written in parts', () => {
    expect(guide && pageAfter(guide, { after: '9', sent: 500 })).toEqual({ after: '9' })
    expect(guide && pageAfter(guide, { sent: 3 })).toBeUndefined()
  })
  it('ends where neither says how it goes on', () => {
    expect(file && pageAfter(file, { rows: [{}] })).toBeUndefined()
    expect(papers && pageAfter(papers, { papers: [] })).toBeUndefined()
    expect(whole && pageAfter(whole, { rows: [{}] })).toBeUndefined()
  })
})

describe('a task as the server describes it', () => {
  const [task] = tasksOf(ALL, ['party.record-unit-status'])
  it('asks what an action asks, by its kind', () => {
    expect(task?.fields.map(({ name, in: where, kind, required }) => [name, where, kind, required])).toEqual([
      ['unit', 'path', 'unit', true], ['kind', 'body', 'code', true], ['from', 'body', 'day', false], ['count', 'body', 'count', false], ['sure', 'body', 'flag', false]])
    expect(task?.says).toBe('登记单位状态')
    expect(Object.keys(task?.answer?.properties ?? {})).toEqual(['status'])
  })
  it('is none where a list is asked for, or nobody wants it', () => {
    expect(tasksOf(ALL, ['x.lists'])).toEqual([])
    expect(tasksOf(ALL, [])).toEqual([])
  })
  it('offers the words that the server names, but for those of a code table', () => {
    expect(choicesOf({ type: 'string', 'x-labels': { spouse: '配偶', parent: '父母' } })?.map(({ value, label }) => [value, label])).toEqual([['spouse', '配偶'], ['parent', '父母']])
    expect(choicesOf({ type: 'string', description: '事项，如 offsite-filing' })).toBeUndefined()
    expect(choicesOf({ type: 'string', 'x-codes': 'sex', 'x-labels': { 1: '男' } })).toBeUndefined()
  })
  it('does not ask what a row has brought', () => {
    const [unit] = task?.fields ?? []
    expect(unit && isShown(unit, {})).toBe(true)
    expect(unit && isShown(unit, { unit: '7' })).toBe(false)
  })
  it('sends what was filled in, and no more', () => {
    const into = filled(task?.fields ?? [], { unit: '7', kind: 'a', from: '', count: '3', sure: false })
    expect(into.body).toEqual({ kind: 'a', count: 3 })
    expect(addressOf('/api/v1/units/{unit}/statuses', into)).toBe('/api/v1/units/7/statuses')
    expect(addressOf('/x', { path: {}, query: { from: '2020-02-10' }, body: {} })).toBe('/x?from=2020-02-10')
  })
})
