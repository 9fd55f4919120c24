import { authorityDifferences, type RoleAuthority } from '../../wire.ts'
import type { Place } from './draft.ts'
import { rankName } from './Grid.tsx'
import { type AuthorityWords, useAuthorityWords } from './words.ts'

/** What one matrix changes of another, by role; cells that change alike stand in one line. */
export function Differences({
  before,
  after,
}: {
  before: readonly RoleAuthority[]
  after: readonly RoleAuthority[]
}) {
  const words = useAuthorityWords()
  const all = authorityDifferences(before, after)
  const roles = [...new Set(all.map((one) => one.role))]
  return (
    <ul className="authority-differences">
      {roles.map((role) => {
        const own = all.filter((one) => one.role === role)
        return (
          <li key={role}>
            <strong>{words.role(role)}</strong>
            <ul>
              {own
                .flatMap((one) => one.scope ?? [])
                .map(({ from, to }) => (
                  <li key="scope">
                    {words.t('people.authority.scopeMoved', { from: words.scope(from), to: words.scope(to) })}
                  </li>
                ))}
              {grouped(own, words).map(({ key, places, given, taken }) => (
                <li key={key}>
                  {placesOf(places, words)}{' '}
                  {given !== '' && (
                    <ins>
                      {words.t('people.authority.given')} {given}
                    </ins>
                  )}{' '}
                  {taken !== '' && (
                    <del>
                      {words.t('people.authority.taken')} {taken}
                    </del>
                  )}
                </li>
              ))}
            </ul>
          </li>
        )
      })}
    </ul>
  )
}

/** Places in words, the levels of one category together. */
function placesOf(places: readonly Place[], words: AuthorityWords): string {
  const categories = [...new Set(places.map((place) => place.category))]
  return categories
    .map((category) => {
      const own = places.filter((place) => place.category === category)
      return `${words.category(category)} (${own.map(({ level }) => rankName(level, words)).join(words.comma)})`
    })
    .join(words.comma)
}

interface Line {
  readonly key: string
  readonly places: Place[]
  readonly given: string
  readonly taken: string
}

function grouped(all: ReturnType<typeof authorityDifferences>, words: AuthorityWords): Line[] {
  const lines = new Map<string, Line>()
  for (const { cell, given, taken } of all) {
    if (cell === undefined) continue
    const key = `${given.join(' ')}/${taken.join(' ')}`
    const line = lines.get(key) ?? {
      key,
      places: [],
      given: given.map(words.verb).join(words.comma),
      taken: taken.map(words.verb).join(words.comma),
    }
    line.places.push(cell)
    lines.set(key, line)
  }
  return [...lines.values()]
}
