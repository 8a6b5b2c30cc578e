/* What pays for care is a fund; what stands beside it (what is owed, on its way, where money came from)
 * is an account. Kinds below a million are the national ones, of which cash and what hospitals bear
 * themselves pay from no fund. */
const NO_FUND = [999996, 999998]
export const isFund = (kind?: number): boolean => !!kind && kind < 1_000_000 && !NO_FUND.includes(kind)
