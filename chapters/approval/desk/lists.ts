import type { z } from 'zod'
import type { Reader } from '../../../floor/database/index.ts'
import { isRefusal, Mistake } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { batchUpToLevel } from '../flow/limits.ts'
import { allSteps, type FlowStep } from '../definition.ts'
import { readDefinition } from '../store/flows.ts'
import { readSigned } from '../store/files.ts'
import { readFlow, readInstance } from '../store/instances.ts'
import {
  type DeskQuery,
  type DeskTab,
  readAdded,
  readCounts,
  readDesk,
  readNotices,
  readSavedOpinions,
  sortNames,
} from '../store/lists.ts'
import type {
  batchBody,
  BatchReply,
  deskQuery,
  DeskReply,
  DraftsReply,
  noticeQuery,
  NoticesReply,
} from '../wire.ts'
import type { Both } from '../types.ts'
import { act } from './act.ts'
import type { DeskContext } from './context.ts'
import { hiddenFor, isPartHidden } from './rights.ts'
import { labels, stepName } from './show.ts'

/** Reads the words of the query: the sort in either spelling, days as days of the company's time zone. */
export function deskQueryOf(
  q: z.infer<typeof deskQuery>,
  timeZone: string,
  usual: { sort: string; descending: boolean },
): DeskQuery {
  const { sort, descending } = sortOf(q.sort, usual)
  const [from = '', until = ''] = q.submitted?.split('~') ?? []
  return {
    page: q.page,
    size: q.size,
    sort,
    descending,
    form: q.form === '' ? undefined : q.form,
    state: q.state === undefined || q.state === '' ? undefined : q.state.split(','),
    level: q.level,
    number: q.number,
    pool: q.pool,
    from: from === '' ? undefined : dayStart(from, timeZone, 0),
    until: until === '' ? undefined : dayStart(until, timeZone, 1),
  }
}

function sortOf(
  text: string,
  usual: { sort: string; descending: boolean },
): { sort: string; descending: boolean } {
  if (text === '') return usual
  const [name = '', direction] = text.replace(/^-/, '').split('.')
  if (!sortNames.includes(name)) throw new Mistake('shape', { field: 'query.sort', status: 400 })
  return { sort: name, descending: text.startsWith('-') || direction === 'desc' }
}

/** Midnight at which a calendar day begins in a time zone, `plus` days on. */
export function dayStart(day: string, timeZone: string, plus: number): Date {
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime())) throw new Mistake('shape', { field: 'query.submitted', status: 400 })
  const at = midnight.getTime() + plus * 86_400_000
  return new Date(at - offsetMs(timeZone, new Date(at)))
}

function offsetMs(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const n = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'), n('second')) - at.getTime()
}

const usualSort: Readonly<Record<DeskTab, { sort: string; descending: boolean }>> = {
  todo: { sort: 'dueAt', descending: false },
  done: { sort: 'at', descending: true },
  mine: { sort: 'at', descending: true },
  cc: { sort: 'at', descending: true },
  office: { sort: 'at', descending: false },
}

/** One page of a tab of the desk. */
export async function deskList(
  context: DeskContext,
  caller: Caller,
  tab: DeskTab,
  q: z.infer<typeof deskQuery>,
): Promise<DeskReply> {
  const { db, timeZone } = context.house
  const { total, rows } = await db.read((r) =>
    readDesk(
      r,
      tab,
      caller.personId,
      deskQueryOf(tab === 'todo' ? q : { ...q, pool: undefined }, timeZone, usualSort[tab]),
    ),
  )
  const steps = new Map<string, readonly FlowStep[]>()
  for (const id of new Set(rows.map((row) => row.definitionId)))
    steps.set(id, allSteps((await db.read((r) => readDefinition(r, id)))?.steps ?? []))
  const person = await labels(
    context,
    rows.map((row) => row.applicantId),
  )
  const kept = await db.read((r) => untitled(r, caller.personId, rows))
  const formName = nameIn(context)
  return {
    total,
    rows: rows.map(({ zh, en, applicantId, stepId, hides: _hides, ...row }) => ({
      ...row,
      ...(kept.has(row.id) ? { action: '' } : {}),
      formName: formName(row.form),
      title: kept.has(row.id) ? formName(row.form) : { zh, en },
      applicant: person(applicantId),
      step: stepId === null ? null : stepName(steps.get(row.definitionId) ?? [], stepId),
      submittedAt: row.submittedAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
      dueAt: row.dueAt?.toISOString() ?? null,
      at: row.at.toISOString(),
      batch: tab === 'todo' && row.level <= batchUpToLevel && row.pool !== 'open',
    })),
  }
}

const nameIn =
  ({ forms }: DeskContext) =>
  (code: string): Both =>
    forms.get(code)?.name ?? { zh: code, en: code }

