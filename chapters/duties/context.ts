import type { Reader, Writer } from '../../floor/database/index.ts'
import type { House, PersonFacts } from '../../gate/index.ts'
import type { DutyKinds } from './kinds.ts'

/** Puts a notice on people's desks in the transaction; the chapter approval does it, further right. */
export type NotifyDuties = (
  w: Writer,
  personIds: readonly string[],
  kind: string,
  o: { readonly link: string; readonly values?: Readonly<Record<string, string | number>> },
) => Promise<void>

/** What this chapter needs of the chapter people. */
export interface PeopleOfDuties {
  personFacts(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, PersonFacts>>
  names(
    ids: readonly string[],
    r?: Reader,
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly employeeNo: string }>>
  directManagerOf(r: Reader, personId: string): Promise<string | undefined>
  holdersOf(r: Reader, role: string): Promise<readonly string[]>
  addWorkingDays(r: Reader, from: Date, days: number): Promise<Date>
}

export interface Context {
  readonly house: House
  readonly people: PeopleOfDuties
  readonly notify: NotifyDuties
  readonly kinds: DutyKinds
}
