import { describe, expect, it } from 'vitest'
import { cutOf, encoded, isPicture, NO_TRIM } from './photo'

describe('a photo of a paper', () => {
  it('is trimmed at its edges', () => {
    expect(cutOf(1000, 500, { left: 10, right: 20, top: 0, bottom: 50 }))
      .toEqual({ x: 100, y: 0, width: 700, height: 250, scale: 1 })
  })
  it('is made smaller, never larger, and never nothing', () => {
    expect(cutOf(4400, 2200, NO_TRIM).scale).toBe(0.5)
    expect(cutOf(100, 100, NO_TRIM).scale).toBe(1)
    expect(cutOf(10, 10, { left: 60, right: 60, top: 0, bottom: 0 }).width).toBe(1)
  })
  it('is one by its type', () => {
    expect(isPicture(new File([''], 'a.png', { type: 'image/png' }))).toBe(true)
    expect(isPicture(new File([''], 'a.pdf', { type: 'application/pdf' }))).toBe(false)
    expect(isPicture(undefined)).toBe(false)
  })
  it('goes as base 64', async () => expect(await encoded(new File(['abc'], 'a'))).toBe('YWJj'))
})
