import { createHash } from 'node:crypto'
import type { Reader, Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { canonical } from '../../../floor/ledger/index.ts'
import { type ActFacts, type Caller, isStaff, mayUsePurpose } from '../../../gate/index.ts'
import { type Context, factsAbout, usedCatalogue } from '../context.ts'
import { type Purpose, readPurposes } from './register.ts'
import * as store from './store.ts'
import { contentOf, settled, widens } from './widening.ts'
import type {
  ChangeOutcome,
  PurposeChangeRow,
  PurposeContent,
  PurposeHistory,
  PurposeList,
  PurposeSaved,
  RegisterReply,
} from './wire.ts'

/** Who lays down changes, and who may be the second; the rule 6.1 knows the same. */
export const editors: readonly string[] = ['legal', 'secrecy-office', 'archivist']
export const confirmers: readonly string[] = [...editors, 'general-manager', 'executive']
const historyMost = 200

const holdsOneOf = (caller: Caller, roles: readonly string[]): boolean =>
  caller.roles.some((role) => roles.includes(role))

/** The purposes for choosing among, and which of them the caller may state. */
export async function listPurposes(ctx: Context, caller: Caller, closedToo: boolean): Promise<PurposeList> {
  const { all } = await ctx.purposes.now()
  const person = (await ctx.people.personFacts([caller.personId])).get(caller.personId)
  return {
    rows: [...all.values()]
      .filter((one) => closedToo || one.open)
      .map((one) => ({
        code: one.code,
        zh: one.zh,
        en: one.en,
        sort: one.sort,
        closed: !one.open,
        legalBasis: one.legalBasis,
        fields: [...one.fields],
        mayUse: one.open && person !== undefined && mayUsePurpose(one, person),
      })),
  }
}

/** The register as a whole, with what waits for a second person and what no purpose needs. */
export async function viewRegister(ctx: Context, caller: Caller): Promise<RegisterReply> {
  const catalogue = await usedCatalogue(ctx)
  return await ctx.house.db.read(async (r) => {
    const all = await readPurposes(r)
    const open = await store.openChanges(r)
    const words = await changeWords(ctx, caller, r, open)
    const dates = await store.changedAt(r)
    const departments = await store.departmentNames(r)
    const needed = new Set(all.filter((one) => one.open).flatMap((one) => [...one.fields]))
    return {
      proposed: words.filter((one) => one.base === 0),
      rows: all.map((one) => ({
        ...contentOf(one),
        code: one.code,
        departments: departments.filter(({ id }) => one.departments.has(id)),
        version: one.version,
        changedAt: dates.get(one.code)?.toISOString() ?? null,
        waiting: words.find((change) => change.purpose === one.code && change.base > 0) ?? null,
      })),
      without: [...catalogue.fields.values()].flatMap(({ id, zh, en }) =>
        needed.has(id) ? [] : [{ id, zh, en }],
      ),
      departments,
      mayEdit: holdsOneOf(caller, editors),
    }
  })
}

/** Everything that was ever laid down about one purpose, the newest first. @throws Mistake `collection.no-such-purpose` */
export async function purposeHistory(ctx: Context, caller: Caller, code: string): Promise<PurposeHistory> {
  return await ctx.house.db.read(async (r) => ({
    rows: await changeWords(ctx, caller, r, await store.changesOf(r, code, historyMost)),
  }))
}

async function changeWords(
  ctx: Context,
  caller: Caller,
  r: Reader,
  changes: readonly store.StoredChange[],
): Promise<PurposeChangeRow[]> {
  const names = await ctx.people.names(
    [...new Set(changes.flatMap((one) => [one.proposedBy, one.decidedBy ?? []].flat()))],
    r,
  )
  return changes.map((one) => {
    const own = one.proposedBy === caller.personId
    return {
      ...one,
      widens: [...one.widens],
      proposedBy: names.get(one.proposedBy)?.name ?? '',
      proposedAt: one.proposedAt.toISOString(),
      decidedBy: one.decidedBy === null ? null : (names.get(one.decidedBy)?.name ?? ''),
      decidedAt: one.decidedAt?.toISOString() ?? null,
      own,
      mayDecide: one.outcome === null && !own && holdsOneOf(caller, confirmers),
    }
  })
}

/**
 * Lays down a new purpose, or another content of one. What opens nothing further holds at once; what does waits for a
 * second person. A change of one's own that waited is replaced.
 * @throws Mistake `collection.purpose-taken`, `collection.no-such-purpose`, `collection.purpose-stale`,
 * `collection.purpose-waiting`, `collection.purpose-same`, `collection.basis-note`, `collection.purpose-field`,
 * `collection.purpose-department`
 */
export async function layDown(
  ctx: Context,
  caller: Caller,
  code: string,
  input: { readonly content: PurposeContent; readonly base: number; readonly reason: string },
): Promise<PurposeSaved | Refusal> {
  const { house } = ctx
  const content = settled(input.content)
  return await house.db.transact(async (w) => {
    await store.lockRegister(w)
    const purpose = (await readPurposes(w)).find((one) => one.code === code)
    const before = purpose === undefined ? undefined : contentOf(purpose)
    const opens = widens(before, content)
    const at = house.clock.now()
    const id = newId(at.getTime())
    const answer = await ask(ctx, w, caller, { verb: 'edit-purposes' }, id, {
      change: opens.length === 0 ? 'hold' : 'propose',
      ...named(code, input.base, content),
      widens: opens,
    })
    if (isRefusal(answer)) return answer
    checkBase(purpose, input.base, code)
    await checkContent(ctx, w, content, before)
    if (before !== undefined && canonical(before) === canonical(content))
      throw new Mistake('collection.purpose-same', { field: 'zh' })
    const waiting = await store.openChangeOf(w, code)
    if (waiting !== undefined && waiting.proposedBy !== caller.personId)
      throw new Mistake('collection.purpose-waiting', { status: 409 })
    if (waiting !== undefined) await store.endChange(w, waiting.id, 'replaced', caller.personId, at)
    await store.insertChange(w, {
      id,
      purpose: code,
      base: input.base,
      content,
      before: before ?? null,
      widens: opens,
      reason: input.reason,
      proposedBy: caller.personId,
      proposedAt: at,
    })
    if (opens.length > 0) return { code, waits: id, widens: opens }
    await store.endChange(w, id, 'held', caller.personId, at)
    await store.putPurpose(w, code, content, input.base, at)
    return { code, waits: null, widens: [] }
  })
}

/**
 * Confirms or declines a change that waits, as somebody else than its proposer, or withdraws one's own. Confirmed, it
 * holds for the next question of everybody. Whoever laid it down still has to hold an office that may.
 * @throws Mistake `collection.no-such-change`, `collection.change-decided`, `collection.purpose-stale` when the purpose
 * was changed meanwhile, and what stops a change
 */
export async function decideChange(
  ctx: Context,
  caller: Caller,
  id: string,
  outcome: ChangeOutcome,
): Promise<{ done: true } | Refusal> {
  const { house } = ctx
  return await house.db.transact(async (w) => {
    await store.lockRegister(w)
    const change = await store.lockChange(w, id)
    if (change === undefined) throw new Mistake('collection.no-such-change', { status: 404 })
    const { purpose: code, base, content, proposedBy } = change
    const detail = { change: outcome, ...named(code, base, content), proposedBy }
    await store.holdPeople(w, [proposedBy, caller.personId])
    const act: Act =
      outcome === 'withdrawn'
        ? { verb: 'edit-purposes' }
        : {
            verb: 'confirm-purposes',
            applicant: proposedBy,
            // What is declined needs nobody behind it any more.
            proposerInOffice: outcome === 'declined' || (await isInOffice(ctx, w, proposedBy)),
          }
    const answer = await ask(ctx, w, caller, act, id, detail)
    if (isRefusal(answer)) return answer
    if (outcome === 'withdrawn' && proposedBy !== caller.personId)
      throw new Mistake('collection.no-such-change', { status: 404 })
    if (change.outcome !== null) throw new Mistake('collection.change-decided', { status: 409 })
    const at = house.clock.now()
    if (outcome === 'confirmed') {
      const purpose = (await readPurposes(w)).find((one) => one.code === code)
      checkBase(purpose, base, code)
      await checkContent(ctx, w, content, purpose === undefined ? undefined : contentOf(purpose))
      await store.putPurpose(w, code, content, base, at)
    }
    await store.endChange(w, id, outcome, caller.personId, at)
    return { done: true as const }
  })
}

type Act = ActFacts & { readonly verb: 'edit-purposes' | 'confirm-purposes' }

async function ask(
  ctx: Context,
  w: Writer,
  caller: Caller,
  act: Act,
  subject: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<Refusal | object> {
  const at = ctx.house.clock.now().getTime()
  return ctx.house.gate.askIn(
    w,
    { actor: caller.personId, verb: act.verb, fields: [], at },
    await factsAbout(ctx, caller.personId, act, w),
    { subject, detail },
  )
}

/** What the ledger says of a change: codes and counts, and a hash of the whole. */
const named = (code: string, base: number, content: PurposeContent) => ({
  purpose: code,
  base,
  hash: createHash('sha256').update(canonical(content)).digest('hex'),
  fields: content.fields.length,
  basis: content.legalBasis,
  closed: content.closed,
})

async function isInOffice(ctx: Context, r: Reader, person: string): Promise<boolean> {
  const facts = (await ctx.people.personFacts([person], r)).get(person)
  if (facts === undefined || !isStaff(facts, ctx.house.clock.now().getTime())) return false
  return editors.some((role) => facts.roles.has(role))
}

function checkBase(purpose: Purpose | undefined, base: number, code: string): void {
  if (purpose === undefined && base !== 0)
    throw new Mistake('collection.no-such-purpose', { field: 'code', status: 404 })
  if (purpose !== undefined && base === 0)
    throw new Mistake('collection.purpose-taken', { field: 'code', status: 409, values: { code } })
  if (purpose !== undefined && purpose.version !== base)
    throw new Mistake('collection.purpose-stale', { status: 409 })
}

/** Bases that say nothing by themselves: which contract, which law, which public source? */
const withoutNote: ReadonlySet<string> = new Set(['consent', 'no-personal-data'])

async function checkContent(
  ctx: Context,
  w: Writer,
  content: PurposeContent,
  before: PurposeContent | undefined,
): Promise<void> {
  if (content.note === '' && !content.closed && !withoutNote.has(content.legalBasis))
    throw new Mistake('collection.basis-note', { field: 'note' })
  const { fields } = await ctx.custody.catalogue()
  for (const id of content.fields)
    // One that was retired meanwhile may stay on the list, but is not put on it.
    if (fields.get(id)?.retired !== false && !(before?.fields.includes(id) === true && fields.has(id)))
      throw new Mistake('collection.purpose-field', { field: 'fields', values: { id } })
  const known = new Set((await store.departmentNames(w)).map(({ id }) => id))
  if (content.departments.some((id) => !known.has(id)))
    throw new Mistake('collection.purpose-department', { field: 'departments' })
}
