/* Special and chronic diseases that may be filed, all pages of them. */
import { answered, api, type Schemas } from '@/shared/api'
import { allPages } from '@/shared/pages'

/* All codes of such diseases begin with it. */
const ALL = 'M'
/* A page may be shorter than it could be: rows of one code are not torn apart. */
const SHORTEST = 1
const pages = (): Promise<Schemas['disease'][]> => allPages(
  SHORTEST, async (query) => (await answered(api.GET('/api/v1/catalogue/diseases', { params: { query: { ...query, text: ALL } } }))).diseases,
  (last) => ({ after: last.code }))
/* A place may list a code once more under a name of its own: whoever files picks the code, and it stands once. */
export const allDiseases = async (): Promise<Schemas['disease'][]> =>
  (await pages()).filter((one, at, all) => all.findIndex(({ code }) => code === one.code) === at)