/** Those of the forms a part of which is hidden from this person, so that their titles are too. */
async function untitled(
  r: Reader,
  person: string,
  rows: readonly { readonly id: string; readonly hides: boolean }[],
): Promise<ReadonlySet<string>> {
  const kept = new Set<string>()
  for (const { id } of rows.filter((row) => row.hides)) {
    const instance = await readInstance(r, id)
    if (instance !== undefined && isPartHidden(hiddenFor(await readFlow(r, instance), person))) kept.add(id)
  }
  return kept
}

/** Figures for the menu. */
export async function deskCounts(
  context: DeskContext,
  r: Reader,
  person: string,
): Promise<{ todo: number; claimable: number; cc: number; notices: number; drafts: number }> {
  const counts = await readCounts(r, person)
  let drafts = counts.opinions
  for (const form of context.forms.values()) drafts += (await form.drafts?.(r, person))?.length ?? 0
  return { todo: counts.todo, claimable: counts.claimable, cc: counts.cc, notices: counts.notices, drafts }
}

/** 草稿: forms begun and not handed in, and opinions saved on open tasks. */
export async function draftList(context: DeskContext, caller: Caller): Promise<DraftsReply> {
  return await context.house.db.read(async (r) => {
    const rows: DraftsReply['rows'] = []
    for (const form of context.forms.values())
      for (const { link, title, savedAt } of (await form.drafts?.(r, caller.personId)) ?? [])
        rows.push({
          kind: 'form',
          link,
          formName: form.name,
          number: '',
          title,
          savedAt: savedAt.toISOString(),
        })
    const opinions = await readSavedOpinions(r, caller.personId)
    const kept = await untitled(r, caller.personId, opinions)
    const formName = nameIn(context)
    for (const one of opinions)
      rows.push({
        kind: 'opinion',
        link: `/approvals/${one.id}`,
        formName: formName(one.form),
        number: one.number,
        title: kept.has(one.id) ? formName(one.form) : { zh: one.zh, en: one.en },
        savedAt: null,
      })
    return { total: rows.length, rows }
  })
}

/** The person's notices, the newest first. */
export async function noticeList(
  context: DeskContext,
  caller: Caller,
  q: z.infer<typeof noticeQuery>,
): Promise<NoticesReply> {
  const { total, rows } = await context.house.db.read((r) =>
    readNotices(r, caller.personId, { page: q.page, size: q.size, unread: q.unread === 'true' }),
  )
  return {
    total,
    rows: rows.map((row) => ({
      ...row,
      values: { ...row.values },
      formName: context.forms.get(String(row.values['form'] ?? ''))?.name ?? null,
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
    })),
  }
}

/**
 * Approves several forms of one flow, each in a transaction of its own with all its guards; what is refused or has
 * changed is reported for that form and does not stop the others.
 * @throws Mistake when a form is above the level for this, or of another flow than the first
 */
export async function approveMany(
  context: DeskContext,
  caller: Caller,
  body: z.infer<typeof batchBody>,
): Promise<BatchReply> {
  const instances = await context.house.db.read((r) =>
    Promise.all(body.items.map(({ id }) => readInstance(r, id))),
  )
  const flow = instances[0]?.definitionId
  instances.forEach((instance, index) => {
    const field = `items.${index}`
    if (instance === undefined) throw new Mistake('approval.not-found', { field, status: 404 })
    if (instance.level > batchUpToLevel)
      throw new Mistake('approval.batch-level', { field, values: { level: batchUpToLevel } })
    if (instance.definitionId !== flow) throw new Mistake('approval.batch-unlike', { field })
  })
  const added = await context.house.db.read((r) =>
    readAdded(
      r,
      body.items.map(({ taskId }) => taskId),
    ),
  )
  const signed = await context.house.db.read((r) =>
    readSigned(
      r,
      body.items.map(({ taskId }) => taskId),
    ),
  )
  const results: BatchReply['results'] = []
  for (const { id, taskId, hash } of body.items)
    results.push(
      added.has(taskId) || signed.has(taskId)
        ? {
            id,
            done: false,
            because: [],
            code: added.has(taskId) ? 'approval.batch-added' : 'approval.batch-signature',
          }
        : await approveOne(context, caller, id, { verb: 'approve', taskId, hash, opinion: body.opinion }),
    )
  return { results }
}

async function approveOne(
  context: DeskContext,
  caller: Caller,
  id: string,
  deed: Extract<Parameters<typeof act>[3], { verb: 'approve' | 'reject' }>,
): Promise<BatchReply['results'][number]> {
  try {
    const outcome = await act(context, caller, id, deed)
    return isRefusal(outcome)
      ? { id, done: false, because: [...outcome.because] }
      : { id, done: true, because: [] }
  } catch (error) {
    if (error instanceof Mistake) return { id, done: false, because: [], code: error.code }
    throw error
  }
}
