import { describe, expect, it, vi } from 'vitest'
import { AT_STATION, session, signOut } from './session'

vi.mock('./api', () => ({ api: { POST: vi.fn() }, answered: vi.fn().mockRejectedValue(new Error('no line')) }))

describe('signing out', () => {
  it('leaves nobody at a shared station, though no line is there', async () => {
    vi.spyOn(location, 'assign').mockImplementation(() => undefined)
    localStorage.setItem(AT_STATION, '{"account":"7","place":371300}')
    session.who = { account: '7' }
    await signOut()
    expect(localStorage.getItem(AT_STATION)).toBeNull()
    expect(session.who).toBeNull()
  })
})
