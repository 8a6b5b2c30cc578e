import { vi } from 'vitest'

/* All files share a worker: what one of them put in a module's place is not found by the next. */
vi.resetModules()
