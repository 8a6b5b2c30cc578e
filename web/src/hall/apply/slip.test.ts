import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { api } from '@/shared/api'
import { slipping } from './slip'

const answers = (data: object) => vi.spyOn(api, 'POST').mockImplementation((async () => ({ data, response: new Response() })) as never)
afterEach(() => vi.restoreAllMocks())

describe('a slip in the number of an identity paper', () => {
  it('is what the server says of the number, and of no other', async () => {
    const ask = answers({ good: false, zh: '有一位不对', en: 'A digit is wrong' })
    const number = ref(' 110105194912310021 ')
    const { told, look } = slipping(() => number.value)
    expect(told.value).toBe('')
    expect(await look()).toBe('有一位不对')
    expect(await look()).toBe('有一位不对')
    expect(ask).toHaveBeenCalledTimes(1)
    answers({ good: true })
    number.value = '11010519491231002X'
    expect(told.value).toBe('')
    await nextTick()
    expect(await look()).toBe('')
  })
  it('is not known without a line, and holds nobody up', async () => {
    vi.spyOn(api, 'POST').mockImplementation((async () => { throw new TypeError('no line') }) as never)
    const { look } = slipping(() => '123')
    expect(await look()).toBe('')
  })
})
