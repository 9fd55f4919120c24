import { z } from 'zod'
import { waitingRight, wishReason } from './wire/confirmations.ts'
import { difference } from './wire/organisation.ts'
import { signOnChoice } from './wire/sign-on.ts'

/** Shapes of the chapter people, shared by server, pages and command line. Strict: a field without a name here is refused. */

const id = z.uuid()
const day = z.iso.date()
const instant = z.string()
const personName = z.string().trim().min(1).max(40)
const employeeNo = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/)
const page = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
}
const flag = z.enum(['true', 'false'])

/** The offices a person may hold; whoever holds none is plain staff. */
export const roleCatalogue = [
  { code: 'system-admin', zh: '系统管理员', en: 'System administrator', separated: true },
  { code: 'security-admin', zh: '安全管理员', en: 'Security administrator', separated: true },
  { code: 'audit-admin', zh: '审计管理员', en: 'Audit administrator', separated: true },
  { code: 'archivist', zh: '资料管理员', en: 'Records officer', separated: false },
  { code: 'collector', zh: '资料采集员', en: 'Collector', separated: false },
  { code: 'executive', zh: '分管领导', en: 'Executive in charge', separated: false },
  { code: 'general-manager', zh: '总经理', en: 'General manager', separated: false },
  { code: 'secrecy-office', zh: '保密办', en: 'Secrecy office', separated: false },
  { code: 'legal', zh: '法务', en: 'Legal', separated: false },
] as const
export type RoleCode = (typeof roleCatalogue)[number]['code']
export const separatedRoles: readonly string[] = roleCatalogue
  .filter((role) => role.separated)
  .map((role) => role.code)
const roleCode = z.enum(roleCatalogue.map((role) => role.code) as [RoleCode, ...RoleCode[]])

export const employments = ['regular', 'part-time', 'intern', 'contractor'] as const
export type Employment = (typeof employments)[number]
/** Kinds of employment that never go without an end date: everybody who is not permanent (clause 1.2). */
export const endDateNeeded: readonly string[] = ['part-time', 'intern', 'contractor']
export const scopes = ['none', 'own', 'department', 'all'] as const
export const clearanceMax = 9

export const idParams = z.strictObject({ id })
export const done = z.strictObject({ done: z.literal(true) })
export const emptyBody = z.strictObject({})

// ── session ──
export const sessionReply = z.strictObject({
  signedIn: z.boolean(),
  setUp: z.boolean(),
  /** There is a session, but the browser's key has to sign first, or it may not be used from this address. */
  blocked: z.enum(['signature', 'address']).nullable(),
  person: z
    .strictObject({
      id,
      name: z.string(),
      employeeNo: z.string(),
      department: z.string(),
      post: z.string(),
      roles: z.array(z.string()),
      clearance: z.number(),
      scope: z.enum(scopes),
      mustChangePassword: z.boolean(),
      /** Why the password has to be changed. */
      changeReason: z.enum(['one-time', 'aged', 'alone']).nullable(),
      /** A second factor is required and there is none. */
      mustEnrol: z.boolean(),
      /** By when one is to be there; null = not required, or there is one. */
      factorDueAt: instant.nullable(),
    })
    .optional(),
  /** The same account, open at another address or in another browser, until its owner says that it is theirs. */
  elsewhere: z
    .array(
      z.strictObject({ id, address: z.string(), agent: z.string(), createdAt: instant, seenAt: instant }),
    )
    .optional(),
  company: z.strictObject({ name: z.string(), timeZone: z.string() }).optional(),
  csrf: z.string(),
  counts: z.record(z.string(), z.number()),
  may: z.record(z.string(), z.boolean()),
  /** The company's own sign-ons, for the sign-in page; empty once somebody is signed in. */
  signOn: z.array(signOnChoice).default([]),
})
export const signInBody = z.strictObject({
  name: z.string().trim().min(1).max(64),
  password: z.string().min(1).max(256),
})
export const signInReply = z.strictObject({
  /** False: only the first factor is right, and `step` says what comes next. */
  signedIn: z.boolean(),
  mustChangePassword: z.boolean(),
  mustEnrol: z.boolean(),
  step: z
    .strictObject({ ticket: z.string(), methods: z.array(z.enum(['totp', 'passkey', 'recovery'])) })
    .nullable(),
  /** The passkey that was just used is old enough to be renewed. */
  renew: id.nullable(),
})
export type SignInReply = z.infer<typeof signInReply>
export const passwordBody = z.strictObject({
  current: z.string().min(1).max(256),
  next: z.string().min(1).max(256),
})
export const ownSessionsReply = z.strictObject({
  rows: z.array(
    z.strictObject({
      id,
      current: z.boolean(),
      address: z.string(),
      agent: z.string(),
      createdAt: instant,
      seenAt: instant,
      expiresAt: instant,
      via: z.string(),
      /** Another address or browser than this one, and not yet said to be one's own. */
      elsewhere: z.boolean(),
      /** Bound by a key that cannot be copied out of the browser. */
      keyed: z.boolean(),
    }),
  ),
})
export type OwnSessions = z.infer<typeof ownSessionsReply>
/** Without an id every session but the present one is ended. */
export const endSessionsBody = z.strictObject({ id: id.optional() })
/** Why an administrator ends somebody's sessions; a code, as it stands in the ledger. */
export const endReasons = ['device-lost', 'suspected', 'left-open', 'rights-changed', 'other'] as const
export const endOthersBody = z.strictObject({ reason: z.enum(endReasons) })
export const endSessionsReply = z.strictObject({ ended: z.number() })
/** Whoever gets this answer has a session that holds at this moment. */
export const hereReply = z.strictObject({ here: z.literal(true) })

