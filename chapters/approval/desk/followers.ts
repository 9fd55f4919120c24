import { z } from 'zod'
import type { Writer } from '../../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { ConfirmationKind } from '../../people/index.ts'
import { allSteps, type FlowNode, type FlowStep, isBlock, objectionsTo, type Source } from '../definition.ts'
import { outcomesOf, type Who } from '../definition/rules.ts'
import { insertDefinition, readActiveDefinitions, readVersions } from '../store/flows.ts'
import { flowBody } from '../wire.ts'
import { type DeskContext, hashOf } from './context.ts'
import { askEdit, knownNow, lockFlows } from './flows.ts'

/** Whoever follows a leaver in the flows that name them: proposed by whoever sees the leaver off, decided by the security administrator. */

const follower = 'flow-follower'
const wish = z.strictObject({ key: z.string(), from: z.uuid(), to: z.uuid() })

const namedIn = (source: Source, person: string): boolean =>
  (source.by === 'person' && source.person === person) ||
  (source.by === 'group' && source.people.includes(person)) ||
  ((source.by === 'applicant-picks' || source.by === 'previous-picks') &&
    source.choice.people.includes(person)) ||
  (source.by === 'rules' &&
    outcomesOf(source)
      .flat()
      .some((who) => who.by === 'person' && who.person === person))

/** Whether a node of a flow names this person anywhere. */
export const namesPerson = (node: FlowNode, person: string): boolean =>
  allSteps([node]).some(
    (step) =>
      step.timeout?.to === person ||
      [...step.sources, ...(step.cc?.sources ?? [])].some((source) => namedIn(source, person)),
  )

/**
 * Proposes the follower for every flow in force that names the leaver; nothing changes until the security administrator
 * confirms, and meanwhile a step without anybody else goes to the flow administrators. Resolves to how many flows.
 */
export async function proposeFollower(
  context: DeskContext,
  w: Writer,
  from: string,
  to: string,
  by: string,
): Promise<number> {
  const naming = (await readActiveDefinitions(w)).filter((one) =>
    one.steps.some((node) => namesPerson(node, from)),
  )
  // A wish for each leaver: two who leave one after the other do not put each other's out of the way.
  for (const { key } of naming)
    await context.people.propose(
      w,
      { personId: by },
      { kind: follower, subject: newId(context.house.clock.now().getTime()), content: { key, from, to } },
    )
  return naming.length
}

/** What waits for the security administrator: the follower in a flow, as its next version in the confirming person's name. */
export const followerKind = (context: DeskContext): ConfirmationKind => ({
  code: follower,
  title: { zh: '流程中的离职人员', en: 'A leaver named in a flow' },
  verb: 'edit-flow',
  act: 'manage-people',
  describe: async (r, { content }) => {
    const { key, from, to } = wish.parse(content)
    const names = await context.people.names([from, to], r)
    const flow = (await readVersions(r, key))[0]
    const name = (id: string): string => names.get(id)?.name ?? '—'
    return {
      zh: `流程“${flow?.zh ?? key}”的新版本由 ${name(to)} 代替 ${name(from)}；在办表单不变。`,
      en: `A new version of the flow “${flow?.en ?? key}” names ${name(to)} instead of ${name(from)}; forms under way keep theirs.`,
    }
  },
  carryOut: (w, { content, id }, confirmedBy) =>
    follow(context, w, wish.parse(content), { confirmedBy, wishId: id }),
})

/** @throws Mistake `approval.follower-nothing` when no flow in force names the leaver any more, or the first objection */
async function follow(
  context: DeskContext,
  w: Writer,
  { key, from, to }: z.infer<typeof wish>,
  o: { readonly confirmedBy: string; readonly wishId: string },
): Promise<Refusal | void> {
  await lockFlows(w)
  const present = (await readActiveDefinitions(w)).find((one) => one.key === key)
  if (present === undefined || !present.steps.some((node) => namesPerson(node, from)))
    throw new Mistake('approval.follower-nothing', { status: 409 })
  const { active: _a, createdBy: _b, createdAt: _c, retiredAt: _d, id: _e, version: before, ...one } = present
  const steps = one.steps.map((node) => replaced(node, from, to))
  const body = flowBody.parse(JSON.parse(JSON.stringify({ ...one, steps, follows: before })))
  const id = newId(context.house.clock.now().getTime())
  const version = (await readVersions(w, key))[0]!.version + 1
  const detail = { key, version, content: hashOf(JSON.parse(JSON.stringify(body))), confirmation: o.wishId }
  const refusal = await askEdit(context, w, { personId: o.confirmedBy }, id, detail)
  if (refusal !== undefined) return refusal
  const [objection] = objectionsTo(body, await knownNow(context, w, body))
  if (objection !== undefined)
    throw new Mistake(objection.code, { field: objection.field, values: { ...objection.values } })
  const createdAt = context.house.clock.now()
  await insertDefinition(w, { ...one, id, version, steps, createdBy: o.confirmedBy, createdAt })
}

const other = (people: readonly string[], from: string, to: string): readonly string[] => [
  ...new Set(people.map((person) => (person === from ? to : person))),
]

function replacedSource(source: Source, from: string, to: string): Source {
  if (source.by === 'person') return source.person === from ? { ...source, person: to } : source
  if (source.by === 'group') return { ...source, people: other(source.people, from, to) }
  if (source.by === 'applicant-picks' || source.by === 'previous-picks')
    return { ...source, choice: { ...source.choice, people: other(source.choice.people, from, to) } }
  if (source.by === 'rules') {
    const who = (one: Who): Who => (one.by === 'person' && one.person === from ? { ...one, person: to } : one)
    return {
      ...source,
      rules: source.rules.map((rule) => ({ ...rule, who: rule.who.map(who) })),
      otherwise: source.otherwise.map(who),
    }
  }
  return source
}

function replaced(node: FlowNode, from: string, to: string): FlowNode {
  const step = (one: FlowStep): FlowStep => ({
    ...one,
    sources: one.sources.map((source) => replacedSource(source, from, to)),
    ...(one.cc === undefined
      ? {}
      : { cc: { ...one.cc, sources: one.cc.sources.map((source) => replacedSource(source, from, to)) } }),
    ...(one.timeout?.to === from ? { timeout: { ...one.timeout, to } } : {}),
  })
  return isBlock(node)
    ? { ...node, branches: node.branches.map((branch) => ({ ...branch, steps: branch.steps.map(step) })) }
    : step(node)
}
