import type { Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { FlowState, Task } from '../flow/state.ts'
import { insertEvent } from '../notices/outbox.ts'
import type { Organisation } from '../organisation.ts'
import type { Instance, Json } from '../types.ts'
import type { EventName } from '../wire/outside.ts'
import { keepAsked, readFollowers } from './store.ts'

interface Change {
  readonly instance: Pick<Instance, 'id' | 'number' | 'form' | 'level' | 'action' | 'applicantId'>
  readonly before: FlowState
  readonly after: FlowState
  readonly at: Date
}

interface Happening {
  readonly name: EventName
  readonly tasks: readonly Task[]
}

const unfinished = new Set(['draft', 'running', 'returned', 'revoking'])

/** What another system is told of a change: found by comparing the two states, whatever verb brought it about. */
export function happeningsIn(before: FlowState, after: FlowState): Happening[] {
  const old = new Map(before.tasks.map((task) => [task.id, task]))
  const assigned = after.tasks.filter((task) => task.state === 'todo' && old.get(task.id)?.state !== 'todo')
  const decided = after.tasks.filter(
    (task) =>
      task.state !== 'todo' && task.decidedAt !== undefined && old.get(task.id)?.decidedAt === undefined,
  )
  const submitted = after.status === 'running' && ['draft', 'returned'].includes(before.status)
  // An approval whose revocation was not confirmed stands as before: it does not end a second time.
  const stands = before.status === 'revoking' && after.status === 'approved'
  const ended = before.status !== after.status && !stands && !unfinished.has(after.status)
  return [
    ...(submitted ? [{ name: 'approval.submitted' as const, tasks: [] }] : []),
    ...(decided.length > 0 ? [{ name: 'approval.decided' as const, tasks: decided }] : []),
    ...(assigned.length > 0 ? [{ name: 'approval.assigned' as const, tasks: assigned }] : []),
    ...(ended ? [{ name: 'approval.ended' as const, tasks: [] }] : []),
  ]
}

/**
 * Writes the events of a change for every system that follows them, in the transaction of the change. They hold ids,
 * numbers, codes, states and users, and nothing of what the form says.
 */
export async function announce(people: Organisation, w: Writer, change: Change): Promise<void> {
  const happenings = happeningsIn(change.before, change.after)
  if (happenings.length === 0) return
  const followers = await readFollowers(w)
  if (followers.length === 0) return
  const everybody = [
    change.instance.applicantId,
    ...happenings.flatMap(({ tasks }) => tasks.map((task) => task.assignee)),
  ]
  const names = await people.names([...new Set(everybody)], w)
  for (const { id: linkId, events, users, mayDecide } of followers) {
    const userOf = usersBy(users)
    const user = (person: string): string => userOf(names.get(person)?.employeeNo ?? '')
    for (const one of happenings.filter(({ name }) => events.includes(name))) {
      const id = newId(change.at.getTime())
      const content = eventOf(id, one, change, user)
      await insertEvent(w, { id, linkId, kind: one.name, content, at: change.at })
      // Only a system that is asked may look at the form and answer.
      if (mayDecide && one.name === 'approval.assigned')
        await keepAsked(w, linkId, change.instance.id, change.at)
    }
  }
}

/** The other system's user of an employee number. */
function usersBy(users: Readonly<Record<string, string>>): (employeeNo: string) => string {
  const byNumber = new Map(Object.entries(users).map(([user, employeeNo]) => [employeeNo, user]))
  return (employeeNo) => byNumber.get(employeeNo) ?? employeeNo
}

function eventOf(id: string, one: Happening, change: Change, user: (person: string) => string): Json {
  const { instance, after, at } = change
  return {
    id,
    type: one.name,
    timestamp: at.toISOString(),
    application: {
      id: instance.id,
      number: instance.number,
      form: instance.form,
      level: instance.level,
      action: instance.action,
      state: after.status,
      hash: after.hash,
      applicant: user(instance.applicantId),
    },
    tasks: one.tasks.map((task) => ({
      id: task.id,
      user: user(task.assignee),
      state: task.state,
      ...(task.dueAt === undefined ? {} : { dueAt: task.dueAt.toISOString() }),
    })),
  }
}