// ── set-up ──
export const setUpState = z.strictObject({
  setUp: z.boolean(),
  presets: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
})
export type SetUpState = z.infer<typeof setUpState>
const administrator = z.strictObject({ employeeNo, name: personName })
export const setUpBody = z.strictObject({
  secret: z.string().trim().min(1).max(64),
  companyName: z.string().trim().min(2).max(80),
  preset: z.string().min(1).max(40),
  systemAdmin: administrator,
  securityAdmin: administrator,
  auditAdmin: administrator,
  /** A small company lets one person be system and security administrator; both are then the same person above. */
  combined: z.boolean().default(false),
})
export type SetUp = z.input<typeof setUpBody>
const newAccount = z.strictObject({
  personId: id,
  accountId: id,
  name: z.string(),
  employeeNo: z.string(),
  signInName: z.string(),
  /** Shown this once; valid for one sign-in, after which the person chooses their own. */
  oneTimePassword: z.string(),
})
export type NewAccount = z.infer<typeof newAccount>
export const setUpReply = z.strictObject({
  administrators: z.array(newAccount.extend({ role: roleCode, also: z.array(roleCode).optional() }).strict()),
})
export type SetUpReply = z.infer<typeof setUpReply>

// ── departments ──
const department = z.strictObject({
  id,
  parentId: id.nullable(),
  name: z.string(),
  code: z.string().nullable(),
  managerId: id.nullable(),
  managerName: z.string().nullable(),
  sort: z.number(),
  closed: z.boolean(),
  /** A legal entity of its own, whose files others of the group do not see. */
  subsidiary: z.boolean(),
  /** The nearest subsidiary at or above; null = the parent company. */
  entityId: id.nullable(),
  actingName: z.string().nullable(),
  /** People whose own department this is. */
  people: z.number(),
})
export type Department = z.infer<typeof department>
export const departmentsReply = z.strictObject({ rows: z.array(department) })
const departmentFields = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^/／>＞\\]+$/),
  parentId: id.nullable().default(null),
  code: z.string().trim().min(1).max(32).nullable().default(null),
  managerId: id.nullable().default(null),
  sort: z.number().int().min(0).max(9999).default(0),
}
export const departmentBody = z.strictObject(departmentFields)
export const departmentChange = z.strictObject({ ...departmentFields, closed: z.boolean().default(false) })
export const idReply = z.strictObject({ id })

// ── people ──
export const personSorts = ['name', 'employeeNo', 'department', 'endsOn', 'clearance'] as const
export const peopleQuery = z.strictObject({
  ...page,
  q: z.string().trim().max(60).default(''),
  sort: z
    .string()
    .regex(/^-?[A-Za-z]*$/)
    .max(40)
    .default(''),
  department: id.optional(),
  /** Also the departments below. */
  below: flag.default('true'),
  employment: z.string().max(80).optional(),
  state: z.enum(['here', 'ending', 'ended', 'all']).default('here'),
  role: roleCode.optional(),
  account: z.enum(['with', 'without']).optional(),
})
export type PeopleQuery = z.infer<typeof peopleQuery>
const personRow = z.strictObject({
  id,
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
  post: z.string(),
  /** What follows is sent to the three administrators only. */
  departmentId: id.nullable().optional(),
  managerId: id.nullable().optional(),
  managerName: z.string().nullable().optional(),
  employment: z.enum(employments).optional(),
  startsOn: day.nullable().optional(),
  endsOn: day.nullable().optional(),
  state: z.enum(['here', 'ending', 'ended']).optional(),
  /** The employment was ended; an end date that has passed is not enough. */
  left: z.boolean().optional(),
  groupLevel: z.boolean().optional(),
  clearance: z.number().optional(),
  scope: z.enum(scopes).optional(),
  roles: z.array(z.string()).optional(),
  email: z.string().nullable().optional(),
  account: z.enum(['none', 'open', 'disabled']).optional(),
  version: z.number().optional(),
})
export type PersonRow = z.infer<typeof personRow>
export const peopleReply = z.strictObject({ total: z.number(), rows: z.array(personRow) })
const personFields = {
  employeeNo,
  name: personName,
  departmentId: id.nullable().default(null),
  managerId: id.nullable().default(null),
  post: z.string().trim().max(60).default(''),
  employment: z.enum(employments),
  startsOn: day.nullable().default(null),
  endsOn: day.nullable().default(null),
  email: z.email().max(120).nullable().default(null),
}
export const personBody = z.strictObject(personFields)
export type PersonBody = z.infer<typeof personBody>
export const personChange = z.strictObject({ ...personFields, version: z.number().int() })

