import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { withoutIconFont } from './plugins/fonts.ts'
import { initials } from './plugins/initials.ts'
import { kinds } from './plugins/kinds.ts'
import { pack } from './plugins/pack.ts'
import { words } from './plugins/words.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/* Two applications: the hall for everybody, phones first, and the desk for those who work there.
 * Pages come from the server, which adds the scripts named in the manifest (plugins/pack.ts). */
export default defineConfig({
  plugins: [withoutIconFont(), vue(), words(here('../words/web')), initials(here('../rules/matters')),
    kinds(here('../src/core/paper_kinds.h')), pack()],
  resolve: { alias: { '@': here('./src') } },
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false },
  build: {
    target: 'es2020',
    outDir: process.env.YIBAO_WEB_OUT ?? here('../var/web'),
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { begin: here('src/shared/begin.ts'), hall: here('src/hall/main.ts'), desk: here('src/desk/main.ts') },
    },
  },
  server: {
    proxy: { '/api': process.env.YIBAO_SERVER ?? 'http://127.0.0.1:8080' },
  },
})
