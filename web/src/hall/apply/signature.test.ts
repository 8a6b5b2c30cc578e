import { describe, expect, it } from 'vitest'
import { folded } from './signature'

describe('text on the signed form', () => {
  const measure = (part: string) => part.length * 10
  it.each([['', ['']], ['一二三', ['一二三']], ['一二三四五六七', ['一二三', '四五六', '七']]])('%s', (text, lines) =>
    expect(folded(text, 30, measure)).toEqual(lines))
})
