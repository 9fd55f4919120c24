import { z } from 'zod'
import { personShape, standingShape } from './wire/chart.ts'

/** Shapes of the approval desk, shared by server, pages and command line. Times are ISO strings, ids UUIDs. */

const text = z.string()
const moment = z.iso.datetime()
const both = z.object({ zh: text, en: text })
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const opinion = z.string().trim().max(2000)

export const idParams = z.strictObject({ id: z.uuid() })

export const batchBody = z.strictObject({
  items: z
    .array(z.strictObject({ id: z.uuid(), taskId: z.uuid(), hash }))
    .min(1)
    .max(50),
  opinion: opinion.default(''),
})
export const batchReply = z.object({
  results: z.array(
    z.object({
      id: text,
      done: z.boolean(),
      /** Clause numbers of a refusal, or the code of a mistake. */
      because: z.array(text),
      code: text.optional(),
    }),
  ),
})
export type BatchReply = z.infer<typeof batchReply>

// ─── desk ───
export const countsReply = z.object({
  todo: z.number(),
  /** Of these, tasks of a pool that somebody still has to claim. */
  claimable: z.number(),
  cc: z.number(),
  notices: z.number(),
  drafts: z.number(),
})
export const deskQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  /** `at`, `-at` or `at.desc`. */
  sort: z
    .string()
    .regex(/^-?[A-Za-z]+(\.(asc|desc))?$/)
    .or(z.literal(''))
    .default(''),
  form: z.string().max(60).optional(),
  /** States, joined by commas. */
  state: z.string().max(200).optional(),
  level: z.coerce.number().int().min(0).max(9).optional(),
  /** Days of submission: `2026-11-01~2026-11-30`, either end may be left out. */
  submitted: z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2})?~(\d{4}-\d{2}-\d{2})?$/)
    .optional(),
  number: z.string().max(60).optional(),
  /** 待办 only: tasks of a pool, still to be claimed or claimed by the caller. */
  pool: z.enum(['open', 'mine']).optional(),
})
export const deskReply = z.object({
  total: z.number(),
  rows: z.array(
    z.object({
      id: text,
      number: text,
      form: text,
      formName: both,
      title: both,
      level: z.number(),
      action: text,
      state: text,
      /** The step it waits in. */
      step: both.nullable(),
      applicant: personShape,
      definitionId: text,
      hash: text,
      submittedAt: moment,
      finishedAt: moment.nullable(),
      taskId: text.nullable(),
      dueAt: moment.nullable(),
      at: moment,
      verb: text.nullable(),
      unread: z.boolean(),
      /** 挂起. */
      suspended: z.boolean(),
      /** 认领: shared by several people, still to be claimed or claimed by the caller. */
      pool: z.enum(['open', 'mine']).nullable(),
      /** May be approved together with others of the same flow. */
      batch: z.boolean(),
    }),
  ),
})
export type DeskReply = z.infer<typeof deskReply>
export type DeskLine = DeskReply['rows'][number]

export const noticeQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(60).optional(),
  unread: z.enum(['true', 'false']).default('false'),
})
export const noticesReply = z.object({
  total: z.number(),
  rows: z.array(
    z.object({
      id: text,
      kind: text,
      instanceId: text.nullable(),
      link: text,
      values: z.record(z.string(), z.union([z.string(), z.number()])),
      formName: both.nullable(),
      createdAt: moment,
      readAt: moment.nullable(),
    }),
  ),
})
export type NoticesReply = z.infer<typeof noticesReply>
export const readNoticesBody = z.strictObject({ ids: z.array(z.uuid()).max(200).default([]) })
export const readNoticesReply = z.object({ read: z.number() })

// ─── one form ───
export const approvalReply = z.object({
  id: text,
  number: text,
  form: z.object({ code: text, name: both, formNumber: text }),
  company: text,
  title: both,
  /** By the rule of the flow; empty when it has none. */
  summary: both,
  level: z.number(),
  action: text,
  state: text,
  hash: text,
  applicant: personShape,
  submittedAt: moment,
  finishedAt: moment.nullable(),
  flow: z.object({ key: text, version: z.number(), name: both }),
  /** The form as it prints; withheld from administrators, who see no customer's data. */
  view: z
    .object({
      sections: z.array(
        z.object({
          title: both,
          rows: z.array(
            z.object({ label: both, value: both, kind: z.enum(['text', 'customers', 'level']).optional() }),
          ),
        }),
      ),
    })
    .nullable(),
  timeline: z.array(
    z.object({
      seq: z.number(),
      verb: text,
      person: personShape.nullable(),
      onBehalfOf: personShape.nullable(),
      opinion: text,
      at: moment,
      step: both.nullable(),
      /** Whom it was handed to or who was told. */
      people: z.array(personShape),
      /** Where it was returned to. */
      to: both.nullable(),
      origin: text.nullable(),
      hash: text,
      /** File with the signature of the decision. */
      signature: text.nullable(),
      files: z.array(z.object({ id: text, contentType: text, size: z.number() })),
      /** The form that decided the step. */
      child: text.nullable(),
      /** Said about an earlier version of the form. */
      outdated: z.boolean(),
    }),
  ),
  now: z.array(
    z.object({
      taskId: text,
      step: both,
      mode: text,
      person: personShape,
      origin: text,
      from: personShape.nullable(),
      dueAt: moment.nullable(),
      viewedAt: moment.nullable(),
      escalatedAt: moment.nullable(),
    }),
  ),
  ahead: z.array(
    z.object({
      step: both,
      mode: text,
      people: z.array(z.object({ person: personShape, origin: text })),
    }),
  ),
  cc: z.array(personShape),
  /** The task the decision buttons act on. */
  taskId: text.nullable(),
  opinionNeeded: z.boolean(),
  urgeAgainAt: moment.nullable(),
  returnTo: z.array(z.object({ to: z.union([z.literal('applicant'), z.number()]), step: both })),
  ...standingShape,
})
export type ApprovalReply = z.infer<typeof approvalReply>

export const printQuery = z.strictObject({ lang: z.enum(['zh', 'en']).default('zh') })

export * from './wire/chart.ts'
export * from './wire/deeds.ts'
export * from './wire/flows.ts'
export * from './wire/notices.ts'
export * from './wire/outside.ts'
