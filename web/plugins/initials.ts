/* First letters of the pinyin of Chinese characters, for searching by them. The whole dictionary would
 * weigh more than the application, so only the characters of the matters' names are taken along:
 * `virtual:initials` is one object, character to letters. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinyin } from 'pinyin-pro'
import type { Plugin } from 'vite'
import { parse } from 'yaml'

export function initials(folder: string): Plugin {
  return {
    name: 'yibao-initials',
    resolveId: (id) => (id === 'virtual:initials' ? `\0${id}` : undefined),
    load(id) {
      if (id !== '\0virtual:initials') return undefined
      const letters: Record<string, string> = {}
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
        const { zh } = parse(readFileSync(join(folder, file), 'utf8')) as { zh: string }
        /* As the characters are read in this name: 行 of 银行 is not that of 行走. */
        const read = pinyin(zh, { pattern: 'first', toneType: 'none', type: 'array' })
        Array.from(zh).forEach((character, index) => {
          if (/\p{Script=Han}/u.test(character)) letters[character] ??= (read[index] ?? '').toLowerCase()
        })
      }
      return `export default ${JSON.stringify(letters)}`
    },
  }
}
