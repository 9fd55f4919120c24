import { NaturalBatch } from '../../floor/batch.ts'
import { type Reader, sql, together } from '../../floor/database/index.ts'
import type { Facts, GrantFacts, House } from '../../gate/index.ts'
import type { Purpose, PurposeRegister } from '../collection/index.ts'
import type { CustomerMaterial, Custody } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import { grantsPart, holdsAnyGrant, type Pair } from './grants.ts'
import type { Tally } from './tally.ts'

/** Everything known about one person and one customer: what the rules judge by, and the sealed file itself. */
export interface Known {
  readonly facts: Facts
  /** Absent when there is no such customer. */
  readonly material: CustomerMaterial | undefined
}

export interface Quota {
  readonly fullViewsMax: number
  readonly searchesMax: number
}

/** Whole values one person may open in a day on a stated reason, and searches in a day; company settings override. */
export const defaultQuota: Quota = { fullViewsMax: 200, searchesMax: 500 }

/** What is known about one person alone. */
export type Asker = Pick<Facts, 'person' | 'purposes' | 'marketing' | 'quota'> & {
  /** Whether the person holds any grant that may still count; without one none need be looked for. */
  readonly holdsGrants: boolean
}

interface Sources {
  readonly house: House
  readonly people: People
  readonly custody: Custody
  readonly register: PurposeRegister
  readonly tally: Tally
}

/** Facts for readings, loaded for many requests together: one statement, whatever the number of requests. */
export class UseFacts {
  readonly #sources: Sources
  readonly #batch: NaturalBatch<Pair, Known>
  readonly #quota: Remembered<Quota>
  constructor(sources: Sources) {
    this.#sources = sources
    this.#quota = new Remembered(sources.house)
    this.#batch = new NaturalBatch((pairs) => this.load(pairs))
  }

  /** Facts of one pair, fetched together with whatever else is asked at this moment. */
  get(actor: string, customer: string): Promise<Known> {
    return this.#batch.get({ actor, customer })
  }

  /** Facts of many pairs at once, in their order. `r` reads inside an open transaction, after its locks. */
  async load(pairs: readonly Pair[], r?: Reader): Promise<Known[]> {
    const { house } = this.#sources
    return await (r === undefined ? house.db.read((own) => this.#load(pairs, own)) : this.#load(pairs, r))
  }

  /** What is known about one person alone: two statements in one round trip. */
  async asker(actor: string): Promise<Asker> {
    const { house, people, register, tally } = this.#sources
    const [persons, holdsGrants, known, limits, counts] = await Promise.all([
      people.personFacts([actor]),
      house.db.read((r) => holdsAnyGrant(r, actor, house.clock.now())),
      register.now(),
      this.#limits(),
      tally.of([actor]),
    ])
    const person = persons.get(actor)
    const quota = { ...counts.get(actor)!, ...limits, exportRowsMax: 0 }
    const { open: purposes, marketing } = known
    return { ...(person === undefined ? {} : { person }), purposes, marketing, quota, holdsGrants }
  }

  /** The same facts as `load`, where the person and the files were loaded a moment ago within the same request. */
  async about(asker: Asker, actor: string, materials: readonly CustomerMaterial[]): Promise<Known[]> {
    const { custody } = this.#sources
    const { person, purposes, marketing, quota } = asker
    const pairs = materials.map((material) => ({ actor, customer: material.head.id }))
    const [catalogue, grants] = await Promise.all([
      custody.catalogue(),
      asker.holdsGrants ? this.#grants(pairs) : noGrants,
    ])
    return materials.map((material, at) => {
      const exportRowsMax = catalogue.levels.get(material.head.level)?.exportRowsMax ?? 0
      const facts: Facts = {
        ...(person === undefined ? {} : { person }),
        customer: material.facts,
        fields: material.fields,
        grants: grants(pairs[at]!),
        ...(purposes === undefined ? {} : { purposes }),
        ...(marketing === undefined ? {} : { marketing }),
        ...(quota === undefined ? {} : { quota: { ...quota, exportRowsMax } }),
      }
      return { facts, material }
    })
  }

  async #grants(pairs: readonly Pair[]): Promise<(pair: Pair) => readonly GrantFacts[]> {
    const { house } = this.#sources
    const part = { grants: grantsPart(pairs, house.clock.now()) }
    return (await house.db.read((r) => together(r, 'use_grants', part))).grants
  }

  async #load(pairs: readonly Pair[], r: Reader): Promise<Known[]> {
    const { house, people, custody, register, tally } = this.#sources
    const actors = [...new Set(pairs.map((p) => p.actor))]
    const customers = [...new Set(pairs.map((p) => p.customer))]
    const [counts, catalogue, limits] = await Promise.all([
      tally.of(actors),
      custody.catalogue(),
      this.#limits(),
    ])
    const { purposes, persons, materials, grants } = await together(r, 'use_known', {
      purposes: register.part,
      persons: people.personFactsPart(actors),
      materials: custody.materialPart(catalogue, customers),
      grants: grantsPart(pairs, house.clock.now()),
    })
    return pairs.map((pair) => {
      const material = materials.get(pair.customer)
      const person = persons.get(pair.actor)
      const count = counts.get(pair.actor)!
      const highest = material?.head.level ?? 4
      const facts: Facts = {
        ...(person === undefined ? {} : { person }),
        ...(material === undefined ? {} : { customer: material.facts, fields: material.fields }),
        grants: grants(pair),
        purposes: purposes.open,
        marketing: purposes.marketing,
        quota: {
          ...count,
          ...limits,
          exportRowsMax: catalogue.levels.get(highest)?.exportRowsMax ?? 0,
        },
      }
      return { facts, material }
    })
  }

