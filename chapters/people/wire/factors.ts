import { z } from 'zod'

/** Shapes of the second factor, of passkeys and of the rules of sign-in. */

const id = z.uuid()
const instant = z.string()
const base64url = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(most)
const ticket = base64url(128)

// ── passkeys, as the browser's WebAuthn interface has them ──
/** A signature by a passkey, without what the server does not need. */
export const passkeyAnswer = z.strictObject({
  challengeId: id,
  id: base64url(2048),
  clientDataJSON: base64url(4096),
  authenticatorData: base64url(4096),
  signature: base64url(4096),
})
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>
/** A new passkey. */
export const passkeyMade = z.strictObject({
  challengeId: id,
  id: base64url(2048),
  clientDataJSON: base64url(4096),
  attestationObject: base64url(65_536),
  transports: z
    .array(z.string().regex(/^[a-z-]{1,20}$/))
    .max(10)
    .default([]),
})
export type PasskeyMade = z.infer<typeof passkeyMade>
/** What the browser is asked for: `navigator.credentials.get`. */
export const passkeyAsked = z.strictObject({
  challengeId: id,
  challenge: z.string(),
  rpId: z.string(),
  allow: z.array(z.strictObject({ id: z.string(), transports: z.array(z.string()) })),
})
export type PasskeyAsked = z.infer<typeof passkeyAsked>
/** What the browser is asked for: `navigator.credentials.create`. */
export const passkeyWanted = z.strictObject({
  challengeId: id,
  challenge: z.string(),
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  algorithms: z.array(z.number()),
  exclude: z.array(z.strictObject({ id: z.string(), transports: z.array(z.string()) })),
})
export type PasskeyWanted = z.infer<typeof passkeyWanted>

// ── the second step of a sign-in, and proving oneself anew ──
export const factorMethods = ['totp', 'passkey', 'recovery'] as const
export type FactorMethod = (typeof factorMethods)[number]
const code = z.string().trim().min(4).max(40)
const proofs = [
  z.strictObject({ method: z.literal('totp'), code }),
  z.strictObject({ method: z.literal('recovery'), code }),
  z.strictObject({ method: z.literal('passkey'), answer: passkeyAnswer }),
] as const
export const factorProof = z.discriminatedUnion('method', [...proofs])
export type FactorProof = z.infer<typeof factorProof>
export const ticketBody = z.strictObject({ ticket })
export const stepState = z.strictObject({
  methods: z.array(z.enum(factorMethods)),
  /** Days for which this browser may be remembered; 0 = not offered. */
  rememberDays: z.number(),
  until: instant,
})
export type StepState = z.infer<typeof stepState>
export const stepBody = z.strictObject({ ticket, proof: factorProof, remember: z.boolean().default(false) })
export const proofBody = z.strictObject({
  proof: z.discriminatedUnion('method', [
    ...proofs,
    z.strictObject({ method: z.literal('password'), password: z.string().min(1).max(256) }),
  ]),
})
export type Proof = z.infer<typeof proofBody>['proof']
export const proofState = z.strictObject({
  methods: z.array(z.enum(['password', ...factorMethods])),
  provenAt: instant.nullable(),
  minutes: z.number(),
})
export type ProofState = z.infer<typeof proofState>

// ── the key of the browser ──
export const deviceAsked = z.strictObject({
  challengeId: id,
  challenge: z.string(),
  /** The session has a key already. */
  bound: z.boolean(),
  /** It has none, and may still be given one. */
  mayBind: z.boolean(),
})
export type DeviceAsked = z.infer<typeof deviceAsked>
export const deviceSigned = z.strictObject({
  challengeId: id,
  /** ECDSA P-256 with SHA-256 over `mifeng device 1 CHALLENGE`, 64 bytes. */
  signature: base64url(128),
  /** SPKI; with the first signature of a session. */
  publicKey: base64url(512).optional(),
})

// ── one's own factors ──
export const factorsReply = z.strictObject({
  required: z.boolean(),
  dueAt: instant.nullable(),
  factors: z.array(
    z.strictObject({
      id,
      kind: z.enum(['totp', 'passkey']),
      name: z.string(),
      createdAt: instant,
      usedAt: instant.nullable(),
      /** A passkey whose key is due to be renewed. */
      due: z.boolean(),
    }),
  ),
  recoveryLeft: z.number(),
  devices: z.array(
    z.strictObject({
      id,
      agent: z.string(),
      address: z.string(),
      createdAt: instant,
      usedAt: instant,
      expiresAt: instant,
      current: z.boolean(),
    }),
  ),
})
export type OwnFactors = z.infer<typeof factorsReply>
const factorName = z.string().trim().max(40).default('')
export const totpWish = z.strictObject({ name: factorName })
/** Shown this once. */
export const totpMade = z.strictObject({ id, secret: z.string(), uri: z.string() })
export type TotpMade = z.infer<typeof totpMade>
export const totpConfirm = z.strictObject({ code })
/** The recovery codes that come with the first factor; empty when there are some already. */
export const factorAdded = z.strictObject({ id, recoveryCodes: z.array(z.string()) })
export type FactorAdded = z.infer<typeof factorAdded>
export const passkeyWish = z.strictObject({ replacing: id.optional() })
export const passkeyBody = z.strictObject({ made: passkeyMade, name: factorName, replacing: id.optional() })
export const renameBody = z.strictObject({ name: z.string().trim().min(1).max(40) })
export const recoveryReply = z.strictObject({ recoveryCodes: z.array(z.string()) })
/** One code with which the person gets in once, to enrol anew. */
export const factorResetReply = z.strictObject({ code: z.string(), name: z.string(), employeeNo: z.string() })
export type FactorReset = z.infer<typeof factorResetReply>

