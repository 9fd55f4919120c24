import { z } from 'zod'

/** The authority matrix: what the holders of each role may do with each kind of data, and in which customers' files. */

const id = z.uuid()
const instant = z.string()

/** Held by everybody who works here, without being given. */
export const staffRole = 'staff'

/** Kinds of data in the matrix: those of the catalogue, and attachments, which are no catalogue field. */
export const authorityCategories = [
  { code: 'basic', zh: '基本信息', en: 'Basic' },
  { code: 'transaction', zh: '交易信息', en: 'Transactions' },
  { code: 'finance', zh: '财务信息', en: 'Finance' },
  { code: 'trade-secret', zh: '商业秘密', en: 'Trade secrets' },
  { code: 'technical', zh: '技术信息', en: 'Technical' },
  { code: 'attachment', zh: '附件', en: 'Attachments' },
] as const
const categoryCode = z.enum(authorityCategories.map((one) => one.code))
export type AuthorityCategory = z.infer<typeof categoryCode>

/** What can be done with a customer's data. */
export const authorityVerbs = ['list', 'search', 'read', 'copy', 'export', 'print', 'write'] as const
export type AuthorityVerb = (typeof authorityVerbs)[number]

/** From the narrowest to the widest; `none` = by approved application only. */
export const authorityScopes = ['none', 'own', 'department', 'all'] as const
const scope = z.enum(authorityScopes)
export type AuthorityScope = z.infer<typeof scope>

/** Most levels that a company may have. */
const levelMost = 9

const cell = z.strictObject({
  category: categoryCode,
  level: z.number().int().min(1).max(levelMost),
  verbs: z.array(z.enum(authorityVerbs)).max(authorityVerbs.length),
})
export type AuthorityCell = z.infer<typeof cell>
const roleAuthority = z.strictObject({
  role: z.string().max(40),
  scope,
  cells: z.array(cell).max(authorityCategories.length * levelMost),
})
export type RoleAuthority = z.infer<typeof roleAuthority>
const rolesOfMatrix = z.array(roleAuthority).max(40)

/** Who wants which matrix instead of version `base`; `replaces` names the waiting proposal that it takes the place of. */
export const authorityBody = z.strictObject({
  base: z.number().int().min(1),
  replaces: id.nullable().default(null),
  roles: rolesOfMatrix,
  reason: z.string().trim().min(4).max(200),
})
export type AuthorityProposalBody = z.infer<typeof authorityBody>
export const authoritySimulationBody = z.strictObject({ roles: rolesOfMatrix })
export const authorityDecisionBody = z.strictObject({
  outcome: z.enum(['confirmed', 'declined', 'withdrawn']),
})
export type AuthorityDecision = z.infer<typeof authorityDecisionBody>['outcome']

const proposalHead = {
  id,
  base: z.number(),
  hash: z.string(),
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: instant,
}
const pending = z.strictObject({
  ...proposalHead,
  roles: rolesOfMatrix,
  expiresAt: instant,
  own: z.boolean(),
  mayDecide: z.boolean(),
  /** Why it can no longer be confirmed: another version is in force, it waited too long, its proposer left the office. */
  dead: z.enum(['stale', 'over', 'proposer']).nullable(),
})
export const authorityReply = z.strictObject({
  version: z.number(),
  hash: z.string(),
  since: instant,
  roles: rolesOfMatrix,
  /** False: what stands in the database is not what was confirmed, and nothing is given until another version is. */
  intact: z.boolean(),
  proposedBy: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  reason: z.string(),
  pending: pending.nullable(),
})
export type AuthorityReply = z.infer<typeof authorityReply>

const change = z.strictObject({
  category: categoryCode,
  level: z.number(),
  verbs: z.array(z.enum(authorityVerbs)),
  /** The scope that counted before and the one that would; null = not given at all. */
  from: scope.nullable(),
  to: scope.nullable(),
})
export type AuthorityChange = z.infer<typeof change>
export const authoritySimulation = z.strictObject({
  /** People who were looked at: those who work here and can sign in. */
  people: z.number(),
  gaining: z.number(),
  losing: z.number(),
  /** The people concerned, in order of employee number; `more` of them are left out. */
  rows: z.array(
    z.strictObject({
      personId: id,
      name: z.string(),
      employeeNo: z.string(),
      department: z.string(),
      roles: z.array(z.string()),
      clearance: z.number(),
      gains: z.array(change),
      loses: z.array(change),
      /** Customers in the person's list, up to 10,000; null where that stays as it is, or was not counted. */
      listed: z.strictObject({ before: z.number(), after: z.number() }).nullable(),
    }),
  ),
  more: z.number(),
  /** Why this matrix cannot be proposed: what nobody could do any more. */
  problems: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
})
export type AuthoritySimulation = z.infer<typeof authoritySimulation>

const outcome = z.enum(['open', 'confirmed', 'declined', 'withdrawn', 'replaced', 'over'])
export const authorityHistoryReply = z.strictObject({
  rows: z.array(
    z.strictObject({
      ...proposalHead,
      outcome,
      decidedBy: z.string().nullable(),
      decidedAt: instant.nullable(),
      /** The version that came of it. */
      version: z.number().nullable(),
    }),
  ),
})
export type AuthorityHistory = z.infer<typeof authorityHistoryReply>
/** What one proposal wanted, beside the version it was laid over. */
export const authorityProposalReply = z.strictObject({ before: rolesOfMatrix, after: rolesOfMatrix })
export type AuthorityProposal = z.infer<typeof authorityProposalReply>

/** One thing that differs between two matrices. */
export interface AuthorityDifference {
  readonly role: string
  /** Absent: the role's scope. */
  readonly cell?: { readonly category: AuthorityCategory; readonly level: number }
  readonly given: readonly AuthorityVerb[]
  readonly taken: readonly AuthorityVerb[]
  readonly scope?: { readonly from: AuthorityScope; readonly to: AuthorityScope }
}

/** What is different between two matrices, role by role and cell by cell; empty when they say the same. */
export function authorityDifferences(
  before: readonly RoleAuthority[],
  after: readonly RoleAuthority[],
): AuthorityDifference[] {
  const roles = [...new Set([...before, ...after].map((one) => one.role))]
  return roles.flatMap((role) => {
    const [old, next] = [before.find((one) => one.role === role), after.find((one) => one.role === role)]
    const from = old?.scope ?? 'none'
    const to = next?.scope ?? 'none'
    const moved = from === to ? [] : [{ role, given: [], taken: [], scope: { from, to } }]
    return [...moved, ...cellDifferences(role, old?.cells ?? [], next?.cells ?? [])]
  })
}

function cellDifferences(
  role: string,
  before: readonly AuthorityCell[],
  after: readonly AuthorityCell[],
): AuthorityDifference[] {
  const key = (one: AuthorityCell): string => `${one.category} ${one.level}`
  const places = new Map([...before, ...after].map((one) => [key(one), one]))
  return [...places].flatMap(([at, { category, level }]) => {
    const verbsIn = (list: readonly AuthorityCell[]): ReadonlySet<AuthorityVerb> =>
      new Set(list.filter((one) => key(one) === at).flatMap((one) => one.verbs))
    const [old, next] = [verbsIn(before), verbsIn(after)]
    const given = authorityVerbs.filter((verb) => next.has(verb) && !old.has(verb))
    const taken = authorityVerbs.filter((verb) => old.has(verb) && !next.has(verb))
    return given.length + taken.length === 0 ? [] : [{ role, cell: { category, level }, given, taken }]
  })
}
