import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { type Caller, isAdministrator } from '../../../gate/index.ts'
import { roleCatalogue } from '../../people/index.ts'
import {
  allSteps,
  type FlowNode,
  type FlowStep,
  isBlock,
  type KnownPeople,
  type Objection,
  objectionsTo,
  type Source,
  stepsOf,
  usualRules,
} from '../definition.ts'
import type { FlowPaper } from '../definition/paper.ts'
import { outcomesOf, type RuleTable, type Who } from '../definition/rules.ts'
import { seeds } from '../seeds.ts'
import { departmentsThere, postsHeld } from '../store/people.ts'
import {
  insertDefinition,
  readActiveDefinitions,
  readVersions,
  retireDefinition,
  type StoredDefinition,
} from '../store/flows.ts'
import { type Flow, type FlowBody, flowFile, type FlowsReply } from '../wire.ts'
import { type DeskContext, hashOf } from './context.ts'
import { filesField } from './rights.ts'

type RawSource = Extract<FlowBody['steps'][number], { sources: unknown }>['sources'][number]
type RawWho = NonNullable<RawSource['otherwise']>[number]

/** What people and posts a table of rules names. */
const rawWhos = (source: RawSource): readonly RawWho[] => [
  ...(source.rules ?? []).flatMap(({ who }) => who),
  ...(source.otherwise ?? []),
]

const rawSources = (body: Pick<FlowBody, 'steps'>): readonly RawSource[] =>
  body.steps
    .flatMap((node) => ('branches' in node ? node.branches.flatMap((branch) => branch.steps) : [node]))
    .flatMap((step) => [...step.sources, ...(step.cc?.sources ?? [])])

/** What the check compares a proposal with, as the organisation stands now. */
export async function knownNow(context: DeskContext, r: Reader, body: FlowBody): Promise<KnownPeople> {
  const { people, forms } = context
  const sources = rawSources(body)
  const whos = sources.flatMap(rawWhos)
  const used = new Set([
    ...sources.flatMap(({ role, choice }) => [role ?? '', ...(choice?.roles ?? [])]),
    ...whos.flatMap(({ role }) => role ?? []),
  ])
  const roles = new Map<string, { separated: boolean; holders: number }>()
  for (const { code, separated } of roleCatalogue)
    roles.set(code, { separated, holders: used.has(code) ? (await people.holdersOf(r, code)).length : 0 })
  const timeouts = body.steps.flatMap((node) =>
    ('branches' in node ? node.branches.flatMap((branch) => branch.steps) : [node]).flatMap(
      (step) => step.timeout?.to ?? [],
    ),
  )
  const persons = [
    ...timeouts,
    ...whos.flatMap(({ person }) => person ?? []),
    ...sources.flatMap(({ person, people: group = [], choice }) => [
      ...(person === undefined ? [] : [person]),
      ...group,
      ...(choice?.people ?? []),
    ]),
  ]
  const facts = await people.personFacts(persons, r)
  const active = persons.filter((id) => {
    const one = facts.get(id)
    return one?.active === true && one.service === undefined
  })
  const posts = [...sources, ...whos].flatMap(({ post }) => post ?? [])
  const inForce = await readActiveDefinitions(r)
  return {
    roles,
    activePersons: new Set(active),
    administrators: new Set(active.filter((id) => isAdministrator(facts.get(id)!.roles))),
    posts: new Set(await postsHeld(r, posts)),
    forms: new Set(forms.keys()),
    departments: new Set(
      await departmentsThere(
        r,
        whos.flatMap(({ department }) => department ?? []),
      ),
    ),
    fields: new Map([...forms.values()].map(({ code, fields = [] }) => [code, [...fields, filesField]])),
    flows: new Map(
      inForce.map(({ key, form, levels, steps }) => [
        key,
        { form, levels, subs: allSteps(steps).flatMap(({ sub }) => sub?.flow ?? []) },
      ]),
    ),
    series: new Map([
      ...inForce.flatMap(({ paper, form }): [string, string][] =>
        paper?.series === undefined ? [] : [[paper.series, form]],
      ),
      ...[...forms.values()].map(({ series, code }): [string, string] => [series, code]),
    ]),
  }
}

/** What is wrong with a proposed flow; nothing is changed. */
export async function checkFlow(context: DeskContext, body: FlowBody): Promise<readonly Objection[]> {
  return await context.house.db.read(async (r) => objectionsTo(body, await knownNow(context, r, body)))
}