// ── roles and clearance ──
export const roleBody = z.strictObject({ role: roleCode, reason: wishReason })
export const roleParams = z.strictObject({ id, role: roleCode })
export const clearanceBody = z.strictObject({
  clearance: z.number().int().min(0).max(clearanceMax),
  scope: z.enum(scopes),
  reason: wishReason,
})
const holding = z.strictObject({
  personId: id,
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
  role: z.string(),
  givenAt: instant,
  givenBy: z.string().nullable(),
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  active: z.boolean(),
})
export type Holding = z.infer<typeof holding>
export const rolesReply = z.strictObject({
  holdings: z.array(holding),
  waiting: z.array(waitingRight),
  /** Clearances that an import asked for and nobody has given yet. */
  wanted: z.array(
    z.strictObject({
      personId: id,
      name: z.string(),
      employeeNo: z.string(),
      clearance: z.number(),
      wanted: z.number(),
      scope: z.enum(scopes),
    }),
  ),
})
export type RolesReply = z.infer<typeof rolesReply>
export const personRolesReply = z.strictObject({ rows: z.array(holding) })

// ── accounts ──
export const accountsQuery = z.strictObject({
  ...page,
  q: z.string().trim().max(60).default(''),
  sort: z
    .string()
    .regex(/^-?[A-Za-z]*$/)
    .max(40)
    .default(''),
  state: z.enum(['open', 'first', 'locked', 'disabled', 'all']).default('all'),
})
export type AccountsQuery = z.infer<typeof accountsQuery>
const accountRow = z.strictObject({
  id,
  personId: id,
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
  signInName: z.string(),
  state: z.enum(['open', 'first', 'locked', 'disabled']),
  passwordSetAt: instant,
  lastSignInAt: instant.nullable(),
  sessions: z.number(),
  roles: z.array(z.string()),
})
export type AccountRow = z.infer<typeof accountRow>
export const accountsReply = z.strictObject({ total: z.number(), rows: z.array(accountRow) })
export const accountsBody = z.strictObject({
  people: z
    .array(
      z.strictObject({
        personId: id,
        signInName: z
          .string()
          .trim()
          .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/)
          .optional(),
      }),
    )
    .min(1)
    .max(200),
})
export const accountsMade = z.strictObject({ accounts: z.array(newAccount) })
export type AccountsMade = z.infer<typeof accountsMade>
export const resetReply = newAccount

// ── import ──
export const importBody = z.strictObject({
  dryRun: z.boolean().default(true),
  /** The file names everybody who works here; who is missing is proposed as a leaver. */
  complete: z.boolean().default(false),
  /** What becomes of the rights that hung on a mover's old post. */
  movers: z.enum(['end', 'keep']).default('end'),
  /** Of the preview that is confirmed; needed unless this is a dry run. */
  digest: z.string().max(64).optional(),
  /** Keys of the differences that are left alone. */
  without: z.array(z.string().max(800)).max(20_000).default([]),
})
const rowProblem = z.strictObject({
  row: z.number(),
  column: z.string(),
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  zh: z.string(),
  en: z.string(),
})
export type RowProblem = z.infer<typeof rowProblem>
export const importReply = z.strictObject({
  applied: z.boolean(),
  rows: z.number(),
  created: z.number(),
  changed: z.number(),
  /** Of the changed: into another department or post. */
  moved: z.number(),
  /** Not named by a file that claims to name everybody. */
  missing: z.number(),
  unchanged: z.number(),
  departmentsCreated: z.array(z.string()),
  unknownColumns: z.array(z.string()),
  problems: z.array(rowProblem),
  problemCount: z.number(),
  /** Clearances above the lowest are not given by a file: the security administrator is to give them. */
  clearanceWanted: z.array(
    z.strictObject({ employeeNo: z.string(), name: z.string(), clearance: z.number() }),
  ),
  differences: z.array(difference),
  digest: z.string(),
})
export type ImportReply = z.infer<typeof importReply>

export * from './wire/appointments.ts'
export * from './wire/calendar.ts'
export * from './wire/exit.ts'
export * from './wire/issued.ts'
export * from './wire/organisation.ts'
export * from './wire/sign-on.ts'
export * from './wire/factors.ts'
export * from './wire/review.ts'
export * from './wire/confirmations.ts'
export * from './wire/authority.ts'
export * from './wire/service.ts'
