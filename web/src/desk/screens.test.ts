import { describe, expect, it } from 'vitest'
import { isTheirs, screensOf } from './screens'

const paths = (role: string, department?: string) => screensOf({ role, department }).map(({ path }) => path)

describe('the screens of a role', () => {
  it('begin with its work: who leads sees first how things stand', () => {
    expect(paths('leader').slice(0, 3)).toEqual(['/desk/numbers', '/desk/deadlines', '/desk/board'])
    expect(paths('intake-clerk')[0]).toBe('/desk')
    expect(paths('village-clerk')[0]).toBe('/desk/station')
    expect(paths('hospital-office')[0]).toBe('/desk/hospital')
  })
  it('show what is asked of a department to that department alone', () => {
    expect(paths('filler', 'civil-affairs')[0]).toBe('/desk/requests')
    expect(paths('filler')).not.toContain('/desk/requests')
  })
  it('name no screen twice', () => {
    for (const role of ['reviewer', 'finance', 'inspector', 'leader', 'section-head', 'hospital-office']) {
      const all = paths(role)
      expect(new Set(all).size).toBe(all.length)
    }
  })
  it('are a role\'s own, with what lies below them, and no other\'s', () => {
    const may = (role: string) => ['/desk/take-in', '/desk/cases/7', '/desk/notices/compose', '/desk/events', '/desk/claims/7', '/desk/requests'].filter((path) => isTheirs({ role }, path))
    expect(may('intake-clerk')).toEqual(['/desk/take-in', '/desk/cases/7', '/desk/claims/7'])
    expect(may('publisher')).toEqual(['/desk/notices/compose', '/desk/events'])
    expect(may('finance')).toEqual(['/desk/claims/7'])
    expect(may('resident')).toEqual([])
    expect(isTheirs({ role: 'filler' }, '/desk/requests')).toBe(false)
    expect(isTheirs({ role: 'filler', department: 'tax' }, '/desk/requests')).toBe(true)
  })
})
