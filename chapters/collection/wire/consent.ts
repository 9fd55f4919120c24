import { z } from 'zod'

/** Shapes of notices and consents; shared by server and pages. */
const id = z.uuid()
const count = z.number().int()
const moment = z.string()

/** The boxes of a notice. Each is answered by itself; which of them a notice has follows from what it says. */
export const consentItems = ['general', 'sensitive', 'provision', 'abroad', 'marketing'] as const
export const consentItem = z.enum(consentItems)
export type ConsentItem = z.infer<typeof consentItem>
export const channels = ['web', 'paper', 'sms', 'wechat', 'spoken', 'counter'] as const
export const channel = z.enum(channels)
export type Channel = z.infer<typeof channel>

/** Words in Chinese, and in English where the company has English-speaking customers. */
const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    // Half a character has no canonical form, and the content is hashed.
    .refine((text) => !/\p{Cs}/u.test(text))
    .default('')
export const said = z.strictObject({ zh: words(4000), en: words(4000) })
export type Said = z.infer<typeof said>
const short = words(200)
const fieldCodes = z.array(z.string().min(1).max(60)).max(100).default([])
const nothing = { zh: '', en: '' }

/** Somebody who is given the data (PIPL 23, 39). */
export const recipient = z.strictObject({
  name: short,
  contact: short,
  purpose: said.default(nothing),
  method: said.default(nothing),
  fields: fieldCodes,
})
export type Recipient = z.infer<typeof recipient>
export const recipientAbroad = recipient
  .extend({ country: short, rightsThere: said.default(nothing) })
  .strict()

/** What the builder holds while a notice is being written: codes of purposes and fields, and words. */
export const noticeDraft = z.strictObject({
  title: said.default(nothing),
  processor: z
    .strictObject({ name: short, contact: short, address: short, officer: short })
    .default({ name: '', contact: '', address: '', officer: '' }),
  purposes: z
    .array(z.strictObject({ purpose: z.string().min(1).max(40), method: said, fields: fieldCodes }))
    .max(30)
    .default([]),
  retention: said.default(nothing),
  afterwards: said.default(nothing),
  sensitive: z
    .strictObject({ necessity: said, impact: said })
    .default({ necessity: nothing, impact: nothing }),
  recipients: z.array(recipient).max(50).default([]),
  abroad: z.array(recipientAbroad).max(20).default([]),
  rights: said.default(nothing),
  withdrawal: said.default(nothing),
  minors: said.default(nothing),
  /** Months for which a consent counts; null: until it is withdrawn. */
  validMonths: z.number().int().min(1).max(240).nullable().default(null),
  /** Whether those who agreed to an earlier version are asked anew; set by itself when purpose, method or kinds change. */
  asksAnew: z.boolean().default(false),
})
export type NoticeDraft = z.infer<typeof noticeDraft>

const named = z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })
const kind = z.strictObject({
  id: count,
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  sensitive: z.boolean(),
})
export type NoticeKind = z.infer<typeof kind>
const told = z.strictObject({
  name: z.string(),
  contact: z.string(),
  purpose: said,
  method: said,
  kinds: z.array(kind),
})

/** The content of one version, with the names of purposes and fields as they were: it never changes. */
export const noticeBody = z.strictObject({
  notice: z.string(),
  number: count,
  title: said,
  processor: z.strictObject({
    name: z.string(),
    contact: z.string(),
    address: z.string(),
    officer: z.string(),
  }),
  purposes: z.array(
    named
      .extend({ legalBasis: z.string(), marketing: z.boolean(), method: said, kinds: z.array(kind) })
      .strict(),
  ),
  retention: said,
  afterwards: said,
  sensitive: z.strictObject({ necessity: said, impact: said }),
  recipients: z.array(told),
  abroad: z.array(told.extend({ country: z.string(), rightsThere: said }).strict()),
  rights: said,
  withdrawal: said,
  minors: said,
  validMonths: count.nullable(),
  items: z.array(consentItem),
})
export type NoticeBody = z.infer<typeof noticeBody>

