import type { Writer } from '../../floor/database/index.ts'
import { newId } from '../../floor/ids.ts'
import type { Caller } from '../../gate/index.ts'
import type { Context } from './context.ts'
import { kindOf, type NewDuty, type Settled } from './kinds.ts'
import {
  countDuties,
  insertDuty,
  listDuties,
  lockOpen,
  settleDuty,
  type StoredDuty,
  updateDuty,
} from './store.ts'
import type { DutyCounts, DutyRow, dutiesQuery } from './wire.ts'
import type { z } from 'zod'

/**
 * Writes down that something is due. While a duty of this kind about this subject is open, it is brought up to date
 * instead, so that a chapter may say every day what is due. Only what changed is recorded.
 */
export async function raise(context: Context, w: Writer, wish: NewDuty): Promise<{ id: string }> {
  const { house, people } = context
  const kind = kindOf(context.kinds, wish.kind)
  const values = wish.values ?? {}
  const escalatesAt = await people.addWorkingDays(w, wish.dueAt, kind.escalateAfterDays)
  const { subject, ownerId, dueAt, link } = wish
  const fresh = { ownerId, dueAt, escalatesAt, link, values }
  const known = await lockOpen(w, kind.code, subject)
  if (known !== undefined) return await bringUpToDate(context, w, known, fresh)
  const raisedAt = house.clock.now()
  const id = newId(raisedAt.getTime())
  const isNew = await insertDuty(w, { id, kind: kind.code, clause: kind.clause, subject, raisedAt, ...fresh })
  if (!isNew) {
    const other = await lockOpen(w, kind.code, subject)
    // Raised and settled by somebody else in the same moment: what is due was due to them.
    return other === undefined ? { id } : await bringUpToDate(context, w, other, fresh)
  }
  house.gate.note(w, 'duty-raised', {
    duty: id,
    what: kind.code,
    subject,
    person: ownerId,
    due: dueAt.getTime(),
  })
  return { id }
}

async function bringUpToDate(
  context: Context,
  w: Writer,
  known: StoredDuty,
  fresh: Pick<StoredDuty, 'ownerId' | 'dueAt' | 'escalatesAt' | 'link' | 'values'>,
): Promise<{ id: string }> {
  const moved = known.ownerId !== fresh.ownerId || known.dueAt.getTime() !== fresh.dueAt.getTime()
  const told =
    JSON.stringify([known.link, sorted(known.values)]) !== JSON.stringify([fresh.link, sorted(fresh.values)])
  if (moved || told || known.escalatesAt.getTime() !== fresh.escalatesAt.getTime())
    await updateDuty(w, known.id, fresh)
  if (moved)
    context.house.gate.note(w, 'duty-moved', {
      duty: known.id,
      what: known.kind,
      subject: known.subject,
      person: fresh.ownerId,
      due: fresh.dueAt.getTime(),
    })
  return { id: known.id }
}

const sorted = (values: StoredDuty['values']): unknown =>
  Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))

/** Ends what was due; false when nothing of this kind is open about this subject. */
export async function settle(
  context: Context,
  w: Writer,
  kind: string,
  subject: string,
  how: Settled = {},
): Promise<boolean> {
  kindOf(context.kinds, kind)
  const known = await lockOpen(w, kind, subject)
  if (known === undefined) return false
  const evidence = how.evidence ?? ''
  await settleDuty(w, known.id, context.house.clock.now(), how.by ?? null, evidence)
  context.house.gate.note(w, 'duty-settled', {
    duty: known.id,
    what: kind,
    subject,
    ...(how.by === undefined ? {} : { actor: how.by }),
    ...(evidence === '' ? {} : { evidence }),
  })
  return true
}

/** What is due from the caller, or from the people the caller looks after. */
export async function showDuties(
  context: Context,
  caller: Pick<Caller, 'personId'>,
  tab: 'own' | 'people',
  q: z.infer<typeof dutiesQuery>,
): Promise<{ total: number; rows: DutyRow[] }> {
  const { house, people, kinds } = context
  const now = house.clock.now()
  return await house.db.read(async (r) => {
    const of = { person: caller.personId, tab, now }
    const { total, rows } = await listDuties(r, of, { ...q, ownerId: q.owner })
    const names = await people.names([...new Set(rows.map((row) => row.ownerId))], r)
    return {
      total,
      rows: rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        name: kinds.get(row.kind)?.name ?? { zh: row.kind, en: row.kind },
        clause: row.clause,
        owner: {
          id: row.ownerId,
          name: names.get(row.ownerId)?.name ?? '',
          employeeNo: names.get(row.ownerId)?.employeeNo ?? '',
        },
        dueAt: row.dueAt.toISOString(),
        overdue: row.settledAt === null && row.dueAt < now,
        escalated: row.escalated,
        link: row.link,
        values: row.values,
        settledAt: row.settledAt?.toISOString() ?? null,
      })),
    }
  })
}

/** Figures for the home desk, and the kinds there are. */
export async function dutyFigures(context: Context, caller: Pick<Caller, 'personId'>): Promise<DutyCounts> {
  const counts = await context.house.db.read((r) =>
    countDuties(r, caller.personId, context.house.clock.now()),
  )
  return { ...counts, kinds: [...context.kinds.values()].map(({ code, name }) => ({ code, name })) }
}
