import { z } from 'zod'
import { waits } from './confirmations.ts'

/** Shapes of organisation: differences, posts, acting heads, leaving and moving. */

const id = z.uuid()
const day = z.iso.date()
const instant = z.string()

// ── differences between a source and what is known ──
export const differenceFields = [
  'name',
  'department',
  'post',
  'employment',
  'startsOn',
  'endsOn',
  'manager',
  'email',
  'head',
] as const
const differenceField = z.strictObject({
  field: z.enum(differenceFields),
  /** Departments as `a/b`, people as employee numbers; null = nothing. */
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export const difference = z.strictObject({
  /** Names the difference in this preview: kind and employee number or path. */
  key: z.string(),
  kind: z.enum(['department', 'joiner', 'mover', 'change', 'leaver']),
  /** Of a person; the path of a department. */
  employeeNo: z.string(),
  name: z.string(),
  /** Null for who is not known yet, and for departments. */
  personId: id.nullable(),
  /** Of the person's entry when compared. */
  version: z.number().nullable(),
  fields: z.array(differenceField),
  /** Code of a mistake that keeps this one from being applied. */
  problem: z.string().nullable(),
})
export type Difference = z.infer<typeof difference>
export type DifferenceField = Difference['fields'][number]
export const differencesApplied = z.strictObject({
  departments: z.number(),
  joiners: z.number(),
  movers: z.number(),
  changes: z.number(),
  /** Leavers are only put on the list of the system administrator. */
  proposed: z.number(),
})
export type DifferencesApplied = z.infer<typeof differencesApplied>

// ── posts ──
const postName = z.string().trim().min(1).max(60)
const post = z.strictObject({
  id,
  name: z.string(),
  sort: z.number(),
  closed: z.boolean(),
  /** People who hold it, and who hold it beside another. */
  people: z.number(),
  concurrent: z.number(),
})
export type Post = z.infer<typeof post>
export const postsReply = z.strictObject({ rows: z.array(post) })
export const postBody = z.strictObject({ name: postName, sort: z.number().int().min(0).max(9999).default(0) })
export const postChange = z.strictObject({
  name: postName,
  sort: z.number().int().min(0).max(9999).default(0),
  closed: z.boolean().default(false),
})

// ── concurrent posts ──
const concurrentPost = z.strictObject({
  id,
  personId: id,
  name: z.string(),
  departmentId: id,
  department: z.string(),
  post: z.string(),
  inScope: z.boolean(),
  /** It is to count for the scope of work, and waits for the security administrator. */
  scopeWaits: z.boolean(),
  startsOn: day,
  endsOn: day.nullable(),
  running: z.boolean(),
})
export type ConcurrentPost = z.infer<typeof concurrentPost>
export const concurrentReply = z.strictObject({ rows: z.array(concurrentPost) })
export const concurrentBody = z.strictObject({
  departmentId: id,
  post: postName,
  inScope: z.boolean().default(false),
  startsOn: day,
  endsOn: day.nullable().default(null),
})
export type ConcurrentBody = z.infer<typeof concurrentBody>
export const concurrentMade = z.strictObject({ id, waits: z.boolean() })
export const partParams = z.strictObject({ id, part: id })

// ── acting heads ──
const actingHead = z.strictObject({
  id,
  departmentId: id,
  department: z.string(),
  personId: id,
  name: z.string(),
  from: instant,
  until: instant,
  state: z.enum(['coming', 'running', 'over']),
})
export type ActingHead = z.infer<typeof actingHead>
export const actingReply = z.strictObject({ rows: z.array(actingHead) })
/** Both days are worked through: from the beginning of the first to the end of the last. */
export const actingBody = z.strictObject({ personId: id, fromDay: day, untilDay: day })
export type ActingBody = z.infer<typeof actingBody>

// ── what somebody holds, and what becomes of it ──
const both = z.strictObject({ zh: z.string(), en: z.string() })
const heldThing = z.strictObject({ id: z.string(), title: both, since: instant.optional() })
export type HeldThing = z.infer<typeof heldThing>
const heldGroup = z.strictObject({
  code: z.string(),
  title: both,
  count: z.number(),
  /** The first fifty. */
  things: z.array(heldThing),
  mayHandOver: z.boolean(),
  mayEnd: z.boolean(),
  /** It may be left missing, and then stands open until somebody settles it. */
  mayOpen: z.boolean(),
  /** What becomes of it when somebody leaves and nothing else is said. */
  onLeave: z.enum(['hand-over', 'open']),
  /** What becomes of it when somebody changes post and nothing else is said. */
  onMove: z.enum(['hand-over', 'end', 'keep', 'open', 'none']),
  /** Asked of movers only; a leaver loses it with the account. */
  movesOnly: z.boolean(),
})
export type HeldGroup = z.infer<typeof heldGroup>
export const heldReply = z.strictObject({
  person: z.strictObject({
    id,
    name: z.string(),
    employeeNo: z.string(),
    department: z.string(),
    post: z.string(),
    departmentId: id.nullable(),
    managerId: id.nullable(),
    managerName: z.string().nullable(),
    left: z.boolean(),
    version: z.number(),
  }),
  /** Who receives unless somebody else is named: the manager, or the head. */
  receiver: z.strictObject({ id, name: z.string(), employeeNo: z.string() }).nullable(),
  groups: z.array(heldGroup),
})
export type HeldReply = z.infer<typeof heldReply>
/** What becomes of one kind of thing. */
export const choice = z.union([
  z.strictObject({ to: id }),
  z.strictObject({ do: z.enum(['end', 'keep', 'open']) }),
])
export type Choice = z.infer<typeof choice>
export const choices = z.record(z.string().max(60), choice)
export type Choices = z.infer<typeof choices>

export const leaveReasons = ['left', 'contract-over', 'mistaken-entry'] as const
/** What is not chosen goes to the receiver where it can be handed over, and ends where it cannot. */
export const leaveBody = z.strictObject({
  reason: z.enum(leaveReasons).default('left'),
  receiverId: id.nullable().default(null),
  witnessId: id.nullable().default(null),
  choices: choices.default({}),
  /** How long the person stays bound to secrecy; null = as the company has it. */
  secrecy: z
    .union([
      z.strictObject({ months: z.int().min(1).max(120) }),
      z.strictObject({ untilPublic: z.literal(true) }),
    ])
    .nullable()
    .default(null),
})
export type LeaveBody = z.infer<typeof leaveBody>
export const moveBody = z.strictObject({
  departmentId: id.nullable(),
  post: z.string().trim().max(60),
  managerId: id.nullable(),
  version: z.number().int(),
  receiverId: id.nullable().default(null),
  witnessId: id.nullable().default(null),
  choices: choices.default({}),
})
export type MoveBody = z.infer<typeof moveBody>
const outcome = z.strictObject({
  code: z.string(),
  title: both,
  did: z.enum(['handed-over', 'ended', 'kept', 'left-open']),
  count: z.number(),
  to: id.nullable(),
  things: z.array(both),
})
export type Outcome = z.infer<typeof outcome>
export const handedOver = z.strictObject({ done: z.literal(true), handover: id, number: z.string() })
export type HandedOver = z.infer<typeof handedOver>
/** One of the three administrators goes when a second one has confirmed it. */
export const handedOverOrWaits = z.union([handedOver, waits])
const handover = z.strictObject({
  id,
  number: z.string(),
  kind: z.enum(['leave', 'move']),
  personId: id,
  name: z.string(),
  employeeNo: z.string(),
  receiver: z.string().nullable(),
  witness: z.string().nullable(),
  madeBy: z.string().nullable(),
  madeAt: instant,
  /** When the signed copy was filed; null = waits for it. */
  filedAt: instant.nullable(),
  /** Things handed over, ended, kept, and left without anybody. */
  counts: z.strictObject({
    handedOver: z.number(),
    ended: z.number(),
    kept: z.number(),
    leftOpen: z.number(),
  }),
})
export type HandoverRow = z.infer<typeof handover>
export const handoversQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  person: id.optional(),
  kind: z.enum(['leave', 'move']).optional(),
  /** Whether the signed copy has been filed. */
  filed: z.enum(['waiting', 'filed']).optional(),
  sort: z.string().max(40).default(''),
})
export type HandoversQuery = z.infer<typeof handoversQuery>
export const handoversReply = z.strictObject({ total: z.number(), rows: z.array(handover) })
export const printQuery = z.strictObject({ language: z.enum(['zh', 'en']).default('zh') })

