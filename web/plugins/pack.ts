/* After the build: each file compressed twice, and manifest.json as the server reads it
 * (src/doors/pages/web.h): which files there are, and what each application needs at once. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin, ResolvedConfig } from 'vite'
import { APPLICATION_PATHS } from '../src/shared/paths.ts'

interface Chunk {
  file: string
  name?: string
  css?: string[]
  imports?: string[]
  isEntry?: boolean
}

/* Starts an application when somebody uses a page that is whole without it. */
const BEGIN = 'begin'
const SERVED = /\.(js|css|svg|png|woff2|json|webmanifest)$/

/* Everything an entry imports statically is asked for together with it. */
function needs(chunks: Record<string, Chunk>, key: string, found: Set<string>): Set<string> {
  const open = [key]
  while (open.length > 0)
    for (const next of chunks[open.pop() as string]?.imports ?? [])
      if (!found.has(next)) {
        found.add(next)
        open.push(next)
      }
  return found
}

function applications(chunks: Record<string, Chunk>) {
  return Object.entries(chunks)
    .filter(([, chunk]) => chunk.isEntry && chunk.name !== BEGIN)
    .map(([key, chunk]) => {
      const imported = [...needs(chunks, key, new Set())].map((name) => chunks[name] as Chunk)
      const styles = [chunk, ...imported].flatMap((part) => part.css ?? [])
      const name = chunk.name ?? ''
      return {
        name,
        script: `/${chunk.file}`,
        styles: [...new Set(styles)].map((file) => `/${file}`),
        needs: imported.map((part) => `/${part.file}`),
        paths: APPLICATION_PATHS[name as keyof typeof APPLICATION_PATHS] ?? [],
      }
    })
}

function compress(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11 },
  }))
}

export function pack(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'yibao-pack',
    apply: 'build',
    configResolved: (resolved) => {
      config = resolved
    },
    /* When all is written; after a build that failed there is nothing to pack, and what is said is why. */
    writeBundle() {
      const out = config.build.outDir
      const chunks = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8')) as
        Record<string, Chunk>
      rmSync(join(out, '.vite'), { recursive: true })
      const files = (readdirSync(out, { recursive: true }) as string[])
        .filter((file) => SERVED.test(file)).sort()
      for (const file of files) compress(join(out, file))
      const begin = Object.values(chunks).find((chunk) => chunk.isEntry && chunk.name === BEGIN)
      writeFileSync(join(out, 'manifest.json'), JSON.stringify({
        files: files.map((file) => `/${file}`), applications: applications(chunks), begin: begin && `/${begin.file}`,
      }, null, 1))
    },
  }
}
