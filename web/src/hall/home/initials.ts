/* First letters of a Chinese name's pinyin: 异地就医备案 → ydjyba. */
import letters from 'virtual:initials'

export const initialsOf = (name: string): string =>
  Array.from(name, (character) => letters[character] ?? '').join('')
