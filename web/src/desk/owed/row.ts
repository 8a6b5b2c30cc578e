/* One word of a row: a link, a mark with its tone, or plain. */
export interface Word { text: string; to?: string; call?: string; tone?: string; strong?: boolean; soft?: boolean }
