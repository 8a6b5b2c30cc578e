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

/* The same for answers that name where the next page begins themselves: every page, in order. */
export const PAGES_MOST = 40
export async function allAnswers<Answer>(
  page: (next?: string) => Promise<Answer>, next: (answer: Answer) => string | undefined, most = PAGES_MOST): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let from: string | undefined; answers.length < most;) {
    const answer = await page(from)
    answers.push(answer)
    from = next(answer)
    if (!from) break
  }
  return answers
}
