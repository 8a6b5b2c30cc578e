import { expect, it } from 'vitest'

const SCREENS = import.meta.glob<string>('../**/*.vue', { query: '?raw', import: 'default', eager: true })
/* The compiler leaves out a blank with which an element begins: "since 1 Maruntil 3 Apr". What only a
 * screen reader is told stands apart by its place. */
const LOST = /<(?!\/)[a-z][^<>]*(?:=>[^<>]*)*> \{\{/gi

it('no word runs into the one before it because its blank is left out', () => {
  const found = Object.entries(SCREENS).flatMap(([path, text]) => [...text.matchAll(LOST)]
    .filter(([begin]) => !begin.includes('hidden-visually') && !begin.startsWith('<input')).map(([begin]) => `${path}: ${begin}`))
  expect(Object.keys(SCREENS).length).toBeGreaterThan(50)
  expect(found).toEqual([])
})
