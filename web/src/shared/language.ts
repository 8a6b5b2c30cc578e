/* The language of the page: Chinese unless the address or an earlier choice says English. Sentences
 * of the server come in both (`zh`, `en`); `said` picks one. */
import { createI18n } from 'vue-i18n'
import chinese from 'virtual:words/zh'

export type Language = 'zh' | 'en'
const KEPT = 'yibao.language'

export const i18n = createI18n({
  legacy: false,
  flatJson: true,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh: chinese } as Record<string, Record<string, string>>,
})

export const language = (): Language => i18n.global.locale.value as Language

function wished(): Language {
  const asked = new URLSearchParams(location.search).get('lang')
  return (asked ?? localStorage.getItem(KEPT)) === 'en' ? 'en' : 'zh'
}

export async function speak(next: Language): Promise<void> {
  if (next === 'en' && !i18n.global.availableLocales.includes('en'))
    i18n.global.setLocaleMessage('en', (await import('virtual:words/en')).default)
  i18n.global.locale.value = next
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN'
  localStorage.setItem(KEPT, next)
}

export const speakAsWished = (): Promise<void> => speak(wished())

/* A page of the server's own learns the language from its address. */
export function plainPage(path: string): string {
  return language() === 'en' ? `${path}${path.includes('?') ? '&' : '?'}lang=en` : path
}

/* Of a thing of the server that has both languages. */
export function said(thing?: { zh?: string; en?: string } | null): string {
  return (language() === 'en' ? thing?.en || thing?.zh : thing?.zh || thing?.en) ?? ''
}
