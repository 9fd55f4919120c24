import { z } from 'zod'

/** Shapes of forms and of what comes in through them; shared by server and pages. */
const id = z.uuid()
const count = z.number().int()
const moment = z.string()
/** Half a character has no canonical form, and a version is hashed. */
const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((text) => !/\p{Cs}/u.test(text))
const both = (most: number) => z.strictObject({ zh: words(most), en: words(most) })
const questionId = z.string().regex(/^[a-z][a-z0-9]{0,19}$/)

/** Shown when that earlier question with choices was answered by one of these. */
export const showIf = z.strictObject({ question: questionId, is: z.array(words(60).min(1)).min(1).max(30) })
const asked = { id: questionId, label: both(200), help: both(500), showIf: showIf.optional() }
export const formQuestion = z.discriminatedUnion('kind', [
  z.strictObject({ ...asked, kind: z.literal('section') }),
  z.strictObject({
    ...asked,
    kind: z.literal('field'),
    /** Code of a field of the catalogue; its type says what is a valid answer. */
    field: z.string().min(1).max(60),
    required: z.boolean(),
    /** When there are any, one of them is the answer. */
    choices: z.array(z.strictObject({ value: words(60).min(1), zh: words(100), en: words(100) })).max(30),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal('file'),
    required: z.boolean(),
    most: z.number().int().min(1).max(5),
    accept: z.enum(['image', 'pdf', 'both']),
  }),
])
export type FormQuestion = z.infer<typeof formQuestion>

/** What the builder holds, and what a version is made of. */
export const formDraft = z.strictObject({
  title: both(120),
  intro: both(2000),
  thanks: both(1000),
  kind: z.enum(['person', 'company']),
  purposes: z.array(z.string().min(1).max(40)).max(20),
  legalBasis: z.string().max(40),
  /** Code of a published notice. */
  notice: z.string().max(60),
  source: id.nullable(),
  responsible: id.nullable(),
  department: id.nullable(),
  startsAt: z.iso.datetime({ offset: true }).nullable(),
  endsAt: z.iso.datetime({ offset: true }).nullable(),
  /** Most submissions; null = no limit. */
  cap: z.number().int().min(1).max(1_000_000).nullable(),
  /** Out of sight until the responsible person has accepted it. */
  pending: z.boolean(),
  questions: z.array(formQuestion).max(100),
})
export type FormDraft = z.infer<typeof formDraft>
export const emptyDraft: FormDraft = {
  title: { zh: '', en: '' }, intro: { zh: '', en: '' }, thanks: { zh: '', en: '' }, kind: 'person', purposes: [], legalBasis: 'consent',
  notice: '', source: null, responsible: null, department: null, startsAt: null, endsAt: null, cap: null, pending: true, questions: [],
} // prettier-ignore

/** Why a draft cannot be published yet: a place in it and a code. */
export const formProblem = z.strictObject({
  field: z.string(),
  code: z.string(),
  values: z.record(z.string(), z.string()),
})
export type FormProblem = z.infer<typeof formProblem>

export const formStates = ['draft', 'published', 'closed'] as const
const person = z.strictObject({ id, name: z.string(), employeeNo: z.string() })
const versionRow = z.strictObject({
  id,
  number: count,
  hash: z.string(),
  publishedBy: person,
  publishedAt: moment,
})
export const formRow = z.strictObject({
  id,
  code: z.string(),
  name: z.string(),
  state: z.enum(formStates),
  version: count.nullable(),
  responsible: person.nullable(),
  submissions: count,
  waiting: count,
  changedAt: moment,
})
export type FormRow = z.infer<typeof formRow>
export const formList = z.strictObject({ total: count, rows: z.array(formRow) })
const named = z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })
export const formView = z.strictObject({
  id,
  code: z.string(),
  name: z.string(),
  state: z.enum(formStates),
  address: z.string(),
  draft: formDraft,
  revision: count,
  /** Whether the draft is another than the version in force. */
  changed: z.boolean(),
  problems: z.array(formProblem),
  versions: z.array(versionRow),
  responsible: person.nullable(),
})
export type FormView = z.infer<typeof formView>
export const formChoices = z.strictObject({
  purposes: z.array(named.extend({ legalBasis: z.string(), fields: z.array(count) }).strict()),
  fields: z.array(
    named.extend({ id: count, type: z.string(), sensitive: z.boolean(), appliesTo: z.string() }).strict(),
  ),
  notices: z.array(named.extend({ versionId: id, hash: z.string(), items: z.array(z.string()) }).strict()),
  sources: z.array(z.strictObject({ id, name: z.string() })),
  collectors: z.array(person),
})
export type FormChoices = z.infer<typeof formChoices>
export const newForm = z.strictObject({ name: words(80).min(1), copyOf: id.optional() })
export const saveForm = z.strictObject({
  revision: z.number().int().min(1),
  name: words(80).min(1),
  draft: formDraft,
})
export const savedForm = z.strictObject({ revision: count, problems: z.array(formProblem) })
export const publishForm = z.strictObject({ revision: z.number().int().min(1) })
export const publishedForm = z.strictObject({ number: count, hash: z.string() })
export const formsQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).default(''),
  state: z.enum(formStates).optional(),
})