// ── strength of a password being chosen ──
export const strengthBody = z.strictObject({
  candidate: z.string().max(256),
  current: z.string().max(256).optional(),
})
export const strengthReply = z.strictObject({
  score: z.number().int().min(0).max(4),
  enough: z.boolean(),
  least: z.number(),
  length: z.number(),
  /** Codes of what is weak and of what would help; the page has the words. */
  weakness: z.string().nullable(),
  advice: z.array(z.string()),
})
export type Strength = z.infer<typeof strengthReply>

// ── rules of sign-in ──
export const profiles = ['nist', 'djcp'] as const
export type Profile = (typeof profiles)[number]
/** Acts before which the rules may ask anew who sits there. */
export const stepUpVerbs = [
  'export',
  'print',
  'give-role',
  'set-clearance',
  'combine-offices',
  'sign-in-rules',
  'confirm-sign-in-rules',
  'reset-factor',
  'make-token',
  'service-rights',
  'edit-authority',
  'confirm-authority',
] as const
/** What decides who gets in asks anew whatever the rules say. */
export const stepUpAlways: readonly (typeof stepUpVerbs)[number][] = [
  'sign-in-rules',
  'confirm-sign-in-rules',
  'reset-factor',
]
/** What holds for the holders of one role; `staff` means everybody. Limits can only be shorter than the program's own. */
export const roleRule = z.strictObject({
  role: z.string().regex(/^[a-z-]{1,40}$/),
  /** Networks from which they sign in and work, e.g. `10.1.0.0/16`, `2001:db8::/32`; empty = from anywhere. */
  networks: z.array(z.string().trim().max(60)).max(100),
  idleMinutes: z.number().int().min(1).max(1440).nullable(),
  absoluteHours: z.number().int().min(1).max(24).nullable(),
})
export type RoleRule = z.infer<typeof roleRule>
const rules = {
  profile: z.enum(profiles),
  classRule: z.boolean(),
  ageDays: z.union([z.literal(90), z.literal(180)]),
  factorRoles: z.array(z.string().regex(/^[a-z-]{1,40}$/)).max(40),
  graceDays: z.number().int().min(0).max(30),
  stepUpMinutes: z.number().int().min(1).max(60),
  rememberDays: z.number().int().min(0).max(30),
  passkeyDays: z.number().int().min(30).max(365),
  stepUpActs: z.array(z.enum(stepUpVerbs)).max(stepUpVerbs.length),
  byRole: z.array(roleRule).max(40),
}
const signInRules = z.strictObject(rules)
export type SignInRules = z.infer<typeof signInRules>
export const rulesBody = z.strictObject({ rules: signInRules, reason: z.string().trim().min(4).max(200) })
export const decisionBody = z.strictObject({ outcome: z.enum(['confirmed', 'declined']) })
const deviation = z.strictObject({ standard: z.string(), zh: z.string(), en: z.string() })
export const rulesReply = z.strictObject({
  rules: signInRules,
  since: instant.nullable(),
  proposedBy: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  reason: z.string(),
  /** From which standard the rules in force differ, and how. */
  deviations: z.array(deviation),
  pending: z
    .strictObject({
      id,
      rules: signInRules,
      reason: z.string(),
      proposedBy: z.string(),
      proposedAt: instant,
      deviations: z.array(deviation),
      /** The caller is one of the other two administrators and may decide. */
      mayDecide: z.boolean(),
    })
    .nullable(),
  people: z.strictObject({ required: z.number(), enrolled: z.number(), passkeys: z.number() }),
  /** The program's own limits, which hold where a role has none. */
  limits: z.strictObject({ idleMinutes: z.number(), absoluteHours: z.number() }),
  /** From where the caller is connected, to be held against the lists. */
  address: z.string(),
})
export type RulesReply = z.infer<typeof rulesReply>
/** What everybody may know of the rules in force, for the page of clause 3.2.2. */
export const profileReply = z.strictObject({
  profile: z.enum(profiles),
  ageDays: z.number(),
  passkeyDays: z.number(),
  since: instant.nullable(),
  pending: z.boolean(),
  deviations: z.array(deviation),
})
export type ProfileReply = z.infer<typeof profileReply>
