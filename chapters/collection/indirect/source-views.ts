import type { Reader } from '../../../floor/database/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { usedCatalogue } from '../context.ts'
import type { SourceRow } from '../wire.ts'
import { checkers, holds, type IndirectContext, namesOf, notThere } from './context.ts'
import { stateNow } from './sources.ts'
import { listFrozen, readFreezes } from './store/freezes.ts'
import {
  lastWriter,
  listRecords,
  openPurposes,
  readRecord,
  readSourceFiles,
  readSteps,
  type SourceRecord,
} from './store/sources.ts'
import { countOfSource } from './store/quarantine.ts'
import type { Answer, FrozenRow, SourceChoices, SourceQuery, SourceView } from './wire.ts'

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** One page of the register of sources. */
export async function viewRegister(
  ctx: IndirectContext,
  q: SourceQuery,
): Promise<{ total: number; rows: SourceRow[] }> {
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await listRecords(r, q)
    const names = await namesOf(
      ctx,
      r,
      rows.map((row) => row.responsibleId),
    )
    return {
      total,
      rows: rows.map((row) => ({
        id: row.id, name: row.name, kind: row.kind, legalBasis: row.legalBasis, note: row.note, createdAt: row.createdAt.toISOString(),
        closedAt: iso(row.closedAt), customers: row.customers, state: stateNow(ctx, row), provider: row.provider, validUntil: row.validUntil,
        responsible: names.maybe(row.responsibleId)?.name ?? '', frozen: row.frozen,
      })), // prettier-ignore
    }
  })
}

/** One source with its papers, its history and what this person may do. @throws Mistake `indirect.not-found` */
export async function viewSource(ctx: IndirectContext, caller: Caller, id: string): Promise<SourceView> {
  const catalogue = await usedCatalogue(ctx)
  return await ctx.house.db.read(async (r) => {
    const source = await readRecord(r, id)
    if (source === undefined) throw notThere()
    const [files, steps, freezes] = [
      await readSourceFiles(r, id),
      await readSteps(r, id),
      await readFreezes(r, id),
    ]
    const names = await namesOf(ctx, r, [
      source.createdBy, source.checkedBy, source.openedBy, source.responsibleId,
      ...files.map((one) => one.addedBy), ...steps.map((one) => one.actorId),
      ...freezes.flatMap((one) => [one.proposedBy, one.decidedBy]),
    ]) // prettier-ignore
    const words = new Map((await openPurposes(r)).map((one) => [one.code, one]))
    const counts = await countOfSource(r, id)
    return {
      id, name: source.name, kind: source.kind, legalBasis: source.legalBasis, note: source.note, state: stateNow(ctx, source),
      version: source.version, hash: source.contentHash, frozen: source.frozen, createdAt: source.createdAt.toISOString(),
      createdBy: names.maybe(source.createdBy), ...counts,
      partner:
        source.kind !== 'partner' ? null : {
          provider: source.provider, creditCode: source.creditCode, contact: source.contact, contractNo: source.contractNo,
          contractFrom: source.contractFrom, contractUntil: source.contractUntil, authority: source.authority,
          purposes: source.purposes.map((code) => ({ code, zh: words.get(code)?.zh ?? code, en: words.get(code)?.en ?? code })),
          fields: source.fieldIds.flatMap((field) => {
            const known = catalogue.fields.get(field)
            return known === undefined ? [] : [{ code: known.code, zh: known.zh, en: known.en }]
          }),
          validFrom: source.validFrom, validUntil: source.validUntil, responsible: names.maybe(source.responsibleId), onExpiry: source.onExpiry,
        },
      checkedBy: names.maybe(source.checkedBy), checkedAt: iso(source.checkedAt), openedBy: names.maybe(source.openedBy), openedAt: iso(source.openedAt),
      files: files.map((one) => ({
        id: one.id, kind: one.kind, contentType: one.contentType, size: one.size, sha256: one.sha256, addedBy: names.one(one.addedBy),
        addedAt: one.addedAt.toISOString(),
      })),
      steps: steps.map((one) => ({
        n: one.n, step: one.step, version: one.version, hash: one.hash, note: one.note, by: names.maybe(one.actorId), at: one.at.toISOString(),
        checklist: checklistIn(one.content),
      })),
      freezes: freezes.map((one) => ({
        id: one.id, kind: one.kind, reason: one.reason, state: one.state, proposedBy: names.one(one.proposedBy),
        proposedAt: one.proposedAt.toISOString(), decidedBy: names.maybe(one.decidedBy), decidedAt: iso(one.decidedAt),
      })),
      may: await mayDo(ctx, r, caller, source, freezes.find((one) => one.state === 'waiting')?.proposedBy),
    } // prettier-ignore
  })
}

const checklistIn = (content: unknown): Record<string, Answer> | null =>
  typeof content === 'object' && content !== null && 'checklist' in content
    ? (content.checklist as Record<string, Answer>)
    : null

/** Which buttons the page offers; what is done with them is decided by the gate. */
async function mayDo(
  ctx: IndirectContext,
  r: Reader,
  caller: Caller,
  source: SourceRecord,
  waiting: string | undefined,
): Promise<SourceView['may']> {
  const [keeps, checks] = [holds(caller, 'archivist', 'collector'), holds(caller, ...checkers)]
  const partner = source.kind === 'partner' && source.closedAt === null
  const writer = (await lastWriter(r, source.id)) ?? source.createdBy
  return {
    edit: partner && keeps && source.state !== 'withdrawn',
    check:
      partner &&
      checks &&
      source.state === 'draft' &&
      source.contentHash !== '' &&
      writer !== caller.personId,
    open: partner && keeps && stateNow(ctx, source) === 'checked' && source.checkedBy !== caller.personId,
    freeze: checks && !source.frozen && waiting === undefined,
    lift: checks && source.frozen && waiting === undefined,
    confirm: checks && waiting !== undefined && waiting !== caller.personId,
  }
}

/** What may be put into a source. */
export async function viewChoices(ctx: IndirectContext): Promise<SourceChoices> {
  const [catalogue, purposes] = [await usedCatalogue(ctx), await ctx.house.db.read(openPurposes)]
  return {
    purposes: purposes.filter((one) => one.open).map(({ code, zh, en }) => ({ code, zh, en })),
    fields: [...catalogue.fields.values()].map(({ code, zh, en, level }) => ({ code, zh, en, level })),
  }
}

/** Files that came from a source, by number: what a freeze stops, or would stop. @throws Mistake `indirect.not-found` */
export async function viewFrozen(
  ctx: IndirectContext,
  id: string,
  q: { readonly page: number; readonly size: number },
): Promise<{ total: number; rows: FrozenRow[] }> {
  return await ctx.house.db.read(async (r) => {
    if ((await readRecord(r, id)) === undefined) throw notThere()
    const { total, rows } = await listFrozen(r, id, q)
    return { total, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
  })
}
