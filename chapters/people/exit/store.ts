import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type { LetterRow, LettersQuery } from '../wire/exit.ts'

export type PaperKind = 'handover' | 'letter'

/** Months for which leavers stay bound unless something else was agreed. */
export const usualMonths = async (r: Reader): Promise<number> =>
  (await r.row<{ months: number }>(sql`select months from people.exit_setting`))!.months

/** Sets them; letters already made keep theirs. */
export const setUsualMonths = (w: Writer, months: number, by: string, at: Date): Promise<number> =>
  w.run(sql`update people.exit_setting set months = ${months}, changed_by = ${by}, changed_at = ${at}`)

/** The day so many months after another one, as calendars count: the last day of a shorter month. */
export const monthsAfter = async (r: Reader, day: string, months: number): Promise<string> =>
  (await r.row<{ day: string }>(
    sql`select (${day}::date + make_interval(months => ${months}))::date::text as day`,
  ))!.day

export interface Letter {
  readonly id: string
  readonly number: string
  readonly personId: string
  readonly handoverId: string
  readonly leftOn: string
  readonly months: number | null
  readonly endsOn: string | null
  readonly contentHash: string
}

/** Files a letter; it is never altered. */
export async function insertLetter(w: Writer, l: Letter, at: Date): Promise<void> {
  await w.run(sql`insert into people.exit_letter (id, number, person_id, handover_id, left_on, months, ends_on, content_hash, made_at)
    values (${l.id}, ${l.number}, ${l.personId}, ${l.handoverId}, ${l.leftOn}, ${l.months}, ${l.endsOn}, ${l.contentHash}, ${at})`)
}

const letter = sql`l.id, l.number, l.person_id as "personId", l.handover_id as "handoverId", l.left_on::text as "leftOn", l.months,
  l.ends_on::text as "endsOn", l.content_hash as "contentHash"`

/** One letter. */
export const readLetter = (r: Reader, id: string): Promise<Letter | undefined> =>
  r.row<Letter>(sql`select ${letter} from people.exit_letter l where l.id = ${id}`)

/** The letter that belongs to a handover list. */
export const letterOfHandover = (
  r: Reader,
  handover: string,
): Promise<{ id: string; number: string } | undefined> =>
  r.row(sql`select id, number from people.exit_letter where handover_id = ${handover}`)

const sorts: Readonly<Record<string, Sql>> = {
  number: sql`l.number`,
  '-number': sql`l.number desc`,
  leftOn: sql`l.left_on, l.number`,
  '-leftOn': sql`l.left_on desc, l.number desc`,
  endsOn: sql`l.ends_on nulls last, l.number`,
  '-endsOn': sql`l.ends_on desc nulls last, l.number desc`,
}

/** The register of letters, the newest first. */
export async function listLetters(
  r: Reader,
  today: string,
  q: LettersQuery,
): Promise<{ total: number; rows: LetterRow[] }> {
  const like = `%${q.q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const over = sql`coalesce(l.ends_on < ${today}::date, false)`
  const rows = await r.rows<Omit<LetterRow, 'filedAt'> & { filedAt: Date | null; total: number }>(sql`
    select count(*) over ()::int as total, l.id, l.number,
      jsonb_build_object('id', p.id, 'name', p.name, 'employeeNo', p.employee_no) as person,
      jsonb_build_object('id', h.id, 'number', h.number) as handover,
      l.left_on::text as "leftOn", l.months, l.ends_on::text as "endsOn", ${over} as over, s.filed_at as "filedAt"
    from people.exit_letter l join people.person p on p.id = l.person_id join people.handover h on h.id = l.handover_id
      left join people.signed_paper s on s.of_id = l.id
    where (${q.q} = '' or p.name like ${like} or p.employee_no ilike ${like} or l.number ilike ${like})
      and (${q.filed ?? null}::text is null or (${q.filed ?? null} = 'filed') = (s.id is not null))
      and (${q.period ?? null}::text is null or (${q.period ?? null} = 'over') = ${over})
    order by ${sorts[q.sort] ?? sql`l.made_at desc, l.id`} limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _total, ...row }) => ({ ...row, filedAt: row.filedAt?.toISOString() ?? null })),
  }
}

/** The paper a signed copy belongs to, held until the transaction ends; undefined when there is none. */
export const paperFor = (
  r: Reader,
  kind: PaperKind,
  id: string,
): Promise<{ readonly number: string; readonly personId: string } | undefined> =>
  kind === 'handover'
    ? r.row(sql`select number, person_id as "personId" from people.handover where id = ${id}`)
    : r.row(sql`select number, person_id as "personId" from people.exit_letter where id = ${id}`)

export interface SignedPaper {
  readonly id: string
  readonly contentType: string
  /** The wrapped key under which it is sealed; null when destroyed. */
  readonly wrappedKey: Buffer | null
}

/** Level under whose key signed papers are sealed: the lowest there is. */
export const paperLevel = 1

/** The signed copy of a paper, once it is filed. */
export const readSigned = (r: Reader, of: string): Promise<SignedPaper | undefined> =>
  r.row<SignedPaper>(sql`select s.id, s.content_type as "contentType", k.wrapped as "wrappedKey"
    from people.signed_paper s left join keyring.customer_key k on k.customer_id = s.of_id and k.level = ${paperLevel} where s.of_id = ${of}`)

/** Files a signed copy. @returns 0 when there is one already */
export const insertSigned = (
  w: Writer,
  s: {
    readonly id: string
    readonly kind: PaperKind
    readonly of: string
    readonly contentType: string
    readonly size: number
    readonly commitment: Buffer
    readonly by: string
    readonly at: Date
  },
): Promise<number> =>
  w.run(sql`insert into people.signed_paper (id, of_kind, of_id, content_type, size, commitment, filed_by, filed_at)
    values (${s.id}, ${s.kind}, ${s.of}, ${s.contentType}, ${s.size}, ${s.commitment}, ${s.by}, ${s.at}) on conflict (of_id) do nothing`)

/** One filing of a paper at a time. */
export async function lockPaper(w: Writer, of: string): Promise<void> {
  await w.run(sql`select pg_advisory_xact_lock(hashtext('people.signed_paper'), hashtext(${of}))`)
}

/** Of these ids those that name a filed scan. */
export async function knownPapers(r: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(
    sql`select id::text as id from people.signed_paper where id::text = any(${[...ids]}::text[])`,
  )
  return rows.map((row) => row.id)
}

/** How many handover lists and letters made before that moment wait for their signed copy. */
export const countUnfiled = async (r: Reader, before: Date): Promise<number> =>
  (await r.row<{ n: number }>(sql`select (
    (select count(*) from people.handover h where h.made_at < ${before} and not exists (select from people.signed_paper s where s.of_id = h.id))
    + (select count(*) from people.exit_letter l where l.made_at < ${before} and not exists (select from people.signed_paper s where s.of_id = l.id)))::int as n`))!
    .n

/** Marks letters whose period has ended as told. @returns how many there were */
export const tellEnded = (w: Writer, today: string, at: Date): Promise<number> =>
  w.run(sql`update people.exit_letter set told_at = ${at} where told_at is null and ends_on < ${today}::date`)