/** Asks the gate for a change of flows; the leaf holds a hash of what was decided. */
export async function askEdit(
  context: DeskContext,
  w: Writer,
  caller: Pick<Caller, 'personId'>,
  subject: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<Refusal | undefined> {
  const { house, people } = context
  const person = (await people.personFacts([caller.personId], w)).get(caller.personId)
  const answer = house.gate.askIn(
    w,
    { actor: caller.personId, verb: 'edit-flow', fields: [], at: house.clock.now().getTime() },
    { ...(person === undefined ? {} : { person }), act: { verb: 'edit-flow' } },
    { subject, detail },
  )
  return isRefusal(answer) ? answer : undefined
}

/**
 * Saves the next version of a flow, or a new flow. Running forms keep the version they started with.
 * @throws Mistake with the first objection, or `approval.flow-newer` when somebody was faster
 */
export async function saveFlow(
  context: DeskContext,
  caller: Caller,
  body: FlowBody,
): Promise<Flow | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const at = house.clock.now()
    const id = newId(at.getTime())
    const content = hashOf(JSON.parse(JSON.stringify(body)))
    const detail = { key: body.key, version: body.follows + 1, content }
    const refusal = await askEdit(context, w, caller, id, detail)
    if (refusal !== undefined) return refusal
    // Locked before it is looked at: two flows saved at the same moment could each run the other.
    await lockFlows(w)
    const [objection] = objectionsTo(body, await knownNow(context, w, body))
    if (objection !== undefined)
      throw new Mistake(objection.code, { field: objection.field, values: { ...objection.values } })
    const version = (await readVersions(w, body.key))[0]?.version ?? 0
    if (version !== body.follows)
      throw new Mistake('approval.flow-newer', { status: 409, field: 'follows', values: { version } })
    const { zh, en, key, form, levels, actions, priority, paper, inner, rules = usualRules } = body
    await insertDefinition(w, {
      id, key, form, zh, en, levels, actions, priority, rules,
      ...(paper === undefined ? {} : { paper: paper as FlowPaper }), ...(inner === true ? { inner } : {}), steps: stepsOf(body), version: version + 1, createdBy: caller.personId, createdAt: at,
    }) // prettier-ignore
    return flowShown(context, (await readVersions(w, key))[0]!, new Map())
  })
}

/** Takes a flow out of force; forms under way keep it, new ones find another or are told that there is none. */
export async function retireFlow(
  context: DeskContext,
  caller: Caller,
  key: string,
  reason: string,
): Promise<{ retired: boolean } | Refusal> {
  const { house } = context
  return await house.db.transact(async (w) => {
    const newest = (await readVersions(w, key))[0]
    if (newest === undefined) throw new Mistake('approval.not-found', { status: 404 })
    const detail = { key, version: newest.version, deed: 'retire', reason: hashOf(reason) }
    const refusal = await askEdit(context, w, caller, newest.id, detail)
    if (refusal !== undefined) return refusal
    await lockFlows(w)
    const user = (await readActiveDefinitions(w)).find(
      (one) => one.key !== key && allSteps(one.steps).some(({ sub }) => sub?.flow === key),
    )
    if (user !== undefined)
      throw new Mistake('approval.flow-used-by', { status: 409, values: { flow: user.key } })
    return { retired: await retireDefinition(w, key, house.clock.now()) }
  })
}

/** The version in force (else the newest) as a file for another installation. */
export async function exportFlow(
  context: DeskContext,
  key: string,
): Promise<{ fileName: string; text: string }> {
  const versions = await context.house.db.read((r) => readVersions(r, key))
  const one = versions.find(({ active }) => active) ?? versions[0]
  if (one === undefined) throw new Mistake('approval.not-found', { status: 404 })
  const { form, zh, en, levels, actions, priority, steps, rules, paper, inner, version } = one
  const flow = { key, form, zh, en, levels, actions, priority, steps, rules, paper, inner }
  const text = JSON.stringify({ format: 'mifeng-flow', edition: 1, flow }, null, 2)
  return { fileName: `${key}-v${version}.json`, text }
}

/**
 * Saves a flow from a file as the next version of the flow with its key.
 * @throws Mistake `approval.flow-file` when the text is no such file, or with the first objection
 */
export async function importFlow(
  context: DeskContext,
  caller: Caller,
  text: string,
): Promise<Flow | Refusal> {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new Mistake('approval.flow-file', { field: 'file' })
  }
  const parsed = flowFile.safeParse(content)
  if (!parsed.success) throw new Mistake('approval.flow-file', { field: 'file' })
  const { flow } = parsed.data
  const follows = (await context.house.db.read((r) => readVersions(r, flow.key)))[0]?.version ?? 0
  return await saveFlow(context, caller, { ...flow, follows })
}

/** One change of flows at a time, so that two new versions never take the same number. */
export async function lockFlows(w: Writer): Promise<void> {
  await w.run(sql`lock table approval.definition in share row exclusive mode`)
}

