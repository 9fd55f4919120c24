import { z } from 'zod'

/** Shapes of flow definitions: what the designer sends and what it is shown. */

const text = z.string()
const both = z.object({ zh: text, en: text })
const moment = z.iso.datetime()
const code = z.string().regex(/^[a-z0-9-]{1,40}$/)
const name = z.string().trim().min(1).max(60)

export const choiceShape = z.strictObject({
  roles: z.array(z.string().max(60)).max(20).default([]),
  people: z.array(z.uuid()).max(100).default([]),
  most: z.number().int().min(1).max(20).default(1),
})
export const conditionShape = z.strictObject({
  levels: z.array(z.number().int().min(0).max(9)).min(1).max(10).optional(),
  departments: z.array(z.uuid()).min(1).max(100).optional(),
  categories: z.array(z.string().max(40)).min(1).max(20).optional(),
  actions: z.array(z.string().max(40)).min(1).max(20).optional(),
  purposes: z.array(z.string().max(60)).min(1).max(50).optional(),
  posts: z.array(z.string().max(60)).min(1).max(50).optional(),
  customersFrom: z.number().int().min(0).optional(),
  customersTo: z.number().int().min(0).optional(),
})
/** Somebody a rule names; kinds of `whoKinds`. */
export const whoShape = z.strictObject({
  by: z.string().max(40),
  role: z.string().max(60).optional(),
  post: z.string().max(60).optional(),
  person: z.uuid().optional(),
  department: z.uuid().optional(),
  n: z.number().int().min(1).max(20).optional(),
  /** Shown only. */
  personName: z.string().max(120).optional(),
})
export const sourceShape = z.strictObject({
  /** Kinds of `sourceKinds`; others are objected to by name. */
  by: z.string().max(40),
  role: z.string().max(60).optional(),
  person: z.uuid().optional(),
  people: z.array(z.uuid()).max(100).optional(),
  post: z.string().max(60).optional(),
  n: z.number().int().min(1).max(20).optional(),
  entry: z.string().max(60).optional(),
  choice: choiceShape.optional(),
  rules: z
    .array(z.strictObject({ when: conditionShape, who: z.array(whoShape).min(1).max(10) }))
    .max(20)
    .optional(),
  otherwise: z.array(whoShape).max(10).optional(),
  weight: z.number().int().min(1).max(1000).optional(),
  group: z.string().max(40).optional(),
})
export const dueShape = z.strictObject({
  amount: z.number().int().min(1).max(100_000),
  unit: z.enum(['working-days', 'days', 'hours', 'minutes']),
})
export const timeoutShape = z.strictObject({
  reminders: z.number().int().min(1).max(10),
  everyHours: z.number().int().min(1).max(240),
  deed: z.string().max(20),
  to: z.uuid().optional(),
  afterDays: z.number().int().min(0).max(60),
})
export const stepShape = z.strictObject({
  id: code,
  zh: name,
  en: name,
  mode: z.string().max(10),
  sources: z.array(sourceShape).max(20),
  due: dueShape.optional(),
  repeats: z.enum(['ask', 'consecutive', 'all']).optional(),
  when: conditionShape.optional(),
  ratio: z.number().int().min(1).max(100).optional(),
  veto: z.boolean().optional(),
  vote: z
    .strictObject({
      rule: z.enum(['weight', 'ratio', 'count']),
      threshold: z.number().int().min(0).max(100_000),
      waitForAll: z.boolean(),
    })
    .optional(),
  groups: z
    .array(z.strictObject({ group: z.string().min(1).max(40), needed: z.number().int().min(1).max(50) }))
    .max(10)
    .optional(),
  pool: z.boolean().optional(),
  opinion: z.enum(['optional', 'required']).optional(),
  withheld: z.array(z.enum(['return', 'transfer', 'delegate', 'add', 'take-back'])).optional(),
  timeout: timeoutShape.optional(),
  signature: z.literal('required').optional(),
  /** Rights by entry of the form. */
  fields: z.record(z.string().max(40), z.enum(['read', 'write', 'hide'])).optional(),
  /** Key of the flow that decides the step. */
  sub: z.strictObject({ flow: z.string().max(60) }).optional(),
  cc: z
    .strictObject({ sources: z.array(sourceShape).min(1).max(20), moment: z.enum(['opened', 'passed']) })
    .optional(),
})
export const blockShape = z.strictObject({
  id: code,
  zh: name,
  en: name,
  kind: z.enum(['choice', 'parallel', 'inclusive']),
  branches: z
    .array(
      z.strictObject({
        id: code,
        zh: name,
        en: name,
        when: conditionShape.optional(),
        steps: z.array(stepShape).max(20),
      }),
    )
    .min(2)
    .max(10),
})
export const rulesShape = z.strictObject({
  withdraw: z.enum(['any-time', 'before-first-decision', 'never']),
  revokeDays: z.number().int().min(0).max(3650),
})
const rule = z.strictObject({ zh: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(200) })
export const paperShape = z.strictObject({
  /** Series of the record numbers. */
  series: z
    .string()
    .regex(/^[A-Z]{2,6}$/)
    .optional(),
  title: rule.optional(),
  summary: rule.optional(),
  print: z
    .strictObject({
      heading: z.strictObject({ zh: name, en: name }).optional(),
      leaveOut: z.array(z.string().max(40)).max(40).optional(),
      columns: z
        .array(z.enum(['step', 'person', 'post', 'decision', 'opinion', 'time']))
        .min(2)
        .max(6)
        .optional(),
      places: z
        .array(z.strictObject({ zh: name, en: name }))
        .max(9)
        .optional(),
    })
    .optional(),
})
export const flowBody = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,60}$/),
  form: z.string().max(60),
  zh: name,
  en: name,
  levels: z.array(z.number().int().min(0).max(9)).max(10),
  actions: z.array(z.string().max(40)).max(20),
  priority: z.number().int().min(-1000).max(1000),
  steps: z.array(z.union([stepShape, blockShape])).max(30),
  rules: rulesShape.optional(),
  paper: paperShape.optional(),
  /** Only for steps of other flows. */
  inner: z.boolean().optional(),
  /** The version this one follows, 0 for a new flow; somebody else's newer version is not overwritten. */
  follows: z.number().int().min(0),
})
export type FlowBody = z.infer<typeof flowBody>

