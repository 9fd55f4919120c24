import { readFileSync } from 'node:fs'
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import {
  dataVerbs,
  type Decision,
  type Facts,
  type GrantFacts,
  type LimitFacts,
  isDataVerb,
  isFresh,
  type Question,
  type Verb,
} from '../../gate/index.ts'

type Json = string | number | boolean | Json[] | { [key: string]: Json }

const groups: Readonly<Record<string, readonly Verb[]>> = {
  data: dataVerbs,
  seeing: ['list', 'search', 'read', 'copy', 'print', 'export'],
  opening: ['read', 'copy', 'export', 'print'],
  findable: ['list', 'search', 'read'],
  askingAnew: [
    'export', 'print', 'give-role', 'set-clearance', 'combine-offices', 'sign-in-rules', 'confirm-sign-in-rules', 'reset-factor',
    'make-token', 'service-rights', 'edit-authority', 'confirm-authority',
  ], // prettier-ignore
  keptApart: [
    ...dataVerbs,
    'attach',
    'change-level',
    'merge',
    'tidy',
    'ask-correction',
    'renumber',
    'record-consent',
    'withdraw-consent',
    'grant-rights-request',
    'hold-file',
    'restrict-file',
    'erase-file',
  ],
  newcomerBarred: [
    ...dataVerbs, 'apply', 'approve', 'import', 'take-in', 'attach', 'merge', 'tidy', 'ask-correction', 'renumber', 'change-level', 'release-batch',
  ], // prettier-ignore
  customerWork: [
    ...dataVerbs,
    'apply',
    'import',
    'take-in',
    'attach',
    'merge',
    'tidy',
    'ask-correction',
    'renumber',
    'change-level',
    'release-batch',
    'open-material',
    'record-consent',
    'withdraw-consent',
  ],
}
/** Action groups are spelled out, so that no entities need to travel with each call. */
const spelledOut = (policy: string): string =>
  policy.replace(/action in Action::"(\w+)"/g, (whole, group: string) =>
    groups[group] === undefined
      ? whole
      : `action in [${groups[group].map((verb) => `Action::"${verb}"`).join(', ')}]`,
  )

/** Parses the model once; throws with Cedar's own words when it does not parse. */
export function prepareCedar(): void {
  // Tests and benchmarks run in the folder of the project; bundled, this module stands elsewhere.
  const text = readFileSync('tests/laws/statute.cedar', 'utf8')
  const parts = text.split(/@id\("([^"]+)"\)/).slice(1)
  const policies: Record<string, string> = {}
  for (let i = 0; i < parts.length; i += 2) {
    const id = parts[i]!
    if (policies[id] !== undefined) throw new Error(`two policies of the model are called ${id}`)
    policies[id] = spelledOut(parts[i + 1]!.replace(/^\s*\/\/.*$/gm, ''))
  }
  const answer = preparsePolicySet('statute', { staticPolicies: policies })
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
}

function inScope(facts: Facts): boolean | undefined {
  const { person, customer } = facts
  if (person === undefined || customer === undefined) return undefined
  switch (person.scope) {
    case 'all':
      return true
    case 'none':
      return false
    case 'own':
      return customer.ownerId === (person.service?.owner ?? person.id)
    case 'department':
      return (
        customer.ownerId === (person.service?.owner ?? person.id) ||
        [...person.departments].some((d) => d === customer.departmentId)
      )
  }
}

/** Does the matrix give this verb on this kind of data, and does the file lie within the scope it gives it for? */
function matrixOf(question: Question, facts: Facts, fieldId: number | undefined): { [key: string]: Json } {
  const [person, field] = [facts.person, fieldId === undefined ? undefined : facts.fields!.get(fieldId)!]
  if (person === undefined || field === undefined) return {}
  const { authority } = person
  if (authority === 'everything') return { given: true, covered: true }
  const cells = [...authority].flatMap(([category, levels]) =>
    [...levels].flatMap(([level, scopes]) =>
      Object.entries(scopes).map(([verb, scope]) => ({ category, level, verb, scope })),
    ),
  )
  const cell = cells.find(
    (one) => one.category === field.category && one.level === field.level && one.verb === question.verb,
  )
  if (cell === undefined) return { given: false, covered: false }
  const covered = inScope({ ...facts, person: { ...person, scope: cell.scope } })
  return definite({ given: true, covered })
}

