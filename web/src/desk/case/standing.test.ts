import { describe, expect, it } from 'vitest'
import { standing } from './standing'

describe('how a paper stands', () => {
  const began = '2020-02-10T09:00:00+08:00', came = '2020-02-12T09:00:00+08:00'
  it('lacks while it is waited for', () => {
    expect(standing({ how: 'missing', at: began, waits: true })).toEqual({ how: 'missing', at: began })
  })
  it('lacks no more when it came, as a file or looked at', () => {
    expect(standing({ how: 'owed', at: began, cleared_at: came, blob: 'a' })).toEqual({ how: 'handed-in', at: came })
    expect(standing({ how: 'missing', at: began, cleared_at: came, seen_by: '窗口' })).toEqual({ how: 'shown', at: came })
  })
  it('is what it was where nobody waited for it', () => {
    expect(standing({ how: 'commitment', at: began, cleared_at: came })).toEqual({ how: 'commitment', at: began })
  })
})
