/* Who pays a bill, for the bar: the funds, then the person's account, then his cash. The account is
 * one of the funds of the list that hospitals print, and is shown once. */
import { codeWord } from '@/shared/codes'
import { fen } from '@/shared/format'
import { i18n, said } from '@/shared/language'
import type { Part } from '@/shared/Share.vue'

const ACCOUNT = '310200'
interface Paid {
  parts?: { fund?: string; name?: string; amount?: string }[]
  account?: string
  cash?: string
}

export function partsOf(paid: Paid): Part[] {
  const { t } = i18n.global
  return [
    ...(paid.parts ?? []).filter((part) => part.fund !== ACCOUNT && fen(part.amount) !== 0).map((part): Part =>
      ({ name: said({ zh: part.name, en: codeWord('fund_pay_type', part.fund) }), amount: part.amount, tone: 'fund' })),
    { name: t('bill.account'), amount: paid.account, tone: 'account' },
    { name: t('bill.cash'), amount: paid.cash, tone: 'cash' },
  ]
}
