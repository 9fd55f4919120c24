import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { OrganisationProposal } from '../wire/sign-on.ts'

/** What a proposal keeps besides who made it and when. */
export type ProposalContent = Pick<OrganisationProposal, 'people' | 'skipped' | 'differences' | 'suspicious'>

export interface StoredProposal {
  readonly id: string
  readonly providerId: string
  readonly providerName: string
  readonly providerKind: string
  readonly madeAt: Date
  readonly content: ProposalContent
}

const columns = sql`o.id, o.provider_id as "providerId", p.name as "providerName", p.kind as "providerKind",
  o.made_at as "madeAt", o.content`

/** The proposals nobody has decided on yet. */
export const openProposals = (r: Reader): Promise<StoredProposal[]> =>
  r.rows(sql`select ${columns} from people.organisation_proposal o join people.sign_on_provider p on p.id = o.provider_id
    where o.state = 'open' order by o.made_at desc`)

/** One open proposal, held until the transaction ends. */
export const lockProposal = (w: Writer, id: string): Promise<StoredProposal | undefined> =>
  w.row(sql`select ${columns} from people.organisation_proposal o join people.sign_on_provider p on p.id = o.provider_id
    where o.id = ${id} and o.state = 'open' for update of o`)

/** Puts a proposal in the place of the open one of the same provider. */
export async function insertProposal(
  w: Writer,
  o: { id: string; providerId: string; madeBy: string | null; content: ProposalContent; at: Date },
): Promise<void> {
  await w.run(sql`update people.organisation_proposal set state = 'replaced', decided_at = ${o.at}
    where provider_id = ${o.providerId} and state = 'open'`)
  await w.run(sql`insert into people.organisation_proposal (id, provider_id, made_at, made_by, state, content)
    values (${o.id}, ${o.providerId}, ${o.at}, ${o.madeBy}, 'open', ${JSON.stringify(o.content)}::jsonb)`)
}

/** Ends a proposal; what it said is not needed any more. */
export async function decideProposal(
  w: Writer,
  id: string,
  state: 'applied' | 'discarded',
  by: string,
  at: Date,
): Promise<void> {
  await w.run(sql`update people.organisation_proposal set state = ${state}, decided_by = ${by}, decided_at = ${at},
    content = '{}' where id = ${id}`)
}

export interface SeenPerson {
  readonly personId: string
  readonly employeeNo: string
  readonly name: string
  readonly version: number
  readonly departmentId: string | null
}

/** People who work here and were seen in this directory before. */
export const seenBefore = (r: Reader, providerId: string): Promise<SeenPerson[]> =>
  r.rows(sql`select distinct p.id as "personId", p.employee_no as "employeeNo", p.name, p.version, p.department_id as "departmentId"
    from people.directory_person d join people.person p on p.id = d.person_id
    where d.provider_id = ${providerId} and p.left_at is null order by p.employee_no`)

/** Remembers who is in this directory now, by number; whoever is not here is passed over. */
export async function rememberSeen(
  w: Writer,
  providerId: string,
  seen: ReadonlyMap<string, string>,
  at: Date,
): Promise<void> {
  await w.run(sql`insert into people.directory_person (provider_id, external_id, person_id, seen_at)
    select ${providerId}::uuid, v.external_id, p.id, ${at}::timestamptz
    from unnest(${[...seen.keys()]}::text[], ${[...seen.values()]}::text[]) as v(employee_no, external_id)
      join people.person p on p.employee_no = v.employee_no and p.left_at is null
    on conflict (provider_id, external_id) do update set person_id = excluded.person_id, seen_at = excluded.seen_at`)
}
