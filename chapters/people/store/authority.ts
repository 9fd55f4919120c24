import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import { isActiveOn } from '../facts.ts'
import type { RoleAuthority } from '../wire.ts'

export interface MatrixVersion {
  readonly version: number
  readonly roles: readonly RoleAuthority[]
  readonly hash: string
  readonly since: Date
  readonly proposedBy: string | null
  readonly confirmedBy: string | null
  readonly reason: string
}
const versionColumns = sql`version, content as roles, content_hash as hash, in_force_since as since,
  proposed_by as "proposedBy", confirmed_by as "confirmedBy", reason`

/** One version of the matrix; undefined = there is none of that number. */
export const readMatrix = (r: Reader, version: number): Promise<MatrixVersion | undefined> =>
  r.row<MatrixVersion>(sql`select ${versionColumns} from people.authority_matrix where version = ${version}`)

/** The matrix in force: the newest version. */
export async function matrixInForce(r: Reader): Promise<MatrixVersion> {
  const row = await r.row<MatrixVersion>(
    sql`select ${versionColumns} from people.authority_matrix order by version desc limit 1`,
  )
  return row!
}

/** Puts a version in force. */
export const insertMatrix = (
  w: Writer,
  m: MatrixVersion & { readonly proposalId: string },
): Promise<number> =>
  w.run(sql`insert into people.authority_matrix (version, content, content_hash, in_force_since, proposal_id, proposed_by, confirmed_by, reason)
    values (${m.version}, ${sql.json(m.roles)}, ${m.hash}, ${m.since}, ${m.proposalId}, ${m.proposedBy}, ${m.confirmedBy}, ${m.reason})`)

export interface StoredProposal {
  readonly id: string
  readonly base: number
  readonly roles: readonly RoleAuthority[]
  readonly hash: string
  readonly reason: string
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly outcome: 'confirmed' | 'declined' | 'withdrawn' | 'replaced' | null
}
const proposalColumns = sql`p.id, p.base_version as base, p.content as roles, p.content_hash as hash, p.reason,
  p.proposed_by as "proposedBy", p.proposed_at as "proposedAt", p.decided_by as "decidedBy", p.decided_at as "decidedAt", p.outcome`

/** Puts everybody who changes the matrix in a row, until the transaction ends. */
export const lockAuthority = (w: Writer): Promise<number> =>
  w.run(sql`select pg_advisory_xact_lock(hashtextextended('people.authority', 0))`)

/** The proposal that waits for a second administrator. */
export const openProposal = (r: Reader): Promise<StoredProposal | undefined> =>
  r.row<StoredProposal>(
    sql`select ${proposalColumns} from people.authority_proposal p where p.decided_at is null`,
  )

/** One proposal, whatever became of it. */
export const readProposal = (r: Reader, id: string): Promise<StoredProposal | undefined> =>
  r.row<StoredProposal>(sql`select ${proposalColumns} from people.authority_proposal p where p.id = ${id}`)

/** One proposal, held until the transaction ends. */
export const lockProposal = (w: Writer, id: string): Promise<StoredProposal | undefined> =>
  w.row<StoredProposal>(
    sql`select ${proposalColumns} from people.authority_proposal p where p.id = ${id} for update`,
  )

/** Lays down a proposal; there is never more than one that waits. */
export const insertProposal = (
  w: Writer,
  p: Omit<StoredProposal, 'decidedBy' | 'decidedAt' | 'outcome'>,
): Promise<number> =>
  w.run(sql`insert into people.authority_proposal (id, base_version, content, content_hash, reason, proposed_by, proposed_at)
    values (${p.id}, ${p.base}, ${sql.json(p.roles)}, ${p.hash}, ${p.reason}, ${p.proposedBy}, ${p.proposedAt})`)

/** The proposal was decided; resolves to 0 when it was before. */
export const endProposal = (
  w: Writer,
  id: string,
  outcome: NonNullable<StoredProposal['outcome']>,
  by: string,
  at: Date,
): Promise<number> =>
  w.run(sql`update people.authority_proposal set outcome = ${outcome}, decided_by = ${by}, decided_at = ${at}
    where id = ${id} and decided_at is null`)

/** The newest proposals and the version that came of each. */
export const listProposals = (
  r: Reader,
  most: number,
): Promise<(Omit<StoredProposal, 'roles'> & { readonly version: number | null })[]> =>
  r.rows(sql`select p.id, p.base_version as base, p.content_hash as hash, p.reason, p.proposed_by as "proposedBy",
      p.proposed_at as "proposedAt", p.decided_by as "decidedBy", p.decided_at as "decidedAt", p.outcome, m.version
    from people.authority_proposal p left join people.authority_matrix m on m.proposal_id = p.id
    order by p.proposed_at desc, p.id desc limit ${most}`)

/** Everybody who works here on that day and has a usable account, by employee number. */
export async function activePersons(r: Reader, today: string): Promise<string[]> {
  const rows = await r.rows<{ id: string }>(
    sql`select p.id from people.person p where ${isActiveOn(today)} order by p.employee_no`,
  )
  return rows.map((row) => row.id)
}
