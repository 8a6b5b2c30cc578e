import { expect, it } from 'vitest'
import { partsOf } from './parts'

it('shows the account once, though hospitals print it among the funds', () => {
  const shown = partsOf({
    parts: [{ fund: '310100', name: '统筹基金', amount: '70.00' }, { fund: '330100', name: '大额', amount: '0.00' },
            { fund: '310200', name: '个人账户', amount: '20.00' }],
    account: '20.00', cash: '10.00',
  })
  expect(shown.map((part) => part.amount)).toEqual(['70.00', '20.00', '10.00'])
})
