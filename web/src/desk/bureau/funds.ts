/* What pays for care is a fund; what stands beside it (what is owed, on its way, where money came from)
 * is an account. Kinds below a million are the national ones, of which cash and what hospitals bear
 * themselves pay from no fund. */
const NO_FUND = [999996, 999998]
export const isFund = (kind?: number): boolean => !!kind && kind < 1_000_000 && !NO_FUND.includes(kind)

/* In what a drawing counts, so that its numbers are short: yuan, tens of thousands and hundreds of
 * millions of them in Chinese, thousands and millions in English. */
const UNITS = { zh: [100_000_000, 10_000], en: [1_000_000, 1_000] }
export const unitOf = (most: number, language: string): number => (language === 'en' ? UNITS.en : UNITS.zh).find((unit) => most >= 10 * unit) ?? 1