export const noticeCode = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/)
export const versionStates = ['proposed', 'published', 'declined', 'replaced', 'closed'] as const
const person = z.strictObject({ id, name: z.string(), employeeNo: z.string() })
export const versionRow = z.strictObject({
  id,
  number: count,
  hash: z.string(),
  state: z.enum(versionStates),
  asksAnew: z.boolean(),
  proposedBy: person,
  proposedAt: moment,
  decidedBy: person.nullable(),
  decidedAt: moment.nullable(),
  /** Customers whose consent stands on it. */
  standing: count,
})
export type VersionRow = z.infer<typeof versionRow>
export const noticeRow = z.strictObject({
  id,
  code: z.string(),
  name: z.string(),
  createdAt: moment,
  closedAt: moment.nullable(),
  published: z.strictObject({ id, number: count, hash: z.string(), decidedAt: moment }).nullable(),
  proposed: z.strictObject({ id, number: count }).nullable(),
  standing: count,
})
export type NoticeRow = z.infer<typeof noticeRow>
export const noticeList = z.strictObject({ total: count, rows: z.array(noticeRow) })
/** A statutory item that is missing: its place in the draft, its code, and the article that asks for it. */
export const missingItem = z.strictObject({ field: z.string(), code: z.string(), law: z.string() })
export type MissingItem = z.infer<typeof missingItem>
export const noticeView = z.strictObject({
  id,
  code: z.string(),
  name: z.string(),
  draft: noticeDraft,
  revision: count,
  missing: z.array(missingItem),
  items: z.array(consentItem),
  versions: z.array(versionRow),
  choices: z.strictObject({
    purposes: z.array(named.extend({ legalBasis: z.string(), marketing: z.boolean() }).strict()),
    fields: z.array(kind),
  }),
})
export type NoticeView = z.infer<typeof noticeView>
export const newNotice = z.strictObject({ code: noticeCode, name: z.string().trim().min(1).max(80) })
export const saveDraft = z.strictObject({
  revision: z.number().int().min(1),
  name: z.string().trim().min(1).max(80),
  draft: noticeDraft,
})
export const savedDraft = z.strictObject({ revision: count })
export const decideVersion = z.strictObject({
  outcome: z.enum(['published', 'declined']),
  /** The hash of what was read: another content is not decided about. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export const differences = z.strictObject({
  rows: z.array(z.strictObject({ part: z.string(), before: z.string(), after: z.string() })),
  asksAnew: z.boolean(),
})
export type Differences = z.infer<typeof differences>
export const language = z.enum(['zh', 'en'])
export const languageQuery = z.strictObject({ language: language.default('zh') })
export const differenceQuery = z.strictObject({
  from: id,
  to: id,
  language: language.default('zh'),
})
export const section = z.strictObject({ heading: z.string(), paragraphs: z.array(z.string()) })
export type Section = z.infer<typeof section>
export const box = z.strictObject({ item: consentItem, text: z.string() })

/** What anybody is shown: the words, the separate boxes, and the hash that stands for them. */
export const publicNotice = z.strictObject({
  versionId: id,
  notice: z.string(),
  number: count,
  hash: z.string(),
  current: z.boolean(),
  publishedAt: moment,
  company: z.string(),
  title: z.string(),
  sections: z.array(section),
  boxes: z.array(box),
  /** Hash of the whole text as shown, which is kept when somebody answers. */
  shownHash: z.string(),
  minorsAsked: z.boolean(),
})
export type PublicNotice = z.infer<typeof publicNotice>

export const itemAnswer = z.strictObject({ item: consentItem, given: z.boolean() })
export const guardian = z.strictObject({
  name: z.string().trim().min(1).max(60),
  relation: z.string().trim().min(1).max(30),
})
const versionAndAnswers = {
  notice: id,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  items: z.array(itemAnswer).min(1).max(consentItems.length),
  purposes: z.array(z.string().max(40)).max(30),
  guardian: guardian.optional(),
  /** Whether the person is younger than fourteen; what the file says counts more. */
  minor: z.boolean().default(false),
}
/** What staff put on record: on paper, spoken, at the counter, by WeChat. */
export const recordBody = z.strictObject({
  ...versionAndAnswers,
  channel: z.enum(['paper', 'spoken', 'counter', 'wechat']),
  at: z.iso.datetime({ offset: true }),
  evidence: id.optional(),
  language: language.default('zh'),
})
export type RecordBody = z.infer<typeof recordBody>
export const withdrawBody = z.strictObject({
  keys: z.array(z.string().min(1).max(40)).min(1).max(60),
  channel: z.enum(['paper', 'spoken', 'counter', 'wechat']),
  evidence: id.optional(),
})
export const recorded = z.strictObject({ id })
export const receiptReply = z.strictObject({ id, receipt: z.string() })

const historyItem = z.strictObject({ item: consentItem, given: z.boolean() })
export const consentRow = z.strictObject({
  id,
  notice: z.string(),
  noticeCode: z.string(),
  number: count,
  versionId: id,
  hash: z.string(),
  shownHash: z.string(),
  items: z.array(historyItem),
  purposes: z.array(z.string()),
  channel,
  at: moment,
  recordedAt: moment,
  operator: z.string(),
  evidence: z.string().nullable(),
  minor: z.boolean(),
  expiresAt: moment.nullable(),
  contentHash: z.string(),
})
export type ConsentRow = z.infer<typeof consentRow>
export const endRow = z.strictObject({
  id,
  keys: z.array(z.string()),
  channel,
  at: moment,
  operator: z.string(),
  told: z.array(z.strictObject({ what: z.enum(['export', 'grant']), id, toldAt: moment.nullable() })),
})
export const consentStates = ['missing', 'given', 'refused', 'withdrawn', 'expired', 'not-needed'] as const
export const consentState = z.enum(consentStates)
export type ConsentState = z.infer<typeof consentState>
const keyWords = z.strictObject({ key: z.string(), zh: z.string(), en: z.string() })
export const customerConsents = z.strictObject({
  /** The moment of the answer. */
  at: moment,
  state: consentState,
  legalBasis: z.string(),
  /** What is barred now or later. */
  barred: z.array(keyWords.extend({ from: moment }).strict()),
  /** What may be withdrawn. */
  open: z.array(keyWords),
  consents: z.array(consentRow),
  ends: z.array(endRow),
  mayRecord: z.boolean(),
  notices: z.array(
    z.strictObject({ versionId: id, code: z.string(), name: z.string(), number: count, hash: z.string() }),
  ),
})
export type CustomerConsents = z.infer<typeof customerConsents>

/** A secret as it stands on a receipt: 20 characters of Crockford's alphabet, in groups; 100 bits. */
export const secret = z.string().trim().min(20).max(30)
export const secretBody = z.strictObject({ secret, language: language.default('zh') })
export const ownConsents = z.strictObject({
  company: z.string(),
  kind: z.enum(['receipt', 'invitation', 'code']),
  items: z.array(keyWords.extend({ state: z.enum(['given', 'ended', 'refused']), at: moment }).strict()),
  /** A notice that waits for an answer: an invitation, or a newer version that asks anew. */
  asked: publicNotice.nullable(),
  purposes: z.array(keyWords),
  minor: z.boolean(),
})
export type OwnConsents = z.infer<typeof ownConsents>
export const ownWithdrawal = z.strictObject({
  secret,
  keys: z.array(z.string().min(1).max(40)).min(1).max(60),
})
export const ownAnswer = z.strictObject({ secret, language: language.default('zh'), ...versionAndAnswers })
export const codeAsked = z.strictObject({
  address: z.string().trim().min(5).max(120),
  language: language.default('zh'),
})
export const codeSent = z.strictObject({ challenge: id, minutes: count })
export const codeGiven = z.strictObject({
  challenge: id,
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
})
export const codeTaken = z.strictObject({ secret: z.string() })
export const done = z.strictObject({ done: z.literal(true) })
export const idParams = z.strictObject({ id })
export const noticeCodeParams = z.strictObject({ code: noticeCode })
export const hashParams = z.strictObject({ code: noticeCode, hash: z.string().regex(/^[0-9a-f]{64}$/) })
export const pageQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).default(''),
})
