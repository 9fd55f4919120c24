import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export interface Purpose {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly sort: number
  readonly closed: boolean
}

/** The company's purposes of use in their order; closed ones only when asked for. */
export const listPurposes = (r: Reader, closedToo: boolean): Promise<Purpose[]> =>
  r.rows<Purpose>(sql`
    select code, zh, en, sort, closed_at is not null as closed from usage.purpose
    where ${closedToo} or closed_at is null order by sort, code`)

/** Adds a purpose. @throws the unique violation of a code that is taken */
export const insertPurpose = (w: Writer, one: Omit<Purpose, 'closed'>): Promise<number> =>
  w.run(
    sql`insert into usage.purpose (code, zh, en, sort) values (${one.code}, ${one.zh}, ${one.en}, ${one.sort})`,
  )

/** Changes words and order, closes or reopens. The code stays: entries of the ledger name it. @returns rows touched */
export const updatePurpose = (w: Writer, one: Purpose, now: Date): Promise<number> =>
  w.run(sql`
    update usage.purpose set zh = ${one.zh}, en = ${one.en}, sort = ${one.sort},
      closed_at = case when ${one.closed} then coalesce(closed_at, ${now}::timestamptz) end
    where code = ${one.code}`)
