/** A list typed as lines `one = other`, as a record; lines without a sign of equality are left out. */
export function usersOf(text: string): Record<string, string> {
  const pairs = text
    .split('\n')
    .map((line) => line.split(/[=＝]/).map((part) => part.trim()))
    .filter((parts): parts is [string, string] => parts.length === 2 && parts.every((part) => part !== ''))
  return Object.fromEntries(pairs)
}

/** The record as lines, as `usersOf` reads them. */
export const usersText = (users: Readonly<Record<string, string>>): string =>
  Object.entries(users)
    .map(([one, other]) => `${one} = ${other}`)
    .join('\n')
