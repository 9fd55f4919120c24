import { isRefusal, Mistake, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import { type Caller, type FileReply, type RowFilter, rowFilter } from '../../../../gate/index.ts'
import { setLegalBasis } from '../../../custody/index.ts'
import { type Actor, askAbout, askOffice, type ConsentContext, materialOf, noSuch } from '../context.ts'
import * as store from '../store/backlog.ts'
import type {
  AnewFile,
  AnewRow,
  BacklogFigures,
  BacklogRow,
  DeclarationRow,
} from '../../wire/consent-backlog.ts'
import { paperAnswers } from '../../wire/consent-backlog.ts'
import { recordConsent } from './panel.ts'

const day = 86_400_000

async function filterOf(ctx: ConsentContext, caller: Actor): Promise<RowFilter> {
  const person = (await ctx.people.personFacts([caller.personId])).get(caller.personId)
  return person === undefined ? { rows: 'none' } : rowFilter(person, ctx.house.clock.now().getTime())
}

/** Files that rest on consent and have no evidence, of those the person may list: the oldest first. */
export async function viewBacklog(
  ctx: ConsentContext,
  caller: Actor,
  q: {
    page: number
    size: number
    sort: string
    department?: string | undefined
    owner?: string | undefined
    source?: string | undefined
    age?: number | undefined
  },
): Promise<{ total: number; rows: BacklogRow[] }> {
  const filter = await filterOf(ctx, caller)
  const before = q.age === undefined ? undefined : new Date(ctx.house.clock.now().getTime() - q.age * day)
  const { total, ids } = await ctx.house.db.read((r) =>
    ctx.custody.listRows(r, filter, {
      page: q.page,
      size: q.size,
      sort: q.sort === 'fileNo' || q.sort === '-fileNo' ? 'fileNo' : 'createdAt',
      descending: q.sort.startsWith('-'),
      departmentId: q.department,
      ownerId: q.owner,
      sourceId: q.source,
      consentMissing: true,
      createdBefore: before,
    }),
  )
  const heads = await headsOf(ctx, ids)
  const waiting = await ctx.house.db.read((r) => store.waitingFor(r, ids))
  return { total, rows: heads.map((one) => ({ ...one, declared: waiting.has(one.id) })) }
}

async function headsOf(ctx: ConsentContext, ids: readonly string[]) {
  const materials = await ctx.custody.material(ids)
  const heads = ids.flatMap((id) => materials.get(id)?.head ?? [])
  const names = await ctx.people.names([...new Set(heads.flatMap(({ ownerId }) => ownerId ?? []))])
  return heads.map((head) => {
    const owner = head.ownerId === null ? undefined : names.get(head.ownerId)
    return {
      id: head.id,
      fileNo: head.fileNo,
      kind: head.kind,
      owner: owner?.name ?? '',
      department: (owner as { department?: string } | undefined)?.department ?? '',
      legalBasis: head.legalBasis,
      createdAt: head.createdAt.toISOString(),
    }
  })
}

/** Counts now and day by day. */
export const viewFigures = (ctx: ConsentContext): Promise<BacklogFigures> =>
  ctx.house.db.read((r) => store.readFigures(r, ctx.house.clock.now()))

/**
 * Declares that files without evidence rest on another legal basis, with the reason; somebody else confirms it.
 * @throws Mistake `consent.declaration-empty`
 */
export async function declareBasis(
  ctx: ConsentContext,
  caller: Actor,
  body: { readonly customers: readonly string[]; readonly legalBasis: string; readonly reason: string },
): Promise<{ id: string } | Refusal> {
  const at = ctx.house.clock.now()
  const id = newId(at.getTime())
  const visible = await visibleOf(ctx, caller, body.customers)
  return await ctx.house.db.transact(async (w) => {
    const customers = await store.declarable(w, visible)
    const detail = { change: 'declared', basis: body.legalBasis, files: customers.length }
    const refused = await askOffice(ctx, w, caller, { verb: 'declare-basis' }, { subject: id, detail })
    if (refused !== undefined) return refused
    if (customers.length === 0) throw new Mistake('consent.declaration-empty', { field: 'customers' })
    await store.insertDeclaration(w, {
      id,
      legalBasis: body.legalBasis,
      reason: body.reason,
      by: caller.personId,
      at,
      customers,
    })
    return { id }
  })
}

/** Of these files those in the person's list; nobody declares about a file they may not see. */
async function visibleOf(ctx: ConsentContext, caller: Actor, ids: readonly string[]): Promise<string[]> {
  const filter = await filterOf(ctx, caller)
  const { ids: found } = await ctx.house.db.read((r) =>
    ctx.custody.listRows(r, filter, { page: 1, size: ids.length, among: ids, consentMissing: true }),
  )
  return found
}

/** Confirms or declines a declaration, by somebody other than who made it. @throws Mistake `consent.declaration-decided` */
export async function decideDeclaration(
  ctx: ConsentContext,
  caller: Actor,
  id: string,
  outcome: 'confirmed' | 'declined',
): Promise<{ done: true } | Refusal> {
  const at = ctx.house.clock.now()
  return await ctx.house.db.transact(async (w) => {
    const found = await store.lockDeclaration(w, id)
    if (found === undefined) throw noSuch()
    const detail = { outcome, basis: found.legalBasis, files: found.files }
    const act = { verb: 'confirm-basis' as const, applicant: found.proposedBy }
    const refused = await askOffice(ctx, w, caller, act, { subject: id, detail })
    if (refused !== undefined) return refused
    if (found.outcome !== null) throw new Mistake('consent.declaration-decided', { status: 409 })
    const changed =
      outcome === 'confirmed'
        ? await setLegalBasis(w, await store.filesOfDeclaration(w, id), found.legalBasis, at)
        : []
    for (let from = 0; from < changed.length; from += 200)
      ctx.house.gate.note(w, 'basis-changed', {
        actor: caller.personId,
        subject: id,
        basis: found.legalBasis,
        customers: changed.slice(from, from + 200),
      })
    await store.decideDeclarationRow(w, { id, outcome, by: caller.personId, at, changed: changed.length })
    return { done: true as const }
  })
}

/** Declarations with who made and who decided them. */
export async function viewDeclarations(
  ctx: ConsentContext,
  q: { page: number; size: number; open?: string | undefined },
): Promise<{ total: number; rows: DeclarationRow[] }> {
  return await ctx.house.db.read(async (r) => {
    const { total, rows } = await store.listDeclarations(r, q)
    const names = await ctx.people.names(
      [...new Set(rows.flatMap((one) => [one.proposedBy, one.decidedBy ?? one.proposedBy]))],
      r,
    )
    return {
      total,
      rows: rows.map(({ id, legalBasis, reason, files, changed, proposedBy, proposedAt, outcome, decidedBy, decidedAt }) => ({
        id, legalBasis, reason, files, changed, outcome,
        proposedBy: { id: proposedBy, name: names.get(proposedBy)?.name ?? '', employeeNo: names.get(proposedBy)?.employeeNo ?? '' },
        proposedAt: proposedAt.toISOString(),
        decidedBy: decidedBy === null ? '' : (names.get(decidedBy)?.name ?? ''),
        decidedAt: decidedAt?.toISOString() ?? null,
      })), // prettier-ignore
    }
  })
}

const fileNumber = /[A-Za-z]{1,4}-\d{4}-\d{6,}/

/**
 * One scanned paper of a batch: its name gives the file number, it is sealed into that file and linked as the evidence of
 * what was ticked on it. @throws Mistake `consent.paper-name`, and as `consentIn`
 */
export async function linkPaper(
  ctx: ConsentContext,
  caller: Caller,
  file: { readonly path: string; readonly name: string },
  answers: string,
): Promise<{ fileNo: string; id: string } | Refusal> {
  const given = paperAnswers.safeParse(jsonOf(answers))
  if (!given.success) throw new Mistake('consent.bundled', { field: 'answers' })
  const fileNo = fileNumber.exec(file.name)?.[0].toUpperCase()
  if (fileNo === undefined)
    throw new Mistake('consent.paper-name', { field: 'file', values: { name: file.name.slice(0, 60) } })
  const filter = await filterOf(ctx, caller)
  const { ids } = await ctx.house.db.read((r) =>
    ctx.custody.listRows(r, filter, { page: 1, size: 1, fileNo }),
  )
  const [customer] = ids
  if (customer === undefined) throw noSuch('file')
  const attached = await ctx.custody.attach(caller, customer, file)
  if (isRefusal(attached)) return attached
  const done = await recordConsent(ctx, caller, customer, {
    ...given.data,
    channel: 'paper',
    evidence: attached.id,
  })
  return isRefusal(done) ? done : { fileNo, id: done.id }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Notices about which customers are asked anew. */
export async function viewAnew(ctx: ConsentContext): Promise<{ total: number; rows: AnewRow[] }> {
  const rows = await ctx.house.db.read((r) => store.listAnew(r))
  return { total: rows.length, rows: rows.map((one) => ({ ...one, since: one.since.toISOString() })) }
}

/** Files whose consent stands on an older version of a notice, of those the person may list. */
export async function viewAnewFiles(
  ctx: ConsentContext,
  caller: Actor,
  q: { page: number; size: number; notice: string },
): Promise<{ total: number; rows: AnewFile[] }> {
  const filter = await filterOf(ctx, caller)
  const { total, ids } = await ctx.house.db.read(async (r) =>
    ctx.custody.listRows(r, filter, {
      page: q.page,
      size: q.size,
      sort: 'fileNo',
      consentVersions: await store.outdatedOf(r, q.notice),
    }),
  )
  const rows = (await headsOf(ctx, ids)).map(({ id, fileNo, owner, department }) => ({
    id,
    fileNo,
    owner,
    department,
  }))
  return { total, rows }
}

const exportMost = 10_000

/** The same list as a CSV of file numbers, for the records officer who sends the letters; recorded, no customer value in it. */
export async function exportAnew(
  ctx: ConsentContext,
  caller: Actor,
  notice: string,
): Promise<FileReply | Refusal> {
  const filter = await filterOf(ctx, caller)
  return await ctx.house.db.transact(async (w) => {
    const { ids } = await ctx.custody.listRows(w, filter, {
      page: 1,
      size: exportMost,
      sort: 'fileNo',
      consentVersions: await store.outdatedOf(w, notice),
    })
    const detail = { change: 'asked-anew-list', files: ids.length }
    const refused = await askOffice(ctx, w, caller, { verb: 'declare-basis' }, { subject: notice, detail })
    if (refused !== undefined) return refused
    const rows = (await headsOf(ctx, ids)).map((one) =>
      [one.fileNo, one.owner, one.department].map(cell).join(','),
    )
    const body = Buffer.from(
      `\uFEFF档号 File no.,经办人 Owner,部门 Department\r\n${rows.join('\r\n')}\r\n`,
      'utf8',
    )
    return { fileName: 'consent-anew.csv', contentType: 'text/csv; charset=utf-8', body }
  })
}

/** Quoted, and never a formula. */
const cell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** Notes that whoever carried the data out was told of a withdrawal. */
export async function tellDone(
  ctx: ConsentContext,
  caller: Actor,
  customerId: string,
  endId: string,
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    const material = await materialOf(ctx, customerId, w)
    const asked = await askAbout(ctx, w, caller, 'withdraw-consent', material, { told: endId })
    if (isRefusal(asked)) return asked
    if ((await store.markTold(w, customerId, endId, caller.personId, ctx.house.clock.now())) === 0)
      throw noSuch('end')
    return { done: true as const }
  })
}
