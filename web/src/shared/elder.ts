/* 大字版: kept in a cookie that the server's plain pages read and write, too (doors/pages/pages.c), so
 * that every page is large once one was chosen so. */
const LARGE = /(?:^|;\s*)elder=yes(?:;|$)/
const YEAR = 31_536_000

export const elderWished = (cookies = document.cookie): boolean => LARGE.test(cookies)

export function showElder(large: boolean): void {
  document.documentElement.dataset.elder = large ? 'yes' : 'no'
}
export function wishElder(large: boolean): void {
  document.cookie = `elder=${large ? 'yes' : 'no'}; path=/; max-age=${YEAR}; samesite=lax`
  showElder(large)
}