const answerText = z.string().max(20_000)
export const consentItemCodes = ['general', 'sensitive', 'provision', 'abroad', 'marketing'] as const
export type ConsentItemCode = (typeof consentItemCodes)[number]
export const openNotice = z.strictObject({
  versionId: id,
  hash: z.string(),
  items: z.array(z.enum(consentItemCodes)),
  boxes: z.array(z.strictObject({ zh: z.string(), en: z.string() })),
  text: z.strictObject({ zh: z.string(), en: z.string() }),
})
/** A form as customers get it; nothing of the company's inside. */
export const openForm = z.strictObject({
  code: z.string(),
  company: z.string(),
  version: z.strictObject({ id, number: count, hash: z.string() }),
  title: both(120),
  intro: both(2000),
  thanks: both(1000),
  kind: z.enum(['person', 'company']),
  purposes: z.array(z.strictObject({ zh: z.string(), en: z.string() })),
  questions: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['section', 'field', 'file']),
      label: both(200),
      help: both(500),
      required: z.boolean(),
      /** Type of the field, for the keyboard of the phone. */
      type: z.string(),
      sensitive: z.boolean(),
      choices: z.array(z.strictObject({ value: z.string(), zh: z.string(), en: z.string() })),
      most: count,
      accept: z.string(),
      showIf: showIf.nullable(),
    }),
  ),
  notice: openNotice,
  consentNeeded: z.boolean(),
  endsAt: moment.nullable(),
})
export type OpenForm = z.infer<typeof openForm>
export type OpenQuestion = OpenForm['questions'][number]
export const formCode = z.string().regex(/^[A-HJKMNP-TV-Z2-9]{10}$/)
/** 20 letters and digits that the customer's browser draws by lot: 100 bits. */
export const receiptCode = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/)
export const submitBody = z.strictObject({
  version: id,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  notice: z.strictObject({ version: id, hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  receipt: receiptCode,
  language: z.enum(['zh', 'en']),
  answers: z.record(questionId, answerText).refine((all) => Object.keys(all).length <= 100),
  items: z
    .array(z.strictObject({ item: z.enum(consentItemCodes), given: z.boolean() }))
    .max(consentItemCodes.length),
  minor: z.boolean(),
  guardian: z.strictObject({ name: words(60).min(1), relation: words(30).min(1) }).nullable(),
  /** The files that follow one another in the part `file`, in this order. */
  files: z
    .array(z.strictObject({ question: questionId, name: z.string().max(200), size: z.number().int().min(1) }))
    .max(20),
})
export type SubmitBody = z.infer<typeof submitBody>
export const submitted = z.strictObject({
  receipt: z.string(),
  at: moment,
  form: both(120),
  version: z.strictObject({ number: count, hash: z.string() }),
  notice: z.strictObject({ hash: z.string() }),
  /** Secret of the consent, by which the customer takes it back; null where no consent was kept. */
  consent: z.string().nullable(),
  /** Questions that were answered, never the answers. */
  given: z.array(z.strictObject({ question: z.string(), label: both(200) })),
  files: count,
  state: z.enum(['new', 'accepted', 'rejected']),
})
export type Submitted = z.infer<typeof submitted>
export const lookBody = z.strictObject({ receipt: receiptCode })

export const submissionStates = ['new', 'accepted', 'rejected'] as const
export const submissionsQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).default(''),
  state: z.enum(submissionStates).optional(),
  form: id.optional(),
  channel: z.enum(['web', 'counter']).optional(),
  mine: z.enum(['yes', 'no']).default('no'),
})
export const submissionRow = z.strictObject({
  id,
  form: z.strictObject({ id, name: z.string(), version: count }),
  channel: z.enum(['web', 'counter']),
  at: moment,
  responsible: person,
  operator: person.nullable(),
  state: z.enum(submissionStates),
  decidedBy: person.nullable(),
  decidedAt: moment.nullable(),
  fields: z.array(named),
  files: count,
  pending: z.boolean(),
  customerId: id.nullable(),
  fileNo: z.string().nullable(),
  /** File numbers of customers who hold the same identifier: an update to be compared, never written over. */
  same: z.array(z.strictObject({ id, fileNo: z.string() })),
  mayDecide: z.boolean(),
})
export type SubmissionRow = z.infer<typeof submissionRow>
export const submissionList = z.strictObject({ total: count, rows: z.array(submissionRow) })
export const decideSubmission = z.strictObject({ outcome: z.enum(['accepted', 'rejected']) })

export const channelQuery = z.strictObject({
  /** First and last day: `2026-11-01~2026-11-30`. */
  days: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-([012]\d|3[01])~\d{4}-(0[1-9]|1[0-2])-([012]\d|3[01])$/)
    .optional(),
  channel: z.string().max(20).optional(),
  collector: id.optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(40).default(''),
})
/** One line of the register of sources: a channel, a collector, a day. */
export const channelRow = z.strictObject({
  day: z.string(),
  channel: z.string(),
  collector: person,
  source: z.string(),
  files: count,
})
export type ChannelRow = z.infer<typeof channelRow>
export const channelList = z.strictObject({
  total: count,
  rows: z.array(channelRow),
  byChannel: z.array(z.strictObject({ channel: z.string(), files: count })),
})

export const counterBody = submitBody.extend({ signature: z.number().int().min(0) }).strict()
export type CounterBody = z.infer<typeof counterBody>
export const directDone = z.strictObject({ done: z.literal(true) })
export const directId = z.strictObject({ id })
export const formParams = z.strictObject({ id })
export const openFormParams = z.strictObject({ code: formCode })
