/* The list somebody works through, as he filtered and ordered it: which case comes after which, and
 * where he stood when he comes back. It lasts as long as the page. */
const walked = { ids: [] as string[], at: '' }

export function leave(ids: string[], at: string): void {
  Object.assign(walked, { ids, at })
}
/* The case that came after that one in the list; none, if it was not in the list. */
export function nextAfter(id: string): string | undefined {
  const at = walked.ids.indexOf(id)
  return at < 0 ? undefined : walked.ids[at + 1]
}
export function standAt(id: string): void {
  if (walked.ids.includes(id)) walked.at = id
}
/* Where one stood, in the list as it is now: the same case, or the first after it that is still there;
 * -1 when one comes from nowhere. */
export function whereLeft(ids: string[]): number {
  const now = new Map(ids.map((id, index) => [id, index]))
  for (let at = walked.ids.indexOf(walked.at); at >= 0 && at < walked.ids.length; at++) {
    const found = now.get(walked.ids[at] ?? '')
    if (found !== undefined) return found
  }
  return -1
}