/** Does the file lie in a part of the group this person works for? */
function reached(facts: Facts): boolean | undefined {
  const { person, customer } = facts
  if (person === undefined || customer === undefined) return undefined
  if (person.reach === 'everything') return true
  const { departments, homeless } = person.reach
  return (
    [...departments].some((one) => one === customer.homeId) || (homeless && customer.homeId === undefined)
  )
}

/** What a program may, as Cedar has it. */
const limitsOf = (limits: LimitFacts | undefined): Json | undefined =>
  limits &&
  definite({
    verbs: [...limits.verbs],
    fields: [...limits.fields],
    purpose: limits.purpose,
    maskedOnly: limits.maskedOnly,
  })

/** The same of a service account, with what it may deliver. */
function serviceOf(service: NonNullable<Facts['person']>['service']): Json | undefined {
  const intake = service?.intake
  const rest = limitsOf(service) as { [key: string]: Json } | undefined
  if (rest === undefined || intake === undefined) return rest
  const { system, source, channel } = intake
  return {
    ...rest,
    intake: {
      system,
      source,
      channel,
      fields: [...intake.fields],
      purposes: [...intake.purposes],
      ownerRoles: [...intake.ownerRoles],
    },
  }
}

const definite = (record: Readonly<Record<string, Json | undefined>>): { [key: string]: Json } =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [key: string]: Json
  }

/** Does the matrix let the person write this kind of data at all? */
function mayWrite({ person }: Facts, { category, level }: { category: string; level: number }): boolean {
  if (person === undefined) return false
  if (person.authority === 'everything') return true
  const cell = person.authority.get(category)?.get(level) ?? {}
  return Object.entries(cell).some(([verb, scope]) => verb === 'write' && scope !== 'none')
}

function actOf(facts: Facts): { [key: string]: Json } | undefined {
  const { act } = facts
  if (act === undefined) return undefined
  return definite({
    ...act,
    subjectRoles: act.subjectRoles === undefined ? undefined : [...act.subjectRoles],
    taskChain: act.taskChain === undefined ? undefined : [...act.taskChain],
    approvers: act.approvers === undefined ? undefined : [...act.approvers],
    brings: undefined,
    takes:
      act.takes &&
      definite({ ...act.takes, fields: [...act.takes.fields], purposes: [...act.takes.purposes] }),
    mayFile: act.brings && act.brings.every((kind) => mayWrite(facts, kind)),
    reviewers: act.reviewers === undefined ? undefined : [...act.reviewers],
  })
}

/** The purpose that is stated, as the list has it. */
function statedOf(question: Question, facts: Facts): Json | undefined {
  const purpose = facts.purposes?.get(question.purpose ?? '')
  return (
    purpose && {
      fields: [...purpose.fields],
      roles: [...purpose.roles],
      departments: [...purpose.departments],
    }
  )
}

function grantOf(grant: GrantFacts, question: Question, fieldId: number | undefined): Json {
  const running = !grant.revoked && grant.from <= question.at && question.at < grant.until
  const fits = (wanted: string | undefined, has: string): boolean => wanted === undefined || wanted === has
  return {
    running,
    usable:
      running && (grant.left ?? 1) > 0 && ([...grant.modes] as string[]).includes(question.verb) &&
      fits(question.application, grant.application) && fits(question.purpose, grant.purpose), // prettier-ignore
    coversField: fieldId !== undefined && grant.fields.has(fieldId),
  }
}

