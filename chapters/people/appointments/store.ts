import { type Reader, sql, type Sql, type Writer } from '../../../floor/database/index.ts'
import type {
  AppointmentRow,
  AppointmentsQuery,
  OrganisationBody,
  Unappointed,
} from '../wire/appointments.ts'

/** The next number of the year, gap-free: it is taken in the transaction that uses it. */
export async function nextPaperNumber(w: Writer, kind: 'RM' | 'GZ', year: number): Promise<string> {
  const row = await w.row<{
    n: number
  }>(sql`insert into people.paper_series (kind, year, next) values (${kind}, ${year}, 2)
    on conflict (kind, year) do update set next = people.paper_series.next + 1 returning next - 1 as n`)
  return `${kind}-${year}-${String(row!.n).padStart(4, '0')}`
}

export interface StoredStatement {
  readonly id: string
  readonly content: OrganisationBody
  readonly contentHash: string
  readonly state: 'open' | 'in-force' | 'declined' | 'replaced'
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}

const statement = sql`s.id, s.content, s.content_hash as "contentHash", s.state, s.proposed_by as "proposedBy",
  s.proposed_at as "proposedAt", s.decided_by as "decidedBy", s.decided_at as "decidedAt"`

/** The statement in force and the one that waits for a signature. */
export const liveStatements = (r: Reader): Promise<readonly StoredStatement[]> =>
  r.rows<StoredStatement>(
    sql`select ${statement} from people.secrecy_organisation s where s.state in ('open', 'in-force')`,
  )

/** One statement, held until the transaction ends. */
export const lockStatement = (w: Writer, id: string): Promise<StoredStatement | undefined> =>
  w.row<StoredStatement>(
    sql`select ${statement} from people.secrecy_organisation s where s.id = ${id} for update`,
  )

/** One change of the organisation at a time. */
export async function lockOrganisation(w: Writer): Promise<void> {
  await w.run(sql`select pg_advisory_xact_lock(hashtext('people.secrecy_organisation'))`)
}

/** Lays a statement down; one that still waited is replaced by it. */
export async function insertStatement(
  w: Writer,
  s: Pick<StoredStatement, 'id' | 'content' | 'contentHash' | 'proposedBy'> & { readonly at: Date },
): Promise<void> {
  await lockOrganisation(w)
  await w.run(
    sql`update people.secrecy_organisation set state = 'replaced', decided_at = ${s.at} where state = 'open'`,
  )
  await w.run(sql`insert into people.secrecy_organisation (id, content, content_hash, proposed_by, proposed_at)
    values (${s.id}, ${sql.json(s.content)}, ${s.contentHash}, ${s.proposedBy}, ${s.at})`)
}

/** Puts a statement in force in place of the one before, or declines it. */
export async function decideStatement(
  w: Writer,
  id: string,
  state: 'in-force' | 'declined',
  by: string,
  at: Date,
): Promise<void> {
  if (state === 'in-force')
    await w.run(sql`update people.secrecy_organisation set state = 'replaced' where state = 'in-force'`)
  await w.run(sql`update people.secrecy_organisation set state = ${state}, decided_by = ${by}, decided_at = ${at}
    where id = ${id} and state = 'open'`)
}

export interface StoredAppointment {
  readonly id: string
  readonly number: string
  readonly personId: string
  readonly role: string | null
  readonly office: string
  readonly duties: string
  readonly from: string
  readonly until: string | null
  readonly contentHash: string
  readonly proposedBy: string
  readonly signedBy: string | null
  readonly signedAt: Date | null
  readonly declinedAt: Date | null
  readonly acceptedAt: Date | null
  readonly endedAt: Date | null
}

const appointment = sql`a.id, a.number, a.person_id as "personId", a.role, a.office, a.duties, a.from_on::text as "from",
  a.until_on::text as until, a.content_hash as "contentHash", a.proposed_by as "proposedBy", a.signed_by as "signedBy",
  a.signed_at as "signedAt", a.declined_at as "declinedAt", a.accepted_at as "acceptedAt", a.ended_at as "endedAt"`

/** One appointment, held until the transaction ends. */
export const lockAppointment = (w: Writer, id: string): Promise<StoredAppointment | undefined> =>
  w.row<StoredAppointment>(sql`select ${appointment} from people.appointment a where a.id = ${id} for update`)

/** Lays an appointment down; it holds once it is signed. */
export async function insertAppointment(
  w: Writer,
  a: Pick<
    StoredAppointment,
    | 'id'
    | 'number'
    | 'personId'
    | 'role'
    | 'office'
    | 'duties'
    | 'from'
    | 'until'
    | 'contentHash'
    | 'proposedBy'
  > & { readonly at: Date },
): Promise<void> {
  await w.run(sql`insert into people.appointment (id, number, person_id, role, office, duties, from_on, until_on, content_hash, proposed_by, proposed_at)
    values (${a.id}, ${a.number}, ${a.personId}, ${a.role}, ${a.office}, ${a.duties}, ${a.from}, ${a.until}, ${a.contentHash},
      ${a.proposedBy}, ${a.at})`)
}

/** Signs or declines one. */
export const decideAppointment = (
  w: Writer,
  id: string,
  outcome: 'signed' | 'declined',
  by: string,
  at: Date,
): Promise<number> =>
  outcome === 'signed'
    ? w.run(sql`update people.appointment set signed_by = ${by}, signed_at = ${at} where id = ${id}`)
    : w.run(sql`update people.appointment set declined_by = ${by}, declined_at = ${at} where id = ${id}`)

