import type { Reader } from '../../../../floor/database/index.ts'
import type { Context } from '../../context.ts'
import type { RightHeld, UseAsked } from './kinds.ts'

const dayMs = 86_400_000
/** How far back the record of use is looked through; what was not used since then counts as never used. */
const horizonDays = 400

type Held = RightHeld & { readonly kind: string }

/** One right with what is known of its use. */
export interface RightFound extends Held {
  /** Null: not used as far back as was looked. */
  readonly lastUsedAt: Date | null
  /** Not used for as many days as the review asks: its removal is suggested. */
  readonly suggested: boolean
}

/** Names a right among all kinds. */
export const keyOf = (right: {
  readonly kind: string
  readonly personId: string
  readonly reference: string
}): string => `${right.kind} ${right.personId} ${right.reference}`

/**
 * The rights of these people, of everybody when none are named, of every kind that tells the review about its rights.
 * Nothing is looked up of their use.
 */
export async function rightsHeld(
  context: Context,
  r: Reader,
  personIds: readonly string[] | undefined,
): Promise<readonly Held[]> {
  const held: Held[] = []
  for (const { code, review } of context.holdings.values())
    for (const right of (await review?.list(r, personIds)) ?? []) held.push({ ...right, kind: code })
  return held
}

/**
 * The same with their use, which goes through the record of everybody concerned. A right given or used within `unusedDays` is never suggested for removal.
 */
export async function rightsOf(
  context: Context,
  r: Reader,
  personIds: readonly string[] | undefined,
  unusedDays: number,
): Promise<readonly RightFound[]> {
  const now = context.house.clock.now()
  const held = await rightsHeld(context, r, personIds)
  const uses = await context.review.meter.lastUses(
    r,
    held.map((right) => askedOf(right, now)),
  )
  return held.map((right, at) => {
    const lastUsedAt = later(uses[at], right.usedAt ?? undefined)
    const from = later(lastUsedAt, right.since ?? right.countsFrom)
    const suggested = from === undefined || now.getTime() - from.getTime() >= unusedDays * dayMs
    return { ...right, lastUsedAt: lastUsedAt ?? null, suggested }
  })
}

function askedOf(right: RightHeld, now: Date): UseAsked {
  const horizon = new Date(now.getTime() - horizonDays * dayMs)
  return {
    personId: right.personId,
    verbs: right.verbs,
    grant: right.grant ?? null,
    since: later(right.since ?? undefined, horizon) ?? horizon,
  }
}

function later(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a > b ? a : b
}
