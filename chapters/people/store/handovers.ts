import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { HandoverRow, HandoversQuery, Outcome, Proposal } from '../wire.ts'

/** A person as printed on the list. */
export interface Party {
  readonly name: string
  readonly employeeNo: string
  readonly department: string
  readonly post: string
}

/** What the list says, for ever. */
export interface HandoverContent {
  readonly reason: string
  readonly person: Party
  readonly receiver: Party | null
  readonly witness: Party | null
  readonly outcomes: readonly Outcome[]
}

export interface Handover {
  readonly id: string
  readonly number: string
  readonly kind: 'leave' | 'move'
  readonly personId: string
  readonly content: HandoverContent
  readonly contentHash: string
  readonly madeBy: string | null
  readonly madeAt: Date
}

/** The next number of the year, gap-free: it is taken in the transaction that uses it. */
export async function nextNumber(w: Writer, year: number): Promise<string> {
  const row = await w.row<{
    n: number
  }>(sql`insert into people.handover_series (year, next) values (${year}, 2)
    on conflict (year) do update set next = people.handover_series.next + 1 returning next - 1 as n`)
  return `LZ-${year}-${String(row!.n).padStart(4, '0')}`
}

/** Files a list; it is never altered. */
export async function insertHandover(
  w: Writer,
  h: Handover & { readonly receiverId: string | null; readonly witnessId: string | null },
): Promise<void> {
  await w.run(sql`insert into people.handover (id, number, kind, person_id, receiver_id, witness_id, content, content_hash, made_by, made_at)
    values (${h.id}, ${h.number}, ${h.kind}, ${h.personId}, ${h.receiverId}, ${h.witnessId}, ${sql.json(h.content)},
      ${h.contentHash}, ${h.madeBy}, ${h.madeAt})`)
}

const columns = sql`h.id, h.number, h.kind, h.person_id as "personId", h.content, h.content_hash as "contentHash",
  h.made_by as "madeBy", h.made_at as "madeAt"`

/** One list. */
export const readHandover = (r: Reader, id: string): Promise<Handover | undefined> =>
  r.row<Handover>(sql`select ${columns} from people.handover h where h.id = ${id}`)

/** The archived print, once it has been made. */
export const readPaper = (r: Reader, id: string): Promise<{ paper: Buffer; sha256: string } | undefined> =>
  r.row(sql`select paper, sha256 from people.handover_paper where handover_id = ${id}`)

/** Archives the first print; later ones are copies of it. */
export async function insertPaper(
  w: Writer,
  id: string,
  paper: Buffer,
  sha256: string,
  at: Date,
): Promise<void> {
  await w.run(sql`insert into people.handover_paper (handover_id, paper, sha256, archived_at)
    values (${id}, ${paper}, ${sha256}, ${at}) on conflict do nothing`)
}

/** Lists, the newest first. */
export async function listHandovers(
  r: Reader,
  q: HandoversQuery,
): Promise<{ total: number; rows: HandoverRow[] }> {
  const rows = await r.rows<Handover & { total: number; by: string | null; filedAt: Date | null }>(sql`
    select count(*) over ()::int as total, ${columns}, b.name as by, s.filed_at as "filedAt"
    from people.handover h left join people.person b on b.id = h.made_by left join people.signed_paper s on s.of_id = h.id
    where (${q.person ?? null}::uuid is null or h.person_id = ${q.person ?? null}::uuid)
      and (${q.kind ?? null}::text is null or h.kind = ${q.kind ?? null})
      and (${q.filed ?? null}::text is null or (${q.filed ?? null} = 'filed') = (s.id is not null))
    order by h.made_at desc, h.id limit ${q.size} offset ${(q.page - 1) * q.size}`)
  return { total: rows[0]?.total ?? 0, rows: rows.map(toRow) }
}

function toRow(h: Handover & { readonly by: string | null; readonly filedAt: Date | null }): HandoverRow {
  const { person, receiver, witness, outcomes } = h.content
  const count = (did: Outcome['did']): number =>
    outcomes.filter((one) => one.did === did).reduce((sum, one) => sum + one.count, 0)
  return {
    id: h.id,
    number: h.number,
    kind: h.kind,
    personId: h.personId,
    name: person.name,
    employeeNo: person.employeeNo,
    receiver: receiver?.name ?? null,
    witness: witness?.name ?? null,
    madeBy: h.by,
    madeAt: h.madeAt.toISOString(),
    filedAt: h.filedAt?.toISOString() ?? null,
    counts: {
      handedOver: count('handed-over'),
      ended: count('ended'),
      kept: count('kept'),
      leftOpen: count('left-open'),
    },
  }
}

/** Puts people on the list of those who may have left; who was dismissed from it stays off until proposed anew. */
export async function proposeLeavers(
  w: Writer,
  people: readonly string[],
  source: string,
  by: string,
  at: Date,
): Promise<void> {
  await w.run(sql`insert into people.leaver_proposal (person_id, source, proposed_by, proposed_at)
    select id, ${source}, ${by}, ${at} from unnest(${[...people]}::uuid[]) as w(id)
    on conflict (person_id) do update set source = excluded.source, proposed_by = excluded.proposed_by,
      proposed_at = excluded.proposed_at, dismissed_at = null`)
}

/** Who is on the list and still here. */
export async function listProposals(r: Reader): Promise<Proposal[]> {
  const rows = await r.rows<Omit<Proposal, 'proposedAt'> & { proposedAt: Date }>(sql`
    select p.id as "personId", p.name, p.employee_no as "employeeNo", coalesce(d.name, '') as department, l.source,
      l.proposed_at as "proposedAt"
    from people.leaver_proposal l join people.person p on p.id = l.person_id left join people.department d on d.id = p.department_id
    where l.dismissed_at is null and p.left_at is null order by l.proposed_at, p.employee_no`)
  return rows.map((row) => ({ ...row, proposedAt: row.proposedAt.toISOString() }))
}

/** Takes somebody off the list. @returns 0 when they were not on it */
export const dismissProposal = (w: Writer, personId: string, at: Date): Promise<number> =>
  w.run(
    sql`update people.leaver_proposal set dismissed_at = ${at} where person_id = ${personId} and dismissed_at is null`,
  )
