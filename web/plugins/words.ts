/* Sentences of the application: words/web/*.yaml, one line each, key: { zh, en }. `virtual:words/zh`
 * and `virtual:words/en` give them as one flat object; a sentence that lacks a language stops the
 * build, as it does in the program. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { parse } from 'yaml'

const LANGUAGES = ['zh', 'en'] as const
type Sentence = Record<(typeof LANGUAGES)[number], string>

/* Sentences of the program that answers name by their key: file and how the keys begin. */
const BORROWED: Record<string, RegExp> = {
  'case.yaml': /^case\.state\./,
  'notice.yaml': /^notice\.(state|impact)\./,
  'due.yaml': /^due\.impact\./,
  'settle.yaml': /^settle\.impact\.(settlements|undecided)$/,
  'intake.yaml': /^intake\.impact\./,
}

function borrowed(folder: string): Record<string, Sentence> {
  const all: Record<string, Sentence> = {}
  for (const [file, wanted] of Object.entries(BORROWED))
    for (const [key, sentence] of Object.entries(parse(readFileSync(join(folder, '..', file), 'utf8')) as Record<string, Sentence>))
      if (wanted.test(key)) all[key] = sentence
  return all
}

export function sentences(folder: string): Record<string, Sentence> {
  const all = borrowed(folder)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort()) {
    const read = parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Sentence>
    for (const [key, sentence] of Object.entries(read ?? {})) {
      if (key in all) throw new Error(`${file}: ${key} stands twice`)
      for (const language of LANGUAGES)
        if (!sentence[language]) throw new Error(`${file}: ${key} has no ${language}`)
      all[key] = sentence
    }
  }
  return all
}

export function words(folder: string): Plugin {
  const prefix = 'virtual:words/'
  return {
    name: 'yibao-words',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined
      const language = id.slice(prefix.length + 1) as (typeof LANGUAGES)[number]
      for (const file of readdirSync(folder)) this.addWatchFile(join(folder, file))
      const flat: Record<string, string> = {}
      for (const [key, sentence] of Object.entries(sentences(folder)))
        /* vue-i18n reads @ and | as signs of its own. */
        flat[key] = sentence[language].replace(/[@|]/g, "{'$&'}")
      return `export default ${JSON.stringify(flat)}`
    },
  }
}
