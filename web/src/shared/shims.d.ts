declare module 'virtual:words/zh' {
  const words: Record<string, string>
  export default words
}
declare module 'virtual:words/en' {
  const words: Record<string, string>
  export default words
}
declare module 'virtual:initials' {
  const letters: Record<string, string>
  export default letters
}
declare module 'virtual:paper-kinds' {
  const lists: { kinds: [start: string, at: number, type: string][]; office: string[]; endings: string[] }
  export default lists
}
