import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller } from '../../../gate/index.ts'
import { roleCatalogue } from '../../people/index.ts'
import { type KnownPeople, type Objection, objectionsTo, stepsOf } from '../definition.ts'
import { seeds } from '../seeds.ts'
import {
  insertDefinition,
  readActiveDefinitions,
  readVersions,
  type StoredDefinition,
} from '../store/flows.ts'
import type { Flow, FlowBody, FlowsReply } from '../wire.ts'
import { type DeskContext, hashOf } from './context.ts'

/** What the check compares a proposal with, as the organisation stands now. */
async function knownNow(context: DeskContext, r: Reader, body: FlowBody): Promise<KnownPeople> {
  const { people, forms } = context
  const roles = new Map<string, { separated: boolean; holders: number }>()
  for (const { code, separated } of roleCatalogue) {
    const used = body.steps.some((step) => step.sources.some((source) => source.role === code))
    roles.set(code, { separated, holders: used ? (await people.holdersOf(r, code)).length : 0 })
  }
  const persons = body.steps.flatMap((step) =>
    step.sources.flatMap(({ person }) => (person === undefined ? [] : [person])),
  )
  const facts = await people.personFacts(persons, r)
  const active = persons.filter((id) => facts.get(id)?.active === true)
  return { roles, activePersons: new Set(active), forms: new Set(forms.keys()) }
}

/** What is wrong with a proposed flow; nothing is changed. */
export async function checkFlow(context: DeskContext, body: FlowBody): Promise<readonly Objection[]> {
  return await context.house.db.read(async (r) => objectionsTo(body, await knownNow(context, r, body)))
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
  const { house, people } = context
  return await house.db.transact(async (w) => {
    const at = house.clock.now()
    const person = (await people.personFacts([caller.personId], w)).get(caller.personId)
    const steps = isUsable(body) ? stepsOf(body) : []
    const id = newId(at.getTime())
    const answer = house.gate.askIn(
      w,
      { actor: caller.personId, verb: 'edit-flow', fields: [], at: at.getTime() },
      { ...(person === undefined ? {} : { person }), act: { verb: 'edit-flow' } },
      {
        subject: id,
        detail: {
          key: body.key,
          version: body.follows + 1,
          content: hashOf(JSON.parse(JSON.stringify(body))),
        },
      },
    )
    if (isRefusal(answer)) return answer
    const [objection] = objectionsTo(body, await knownNow(context, w, body))
    if (objection !== undefined)
      throw new Mistake(objection.code, { field: objection.field, values: { ...objection.values } })
    await lockFlows(w)
    const newest = (await readVersions(w, body.key))[0]
    const version = newest?.version ?? 0
    if (version !== body.follows)
      throw new Mistake('approval.flow-newer', { status: 409, field: 'follows', values: { version } })
    const { zh, en, key, form, levels, actions, priority } = body
    await insertDefinition(w, {
      id,
      key,
      form,
      zh,
      en,
      levels,
      actions,
      priority,
      steps,
      version: version + 1,
      createdBy: caller.personId,
      createdAt: at,
    })
    return flowShown(context, (await readVersions(w, key))[0]!, new Map())
  })
}

const isUsable = (body: FlowBody): boolean =>
  body.steps.every((step) =>
    step.sources.every(({ by }) => ['direct-manager', 'department-head', 'role', 'person'].includes(by)),
  )

/** One change of flows at a time, so that two new versions never take the same number. */
async function lockFlows(w: Writer): Promise<void> {
  await w.run(sql`lock table approval.definition in share row exclusive mode`)
}

/** The flows in force, with what the editor offers to choose from. */
export async function listFlows(context: DeskContext): Promise<FlowsReply> {
  const definitions = await context.house.db.read((r) => readActiveDefinitions(r))
  const names = await personNames(context, definitions)
  return {
    total: definitions.length,
    rows: definitions.map((one) => flowShown(context, one, names)),
    forms: [...context.forms.values()].map(({ code, name }) => ({ code, name })),
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

async function personNames(
  context: DeskContext,
  definitions: readonly StoredDefinition[],
): Promise<ReadonlyMap<string, string>> {
  const sources = definitions.flatMap((one) => one.steps.flatMap((step) => step.sources))
  const ids = sources.flatMap((source) => (source.by === 'person' ? [source.person] : []))
  const names = await context.people.names([...new Set(ids)])
  return new Map([...names].map(([id, { name }]) => [id, name]))
}

function flowShown(context: DeskContext, one: StoredDefinition, names: ReadonlyMap<string, string>): Flow {
  const { zh, en, steps, levels, actions, createdAt, ...rest } = one
  return {
    ...rest,
    formName: context.forms.get(one.form)?.name ?? null,
    name: { zh, en },
    levels: [...levels],
    actions: [...actions],
    createdAt: createdAt.toISOString(),
    steps: steps.map(({ sources, ...step }) => ({
      ...step,
      sources: sources.map((source) => ({
        ...source,
        ...(source.by === 'person' ? { personName: names.get(source.person) ?? '' } : {}),
      })),
    })),
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
