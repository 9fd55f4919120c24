import type { Reader } from '../../../../floor/database/index.ts'
import type { House } from '../../../../gate/index.ts'
import { todayOf } from '../../facts.ts'
import {
  type Place,
  readActingNow,
  readOfficeHolders,
  readPlaces,
  type Unit,
} from '../../store/review-reviewers.ts'

/** In which capacity somebody reviews: the holder's manager, or the office that stands in. */
export type Capacity =
  'manager' | 'security-admin' | 'audit-admin' | 'general-manager' | 'system-admin' | 'nobody'

/** Who may review a right; any one of them decides. */
export interface Reviewers {
  readonly people: readonly string[]
  readonly capacity: Capacity
}

/** Active holders of the offices that stand in, by office. */
export type OfficeHolders = ReadonlyMap<string, readonly string[]>

/** Whose right it is, and which of the three offices when it is one. */
export interface Subject {
  readonly personId: string
  readonly office: string | null
}

const standIns: readonly Exclude<Capacity, 'manager' | 'nobody'>[] = [
  'security-admin',
  'audit-admin',
  'general-manager',
  'system-admin',
]

/**
 * Who reviews a right. The manager reviews; for somebody without one the security administrators stand in, then the
 * audit administrators, the general manager, the system administrators. An administrator's office is reviewed by
 * another of the three offices, never by the one it is and never by a manager. The holder is passed over everywhere,
 * so that one person who holds two offices goes to the third.
 */
export function reviewersOf(
  subject: Subject,
  manager: string | undefined,
  holders: OfficeHolders,
): Reviewers {
  if (subject.office === null && manager !== undefined && manager !== subject.personId)
    return { people: [manager], capacity: 'manager' }
  return standInFor(subject, holders, [])
}

/**
 * Who may review as well once a review is long overdue: the reviewing manager's own manager, or the office that comes
 * next. They come beside the reviewer, so that a silent one does not keep the right for ever.
 */
export function superiorsOf(
  subject: Subject,
  reviewers: Reviewers,
  managersManager: string | undefined,
  holders: OfficeHolders,
): Reviewers {
  const passed = [...reviewers.people, subject.personId]
  if (reviewers.capacity === 'manager' && managersManager !== undefined && !passed.includes(managersManager))
    return { people: [managersManager], capacity: 'manager' }
  return standInFor(subject, holders, reviewers.people)
}

function standInFor(subject: Subject, holders: OfficeHolders, passed: readonly string[]): Reviewers {
  for (const office of standIns) {
    if (office === subject.office) continue
    const people = (holders.get(office) ?? []).filter((id) => id !== subject.personId && !passed.includes(id))
    if (people.length > 0) return { people, capacity: office }
  }
  return { people: [], capacity: 'nobody' }
}

/** The company as far as it tells who manages whom. */
export class Chart {
  readonly #places: ReadonlyMap<string, Place>
  readonly #units: ReadonlyMap<string, Unit>
  readonly #acting: ReadonlyMap<string, string>
  readonly holders: OfficeHolders
  constructor(parts: {
    readonly places: readonly Place[]
    readonly units: readonly Unit[]
    readonly acting: readonly { readonly departmentId: string; readonly personId: string }[]
    readonly holders: OfficeHolders
  }) {
    this.#places = new Map(parts.places.map((one) => [one.id, one]))
    this.#units = new Map(parts.units.map((one) => [one.id, one]))
    this.#acting = new Map(parts.acting.map((one) => [one.departmentId, one.personId]))
    this.holders = parts.holders
  }

  /** The same person as `managerOf` (facts.ts) names, for many people without a statement for each. */
  managerOf(personId: string): string | undefined {
    const me = this.#places.get(personId)
    if (me === undefined) return undefined
    const fits = (id: string | null | undefined): id is string =>
      typeof id === 'string' && id !== personId && this.#places.get(id)?.active === true
    const unit = me.departmentId === null ? undefined : this.#units.get(me.departmentId)
    if (unit !== undefined && unit.managerId !== null && unit.managerId === me.managerId) {
      const acting = this.#acting.get(unit.id)
      if (fits(acting)) return acting
    }
    if (fits(me.managerId)) return me.managerId
    for (
      let up = unit;
      up !== undefined;
      up = up.parentId === null ? undefined : this.#units.get(up.parentId)
    ) {
      const head = [this.#acting.get(up.id), up.managerId].find(fits)
      if (head !== undefined && head !== null) return head
    }
    return undefined
  }

  /** Who reviews, and after the escalation also their superiors. */
  reviewers(subject: Subject): Reviewers {
    return reviewersOf(subject, this.managerOf(subject.personId), this.holders)
  }

  superiors(subject: Subject): Reviewers {
    const first = this.reviewers(subject)
    const manager = first.people[0]
    return superiorsOf(
      subject,
      first,
      manager === undefined ? undefined : this.managerOf(manager),
      this.holders,
    )
  }
}

/** The chart as it is now. */
export async function readChart(r: Reader, house: Pick<House, 'clock' | 'timeZone'>): Promise<Chart> {
  const today = todayOf(house)
  const { places, units } = await readPlaces(r, today)
  return new Chart({
    places,
    units,
    acting: await readActingNow(r, house.clock.now(), today),
    holders: await readOfficeHolders(r, [...standIns], today),
  })
}

/** Active holders of the offices that stand in. */
export const officeHolders = (r: Reader, house: Pick<House, 'clock' | 'timeZone'>): Promise<OfficeHolders> =>
  readOfficeHolders(r, [...standIns], todayOf(house))
