/* A list that comes in pages of `size`, whole: a page is asked for by what the one before it ended
 * with, until one is not full or there is more than anybody reads at once. */
export const ROWS_MOST = 2_000

type Asked<Query> = Query | Record<string, never>
export async function allPages<Row, Query extends object>(
  size: number, page: (query: Asked<Query>) => Promise<readonly Row[] | undefined>, next: (last: Row) => Query, most = ROWS_MOST): Promise<Row[]> {
  const rows: Row[] = []
  for (let query: Asked<Query> = {}; rows.length < most;) {
    const found = await page(query) ?? []
    rows.push(...found)
    const last = found.at(-1)
    if (!last || found.length < size) break
    query = next(last)
  }
  return rows
}