/** The flows in force, with what the editor offers to choose from. */
export async function listFlows(context: DeskContext): Promise<FlowsReply> {
  const definitions = await context.house.db.read((r) => readActiveDefinitions(r))
  const names = await personNames(context, definitions)
  return {
    total: definitions.length,
    rows: definitions.map((one) => flowShown(context, one, names)),
    forms: [...context.forms.values()].map(({ code, name, fields = [] }) => ({
      code,
      name,
      fields: [...fields, filesField].map((field) => ({
        key: field.key,
        name: field.name,
        narrows: field.narrows === true,
      })),
    })),
    roles: roleCatalogue.filter(({ separated }) => !separated).map(({ code, zh, en }) => ({ code, zh, en })),
  }
}

/** Every version of one flow, the newest first. @throws Mistake when there is none */
export async function flowVersions(
  context: DeskContext,
  key: string,
): Promise<{ total: number; rows: Flow[] }> {
  const versions = await context.house.db.read((r) => readVersions(r, key))
  if (versions.length === 0) throw new Mistake('approval.not-found', { status: 404 })
  const names = await personNames(context, versions)
  return { total: versions.length, rows: versions.map((one) => flowShown(context, one, names)) }
}

const personsIn = (source: Source): readonly string[] => {
  switch (source.by) {
    case 'person':
      return [source.person]
    case 'group':
      return source.people
    case 'rules':
      return outcomesOf(source)
        .flat()
        .flatMap((who) => (who.by === 'person' ? [who.person] : []))
    case 'applicant-picks':
    case 'previous-picks':
      return source.choice.people
    default:
      return []
  }
}

async function personNames(
  context: DeskContext,
  definitions: readonly StoredDefinition[],
): Promise<ReadonlyMap<string, string>> {
  const ids = definitions.flatMap((one) =>
    allSteps(one.steps).flatMap((step) => [
      ...step.sources.flatMap(personsIn),
      ...(step.cc?.sources.flatMap(personsIn) ?? []),
      ...(step.timeout?.to === undefined ? [] : [step.timeout.to]),
    ]),
  )
  const names = await context.people.names([...new Set(ids)])
  return new Map([...names].map(([id, { name }]) => [id, name]))
}

/** A table of rules with the names of the people in it. */
function rulesShown({ rules, otherwise }: RuleTable, names: ReadonlyMap<string, string>) {
  const who = (one: Who) => (one.by === 'person' ? { ...one, personName: names.get(one.person) ?? '' } : one)
  return {
    rules: rules.map((rule) => ({ when: rule.when, who: rule.who.map(who) })),
    otherwise: otherwise.map(who),
  }
}

function flowShown(context: DeskContext, one: StoredDefinition, names: ReadonlyMap<string, string>): Flow {
  const { id, key, version, form, zh, en, steps, levels, actions, priority, rules, active } = one
  const source = (from: Source) => ({
    ...from,
    ...(from.by === 'person' ? { personName: names.get(from.person) ?? '' } : {}),
    ...(from.by === 'rules' ? rulesShown(from, names) : {}),
    ...(from.by === 'group' ? { peopleNames: from.people.map((person) => names.get(person) ?? '') } : {}),
    ...(from.by === 'applicant-picks' || from.by === 'previous-picks'
      ? { choiceNames: from.choice.people.map((person) => names.get(person) ?? '') }
      : {}),
  })
  const step = (from: FlowStep) => ({
    ...from,
    sources: from.sources.map(source),
    ...(from.cc === undefined ? {} : { cc: { ...from.cc, sources: from.cc.sources.map(source) } }),
    ...(from.timeout?.to === undefined
      ? {}
      : { timeout: { ...from.timeout, toName: names.get(from.timeout.to) ?? '' } }),
  })
  const node = (from: FlowNode) =>
    isBlock(from)
      ? { ...from, branches: from.branches.map((branch) => ({ ...branch, steps: branch.steps.map(step) })) }
      : step(from)
  return {
    id,
    key,
    version,
    form,
    formName: context.forms.get(form)?.name ?? null,
    name: { zh, en },
    levels: [...levels],
    actions: [...actions],
    priority,
    // Stored steps are read-only lists of the very shape that is sent.
    steps: steps.map(node) as unknown as Flow['steps'],
    rules,
    ...(one.inner === true ? { inner: true } : {}),
    ...(one.paper === undefined ? {} : { paper: one.paper as NonNullable<Flow['paper']> }),
    active,
    retiredAt: one.retiredAt?.toISOString() ?? null,
    createdAt: one.createdAt.toISOString(),
  }
}

/** Puts in the flows a company starts with, where a form has none at all. */
export async function plantSeeds(context: DeskContext): Promise<void> {
  const { db, clock } = context.house
  await db.transact(async (w) => {
    await lockFlows(w)
    for (const seed of seeds) {
      if ((await readVersions(w, seed.key)).length > 0) continue
      const createdAt = clock.now()
      await insertDefinition(w, { ...seed, id: newId(createdAt.getTime()), version: 1, createdAt })
    }
  })
}
