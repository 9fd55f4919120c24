/** Where the next step of a refusal leads; pages of the chapters own these addresses. */
const addresses: Record<string, string> = {
  apply: '/applications/new',
  'ask-manager': '/people',
  'sign-pledge': '/pledges',
  'change-password': '/account/password',
  'enrol-factor': '/account',
}

/** Address of a next step, or null when there is nothing to go to (`wait`, `nothing`, unknown words). */
export const nextStepAddress = (next: string): string | null => addresses[next] ?? null
