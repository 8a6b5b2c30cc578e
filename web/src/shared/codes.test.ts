import { expect, it, vi } from 'vitest'
import { nextTick, watchEffect } from 'vue'
import { answered } from './api'
import { pickable, placeWord } from './codes'

vi.mock('./api', () => ({ api: { GET: vi.fn() }, answered: vi.fn().mockRejectedValue(new Error('no line')) }))

it('a place that nobody can name now is shown by its code, and asked for once a look', { timeout: 90_000 }, async () => {
  const shown: string[] = []
  const stop = watchEffect(() => { shown.push(placeWord('371300')) })
  await vi.waitFor(() => { expect(shown).toHaveLength(2) }, 60_000)
  for (let turn = 0; turn < 20; turn++) await nextTick()
  stop()
  expect(shown).toEqual(['', '371300'])
  expect(vi.mocked(answered)).toHaveBeenCalledTimes(1)
})

it('a word that several codes have is chosen once, by the first of them', () => {
  const rows = [['21', '普通住院', 'inpatient'], ['2101', '普通住院', 'inpatient'], ['26', '单病种住院', 'inpatient']]
    .map(([value, label, label_en]) => ({ value, label, label_en }))
  expect(pickable(rows).map((row) => row.value)).toEqual(['21', '26'])
})
