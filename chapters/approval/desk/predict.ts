import type { Reader } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { stepsOf } from '../definition.ts'
import { type PlannedStep, planFor } from '../definition/conditions.ts'
import type { Opening } from '../flow/events.ts'
import { findInstance, readFlow } from '../store/instances.ts'
import { mistakeText } from '../texts.ts'
import type { DryRunReply, FlowBody, PredictBody, PredictedStep, PredictReply } from '../wire.ts'
import { type Wanted, wayAhead } from './approvers.ts'
import type { DeskContext } from './context.ts'
import { checkFlow } from './flows.ts'
import { choiceOf, pickable } from './picks.ts'
import { caseOf, routeFor } from './route.ts'

/**
 * Who would decide if the caller handed this in now, before anything is handed in: the flow, the way through its
 * conditions, the people of each step, and from whom people are to be picked.
 */
export async function predict(
  context: DeskContext,
  caller: Caller,
  body: PredictBody,
): Promise<PredictReply> {
  const { db, clock } = context.house
  const { form, level, action, customers, categories, purpose, picks } = body
  return await db.read(async (r) => {
    const applicantId = caller.personId
    const { definition, plan, about } = await routeFor(r, {
      form,
      level,
      action,
      applicantId,
      about: { customers, categories, purpose },
    })
    const wanted = { applicant: applicantId, level, at: clock.now(), picks, about }
    const { key, version, zh, en } = definition
    return {
      flow: { key, version, name: { zh, en } },
      steps: await foreseen(context, r, plan, wanted),
    }
  })
}

/**
 * 试运行: the way a form of the past would take through a flow that is not saved, with what is wrong with it.
 * Nothing is changed. The past form is taken as it was; the organisation as it is now.
 */
export async function dryRun(context: DeskContext, flow: FlowBody, past: string): Promise<DryRunReply> {
  const objections = await checkFlow(context, flow)
  return await context.house.db.read(async (r) => {
    const instance = await findInstance(r, past)
    if (instance === undefined) throw new Mistake('approval.not-found', { status: 404, field: 'past' })
    const { about, state } = await readFlow(r, instance)
    const { level, action, applicantId, snapshot } = instance
    const usable = !objections.some(({ code }) => code === 'approval.flow-unknown-source')
    const one = { ...(await caseOf(r, { form: flow.form, level, action, applicantId })), ...about }
    const plan = usable ? planFor(stepsOf(flow), one) : []
    const wanted = {
      applicant: applicantId,
      level,
      at: context.house.clock.now(),
      snapshot,
      picks: state.picks,
      about: one,
    }
    return {
      number: instance.number,
      objections: objections.map(({ code, field, values }) => ({
        code,
        field,
        text: mistakeText(code, values),
      })),
      steps: await foreseen(context, r, plan, wanted),
    }
  })
}

/** A way with its people's names. */
export async function foreseen(
  context: DeskContext,
  r: Reader,
  plan: readonly PlannedStep[],
  wanted: Wanted,
): Promise<PredictedStep[]> {
  const way = await wayAhead(context.people, r, plan, wanted)
  const choices: (
    (Omit<NonNullable<PredictedStep['picked']>, 'from'> & { from: readonly string[] }) | undefined
  )[] = []
  for (const step of plan) {
    const own = choiceOf(step, 'applicant-picks')
    const choice = own ?? choiceOf(step, 'previous-picks')
    choices.push(
      choice === undefined
        ? undefined
        : {
            by: own === undefined ? ('previous' as const) : ('applicant' as const),
            most: choice.most,
            from: await pickable(context, r, choice),
          },
    )
  }
  const ids = [
    ...way.flatMap((opening) => opening?.candidates.map(({ person }) => person) ?? []),
    ...choices.flatMap((choice) => choice?.from ?? []),
  ]
  const names = await context.people.names([...new Set(ids)], r)
  const named = (id: string) => ({ id, name: names.get(id)?.name ?? '' })
  return plan.map((step, index) => {
    const choice = choices[index]
    return {
      id: step.id,
      step: { zh: step.zh, en: step.en },
      mode: step.mode,
      stage: step.stage,
      branch: step.branch,
      people: peopleOf(way[index]).map(({ person, origin }) => ({ ...named(person), origin })),
      picked: choice === undefined ? null : { ...choice, from: choice.from.map(named) },
    }
  })
}

const peopleOf = (opening: Opening | undefined): Opening['candidates'] => opening?.candidates ?? []
