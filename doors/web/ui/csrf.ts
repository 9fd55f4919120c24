let kept = ''

/** Keeps the token that `GET /session` returned, used where the `mifeng_csrf` cookie cannot be read. */
export function rememberToken(token: string): void {
  kept = token
}

/** The token that everything which changes something carries. */
export const csrfToken = (): string => /(?:^|;\s*)mifeng_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? kept
