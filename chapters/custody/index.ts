import { type Reader, sql, type Writer } from '../../floor/database/index.ts'
import type { IdentifierType } from '../../floor/identifiers/index.ts'
import type { Chapter, House, RowFilter } from '../../gate/index.ts'
import { type Catalogue, loadCatalogue, seedCatalogue } from './catalogue.ts'
import { insertCustomers, type NewCustomer, nextFileNos } from './filing.ts'
import { type CustomerMaterial, loadMaterial } from './material.ts'
import { findByTokens, type ListQuery, listRows, searchRows } from './rows.ts'
import { Tokens } from './tokens.ts'

export type { Catalogue, CatalogueField, Level } from './catalogue.ts'
export { openBatch, releaseBatch, removeBatch, sharing, type Sharing, withdrawBatch } from './batches.ts'
export type { NewCustomer } from './filing.ts'
export type { CustomerHead, CustomerMaterial } from './material.ts'
export type { ListQuery } from './rows.ts'
export { fieldSeeds, levelPresets } from './presets.ts'

export interface Custody extends Chapter {
  /** Levels and fields; kept in memory until somebody changes them. */
  catalogue(): Promise<Catalogue>
  /** Writes the level preset and the default catalogue; part of the first run. */
  seed(w: Writer, preset: string): Promise<void>
  /** Facts, sealed blocks and keys of many customers in one statement; unknown ids are absent. */
  material(ids: readonly string[], r?: Reader): Promise<ReadonlyMap<string, CustomerMaterial>>
  insertCustomers(w: Writer, customers: readonly NewCustomer[]): Promise<void>
  nextFileNos(w: Writer, count: number): Promise<string[]>
  listRows(r: Reader, filter: RowFilter, query: ListQuery): Promise<{ total: number; ids: string[] }>
  searchRows(
    r: Reader,
    filter: RowFilter,
    sets: readonly (readonly number[])[],
    limit: number,
  ): Promise<string[]>
  /** Keyed token sets of what a person typed; empty = too short to search for. */
  queryTokens(text: string): number[][]
  /** The token two files share when they hold the same identifier; undefined when the value has none. */
  identifierToken(type: IdentifierType, value: string): number | undefined
  findByTokens(r: Reader, tokens: readonly number[]): Promise<ReadonlyMap<number, string[]>>
}

/** Opens the chapter: catalogue, customer files, sealed storage. */
export function openCustody(house: House): Custody {
  const tokens = new Tokens(house.keyring)
  let cached: Promise<Catalogue> | undefined
  const catalogue = (): Promise<Catalogue> => (cached ??= house.db.read(loadCatalogue))
  const forget = (): void => {
    cached = undefined
  }
  return {
    routes: [],
    catalogue,
    seed: async (w, preset) => {
      await seedCatalogue(w, preset)
      w.afterCommit(forget)
    },
    start: async () => {
      await house.keyring.ensureLevelKeys([...(await catalogue()).levels.keys()])
    },
    material: async (ids, r) => {
      const known = await catalogue()
      return r === undefined
        ? await house.db.read((own) => loadMaterial(own, known, ids))
        : await loadMaterial(r, known, ids)
    },
    insertCustomers: async (w, customers) =>
      insertCustomers(
        w,
        { keyring: house.keyring, catalogue: await catalogue(), tokens, now: house.clock.now() },
        customers,
      ),
    nextFileNos: (w, count) => nextFileNos(w, count, yearIn(house)),
    listRows,
    searchRows,
    queryTokens: (text) => tokens.ofQuery(text),
    identifierToken: (type, value) => tokens.ofIdentifier(type, value),
    findByTokens,
  }
}

/** The calendar year where the company is. */
const yearIn = (house: House): number =>
  Number(
    new Intl.DateTimeFormat('en', { timeZone: house.timeZone, year: 'numeric' }).format(house.clock.now()),
  )

/** Used by nobody but tests of the store. */
export const countCustomers = async (r: Reader): Promise<number> =>
  (await r.row<{ n: number }>(sql`select count(*)::int as n from custody.customer`))!.n
