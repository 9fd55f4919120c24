import type { Session } from '../ui/session.ts'

/** Only addresses of our own may be gone back to after sign-in. */
export const wayBack = (text: string | null): string =>
  text !== null && text.startsWith('/') && !text.startsWith('//') && !text.startsWith('/\\') ? text : '/'

/** Where somebody must go first, or null: first run, sign-in, forced change of password, forced second factor. */
export function detour(session: Session, path: string, search: string): string | null {
  if (!session.setUp) return path === '/setup' ? null : '/setup'
  // Coming back from the company's own sign-on is the way in itself, also for somebody who links an account.
  if (path.startsWith('/sign-on/return/')) return null
  if (!session.signedIn)
    return path === '/sign-in' ? null : `/sign-in?back=${encodeURIComponent(path + search)}`
  if (path === '/setup' || path === '/sign-in') return wayBack(new URLSearchParams(search).get('back'))
  if (session.person?.mustChangePassword === true && path !== '/account/password') return '/account/password'
  if (session.person?.mustEnrol === true && !session.person.mustChangePassword && path !== '/account/factors')
    return '/account/factors'
  return null
}
