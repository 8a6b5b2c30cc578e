/* What papers are sent as, told by their first bytes: the server's own lists (paper_kinds.h), so that
 * a paper it would refuse is told when it is chosen and not after it went over a slow line.
 * `virtual:paper-kinds` gives `kinds` ([start, bytes before it, type]), `office` and `endings`. */
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const LETTERS: Record<string, string> = { 0: '\0', n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"' }
/* A text as C writes it. */
const written = (text: string) => text.replace(/\\(?:x([0-9A-Fa-f]{2})|(.))/g, (_all, hex?: string, letter?: string) =>
  (hex ? String.fromCharCode(Number.parseInt(hex, 16)) : LETTERS[letter ?? ''] ?? ''))

export function paperKinds(header: string) {
  const kinds = [...header.matchAll(/\bKIND\("((?:[^"\\]|\\.)+)", (\d+), "([^"]+)"\)/g)]
    .map(([, start, at, type]) => [written(start ?? ''), Number(at), type ?? ''] as [string, number, string])
  const all = (name: string) => [...header.matchAll(new RegExp(`\\b${name}\\("((?:[^"\\\\]|\\\\.)+)"\\)`, 'g'))].map(([, text]) => written(text ?? ''))
  const [office, endings] = [all('MARK'), all('ENDING')]
  if (!kinds.length || !office.length || !endings.length) throw new Error('no kinds of papers found')
  return { kinds, office, endings }
}

export function kinds(file: string): Plugin {
  return {
    name: 'yibao-paper-kinds',
    resolveId: (id) => (id === 'virtual:paper-kinds' ? `\0${id}` : undefined),
    load(id) {
      if (id !== '\0virtual:paper-kinds') return undefined
      this.addWatchFile(file)
      return `export default ${JSON.stringify(paperKinds(readFileSync(file, 'utf8')))}`
    },
  }
}
