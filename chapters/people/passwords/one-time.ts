import { randomInt } from 'node:crypto'

/** Letters and digits that cannot be taken for one another on paper. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

const groupOfFour = (): string =>
  Array.from({ length: 4 }, () => letters[randomInt(letters.length)]!).join('')

/** A secret to be read from paper or a screen: groups of four, about 4.9 bits for each character. */
export function readableSecret(groups: number): string {
  return Array.from({ length: groups }, groupOfFour).join('-')
}

/** A one-time password of 79 bits. */
export const oneTimePassword = (): string => readableSecret(4)
/** How long a one-time password may wait for its first use. */
export const oneTimeDays = 7
