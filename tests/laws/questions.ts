import {
  type ActFacts,
  type ActVerb,
  type Authority,
  type Barred,
  actVerbs,
  type CustomerFacts,
  dataVerbs,
  type Facts,
  type FieldFacts,
  type GrantFacts,
  type GrantMode,
  type LimitFacts,
  type PersonFacts,
  type Question,
  type Scope,
  type TakesFacts,
  type Verb,
} from '../../gate/index.ts'

/** A small seeded generator (mulberry32), so that a failing case can be named by its seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Dice = () => number
const one = <T>(dice: Dice, list: readonly T[]): T => list[Math.floor(dice() * list.length)]!
const some = <T>(dice: Dice, list: readonly T[], chance: number): Set<T> =>
  new Set(list.filter(() => dice() < chance))
const often = (dice: Dice, chance: number): boolean => dice() < chance

const people = ['li', 'wang', 'sun'] as const
const departments = ['sales', 'service'] as const
export const now = 1_000_000
const instants = [now - 10, now - 1, now, now + 1, now + 10]
const roles = [
  'archivist', 'collector', 'executive', 'general-manager', 'secrecy-office', 'legal', 'system-admin', 'security-admin', 'audit-admin',
] // prettier-ignore
const bases = ['consent', 'contract', 'no-personal-data', 'habit', '']
const categories = ['basic', 'finance']
const purposes = ['service', 'complaint', 'curiosity', 'verification', 'own-data']

function person(dice: Dice): PersonFacts {
  return {
    id: one(dice, people),
    active: often(dice, 0.95),
    ...(often(dice, 0.3) ? { employedUntil: one(dice, instants) } : {}),
    mustChangePassword: often(dice, 0.04),
    roles: some(dice, roles, 0.08),
    clearance: one(dice, [0, 1, 2, 3, 4, 4, 3]),
    scope: one(dice, ['none', 'own', 'department', 'all'] as Scope[]),
    departments: some(dice, departments, 0.5),
    reach: often(dice, 0.6)
      ? 'everything'
      : { departments: some(dice, departments, 0.5), homeless: often(dice, 0.5) },
    authority: often(dice, 0.4) ? 'everything' : authority(dice),
    unmet: often(dice, 0.06) ? new Set([one(dice, ['pledge', 'second-factor'])]) : new Set(),
    ...(often(dice, 0.12) ? { service: service(dice) } : {}),
  }
}

function service(dice: Dice): NonNullable<PersonFacts['service']> {
  const intake = {
    system: one(dice, ['crm', 'crm', 'shop']),
    fields: some(dice, [1, 2, 3], 0.85),
    purposes: some(dice, purposes, 0.85),
    source: one(dice, ['s1', 's1', 's2']),
    channel: one(dice, ['api', 'api', 'web']),
    ownerRoles: some(dice, roles, 0.3),
  }
  return { ...limits(dice), owner: one(dice, people), ...(often(dice, 0.7) ? { intake } : {}) }
}

function takes(dice: Dice): TakesFacts {
  return {
    fields: [...some(dice, [1, 2, 3], 0.4)],
    purposes: [...some(dice, purposes, 0.3)],
    channel: one(dice, ['api', 'api', 'web']),
    ...(often(dice, 0.9) ? { source: one(dice, ['s1', 's1', 's2']) } : {}),
    ...(often(dice, 0.9) ? { system: one(dice, ['crm', 'crm', 'shop']) } : {}),
  }
}

function limits(dice: Dice): LimitFacts {
  return {
    fields: some(dice, [1, 2, 3], 0.8),
    verbs: some(dice, ['list', 'search', 'read', 'approve', 'export'], 0.7),
    maskedOnly: often(dice, 0.3),
    ...(often(dice, 0.3) ? { purpose: one(dice, purposes) } : {}),
  }
}

/** What a matrix may give: mostly all of it, with holes and narrower scopes here and there. */
function authority(dice: Dice): Authority {
  const scope = one(dice, ['own', 'department', 'all', 'all', 'none'] as Scope[])
  const cell = () =>
    Object.fromEntries(
      dataVerbs
        .filter(() => often(dice, 0.85))
        .map((verb) => [verb, often(dice, 0.8) ? scope : one(dice, ['none', 'own', 'all'] as Scope[])]),
    )
  return new Map(
    categories
      .filter(() => often(dice, 0.9))
      .map((category) => [
        category,
        new Map([1, 2, 3, 4].filter(() => often(dice, 0.9)).map((level) => [level, cell()])),
      ]),
  )
}

