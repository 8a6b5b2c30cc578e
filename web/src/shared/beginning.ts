/* Whether the application has something to show on a page that the server has made whole. */
export function startsAtOnce(page: string): boolean {
  const kept = (name: string) => localStorage.getItem(name)
  return page !== location.pathname               /* opened without a line: another page's, kept */
    || !navigator.onLine
    || document.documentElement.dataset.elder === 'yes'
    || document.querySelector('form[action="/sign-out"]') !== null
    || kept('yibao.place') !== null
    || (kept('yibao.language') === 'en') !== (document.documentElement.lang === 'en')
}
