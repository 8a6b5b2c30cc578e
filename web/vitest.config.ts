import { defineConfig, mergeConfig } from 'vitest/config'
import build from './vite.config.ts'

/* Apart from the build, which must do without the test tools. */
export default mergeConfig(build, defineConfig({ test: { environment: 'happy-dom' } }))
