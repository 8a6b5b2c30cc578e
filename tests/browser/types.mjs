/* types.mjs: the client's types made anew from a running server's description, and everything
 * checked against them. */
import { spawnSync } from 'node:child_process'
import { root, startWorld } from './harness.mjs'

const world = await startWorld({ people: 20 })
const { status } = spawnSync('tools/web', ['types', world.base], { cwd: root, stdio: 'inherit' })
await world.stop()
process.exit(status ?? 1)
