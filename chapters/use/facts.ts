import { NaturalBatch } from '../../floor/batch.ts'
import { type Reader, sql } from '../../floor/database/index.ts'
import type { Facts, House } from '../../gate/index.ts'
import type { CustomerMaterial, Custody } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import { loadGrants, type Pair } from './grants.ts'
import type { Tally } from './tally.ts'

/** Everything known about one person and one customer: what the rules judge by, and the sealed file itself. */
export interface Known {
  readonly facts: Facts
  /** Absent when there is no such customer. */
  readonly material: CustomerMaterial | undefined
}

/** Whole values one person may open in a day on a stated reason, and searches in a day; company settings override. */
export const defaultQuota = { fullViewsMax: 200, searchesMax: 500 }

interface Sources {
  readonly house: House
  readonly people: People
  readonly custody: Custody
  readonly tally: Tally
}

/** Facts for readings, loaded for many requests together: three statements side by side, whatever the number of requests. */
export class UseFacts {
  readonly #sources: Sources
  readonly #batch: NaturalBatch<Pair, Known>
  #purposes: Promise<ReadonlySet<string>> | undefined
  constructor(sources: Sources) {
    this.#sources = sources
    this.#batch = new NaturalBatch((pairs) => this.load(pairs), { lanes: 2 })
  }

  /** Facts of one pair, fetched together with whatever else is asked at this moment. */
  get(actor: string, customer: string): Promise<Known> {
    return this.#batch.get({ actor, customer })
  }

  /** Facts of many pairs at once, in their order. `r` reads inside an open transaction, after its locks. */
  async load(pairs: readonly Pair[], r?: Reader): Promise<Known[]> {
    const { house, people, custody, tally } = this.#sources
    if (r === undefined) return await house.db.read((own) => this.load(pairs, own))
    const actors = [...new Set(pairs.map((p) => p.actor))]
    const customers = [...new Set(pairs.map((p) => p.customer))]
    const [persons, materials, grants, purposes, counts, catalogue] = await Promise.all([
      people.personFacts(actors, r),
      custody.material(customers, r),
      loadGrants(r, pairs, house.clock.now()),
      this.purposes(),
      tally.of(actors),
      custody.catalogue(),
    ])
    return pairs.map((pair) => {
      const material = materials.get(pair.customer)
      const person = persons.get(pair.actor)
      const count = counts.get(pair.actor)!
      const highest = material?.head.level ?? 4
      const facts: Facts = {
        ...(person === undefined ? {} : { person }),
        ...(material === undefined ? {} : { customer: material.facts, fields: material.fields }),
        grants: grants(pair),
        purposes,
        quota: {
          ...count,
          ...defaultQuota,
          exportRowsMax: catalogue.levels.get(highest)?.exportRowsMax ?? 0,
        },
      }
      return { facts, material }
    })
  }

  /** Codes of the purposes that may be chosen. */
  purposes(): Promise<ReadonlySet<string>> {
    return (this.#purposes ??= this.#sources.house.db.read(async (r) => {
      const rows = await r.rows<{ code: string }>(sql`select code from usage.purpose where closed_at is null`)
      return new Set(rows.map((row) => row.code))
    }))
  }

  /** Purposes were edited: ask again. */
  forgetPurposes(): void {
    this.#purposes = undefined
  }
}
