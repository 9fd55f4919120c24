import { z } from 'zod'

/** What a form's page needs beyond its paper: the way as a chart, and what this person may do. */

const text = z.string()
const both = z.object({ zh: text, en: text })
const moment = z.iso.datetime()

export const personShape = z.object({
  id: text,
  name: text,
  employeeNo: text,
  department: text,
  post: text,
})
export type Person = z.infer<typeof personShape>

const chartPerson = z.object({
  taskId: text.nullable(),
  person: personShape,
  /** A task state, or `foreseen` for somebody who is not asked yet. */
  state: text,
  origin: text,
  /** Who had been meant, or who handed it on. */
  from: personShape.nullable(),
  onBehalfOf: personShape.nullable(),
  /** 加签, 委派: asked by the holder of that task. */
  under: z.object({ taskId: text, as: text }).nullable(),
  group: text.nullable(),
  dueAt: moment.nullable(),
  viewedAt: moment.nullable(),
  claimedAt: moment.nullable(),
  decidedAt: moment.nullable(),
})
export const chartStep = z.object({
  /** Place on the way, from 0: what `return` and `jump` name. */
  index: z.number(),
  id: text,
  step: both,
  mode: text,
  stage: z.number(),
  branch: z.number(),
  state: z.enum(['passed', 'skipped', 'rejected', 'returned', 'open', 'stopped', 'ahead']),
  /** How often it was opened. */
  rounds: z.number(),
  people: z.array(chartPerson),
  /** The form that decides this step; `open`: this person may look at it. */
  child: z.object({ id: text, number: text, state: text, open: z.boolean() }).nullable(),
  /** Name of the flow that decides this step, where it is another. */
  sub: both.nullable(),
  /** Votes so far, of a 票签 only for those who have voted or when it is over. */
  tally: z.object({ agree: z.number(), against: z.number(), all: z.number() }).nullable(),
})
export type ChartStep = z.infer<typeof chartStep>

export const mayShape = z.object({
  approve: z.boolean(),
  return: z.boolean(),
  transfer: z.boolean(),
  delegate: z.boolean(),
  /** 前加签, 后加签; `addPeer` 并加签. */
  add: z.boolean(),
  addPeer: z.boolean(),
  advise: z.boolean(),
  claim: z.boolean(),
  release: z.boolean(),
  takeBack: z.boolean(),
  askMaterial: z.boolean(),
  /** Leave something out of the form or shorten it. */
  narrow: z.boolean(),
  giveMaterial: z.boolean(),
  save: z.boolean(),
  /** A flow administrator: naming somebody for a task that cannot move by itself. */
  assign: z.boolean(),
  /** A flow administrator: jump, re-assign, terminate, suspend or resume. */
  steer: z.boolean(),
  /** A second flow administrator. */
  confirm: z.boolean(),
  withdraw: z.boolean(),
  revoke: z.boolean(),
  again: z.boolean(),
  urge: z.boolean(),
  comment: z.boolean(),
  cc: z.boolean(),
  resubmit: z.boolean(),
  /** Unchanged, straight back to whoever returned it. */
  straight: z.boolean(),
})

/** Fields of the reply about one form that are not its paper. */
export const standingShape = {
  chart: z.array(chartStep),
  may: mayShape,
  /** The own agreement that may be taken back. */
  takeBackTaskId: text.nullable(),
  /** The opinion this person saved on the own task. */
  draft: text.nullable(),
  /** People this person added or asked for advice and may take away again. */
  removable: z.array(z.object({ taskId: text, person: personShape, as: text })),
  /** Whom this person has to pick when approving, by step id. */
  picks: z.array(
    z.object({
      stepId: text,
      step: both,
      most: z.number(),
      from: z.array(personShape),
    }),
  ),
  /** What a flow administrator asked for and another has to confirm. */
  request: z
    .object({
      verb: text,
      by: personShape,
      at: moment,
      opinion: text,
      step: both.nullable(),
      to: personShape.nullable(),
    })
    .nullable(),
  /** A signature has to come with the decision. */
  signatureNeeded: z.boolean(),
  /** Signatures that were given with decisions that stand. */
  signatures: z.array(
    z.object({
      fileId: text,
      person: personShape,
      step: both,
      how: z.enum(['drawn', 'typed']),
      at: moment,
      commitment: text,
      verb: text,
      outdated: z.boolean(),
    }),
  ),
  /** Names of entries that this person's step hides. */
  hidden: z.array(both),
  /** What this person may narrow. */
  narrowable: z.array(
    z.object({
      key: text,
      name: both,
      kind: z.enum(['until', 'most', 'some']),
      value: z.union([text, z.number()]).nullable(),
      options: z.array(z.object({ id: text, name: both })),
    }),
  ),
  /** The form whose step this one decides. */
  parent: z.object({ id: text, number: text, open: z.boolean() }).nullable(),
  suspendedAt: moment.nullable(),
  urgeCount: z.number(),
  copyOf: z.object({ id: text, number: text }).nullable(),
  copies: z.array(z.object({ id: text, number: text })),
  /** Steps a flow administrator may jump to. */
  jumpTo: z.array(z.object({ to: z.number(), step: both })),
}