function customer(dice: Dice): CustomerFacts {
  return {
    id: 'c1',
    level: one(dice, [0, 1, 1, 1, 2, 2, 3, 4]),
    ...(often(dice, 0.95) ? { whole: one(dice, [1, 2, 2, 3, 4]) } : {}),
    ...(often(dice, 0.7) ? { ownerId: one(dice, people) } : {}),
    ...(often(dice, 0.7) ? { departmentId: one(dice, departments) } : {}),
    ...(often(dice, 0.7) ? { homeId: one(dice, departments) } : {}),
    status: one(dice, [
      'active',
      'active',
      'active',
      'active',
      'active',
      'restricted',
      'merged',
      'erased',
    ] as const),
    barred: barred(dice),
    quarantined: often(dice, 0.08),
    frozen: often(dice, 0.04),
    ...(often(dice, 0.08) ? { frozenFields: some(dice, [1, 2, 3], 0.5) } : {}),
  }
}

/** Withdrawn, about to expire, just expired; a purpose, or one of the kinds of consent. */
const barred = (dice: Dice): Barred =>
  Object.fromEntries(
    ['service', 'complaint', 'marketing', 'sensitive', 'abroad']
      .filter(() => often(dice, 0.12))
      .map((key) => [key, one(dice, instants)]),
  )

function field(dice: Dice, id: number): FieldFacts {
  return {
    id,
    level: one(dice, [0, 1, 1, 2, 2, 3, 4]),
    category: one(dice, categories),
    sensitive: often(dice, 0.3),
    fullNeeds: one(dice, ['reason', 'grant'] as const),
    type: 'mobile',
    mask: one(dice, ['none', 'mobile', 'mobile']),
  }
}

function grant(dice: Dice, id: string): GrantFacts {
  return {
    id,
    application: one(dice, ['a1', 'a2']),
    purpose: one(dice, purposes),
    modes: some(dice, ['read', 'copy', 'export', 'print'] as GrantMode[], 0.6),
    fields: some(dice, [1, 2, 3], 0.6),
    from: one(dice, instants),
    until: one(dice, instants),
    revoked: often(dice, 0.1),
    ...(often(dice, 0.3) ? { left: one(dice, [0, 1, 5]) } : {}),
  }
}

function act(dice: Dice, verb: ActVerb): ActFacts {
  const maybe = <K extends string, V>(key: K, value: V, chance = 0.9): { [P in K]?: V } =>
    often(dice, chance) ? ({ [key]: value } as { [P in K]: V }) : {}
  return {
    verb,
    ...maybe('subjectPerson', one(dice, people) as string),
    ...maybe('subjectRoles', some(dice, roles, 0.1)),
    ...maybe('applicant', one(dice, people) as string),
    ...maybe('holdsTask', often(dice, 0.6)),
    ...maybe('taskChain', [...some(dice, people, 0.4)] as readonly string[]),
    ...maybe('approvers', [...some(dice, people, 0.4)] as readonly string[]),
    ...maybe('reviewers', [...some(dice, people, 0.4)] as readonly string[]),
    ...maybe('level', one(dice, [1, 2, 3, 4])),
    ...maybe('role', one(dice, roles)),
    ...maybe('combined', often(dice, 0.5)),
    ...maybe('proposerInOffice', often(dice, 0.8)),
    ...maybe(
      'brings',
      categories
        .filter(() => often(dice, 0.5))
        .map((category) => ({ category, level: one(dice, [1, 2, 3]) })),
    ),
    ...maybe('sourceKnown', often(dice, 0.8)),
    ...maybe('legalBasis', one(dice, bases)),
    ...maybe('takes', takes(dice)),
    ...maybe('beyondNeed', one(dice, [0, 0, 0, 1, 7])),
    ...maybe(
      'sourceState',
      one(dice, ['draft', 'checked', 'usable', 'usable', 'expired', 'withdrawn'] as const),
    ),
    ...maybe('batchCheck', one(dice, ['none-needed', 'approved', 'open'] as const)),
    ...maybe('importer', one(dice, people) as string),
    ...maybe('verifier', one(dice, ['', ...people]) as string),
    ...maybe('form', {
      collector: often(dice, 0.8),
      notice: often(dice, 0.8),
      needless: one(dice, [0, 0, 0, 2]),
    }),
    ...maybe('responsible', one(dice, people) as string),
    ...maybe('undertaking', often(dice, 0.8)),
    ...maybe('defects', one(dice, [0, 0, 1, 3])),
    ...maybe('sees', often(dice, 0.7)),
    ...maybe('periodDays', one(dice, [-1, 0, 1, 30, 365, 366])),
    ...maybe('keeper', one(dice, people) as string),
    ...maybe('proven', often(dice, 0.7)),
    ...maybe('held', often(dice, 0.3)),
    ...maybe('admission', one(dice, ['keeper', 'standing', 'approved', 'visitor', 'none'] as const)),
  }
}

