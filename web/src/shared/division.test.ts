import { describe, expect, it } from 'vitest'
import { holds } from './division'

describe('a place', () => {
  it.each([
    ['370000', '371300', true], ['371000', '371300', false], ['371300', '371300', true], ['371300', '371329', true],
    ['110000', '110105', true], ['110105', '110105', true], ['110100', '110105', true], ['370000', '360000', false], ['371329', '371300', false],
  ])('%s holds %s: %s', (above, code, is) => expect(holds(above, code)).toBe(is))
})
