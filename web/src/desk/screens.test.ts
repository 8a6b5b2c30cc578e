import { describe, expect, it } from 'vitest'
import { screensOf } from './screens'

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
})
