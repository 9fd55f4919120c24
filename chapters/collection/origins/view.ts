import { Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { neededBy } from '../purposes/necessity.ts'
import type { Purpose } from '../purposes/register.ts'
import { first, originsOf, type StoredOrigin } from './store.ts'
import type { OriginRow, OriginsReply } from './wire.ts'

/**
 * Where every value on a file comes from: source, text shown, basis, purposes, until when, and who took it in. Decided
 * as the other facts about a file that hold no value: whoever may find the file may see it.
 * @throws Mistake `collection.no-such-file`
 */
export async function viewOrigins(
  ctx: Context,
  caller: Caller,
  customerId: string,
): Promise<OriginsReply | Refusal> {
  const { house, custody } = ctx
  const material = (await custody.material([customerId])).get(customerId)
  if (material === undefined || material.head.status === 'erased')
    throw new Mistake('collection.no-such-file', { status: 404 })
  const refusal = await custody.mayLookAt(caller, material)
  if (refusal !== undefined) return refusal
  const { all, open } = await ctx.purposes.now()
  const stored = await house.db.read((r) => originsOf(r, customerId))
  const people = await ctx.people.names([...new Set(stored.flatMap((one) => one.actorId ?? []))])
  const held = new Set(material.head.fields)
  const stated = stored.flatMap((one) => one.purposes.flatMap((code) => open.get(code) ?? []))
  const needed = neededBy(stated)
  const catalogue = await custody.catalogue()
  return {
    fields: [...catalogue.fields.values()].flatMap(({ id, zh, en, section, sensitive }) =>
      held.has(id)
        ? [{ id, zh, en, section, sensitive, origins: lines(id, stored), needed: needed.has(id) }]
        : [],
    ),
    origins: stored.map((one) => ({
      ...rowOf(one, all),
      by: named(people.get(one.actorId ?? '')),
    })),
  }
}

/** Name and number, and nothing else that is known of the person. */
const named = (person: OriginRow['by'] | undefined): OriginRow['by'] => ({
  name: person?.name ?? '',
  employeeNo: person?.employeeNo ?? '',
})

/** Lines that name the field, newest first, and the first filing where no line does. */
function lines(field: number, stored: readonly StoredOrigin[]): string[] {
  const named = stored.filter((one) => one.fields.includes(field)).map((one) => one.id)
  // Anything but a correction says how a value came that was not there before.
  const began = stored.some((one) => one.kind !== 'correction' && one.fields.includes(field))
  return began ? named : [...named, first]
}

function rowOf(one: StoredOrigin, all: ReadonlyMap<string, Purpose>): Omit<OriginRow, 'by'> {
  const purposes = one.purposes.map((code) => all.get(code) ?? { code, zh: code, en: code, open: false })
  return {
    id: one.id,
    kind: one.kind,
    source: one.source,
    batch: one.batch,
    notice: one.notice,
    legalBasis: one.legalBasis,
    purposes: purposes.map(({ code, zh, en, open }) => ({ code, zh, en, closed: !open })),
    until:
      (
        one.until ??
        untilOf(
          one.at,
          one.purposes.flatMap((code) => all.get(code) ?? []),
        )
      )?.toISOString() ?? null,
    at: one.at.toISOString(),
  }
}

/** The latest end of the purposes' terms, counted from that day; null when one of them, or none, has no term. */
export function untilOf(at: Date, purposes: readonly Pick<Purpose, 'retentionMonths'>[]): Date | null {
  const months = purposes.map((one) => one.retentionMonths ?? Infinity)
  const most = Math.max(...months)
  if (months.length === 0 || most === Infinity) return null
  const until = new Date(at)
  until.setUTCDate(1)
  until.setUTCMonth(until.getUTCMonth() + most)
  // The last day of a shorter month, where the day of the month is not in it.
  const last = new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth() + 1, 0)).getUTCDate()
  until.setUTCDate(Math.min(at.getUTCDate(), last))
  return until
}