  /** Purposes that may be chosen, by code. */
  async purposes(): Promise<ReadonlyMap<string, Purpose>> {
    return (await this.#sources.register.now()).open
  }

  /** Codes of the purposes that are marketing, closed ones too: a grant may still name them. */
  async marketing(): Promise<ReadonlySet<string>> {
    return (await this.#sources.register.now()).marketing
  }

  /** Words of every purpose, closed ones too: old applications name them. */
  async purposeWords(): Promise<ReadonlyMap<string, Purpose>> {
    return (await this.#sources.register.now()).all
  }

  /** The company's daily limits; its settings may name others than ours. */
  async #limits(): Promise<Quota> {
    return await this.#quota.get(async (r) => {
      const row = await r.row<{ quota: unknown }>(sql`select settings->'quota' as quota from people.company`)
      return quotaOf(row?.quota)
    })
  }
}

/** A small thing that hardly ever changes: read again every half minute, since another node may have changed it. */
class Remembered<T> {
  readonly #house: House
  #until = 0
  #value: Promise<T> | undefined
  constructor(house: House) {
    this.#house = house
  }
  get(load: (r: Reader) => Promise<T>): Promise<T> {
    const now = this.#house.clock.now().getTime()
    if (this.#value === undefined || now >= this.#until) {
      this.#until = now + keptMs
      const value = this.#house.db.read(load)
      this.#value = value
      // A failed read is not remembered.
      value.catch(() => this.forget())
    }
    return this.#value
  }
  forget(): void {
    this.#value = undefined
  }
}

const keptMs = 30_000
const noGrants = () => []

/** Settings with whole, non-negative numbers replace the defaults; anything else is ignored. */
function quotaOf(settings: unknown): Quota {
  const given = new Map(typeof settings === 'object' && settings !== null ? Object.entries(settings) : [])
  const pick = (name: keyof Quota): number => {
    const value: unknown = given.get(name)
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : defaultQuota[name]
  }
  return { fullViewsMax: pick('fullViewsMax'), searchesMax: pick('searchesMax') }
}
