/* The kind of a claim and whose account it goes to, in words; of a kind we have none for, the general one. */
import { i18n } from '@/shared/language'

const { t, te } = i18n.global
export const claimWord = (kind?: string): string => (te(`money.kind.${kind}`) ? t(`money.kind.${kind}`) : t('money.claim'))
export const payeeWord = (payee?: string): string => (te(`money.payee.${payee}`) ? t(`money.payee.${payee}`) : payee ?? '')
