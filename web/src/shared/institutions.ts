/* Institutions of a place with all below it, or of the house: every page of them. */
import { answered, api, type Schemas } from './api'
import { allPages } from './pages'

export type Institution = Schemas['party_institution_public']
const PAGE = 1_000
const MOST = 20_000
export const allInstitutions = (division?: number): Promise<Institution[]> => allPages<Institution, { after?: string }>(
  PAGE, async (query) => (await answered(api.GET('/api/v1/institutions', { params: { query: { ...query, division: division || undefined } } }))).institutions,
  (last) => ({ after: last.code }), MOST)
