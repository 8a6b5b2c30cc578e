/* 大字版: kept in a cookie that the server's plain pages read and write, too (doors/pages/pages.c), so
 * that every page is large once one was chosen so. Screens show less at a time then. */
import { readonly, ref } from 'vue'

const LARGE = /(?:^|;\s*)elder=yes(?:;|$)/
const YEAR = 31_536_000
const shown = ref(false)

export const large = readonly(shown)
export const elderWished = (cookies = document.cookie): boolean => LARGE.test(cookies)

export function showElder(now: boolean): void {
  shown.value = now
  document.documentElement.dataset.elder = now ? 'yes' : 'no'
}
export function wishElder(now: boolean): void {
  document.cookie = `elder=${now ? 'yes' : 'no'}; path=/; max-age=${YEAR}; samesite=lax`
  showElder(now)
}