// ── proposals to leave ──
const proposal = z.strictObject({
  personId: id,
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
  source: z.string(),
  proposedAt: instant,
})
export type Proposal = z.infer<typeof proposal>
export const proposalsReply = z.strictObject({ rows: z.array(proposal) })

// ── group level, newcomers, administrators ──
export const subsidiaryBody = z.strictObject({ subsidiary: z.boolean() })
export const groupLevelBody = z.strictObject({ groupLevel: z.boolean() })
export const organisationState = z.strictObject({
  combined: z.boolean(),
  /** Somebody asked for two offices to be combined; another administrator has to agree. */
  combineAsked: z.strictObject({ by: z.string(), at: instant, own: z.boolean() }).nullable(),
  /** Whoever holds both offices now. */
  holders: z.array(z.strictObject({ id, name: z.string(), employeeNo: z.string() })),
  /** What is asked of newcomers before they touch customer data. */
  joinerChecks: z.array(z.strictObject({ code: z.string(), title: both })),
  subsidiaries: z.number(),
})
export type OrganisationState = z.infer<typeof organisationState>
export const combineBody = z.strictObject({ combined: z.boolean() })
export const combineReply = z.strictObject({ state: z.enum(['asked', 'combined', 'separate']) })

// ── the yearly notice ──
export const noticeBody = z.strictObject({ text: z.string().trim().min(1).max(20_000) })
export const noticeReply = z.strictObject({
  year: z.number(),
  days: z.array(z.strictObject({ day, working: z.boolean(), note: z.string() })),
  warnings: z.array(both),
})
export type NoticeReply = z.infer<typeof noticeReply>
