import { createHmac } from 'node:crypto'
import type { Keyring } from '../../../floor/keyring/index.ts'
import { readableSecret } from '../passwords/one-time.ts'

/** How many recovery codes somebody holds. */
export const recoveryCount = 10

/** Fresh recovery codes, 79 bits each. */
export const newRecoveryCodes = (count: number = recoveryCount): string[] =>
  Array.from({ length: count }, () => readableSecret(4))

/**
 * What is stored of a code: an HMAC under a key that is not in the database, bound to the account. Case, blanks and
 * hyphens do not matter, as people type from paper.
 */
export function recoveryHash(keyring: Keyring, accountId: string, code: string): Buffer {
  const plain = code
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return createHmac('sha256', keyring.deriveSecret('recovery codes')).update(`${accountId} ${plain}`).digest()
}
