import { describe, expect, it } from 'vitest'
import { router } from '@/hall/routes'
import { APPLICATION_PATHS, applicationOf } from './paths'

describe('the hall’s paths', () => {
  it('have a screen each, so that no plain page is taken from its readers', () => {
    for (const path of APPLICATION_PATHS.hall) {
      const alone = path.startsWith('='), own = alone ? path.slice(1) : path
      const screens = router.getRoutes().filter((route) => route.path === own || (!alone && route.path.startsWith(`${own}/`)))
      expect(screens.length, path).toBeGreaterThan(0)
    }
  })
  it('know each of its screens', () => {
    for (const { path } of router.getRoutes())
      if (!path.startsWith('/:')) expect(applicationOf(path), path).toBe('hall')
  })
  it('leave the server’s plain pages alone', () => {
    for (const path of ['/', '/notices', '/notice', '/mystery', '/directory', '/employers', '/sign-in', '/case'])
      expect(applicationOf(path), path).toBeUndefined()
  })
})
