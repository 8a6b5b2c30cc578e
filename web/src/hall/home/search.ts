/* Finding a matter by a word of its name or by the first letters of its pinyin. */
export interface Findable {
  zh?: string
  en?: string
  initials?: string
}

export function finds(thing: Findable, wished: string): boolean {
  const words = wished.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const text = `${thing.zh ?? ''} ${(thing.en ?? '').toLowerCase()}`
  const initials = thing.initials ?? ''
  return words.every((word) =>
    text.toLowerCase().includes(word) || (/^[a-z]+$/.test(word) && initials.includes(word)))
}
