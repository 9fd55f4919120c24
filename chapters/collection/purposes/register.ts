import { type Database, type Part, type Reader, sql } from '../../../floor/database/index.ts'
import type { PurposeFacts } from '../../../gate/index.ts'
import type { Afterwards } from './wire.ts'
import type { LegalBasis } from '../wire/basis.ts'

/** One line of the register of processing purposes (clauses 2.1.1, 2.1.2). */
export interface Purpose extends PurposeFacts {
  /** Named by records of use for ever; never changes. */
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly sort: number
  readonly legalBasis: LegalBasis
  /** The notice whose consent a purpose resting on consent needs. */
  readonly noticeCode: string | null
  /** Months kept after the last act for it; absent = until the relation with the customer ends. */
  readonly retentionMonths?: number
  /** What happens to the data when these months are over. */
  readonly afterwards: Afterwards
  readonly note: string
  readonly version: number
  readonly open: boolean
  /** Barred for whoever refused marketing (2.1.3). */
  readonly marketing: boolean
}

interface Row extends Omit<Purpose, 'fields' | 'roles' | 'departments' | 'retentionMonths'> {
  readonly fields: readonly number[]
  readonly roles: readonly string[]
  readonly departments: readonly string[]
  readonly retentionMonths: number | null
}

/** All purposes in the company's order, closed ones too, straight from the tables. */
export async function readPurposes(r: Reader): Promise<Purpose[]> {
  const rows = await r.rows<Row>(sql`
    select p.code, p.zh, p.en, p.sort, p.legal_basis as "legalBasis", p.notice_code as "noticeCode",
      p.retention_months as "retentionMonths", p.afterwards, p.roles, p.departments::text[] as departments, p.note, p.version,
      p.closed_at is null as open, p.marketing,
      array(select f.field_id::int from collection.purpose_field f where f.purpose = p.code order by f.field_id) as fields
    from collection.purpose p order by p.sort, p.code`)
  return rows.map(({ retentionMonths, fields, roles, departments, ...row }) => ({
    ...row,
    fields: new Set(fields),
    roles: new Set(roles),
    departments: new Set(departments),
    ...(retentionMonths === null ? {} : { retentionMonths }),
  }))
}

/** The register as it was at one version: for the rules, and for words. */
export interface Register {
  readonly version: number
  /** In the company's order, closed ones too: old records name them. */
  readonly all: ReadonlyMap<string, Purpose>
  /** Those in use. */
  readonly open: ReadonlyMap<string, Purpose>
  /** Codes of those that are marketing, closed ones too: a grant may still name them. */
  readonly marketing: ReadonlySet<string>
}

const remembered = new WeakMap<Database, Register>()

/**
 * The register of processing purposes, from memory. Every question reads its version along with its other facts, in the
 * same statement, so that a change made by any process holds for the next reading of every process.
 */
export class PurposeRegister {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  /** As a part of a statement that fetches more. Not for use within the transaction of a change to the register. */
  readonly part: Part<Register> = {
    select: sql`select version from collection.purpose_register`,
    from: (rows, r) => this.#at((rows as readonly { version: number }[])[0]!.version, r),
  }

  /** The register as it is now; one small statement. */
  async now(): Promise<Register> {
    return await this.#db.read(async (r) => {
      const row = await r.row<{ version: number }>(sql`select version from collection.purpose_register`)
      return await this.#at(row!.version, r)
    })
  }

  async #at(version: number, r: Reader): Promise<Register> {
    const known = remembered.get(this.#db)
    if (known?.version === version) return known
    const list = await readPurposes(r)
    const register = {
      version,
      all: new Map(list.map((one) => [one.code, one])),
      open: new Map(list.flatMap((one) => (one.open ? [[one.code, one] as const] : []))),
      marketing: new Set(list.flatMap((one) => (one.marketing ? [one.code] : []))),
    }
    // Somebody in an older snapshot does not put the newer version out of memory for the others.
    if (known === undefined || known.version < version) remembered.set(this.#db, register)
    return register
  }
}
