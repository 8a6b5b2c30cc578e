import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import build from './vite.config.ts'

/* Apart from the build, which must do without the test tools. One worker for all files: starting them
 * costs more than what they do. */
export default mergeConfig(build, defineConfig({ test: {
  environment: 'happy-dom', pool: 'threads', isolate: false, fileParallelism: false,
  setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
} }))
