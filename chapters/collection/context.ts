import { basename, dirname, join } from 'node:path'
import type { Reader } from '../../floor/database/index.ts'
import type { House, PersonFacts } from '../../gate/index.ts'
import type { Approval } from '../approval/index.ts'
import type { Catalogue, Custody } from '../custody/index.ts'
import type { Facts } from '../../gate/index.ts'
import type { PurposeRegister } from './purposes/register.ts'

/** The little of chapter people that this chapter asks. */
export interface PeopleAsked {
  personFacts(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, PersonFacts>>
  names(
    ids: readonly string[],
    r?: Reader,
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly employeeNo: string }>>
  holdersOf(r: Reader, role: string): Promise<readonly string[]>
}

/** What the parts of this chapter are given. */
export interface Context {
  readonly house: House
  readonly people: PeopleAsked
  readonly custody: Custody
  /** The register of processing purposes, from memory. */
  readonly purposes: PurposeRegister
  /** A notice on people's desks, in that transaction; ids, numbers and codes only. */
  readonly tell?: Approval['notify']
  /** Private folder for uploaded files; unlike the work folder it outlives a restart, since imports are resumed. */
  readonly folder: string
}

/** Beside the folder `work`, which holds one folder a process and is swept. */
export function importFolder(house: Pick<House, 'workFolder'>): string {
  const above = dirname(house.workFolder)
  return join(basename(above) === 'work' ? dirname(above) : above, 'imports')
}

/** Facts about one person, for an act that is not about a file. */
export async function factsAbout(
  ctx: { readonly people: Pick<PeopleAsked, 'personFacts'> },
  person: string,
  act: Facts['act'],
  r: Reader,
): Promise<Facts> {
  const known = (await ctx.people.personFacts([person], r)).get(person)
  return { ...(known === undefined ? {} : { person: known }), ...(act === undefined ? {} : { act }) }
}

/** The catalogue without the fields that were retired. */
export async function usedCatalogue(ctx: Context): Promise<Catalogue> {
  const catalogue = await ctx.custody.catalogue()
  const fields = [...catalogue.fields.values()].filter((field) => !field.retired)
  return {
    levels: catalogue.levels,
    fields: new Map(fields.map((field) => [field.id, field])),
    byCode: new Map(fields.map((field) => [field.code, field])),
  }
}