/** Two purposes in use, some of them for some people, some with a list of what they need. */
function purposeList(dice: Dice): NonNullable<Facts['purposes']> {
  const one = () => ({
    fields: often(dice, 0.5) ? new Set<number>() : some(dice, [1, 2, 3], 0.7),
    roles: often(dice, 0.7) ? new Set<string>() : some(dice, roles, 0.3),
    departments: often(dice, 0.7) ? new Set<string>() : some(dice, departments, 0.6),
  })
  return new Map(['service', 'complaint'].map((code) => [code, one()]))
}

/** The acts before which the rules ask anew: this one, or another one, or nothing is known of it. */
const asks = (dice: Dice, verb: Verb): { asks?: ReadonlySet<string> } =>
  often(dice, 0.9) ? { asks: new Set([often(dice, 0.5) ? verb : 'nothing']) } : {}

export interface Case {
  readonly question: Question
  readonly facts: Facts
}

/** One random question with facts from a small world, so that every edge (just expired, just out of scope) comes up often. */
export function randomCase(dice: Dice): Case {
  const verb: Verb = one(dice, often(dice, 0.7) ? dataVerbs : actVerbs)
  const isData = (dataVerbs as readonly string[]).includes(verb)
  const who = person(dice)
  const wanted = isData ? [1, 2, 3].slice(0, one(dice, [0, 1, 1, 1, 1, 1, 1, 2, 3])) : []
  const known = (chance: number): boolean => often(dice, chance)
  const facts: Facts = {
    ...(known(0.98) ? { person: who } : {}),
    ...(known(0.97) ? { customer: customer(dice) } : {}),
    ...(isData
      ? { fields: new Map([1, 2, 3].filter(() => known(0.99)).map((id) => [id, field(dice, id)])) }
      : {}),
    ...(known(0.97)
      ? { grants: ['g1', 'g2'].slice(0, one(dice, [0, 0, 1, 1, 1, 2])).map((id) => grant(dice, id)) }
      : {}),
    ...(known(0.9) ? { marketing: new Set(['complaint']) } : {}),
    ...(known(0.98) ? { purposes: purposeList(dice) } : {}),
    ...(known(0.97)
      ? {
          quota: {
            fullViews: one(dice, [0, 9, 10, 11]), fullViewsMax: 10,
            searches: one(dice, [0, 9, 10, 11]), searchesMax: 10,
            exportRowsMax: one(dice, [0, 1, 100]),
          },
        } // prettier-ignore
      : {}),
    ...(known(0.97)
      ? { collection: { level: one(dice, [1, 2, 2, 3, 4]), approved: one(dice, [1, 2, 3, 3, 4]) } }
      : {}),
    ...(known(0.97)
      ? {
          proof: {
            windowMs: 5,
            ...(often(dice, 0.9) ? { at: one(dice, instants) } : {}),
            ...asks(dice, verb),
          },
        }
      : {}),
    ...(often(dice, 0.3) ? { check: { verifier: one(dice, people), sampled: often(dice, 0.8) } } : {}),
    ...(often(dice, 0.12) ? { token: limits(dice) } : {}),
    ...(often(dice, 0.3)
      ? {
          own: {
            customer: one(dice, ['c1', 'c1', 'c2']),
            handler: one(dice, people),
            proven: often(dice, 0.8),
          },
        }
      : {}),
    ...(isData ? {} : known(0.97) ? { act: act(dice, verb as ActVerb) } : {}),
  }
  const question: Question = {
    actor: who.id,
    verb,
    customer: 'c1',
    fields: wanted,
    ...(often(dice, 0.1) ? { token: 't1' } : {}),
    ...(known(0.8) ? { purpose: one(dice, purposes) } : {}),
    ...(known(0.6) ? { reasonStated: often(dice, 0.8) } : {}),
    ...(known(0.3) ? { application: one(dice, ['a1', 'a2']) } : {}),
    ...(known(0.9) ? { rows: one(dice, [1, 2, 101]) } : {}),
    at: now,
  }
  return { question, facts }
}
