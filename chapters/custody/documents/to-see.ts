import { enqueue } from '../../../floor/jobs/index.ts'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Caller, rowFilter } from '../../../gate/index.ts'
import { type Context, notFound, nowOf, personFactsOf } from '../context.ts'
import { readDocumentJob } from './register.ts'
import { shownOf } from './shown.ts'
import { documentReached, documentsToSee, setDocumentState, settleFlag } from './store.ts'
import type { DocumentsReply, toSeeKinds } from './wire.ts'

/** Documents that somebody of the office should look at. No titles, no text: numbers of files, levels, counts. */
export async function listToSee(
  context: Context,
  caller: Caller,
  query: { readonly what: (typeof toSeeKinds)[number]; readonly page: number; readonly size: number },
): Promise<DocumentsReply> {
  const { person } = await personFactsOf(context, caller.personId)
  if (person === undefined) return { total: 0, rows: [] }
  const filter = rowFilter(person, nowOf(context), 'list')
  const { total, rows } = await context.house.db.read((r) => documentsToSee(r, { ...query, filter }))
  return {
    total,
    rows: rows.map((row) => ({
      customerId: row.customerId,
      fileNo: row.fileNo,
      attachmentId: row.attachmentId,
      level: row.level,
      at: (row.flaggedAt ?? row.updatedAt).toISOString(),
      content: shownOf(row)!,
    })),
  }
}

type Of = { readonly customerId: string; readonly attachmentId: string }

/** Says that the hint was looked at: the level is right, or its change is on its way. */
export async function settleDocument(
  context: Context,
  caller: Caller,
  of: Of,
): Promise<{ done: true } | Refusal> {
  return await asked(context, caller, of, 'settle', async (w) => {
    const at = context.house.clock.now()
    if (!(await settleFlag(w, { ...of, by: caller.personId, at })))
      throw new Mistake('custody.not-flagged', { status: 409 })
  })
}

/** Has a failed document read once more. */
export async function retryDocument(
  context: Context,
  caller: Caller,
  of: Of,
): Promise<{ done: true } | Refusal> {
  return await asked(context, caller, of, 'retry', async (w) => {
    const at = context.house.clock.now()
    if (!(await setDocumentState(w, of, 'waiting', { from: ['failed', 'done'], at })))
      throw new Mistake('custody.not-failed', { status: 409 })
    await enqueue(w, {
      kind: readDocumentJob,
      payload: { customer: of.customerId, attachment: of.attachmentId },
      uniqueKey: of.attachmentId,
      maxAttempts: 4,
    })
  })
}

async function asked(
  context: Context,
  caller: Caller,
  of: Of,
  step: string,
  work: (w: Writer) => Promise<void>,
): Promise<{ done: true } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const facts = await personFactsOf(context, caller.personId, w)
    const filter = facts.person && rowFilter(facts.person, nowOf(context), 'list')
    if (filter === undefined || !(await documentReached(w, filter, of))) throw notFound()
    const answer = context.house.gate.askIn(
      w,
      {
        actor: caller.personId,
        verb: 'handle-document',
        customer: of.customerId,
        fields: [],
        at: nowOf(context),
      },
      facts,
      { subject: `attachment/${of.attachmentId}`, detail: { step } },
    )
    if (isRefusal(answer)) return answer
    await work(w)
    return { done: true as const }
  })
}
