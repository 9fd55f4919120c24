import { DocumentTrouble, type TextResult } from '../../../floor/documents/index.ts'
import { scanText } from '../../../floor/identifiers/index.ts'
import { enqueue, type Job } from '../../../floor/jobs/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { attachmentField, attachmentTextName, openForWork, packFields } from '../../../gate/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { type Context, clockwork, nowOf } from '../context.ts'
import { type AttachmentRow, attachmentOf } from '../store/attachments.ts'
import { readDocumentJob } from './register.ts'
import { documentSetting } from './settings.ts'
import { documentOf, type DocumentRow, noteProgress, setDocumentState, storeText } from './store.ts'
import { documentTokens } from './words.ts'

/** Troubles that come from the moment, not from the document. */
const passing: ReadonlySet<string> = new Set(['busy'])
const againMs = 2000

/**
 * Takes the text out of one attachment, seals it at its level, and notes by what it is found and which identifiers stand
 * in it. One at a time in this program, so that long documents do not hold up the other work.
 */
export async function readDocument(context: Context, job: Job, signal: AbortSignal): Promise<void> {
  const of = { customerId: String(job.payload['customer']), attachmentId: String(job.payload['attachment']) }
  const { documents, house } = context
  if (documents.reading) {
    // Another one is being read: later, without using up an attempt.
    const runAt = new Date(nowOf(context) + againMs)
    await house.db.transact((w) =>
      enqueue(w, {
        kind: readDocumentJob,
        payload: { ...job.payload },
        uniqueKey: `${of.attachmentId}/${job.id}`,
        runAt,
      }),
    )
    return
  }
  documents.reading = true
  try {
    await readOne(context, of, job.attempt >= job.maxAttempts, signal)
  } finally {
    documents.reading = false
  }
}

type Of = { readonly customerId: string; readonly attachmentId: string }

async function readOne(context: Context, of: Of, last: boolean, signal: AbortSignal): Promise<void> {
  const { house } = context
  const at = house.clock.now()
  const [row, document] = await house.db.read(async (r) => [
    await attachmentOf(r, of.customerId, of.attachmentId),
    await documentOf(r, of.customerId, of.attachmentId),
  ])
  if (row === undefined || document === undefined || row.wrappedKey === null) return
  const begun = await house.db.transact((w) =>
    setDocumentState(w, of, 'working', { from: ['waiting', 'working', 'failed'], at }),
  )
  if (!begun) return
  try {
    await keepText(context, of, row, document, await textOf(context, of, row, document, signal))
  } catch (error) {
    if (signal.aborted) throw error
    const trouble = error instanceof DocumentTrouble && !passing.has(error.code) ? error.code : undefined
    if (trouble === undefined && !last) throw error
    const problem = trouble ?? 'failed'
    await house.db.transact((w) =>
      setDocumentState(w, of, 'failed', { from: ['working'], problem, at: house.clock.now() }),
    )
  }
}

async function textOf(
  context: Context,
  of: Of,
  row: AttachmentRow,
  document: DocumentRow,
  signal: AbortSignal,
): Promise<TextResult> {
  const { house, documents } = context
  const content = await openForWork(house, {
    actor: clockwork.id,
    at: nowOf(context),
    customer: of.customerId,
    facts: { person: clockwork },
    subject: `attachment/${of.attachmentId}`,
    step: 'text',
    pieces: [{ id: row.id, level: row.level, wrappedKey: row.wrappedKey }],
  })
  if (isRefusal(content)) throw new DocumentTrouble('kind')
  const { readPictures } = await house.db.read(documentSetting)
  return await documents.workshop.text(content, {
    kind: document.kind,
    readPictures,
    signal,
    onProgress: (done, total) =>
      house.db.transact((w) => noteProgress(w, of.attachmentId, of.customerId, done, total)),
  })
}

async function keepText(
  context: Context,
  of: Of,
  row: AttachmentRow,
  document: DocumentRow,
  result: TextResult,
): Promise<void> {
  const { house } = context
  const found = countsIn(result.text)
  const catalogue = await context.catalogue()
  const suggested = context.documents.suggestLevel(found, catalogue)
  const flagged = suggested !== undefined && suggested > row.level
  const tokens = documentTokens(house.keyring, row.level, result.text)
  const at = house.clock.now()
  await house.db.transact(async (w) => {
    // Removed meanwhile: its text is not kept.
    if ((await attachmentOf(w, of.customerId, of.attachmentId)) === undefined) return
    const keys = await house.keyring.customerKeys(w, of.customerId, [row.level])
    const plain = packFields(new Map([[attachmentField, result.text]]))
    const textSealed = keys.seal(row.level, attachmentTextName(row.id), 1, plain)
    plain.fill(0)
    keys.release()
    await storeText(w, {
      ...of,
      level: row.level,
      textSealed,
      tokens,
      pages: result.pages,
      characters: result.text.length,
      truncated: result.truncated,
      byPicture: result.byPicture,
      problem:
        result.unread > 0
          ? context.documents.workshop.canReadPictures()
            ? 'pictures-unread'
            : 'pictures-missing'
          : null,
      found,
      suggestedLevel: suggested ?? null,
      flagged,
      at,
    })
    house.gate.note(w, 'document-read', {
      actor: clockwork.id,
      customer: of.customerId,
      attachment: of.attachmentId,
      pages: result.pages,
      characters: result.text.length,
      found,
      ...(flagged ? { suggested } : {}),
    })
    if (flagged && document.flaggedAt === null) await tellFlagged(context, w, row, of.customerId)
  })
}

/** Whoever added it hears that its content seems to be above its level. */
async function tellFlagged(
  context: Context,
  w: Parameters<typeof storeText>[0],
  row: AttachmentRow,
  customerId: string,
): Promise<void> {
  await context.approval.notify(w, [row.addedBy], 'document-flagged', {
    link: `/customers/${customerId}`,
  })
}

/** How many identifiers of each type stand in a text; never the identifiers. */
export function countsIn(text: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { type } of scanText(text)) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

/** The level that the identifiers in a text ask for: the highest of the catalogue's fields of their types. */
export function levelOfCounts(
  found: Readonly<Record<string, number>>,
  catalogue: Catalogue,
): number | undefined {
  const levels = [...catalogue.fields.values()].flatMap((field) =>
    (found[field.type] ?? 0) > 0 && !field.retired ? [field.level] : [],
  )
  return levels.length === 0 ? undefined : Math.max(...levels)
}
