/* What a filing is called: one for care elsewhere by its kind as it was filed, a disease by its kind. */
import { useI18n } from 'vue-i18n'
import { codeWord } from './codes'

interface Filing { about?: string; kind?: string; chosen?: string }

export function filingWords(): { filingWord: (one: Filing) => string } {
  const { t, te } = useI18n()
  const known = (...keys: string[]) => keys.find((key) => te(key))
  function filingWord(one: Filing): string {
    if (one.chosen) return codeWord('offsite_kind', one.chosen)
    const key = known(`filing.kind.${one.kind}`, `filing.${one.kind}`, `filing.about.${one.about}`)
    return key ? t(key) : one.kind ?? ''
  }
  return { filingWord }
}
