/* Which pages each application has. A path stands for itself and all below it; "=/" is the first
 * page alone. The server adds the application's script to these and no others. */
export const APPLICATION_PATHS = {
  hall: ['/matters', '/notices', '/directory', '/progress', '/apply', '/my', '/employer'],
  desk: ['/desk'],
} as const
