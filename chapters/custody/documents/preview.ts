import { type Reader, sql } from '../../../floor/database/index.ts'
import { DocumentTrouble } from '../../../floor/documents/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import {
  attachmentFacts,
  type Caller,
  type Facts,
  type FileReply,
  type GrantFacts,
  openAttachment,
} from '../../../gate/index.ts'
import { type Context, fileOf, notFound, nowOf } from '../context.ts'
import { fullNeedsOf, readingFactsOf, sealedOf } from '../desk/attachments.ts'
import { type AskedOpening, informedGrants, openAsked } from '../desk/opening.ts'
import { attachmentOf } from '../store/attachments.ts'
import { documentOf } from './store.ts'
import type { PreviewReply } from './wire.ts'

/** How long the pages of one preview may be turned. */
const previewMs = 15 * 60_000

interface PreviewRow {
  readonly id: string
  readonly customerId: string
  readonly attachmentId: string
  readonly personId: string
  readonly sessionId: string
  readonly purpose: string | null
  readonly reasonStated: boolean
  readonly applicationId: string | null
  readonly bookedGrant: string | null
  readonly until: Date
}

const previewOf = (r: Reader, id: string): Promise<PreviewRow | undefined> =>
  r.row<PreviewRow>(sql`
    select id, customer_id as "customerId", attachment_id as "attachmentId", person_id as "personId", session_id as "sessionId", purpose,
      reason_stated as "reasonStated", application_id as "applicationId", booked_grant as "bookedGrant", until
    from custody.preview where id = ${id}`)

const mistakeOf = (trouble: DocumentTrouble): Mistake =>
  new Mistake(`custody.preview-${trouble.code}`, { status: trouble.code === 'busy' ? 429 : 422 })

async function troubled<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof DocumentTrouble ? mistakeOf(error) : error
  }
}

/**
 * Begins to look at the pages of an attachment: for a purpose and a reason or under a grant, decided and recorded as the
 * reading in full that it is. A counted grant gives one opening for all pages of the preview.
 */
export async function beginPreview(
  context: Context,
  caller: Caller,
  customerId: string,
  attachmentId: string,
  asked: AskedOpening,
): Promise<PreviewReply | Refusal> {
  const { house, documents } = context
  const document = await house.db.read((r) => documentOf(r, customerId, attachmentId))
  if (document === undefined) throw notFound()
  if (document.kind === 'other' || document.problem === 'too-large')
    throw new Mistake('custody.preview-kind', { status: 422 })
  const opened = await openAsked(context, caller, customerId, attachmentId, asked, { step: 'preview' })
  if (isRefusal(opened)) return opened
  const { grant } = opened.reading
  const pages = document.pages ?? (await troubled(documents.workshop.pages(opened.content, document.kind)))
  const now = house.clock.now()
  const until = new Date(Math.min(now.getTime() + previewMs, grant?.until ?? Number.MAX_SAFE_INTEGER))
  const id = newId()
  await house.db.transact((w) =>
    w.run(sql`
      insert into custody.preview (id, customer_id, attachment_id, person_id, session_id, purpose, reason_stated, application_id, booked_grant,
        pages, opened_at, until)
      values (${id}, ${customerId}, ${attachmentId}, ${caller.personId}, ${caller.sessionId}, ${asked.purpose ?? null},
        ${(asked.reason ?? '').trim() !== ''}, ${asked.application ?? null}, ${opened.booked ?? null}, ${pages}, ${now}, ${until})`),
  )
  return { id, pages, until: until.toISOString(), kind: document.kind, title: opened.title }
}

/**
 * One page as a picture, with name, number, time and the place of this very reading in the ledger burned in. Decided and
 * recorded anew for each page: a grant that was revoked meanwhile, or a person who may no longer, gets none.
 */
export async function previewPage(
  context: Context,
  caller: Caller,
  previewId: string,
  page: number,
): Promise<FileReply | Refusal> {
  const { house, documents } = context
  const at = nowOf(context)
  const preview = await house.db.read((r) => previewOf(r, previewId))
  // Whose it is, and the very sign-in that began it: an address passed on opens nothing.
  if (preview === undefined || preview.personId !== caller.personId) throw notFound()
  if (preview.sessionId !== caller.sessionId || preview.until.getTime() <= at)
    throw new Mistake('custody.preview-over', { status: 409 })
  const { customerId, attachmentId } = preview
  const { catalogue, material } = await fileOf(context, customerId)
  const [row, document] = await house.db.read(async (r) => [
    await attachmentOf(r, customerId, attachmentId),
    await documentOf(r, customerId, attachmentId),
  ])
  if (row === undefined || document === undefined) throw notFound()
  const fullNeeds = fullNeedsOf(catalogue, row.level)
  const known = await readingFactsOf(context, caller, material, at)
  const grants = await pageGrants(context, known, preview, row.level, at)
  const opened = await openAttachment(house, {
    question: {
      actor: caller.personId,
      at,
      reasonStated: preview.reasonStated,
      ...(preview.purpose === null ? {} : { purpose: preview.purpose }),
      ...(preview.applicationId === null ? {} : { application: preview.applicationId }),
    },
    facts: {
      ...known,
      ...(caller.proof && { proof: caller.proof }),
      fields: attachmentFacts(row.level, fullNeeds),
      grants,
    },
    fullNeeds,
    attachment: sealedOf(customerId, row),
    detail: { step: 'page', preview: previewId, page },
  })
  if (isRefusal(opened)) return opened
  const { lane, index } = opened.reading.permit.leaf!
  const watermark = [`${caller.name} ${caller.employeeNo}`, `${timeIn(house.timeZone, at)} #${lane}-${index}`]
  const { png } = await troubled(
    documents.workshop.page(opened.content, { kind: document.kind, page, watermark }),
  )
  return { fileName: `page-${page}.png`, contentType: 'image/png', body: png, inline: true }
}

/** The grants that count for a page: uncounted ones, and the counted one of which an opening was taken when it began. */
async function pageGrants(
  context: Context,
  facts: Facts,
  preview: PreviewRow,
  level: number,
  at: number,
): Promise<GrantFacts[]> {
  const known = await informedGrants(context, facts, level)
  return known.flatMap((grant) => {
    if (grant.left === undefined) return [grant]
    if (grant.id !== preview.bookedGrant || grant.revoked || grant.until <= at) return []
    const { left: _taken, ...booked } = grant
    return [booked]
  })
}

const timeIn = (timeZone: string, at: number): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at)