/** The person appointed has accepted. */
export const acceptAppointmentRow = (w: Writer, id: string, at: Date): Promise<number> =>
  w.run(sql`update people.appointment set accepted_at = ${at} where id = ${id} and accepted_at is null`)

/** Ends appointments, one or all of a person. @returns the ids of those that ended */
export async function endAppointmentRows(
  w: Writer,
  which: { readonly id?: string; readonly personId?: string },
  end: { readonly by: string; readonly at: Date; readonly reason: string },
): Promise<string[]> {
  const rows = await w.rows<{
    id: string
  }>(sql`update people.appointment set ended_by = ${end.by}, ended_at = ${end.at},
      end_reason = ${end.reason}
    where ended_at is null and signed_at is not null and (${which.id ?? null}::uuid is null or id = ${which.id ?? null}::uuid)
      and (${which.personId ?? null}::uuid is null or person_id = ${which.personId ?? null}::uuid) returning id`)
  return rows.map((row) => row.id)
}

/** A condition on `people.appointment a`: the letter is signed and holds on that day. */
const holds = (
  today: string,
): Sql => sql`(a.signed_at is not null and a.ended_at is null and a.from_on <= ${today}::date
  and (a.until_on is null or a.until_on >= ${today}::date))`

const stateOf = (
  today: string,
): Sql => sql`case when a.declined_at is not null then 'declined' when a.ended_at is not null then 'ended'
  when a.signed_at is null then 'proposed' when a.until_on < ${today}::date then 'over'
  when a.accepted_at is not null then 'accepted' else 'signed' end`

const sorts: Readonly<Record<string, Sql>> = {
  number: sql`a.number`,
  '-number': sql`a.number desc`,
  from: sql`a.from_on, a.number`,
  '-from': sql`a.from_on desc, a.number desc`,
  person: sql`p.name, a.number`,
  '-person': sql`p.name desc, a.number`,
}

const named = (alias: string): Sql =>
  sql`jsonb_build_object('id', ${sql.identifier(alias)}.id, 'name', ${sql.identifier(alias)}.name, 'employeeNo', ${sql.identifier(alias)}.employee_no)`

type Found = Omit<AppointmentRow, 'signedAt' | 'acceptedAt' | 'endedAt'> & {
  readonly signedAt: Date | null
  readonly acceptedAt: Date | null
  readonly endedAt: Date | null
  readonly total: number
}

/** Appointments as pages show them, the newest first; of one person where one is given. */
export async function listAppointments(
  r: Reader,
  today: string,
  q: Pick<AppointmentsQuery, 'page' | 'size' | 'sort' | 'q' | 'state'> & {
    readonly personId?: string
    readonly id?: string
  },
): Promise<{ total: number; rows: AppointmentRow[] }> {
  const like = `%${q.q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const rows = await r.rows<Found>(sql`
    select count(*) over ()::int as total, a.id, a.number, ${named('p')} as person, coalesce(d.name, '') as department, a.role, a.office,
      a.duties, a.from_on::text as "from", a.until_on::text as until, ${stateOf(today)} as state, a.content_hash as "contentHash",
      ${named('b')} as "proposedBy", case when s.id is null then null else ${named('s')} end as "signedBy", a.signed_at as "signedAt",
      a.accepted_at as "acceptedAt", a.ended_at as "endedAt", a.end_reason as "endReason"
    from people.appointment a join people.person p on p.id = a.person_id left join people.department d on d.id = p.department_id
      join people.person b on b.id = a.proposed_by left join people.person s on s.id = a.signed_by
    where (${q.personId ?? null}::uuid is null or a.person_id = ${q.personId ?? null}::uuid)
      and (${q.id ?? null}::uuid is null or a.id = ${q.id ?? null}::uuid)
      and (${q.state ?? null}::text is null or ${stateOf(today)} = ${q.state ?? null})
      and (${q.q} = '' or p.name like ${like} or p.employee_no ilike ${like} or a.office like ${like} or a.number ilike ${like})
    order by ${sorts[q.sort] ?? sql`a.proposed_at desc, a.id`} limit ${q.size} offset ${(q.page - 1) * q.size}`)
  const text = (at: Date | null): string | null => at?.toISOString() ?? null
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ total: _total, ...row }) => ({
      ...row,
      signedAt: text(row.signedAt),
      acceptedAt: text(row.acceptedAt),
      endedAt: text(row.endedAt),
    })),
  }
}

/** Whoever holds a role of the catalogue without a signed letter for it that holds today, and how many holdings there are. */
export async function unappointed(r: Reader, today: string): Promise<Unappointed> {
  const rows = await r.rows<Unappointed['rows'][number] & { letter: boolean }>(sql`
    select ${named('p')} as person, h.role,
      exists (select from people.appointment a where a.person_id = p.id and a.role = h.role and ${holds(today)}) as letter
    from people.role_holding h join people.person p on p.id = h.person_id
    where h.ended_at is null and p.left_at is null and p.employment <> 'service' order by h.role, p.employee_no`)
  return {
    held: rows.length,
    rows: rows.filter((row) => !row.letter).map(({ person, role }) => ({ person, role })),
  }
}

/** The letters of one person that hold or will hold; what ends when the person leaves. */
export const openAppointments = (
  r: Reader,
  personId: string,
): Promise<
  readonly {
    readonly id: string
    readonly number: string
    readonly office: string
    readonly signedAt: Date
  }[]
> =>
  r.rows(sql`select id, number, office, signed_at as "signedAt" from people.appointment
    where person_id = ${personId} and signed_at is not null and ended_at is null order by number`)