function contextOf(
  question: Question,
  facts: Facts,
  fieldId: number | undefined,
  sight: string,
  grant?: GrantFacts,
): { [key: string]: Json } {
  const { person, customer, quota } = facts
  const field = fieldId === undefined ? undefined : facts.fields!.get(fieldId)!
  return definite({
    actor: question.actor,
    sight,
    verb: question.verb,
    fieldId: fieldId ?? 0,
    service: serviceOf(person?.service),
    token: limitsOf(facts.token),
    unlimited: question.token !== undefined && person?.service === undefined && facts.token === undefined,
    own: facts.own && { ...facts.own },
    customerId: question.customer,
    inScope: inScope(facts),
    ...matrixOf(question, facts, fieldId),
    grantRuns: (facts.grants ?? []).some(
      (one) => !one.revoked && one.from <= question.at && question.at < one.until,
    ),
    reached: reached(facts),
    proven: facts.proof && isFresh(facts.proof, question.at),
    askedAnew: facts.proof?.asks?.has(question.verb),
    purpose: question.purpose,
    check: facts.check && { ...facts.check },
    reasonStated: question.reasonStated,
    rows: question.rows,
    person: person && {
      employed: person.active && !(person.employedUntil !== undefined && person.employedUntil <= question.at),
      mustChangePassword: person.mustChangePassword,
      roles: [...person.roles],
      clearance: person.clearance,
      unmet: [...person.unmet],
      departments: [...person.departments],
    },
    collection: facts.collection && { ...facts.collection },
    customer: customer && {
      level: customer.level,
      ...(customer.whole === undefined ? {} : { whole: customer.whole }),
      status: customer.status,
      quarantined: customer.quarantined,
      frozen: customer.frozen,
      someFrozen: (customer.frozenFields?.size ?? 0) > 0,
      fieldFrozen: fieldId !== undefined && customer.frozenFields?.has(fieldId) === true,
      barred: Object.keys(customer.barred).filter((key) => customer.barred[key]! <= question.at),
    },
    marketingKnown: facts.marketing === undefined ? undefined : [...facts.marketing],
    field: field && {
      sensitive: field.sensitive,
      level: field.level,
      fullNeeds: field.fullNeeds,
      mask: field.mask,
    },
    grantsKnown: facts.grants === undefined ? undefined : true,
    purposesKnown: facts.purposes === undefined ? undefined : [...facts.purposes.keys()],
    stated: statedOf(question, facts),
    quota: quota && { ...quota },
    act: actOf(facts),
    grant: grant && grantOf(grant, question, fieldId),
  })
}

/** A fact the statute needs is absent: the whole question is denied, not only this field. */
class Unknown extends Error {}

function allows(question: Question, facts: Facts, fieldId: number | undefined, sight: string): boolean {
  for (const grant of [undefined, ...(facts.grants ?? [])]) {
    const answer = statefulIsAuthorized({
      principal: { type: 'Person', id: question.actor },
      action: { type: 'Action', id: question.verb },
      resource: { type: 'File', id: question.customer ?? 'none' },
      context: contextOf(question, facts, fieldId, sight, grant),
      preparsedPolicySetId: 'statute',
      entities: [],
    })
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
    if (answer.response.decision === 'allow') return true
    if (answer.response.diagnostics.reason.some((id) => id.startsWith('known-'))) throw new Unknown()
  }
  return false
}

/** What Cedar says: verdict and sight per field, in the shape of our own decision without the reasons. */
export function cedarDecides(
  question: Question,
  facts: Facts,
): { verdict: Decision['verdict']; sights: [number, string][] } {
  if (isDataVerb(question.verb) && question.fields.some((id) => !facts.fields?.has(id)))
    return { verdict: 'deny', sights: [] }
  try {
    if (!isDataVerb(question.verb))
      return { verdict: allows(question, facts, undefined, 'act') ? 'permit' : 'deny', sights: [] }
    const sights = question.fields.map((id): [number, string] => {
      if (allows(question, facts, id, 'full')) return [id, 'full']
      // Being kept from the whole value leaves the masked one.
      return [id, allows(question, facts, id, 'masked') ? 'masked' : 'hidden']
    })
    return { verdict: sights.some(([, sight]) => sight !== 'hidden') ? 'permit' : 'deny', sights }
  } catch (error) {
    if (error instanceof Unknown) return { verdict: 'deny', sights: [] }
    throw error
  }
}
