import { describe, expect, it } from 'vitest'
import { finds } from './search'

const matter = { zh: '异地就医备案', en: 'Out-of-area filing', initials: 'ydjyba' }

describe('finding a matter', () => {
  it.each([
    ['异地', true], ['备案 异地', true], ['ydjy', true], ['ba', true], ['out-of', true], ['AREA', true],
    ['', true], ['住院', false], ['xyz', false], ['异地 住院', false],
  ])('%s → %s', (wished, found) => expect(finds(matter, wished)).toBe(found))
})
