/** Where to go after signing in: only an address of our own, never one that a link brought from elsewhere. */
export function safeTarget(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) && !/^\/sign-in/.test(to) ? to : '/';
}
