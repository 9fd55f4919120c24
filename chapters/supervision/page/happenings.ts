import type { EntryRow, LifeOfApplication } from '../wire.ts'

/** One line of an application's life. */
export type Happening = { readonly at: string; readonly key: string } & (
  | { readonly what: 'action'; readonly action: LifeOfApplication['actions'][number] }
  | { readonly what: 'grant'; readonly event: 'from' | 'until' | 'revoked' }
  | { readonly what: 'use' | 'recorded'; readonly entry: EntryRow }
)

const uses = new Set(['reading', 'export'])

/** Everything that happened, the earliest first; at the same moment form before grant before use before record. */
export function happeningsOf(life: LifeOfApplication): Happening[] {
  const { grant } = life
  const all: Happening[] = life.actions.map((action) => ({
    at: action.at,
    key: `action ${action.seq}`,
    what: 'action',
    action,
  }))
  if (grant !== null) {
    all.push({ at: grant.from, key: 'from', what: 'grant', event: 'from' })
    all.push({ at: grant.until, key: 'until', what: 'grant', event: 'until' })
    if (grant.revokedAt !== null)
      all.push({ at: grant.revokedAt, key: 'revoked', what: 'grant', event: 'revoked' })
  }
  for (const entry of life.entries)
    all.push({
      at: entry.at,
      key: `entry ${entry.lane} ${entry.index}`,
      what: uses.has(entry.kind) ? 'use' : 'recorded',
      entry,
    })
  const order = ['action', 'grant', 'use', 'recorded']
  const within = (one: Happening): number => ('entry' in one ? one.entry.index : 0)
  return all.sort(
    (a, b) =>
      Date.parse(a.at) - Date.parse(b.at) ||
      order.indexOf(a.what) - order.indexOf(b.what) ||
      within(a) - within(b),
  )
}
