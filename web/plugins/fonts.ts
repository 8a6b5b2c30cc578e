/* Vant's icons are a font that its sheet fetches from a stranger's server or carries along by the
 * hundred. We draw what we need ourselves, so neither is built in. */
import type { Plugin } from 'vite'

export function withoutIconFont(): Plugin {
  return {
    name: 'yibao-without-icon-font',
    enforce: 'pre',
    load: (id) => (/\/vant\/es\/icon\/index\.css$/.test(id) ? '' : undefined),
  }
}
