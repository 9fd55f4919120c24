import { z } from 'zod'
import { difference } from './organisation.ts'

/** Shapes of company sign-on: providers, links, proposals of organisation changes, SCIM tokens. */

const id = z.uuid()
const instant = z.string()
const plain = (max: number) => z.string().trim().min(1).max(max)
const webAddress = z.string().trim().max(300)

export const providerKinds = ['oidc', 'ldap', 'wecom', 'dingtalk', 'feishu'] as const
export type ProviderKind = (typeof providerKinds)[number]
/** How somebody is known by what the other system says: only by a link they made themselves, or by number or e-mail. */
export const linkings = ['self', 'employee-no', 'email'] as const
export type Linking = (typeof linkings)[number]

/** The hosts named here may lie in the company's own network. */
const intranet = z.boolean().default(false)
const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9;_-]{0,63}$/)
const claim = z.string().regex(/^[A-Za-z0-9_.:/-]{1,100}$/)
const dn = z.string().trim().max(500)

/** OpenID Connect: any provider with a discovery document. */
export const oidcConfig = z.strictObject({
  kind: z.literal('oidc'),
  issuer: webAddress,
  clientId: plain(200),
  scopes: z
    .string()
    .trim()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/)
    .max(200)
    .default('openid profile email'),
  employeeNoClaim: claim.default('employee_no'),
  intranet,
})
/** A directory: OpenLDAP, Active Directory. `{name}` in the filter stands for what the person typed, escaped. */
export const ldapConfig = z.strictObject({
  kind: z.literal('ldap'),
  url: z
    .string()
    .trim()
    .regex(/^ldaps?:\/\/[^\s/?#@]+\/?$/)
    .max(300),
  startTls: z.boolean().default(false),
  /** The company's certificate authority, PEM; empty = those known to the system. */
  ca: z.string().max(20_000).default(''),
  bindDn: dn.min(1),
  baseDn: dn.min(1),
  userFilter: z
    .string()
    .trim()
    .regex(/^\(.*\{name\}.*\)$/s)
    .max(500)
    .default('(&(objectClass=person)(uid={name}))'),
  personFilter: z
    .string()
    .trim()
    .regex(/^\(.*\)$/s)
    .max(500)
    .default('(objectClass=inetOrgPerson)'),
  idAttribute: attribute.default('entryUUID'),
  employeeNoAttribute: attribute.default('employeeNumber'),
  nameAttribute: attribute.default('cn'),
  emailAttribute: attribute.default('mail'),
  postAttribute: attribute.default('title'),
  intranet,
})
export const wecomConfig = z.strictObject({
  kind: z.literal('wecom'),
  corpId: plain(100),
  agentId: plain(40),
  apiBase: webAddress.default('https://qyapi.weixin.qq.com'),
  loginBase: webAddress.default('https://login.work.weixin.qq.com'),
  intranet,
})
export const dingtalkConfig = z.strictObject({
  kind: z.literal('dingtalk'),
  clientId: plain(100),
  apiBase: webAddress.default('https://api.dingtalk.com'),
  oapiBase: webAddress.default('https://oapi.dingtalk.com'),
  loginBase: webAddress.default('https://login.dingtalk.com'),
  intranet,
})
export const feishuConfig = z.strictObject({
  kind: z.literal('feishu'),
  appId: plain(100),
  apiBase: webAddress.default('https://open.feishu.cn'),
  loginBase: webAddress.default('https://accounts.feishu.cn'),
  intranet,
})
export const providerConfig = z.discriminatedUnion('kind', [
  oidcConfig,
  ldapConfig,
  wecomConfig,
  dingtalkConfig,
  feishuConfig,
])
export type OidcConfig = z.infer<typeof oidcConfig>
export type LdapConfig = z.infer<typeof ldapConfig>
export type WecomConfig = z.infer<typeof wecomConfig>
export type DingtalkConfig = z.infer<typeof dingtalkConfig>
export type FeishuConfig = z.infer<typeof feishuConfig>
export type ProviderConfig = z.infer<typeof providerConfig>

// ── providers, for the system administrator ──
export const providerBody = z.strictObject({
  name: plain(40),
  linking: z.enum(linkings).default('self'),
  /** Whether somebody who is in the personnel list and has no account gets one at their first sign-in. */
  createsAccounts: z.boolean().default(false),
  /** Whether departments and people are compared with the other system every night. */
  sync: z.boolean().default(false),
  /** Where people reach this program, e.g. https://mifeng.example.cn; the other system sends them back there. */
  origin: z
    .string()
    .trim()
    .regex(/^https?:\/\/[^\s/?#@]+$/)
    .max(200),
  config: providerConfig,
  /** Client secret or password of the directory account; absent = as it was. It is never shown again. */
  secret: z.string().min(1).max(500).optional(),
})
export type ProviderBody = z.infer<typeof providerBody>
export const providerChange = z.strictObject({ ...providerBody.shape, version: z.number().int() })
export const providerRow = z.strictObject({
  id,
  name: z.string(),
  linking: z.enum(linkings),
  createsAccounts: z.boolean(),
  sync: z.boolean(),
  enabled: z.boolean(),
  /** Put forward to be switched on; the security administrator has to confirm it. */
  waits: z.boolean(),
  origin: z.string(),
  /** What has to be entered at the other system as the address to come back to. */
  returnAddress: z.string(),
  config: providerConfig,
  hasSecret: z.boolean(),
  links: z.number(),
  testedAt: instant.nullable(),
  version: z.number(),
})
export type ProviderRow = z.infer<typeof providerRow>
export const providersReply = z.strictObject({ rows: z.array(providerRow) })
export const providerChanged = z.strictObject({ id, linksEnded: z.number() })
export const providerState = z.strictObject({ enabled: z.boolean() })

// ── signing on ──
/** What the sign-in page shows of a provider that is switched on. */
export const signOnChoice = z.strictObject({
  id,
  kind: z.enum(providerKinds),
  name: z.string(),
  way: z.enum(['redirect', 'password']),
})
export type SignOnChoice = z.infer<typeof signOnChoice>
export const signOnBeginBody = z.strictObject({ provider: id })
export const signOnBeginReply = z.strictObject({ address: z.string() })
export const signOnFinishBody = z.strictObject({ provider: id, query: z.string().min(1).max(8_000) })
export const directoryBody = z.strictObject({
  provider: id,
  name: z.string().trim().min(1).max(64),
  password: z.string().min(1).max(256),
})
export const signOnReply = z.strictObject({
  outcome: z.enum(['signed-in', 'factor', 'linked']),
  mustChangePassword: z.boolean().optional(),
  /** The first half of a sign-in that still needs a second factor; goes to POST /session/factor. */
  ticket: z.string().optional(),
  methods: z.array(z.enum(['totp', 'passkey', 'recovery'])).optional(),
})
export type SignOnReply = z.infer<typeof signOnReply>

// ── the own links ──
export const signOnLinkBody = z.strictObject({
  provider: id,
  name: z.string().trim().max(64).optional(),
  password: z.string().max(256).optional(),
})
export const signOnLinkReply = z.strictObject({ linked: z.boolean(), address: z.string().optional() })
export const ownLink = z.strictObject({
  provider: signOnChoice,
  /** Absent while there is no link. */
  id: id.optional(),
  madeAt: instant.optional(),
  usedAt: instant.nullable().optional(),
  madeBy: z.enum(['owner', 'claim', 'created']).optional(),
})
export type OwnLink = z.infer<typeof ownLink>
export const ownLinksReply = z.strictObject({ rows: z.array(ownLink) })

// ── organisation ──
const skippedPerson = z.strictObject({
  name: z.string(),
  /** No employee number over there, one that cannot be one, one that somebody else has too, or no name. */
  why: z.enum(['no-number', 'bad-number', 'twice']),
})
export const organisationProposal = z.strictObject({
  id,
  providerId: id,
  providerName: z.string(),
  madeAt: instant,
  /** People over there, and those of them who are not compared. */
  people: z.number(),
  skipped: z.array(skippedPerson),
  differences: z.array(difference),
  /** So many would leave that something may be wrong over there. */
  suspicious: z.boolean(),
})
export type OrganisationProposal = z.infer<typeof organisationProposal>
export const organisationProposalsReply = z.strictObject({
  sources: z.array(z.strictObject({ id, name: z.string(), kind: z.enum(providerKinds), sync: z.boolean() })),
  rows: z.array(organisationProposal),
  /** The directory calls them active; their accounts were disabled here by hand and stay so. */
  keptDisabled: z.array(
    z.strictObject({
      personId: id,
      name: z.string(),
      employeeNo: z.string(),
      disabledAt: instant,
      calledAt: instant,
    }),
  ),
})
export type OrganisationProposals = z.infer<typeof organisationProposalsReply>
export const proposeBody = z.strictObject({ provider: id })
export const applyProposalBody = z.strictObject({
  /** Keys of the differences that are left alone; those with a problem always are. */
  without: z.array(z.string().max(800)).max(60_000).default([]),
  movers: z.enum(['end', 'keep']).default('end'),
})
export type ApplyProposal = z.infer<typeof applyProposalBody>

// ── SCIM tokens ──
export const scimTokenBody = z.strictObject({ name: plain(40), days: z.number().int().min(1).max(366) })
export const scimTokenMade = z.strictObject({ id, token: z.string(), expiresAt: instant })
export type ScimTokenMade = z.infer<typeof scimTokenMade>
export const scimTokenRow = z.strictObject({
  id,
  name: z.string(),
  createdAt: instant,
  expiresAt: instant,
  usedAt: instant.nullable(),
  state: z.enum(['open', 'expired', 'revoked']),
})
export type ScimTokenRow = z.infer<typeof scimTokenRow>
export const scimTokensReply = z.strictObject({ rows: z.array(scimTokenRow) })
