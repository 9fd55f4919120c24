import type { Reader, Writer } from '../../floor/database/index.ts'
import type { Chapter, House } from '../../gate/index.ts'
import type { Holding } from '../people/index.ts'
import type { Context, NotifyDuties, PeopleOfDuties } from './context.ts'
import { raise, settle } from './desk.ts'
import { dutyHolding } from './holding.ts'
import { addKind, type DutyKind, type NewDuty, type Settled } from './kinds.ts'
import { dutyRoutes } from './routes.ts'
import { countByClause, openSubjects } from './store.ts'
import { dutiesKind, dutiesSchedule, remindAndEscalate, watchDuties } from './watch.ts'

export type { NotifyDuties, PeopleOfDuties } from './context.ts'
export type { DutyKind, NewDuty, Settled } from './kinds.ts'

export interface Duties extends Chapter {
  /** A kind of thing that is due; chapters register theirs when they are opened. */
  kind(kind: DutyKind): void
  /** Says that something is due; idempotent by kind and subject while it is open (then owner, day and link are brought up to date). */
  raise(w: Writer, duty: NewDuty): Promise<{ id: string }>
  /** What was due is done, or is no longer due; false when nothing of this kind is open about the subject. */
  settle(w: Writer, kind: string, subject: string, how?: Settled): Promise<boolean>
  /** Subjects about which a duty of this kind is open. */
  openSubjects(r: Reader, kind: string): Promise<string[]>
  /** Open and overdue duties by number of the clause that asks for them. */
  countByClause(r: Reader, now: Date): Promise<{ clause: string; open: number; overdue: number }[]>
  /** Reminds and escalates now; the daily job does it too. */
  remind(): Promise<void>
  /** What a person owes, for those who leave or change post. */
  holding(): Holding
}

/** Opens the chapter duties: what is due, from whom, by which working day, with which evidence. */
export function openDuties(house: House, people: PeopleOfDuties, notify: NotifyDuties): Duties {
  const context: Context = { house, people, notify, kinds: new Map() }
  return {
    routes: dutyRoutes(context),
    jobs: { [dutiesKind]: watchDuties(context) },
    schedules: [dutiesSchedule],
    kind: (kind) => addKind(context.kinds, kind),
    raise: (w, duty) => raise(context, w, duty),
    settle: (w, kind, subject, how) => settle(context, w, kind, subject, how),
    openSubjects,
    countByClause,
    remind: () => remindAndEscalate(context),
    holding: () => dutyHolding(context),
  }
}
