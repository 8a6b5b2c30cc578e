import { describe, expect, it } from 'vitest'
import { amount, day, dayToCome, moment, told, until, yuan } from './format'
import { i18n } from './language'

describe('days and amounts', () => {
  it('are read in Chinese and English', () => {
    expect(day('2020-02-10')).toBe('2020年2月10日')
    expect(moment('2020-02-10T21:06:16+08:00')).toBe('2020年2月10日 21:06')
    expect(until('2020-03-01T00:00:00+08:00')).toBe('2020年2月29日')
    expect(until('2020-03-01T17:00:00+08:00')).toBe('2020年3月1日 17:00')
    expect(dayToCome('2020-02-11')).toBe('2020年2月11日 星期二')
    expect(dayToCome('2020-02-16')).toBe('2020年2月16日 星期日')
    i18n.global.locale.value = 'en'
    expect(dayToCome('2020-02-11')).toBe('Tue 11 Feb 2020')
    expect(day('2020-02-10')).toBe('10 Feb 2020')
    i18n.global.locale.value = 'zh'
  })
  it('say nothing of what is no day', () => {
    expect(day('')).toBe('')
    expect(day(undefined)).toBe('')
    expect(day('soon')).toBe('')
    expect(dayToCome('soon')).toBe('')
  })
  it.each([
    ['1234567.8', '1,234,567.80'], ['0', '0.00'], ['-12.34', '−12.34'], ['1000', '1,000.00'], ['x', ''],
  ])('%s → %s', (given, shown) => expect(amount(given)).toBe(shown))
})

it('says what an amount is of', () => {
  expect(yuan('1820')).toBe('1,820.00 元')
  expect(yuan('')).toBe('')
})

it('writes the days of a sentence as people do', () => {
  expect(told('已约 2020-02-10 11:00，预约号138718862240650')).toBe('已约 2020年2月10日 11:00，预约号138718862240650')
})
