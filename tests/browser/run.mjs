/* run.mjs: the tests of this folder, so many files at once as is said; the largest begin first, for what
 * is long and begins last is waited for by nothing else.
 *
 *     node tests/browser/run.mjs 5      what came of them as TAP
 */
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from 'node:test'
import { tap } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

/* Whatever hangs so many milliseconds, fails. */
const HANGS = 900000
const here = dirname(fileURLToPath(import.meta.url))
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs')).map((name) => join(here, name))
files.sort((one, other) => statSync(other).size - statSync(one).size)

run({ files, concurrency: Number(process.argv[2] ?? 1), timeout: HANGS })
  .on('test:fail', () => { process.exitCode = 1 })
  .compose(tap).pipe(process.stdout)
