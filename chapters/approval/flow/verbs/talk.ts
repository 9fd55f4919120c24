import { Mistake } from '../../../../floor/errors.ts'
import { changeTasks, conflict, type Draft, write } from '../draft.ts'
import type { Of } from '../events.ts'
import { ownTask } from '../guards.ts'
import { urgeCooldownMs } from '../limits.ts'
import { tellCopies } from '../open.ts'
import { isLive, openTasks, type Task } from '../state.ts'
import { about, taskDetail } from './decide.ts'

/** 抄送. */
export function copyTo(draft: Draft, event: Of<'cc'>): 'repeated' | void {
  const before = draft.state
  const fresh = tellCopies(draft, event.people)
  if (fresh.length === 0) return 'repeated'
  write(draft, event, before, { detail: { people: fresh } })
}

/** 催办, with a rest between two. */
export function urge(draft: Draft, event: Of<'urge'>): void {
  const before = draft.state
  if (event.actor !== before.applicant) throw conflict('approval.not-applicant')
  if (before.status !== 'running' && before.status !== 'revoking') throw conflict('approval.not-open')
  if (before.suspendedAt !== undefined) throw conflict('approval.suspended')
  const rested = before.urgedAt === undefined ? Infinity : event.at.getTime() - before.urgedAt.getTime()
  if (rested < urgeCooldownMs)
    throw new Mistake('approval.urged', {
      status: 429,
      values: { minutes: Math.ceil((urgeCooldownMs - rested) / 60_000) },
    })
  draft.state = { ...before, urgedAt: event.at, urgeCount: before.urgeCount + 1 }
  draft.notices.push({ kind: 'urged', people: openTasks(before).map((task) => task.assignee) })
  write(draft, event, before, { detail: { count: draft.state.urgeCount } })
}

/** 评论. */
export function comment(draft: Draft, event: Of<'comment'>): void {
  if (event.opinion.trim() === '') throw new Mistake('approval.comment-empty', { field: 'opinion' })
  write(draft, event, draft.state, filesIn(event))
}

/** The files that were handed in with what was said. */
const filesIn = ({ files = [] }: Of<'comment' | 'material'>) =>
  files.length === 0 ? {} : { detail: { files } }

/** 已阅. */
export function viewed(draft: Draft, event: Of<'viewed'>): 'repeated' | void {
  const before = draft.state
  const mine = (task: Task): boolean =>
    task.assignee === event.actor && task.state === 'todo' && task.viewedAt === undefined
  const task = before.tasks.find(mine)
  if (task === undefined) return 'repeated'
  changeTasks(draft, mine, { viewedAt: event.at })
  write(draft, event, before, { taskId: task.id })
}

/** 暂存: the holder's opinion so far, one per task. It is nobody else's and no step of the form: the log stays silent. */
export function save(draft: Draft, event: Of<'save'>): 'repeated' | void {
  const { task } = ownTask(draft, event, ['todo', 'waiting', 'delegated', 'pending'])
  if ((task.draft ?? '') === event.opinion) return 'repeated'
  changeTasks(draft, (one) => one.id === task.id, { draft: event.opinion })
}

/** 要求补充材料: the applicant is asked for something; the task stays to do. */
export function askMaterial(draft: Draft, event: Of<'ask-material'>): void {
  const before = draft.state
  const { task, run } = ownTask(draft, event)
  if (event.opinion.trim() === '') throw new Mistake('approval.comment-empty', { field: 'opinion' })
  if (task.origin === 'rescue') throw conflict('approval.only-assign')
  draft.state = {
    ...before,
    tasks: before.tasks.map((one) => {
      if (one.id !== task.id) return one
      const { answeredAt: _, ...rest } = one
      return { ...rest, askedAt: event.at }
    }),
  }
  draft.notices.push({ kind: 'material-asked', people: [before.applicant] })
  write(draft, event, before, { ...about(task), detail: taskDetail(task, run) })
}

/** 补充材料: the applicant answers everybody who asked. */
export function giveMaterial(draft: Draft, event: Of<'material'>): void {
  const before = draft.state
  if (event.actor !== before.applicant) throw conflict('approval.not-applicant')
  if (event.opinion.trim() === '') throw new Mistake('approval.comment-empty', { field: 'opinion' })
  const waits = (task: Task): boolean =>
    isLive(task) && task.askedAt !== undefined && task.answeredAt === undefined
  const asked = before.tasks.filter(waits)
  if (asked.length === 0) throw conflict('approval.material-not-asked')
  changeTasks(draft, waits, { answeredAt: event.at })
  draft.notices.push({ kind: 'material-given', people: asked.map((task) => task.assignee) })
  write(draft, event, before, filesIn(event))
}
