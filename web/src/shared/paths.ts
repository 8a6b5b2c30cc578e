/* Which pages each application has. A path stands for itself and all below it; "=/" is the first
 * page alone. The server adds the application's script to these and no others: a path without a
 * screen here would take a plain page of the server away from its readers. */
export const APPLICATION_PATHS = {
  hall: ['/matters', '/progress', '/apply', '/my', '/employer', '/questions', '=/booking'],
  desk: ['/desk'],
} as const

export function applicationOf(path: string): keyof typeof APPLICATION_PATHS | undefined {
  for (const [name, patterns] of Object.entries(APPLICATION_PATHS))
    for (const pattern of patterns as readonly string[])
      if (pattern.startsWith('=') ? path === pattern.slice(1) : path === pattern || path.startsWith(`${pattern}/`))
        return name as keyof typeof APPLICATION_PATHS
  return undefined
}