const shownSource = sourceShape.extend({
  personName: text.optional(),
  /** Names of the people of a group, in its order. */
  peopleNames: z.array(text).optional(),
  /** Names of the people who may be picked, in their order. */
  choiceNames: z.array(text).optional(),
})
const shownStep = stepShape.extend({
  sources: z.array(shownSource),
  cc: stepShape.shape.cc
    .unwrap()
    .extend({ sources: z.array(shownSource) })
    .optional(),
  timeout: timeoutShape.extend({ toName: text.optional() }).optional(),
  due: dueShape,
  repeats: z.enum(['ask', 'consecutive', 'all']),
})
const shownBranch = blockShape.shape.branches.element.extend({ steps: z.array(shownStep) })
const shownBlock = blockShape.extend({ branches: z.array(shownBranch) })
export type ShownStep = z.infer<typeof shownStep>
export type ShownBlock = z.infer<typeof shownBlock>

export const flowShape = z.object({
  id: text,
  key: text,
  version: z.number(),
  form: text,
  formName: both.nullable(),
  name: both,
  levels: z.array(z.number()),
  actions: z.array(text),
  priority: z.number(),
  steps: z.array(z.union([shownStep, shownBlock])),
  rules: rulesShape,
  paper: paperShape.optional(),
  inner: z.boolean().optional(),
  active: z.boolean(),
  retiredAt: moment.nullable(),
  createdAt: moment,
})
export type Flow = z.infer<typeof flowShape>
export const flowsReply = z.object({
  total: z.number(),
  rows: z.array(flowShape),
  forms: z.array(
    z.object({
      code: text,
      name: both,
      /** Entries whose rights a step may set; `write` only where `narrows`. */
      fields: z.array(z.object({ key: text, name: both, narrows: z.boolean() })),
    }),
  ),
  roles: z.array(z.object({ code: text, zh: text, en: text })),
})
export type FlowsReply = z.infer<typeof flowsReply>
export const versionsReply = z.object({ total: z.number(), rows: z.array(flowShape) })
export const checkReply = z.object({
  objections: z.array(z.object({ code: text, field: text, text: both })),
})
export type CheckReply = z.infer<typeof checkReply>
export const keyParams = z.strictObject({ key: z.string().regex(/^[a-z0-9-]{1,60}$/) })
export const retireBody = z.strictObject({ reason: z.string().trim().min(1).max(500) })

export const retiredReply = z.object({ retired: z.boolean() })

/** A flow as a file: what another company's program reads. */
export const flowFile = z.strictObject({
  format: z.literal('mifeng-flow'),
  edition: z.literal(1),
  flow: flowBody.omit({ follows: true }),
})
export const importBody = z.strictObject({
  /** The text of an exported file. */
  file: z.string().min(2).max(500_000),
})
export const predictedStep = z.object({
  id: text,
  step: both,
  mode: text,
  stage: z.number(),
  branch: z.number(),
  people: z.array(z.object({ id: text, name: text, origin: text })),
  /** The people of this step are picked by the applicant or by the approver before. */
  picked: z
    .object({
      by: z.enum(['applicant', 'previous']),
      most: z.number(),
      from: z.array(z.object({ id: text, name: text })),
    })
    .nullable(),
})
export type PredictedStep = z.infer<typeof predictedStep>
export const predictBody = z.strictObject({
  form: z.string().max(60),
  level: z.number().int().min(0).max(9),
  action: z.string().max(40),
  customers: z.number().int().min(0).default(0),
  categories: z.array(z.string().max(40)).max(20).default([]),
  purpose: z.string().max(60).default(''),
  picks: z.record(z.string(), z.array(z.uuid())).default({}),
})
export const predictReply = z.object({
  flow: z.object({ key: text, version: z.number(), name: both }),
  steps: z.array(predictedStep),
})
export type PredictBody = z.infer<typeof predictBody>
export type PredictReply = z.infer<typeof predictReply>
export const dryRunBody = z.strictObject({
  flow: flowBody,
  /** Number or id of a form of the past. */
  past: z.string().trim().min(1).max(60),
})
export const dryRunReply = z.object({
  number: text,
  objections: checkReply.shape.objections,
  steps: z.array(predictedStep),
})
export type DryRunReply = z.infer<typeof dryRunReply>
