import { expect, it } from 'vitest'
import { colleaguesOf } from './colleagues'

const accounts = [
  { account: '1', label: '甲', role: 'intake-clerk' },
  { account: '2', label: '乙', role: 'reviewer' },
  { account: '3', label: '丙', role: 'reviewer', valid_until: '2020-02-09' },
  { account: '4', label: '丁', role: 'hospital-office' },
]
const posting = (account: string, office: string, from: string, until: string, role = 'reviewer') => ({ account, label: `外${account}`, role, own_office: office === '77' ? '88' : '77', office, from, until })
const labels = (postings: ReturnType<typeof posting>[]) => colleaguesOf('77', '2020-02-10', accounts, postings).map(({ label }) => label)

it('who was sent there is a colleague, who was sent elsewhere is none', () => {
  expect(labels([])).toEqual(['甲', '乙'])
  expect(labels([posting('2', '88', '2020-02-10', '2020-02-10')])).toEqual(['甲'])
  expect(labels([posting('9', '77', '2020-02-01', '2020-02-10')])).toEqual(['甲', '乙', '外9'])
})

it('only on the days of the posting, and only as staff', () => {
  expect(labels([posting('2', '88', '2020-02-11', '2020-02-20'), posting('9', '77', '2020-01-01', '2020-02-09')])).toEqual(['甲', '乙'])
  expect(labels([posting('9', '77', '2020-02-01', '2020-02-20', 'pharmacy')])).toEqual(['甲', '乙'])
})
