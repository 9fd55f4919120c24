import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

/** Something an administrator wants, waiting for a second one. */
export interface Confirmation {
  readonly id: string
  readonly kind: string
  /** Id of the person, provider, post … it is about. */
  readonly subject: string
  readonly content: Readonly<Record<string, unknown>>
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly expiresAt: Date
  readonly state: 'open' | 'confirmed' | 'declined' | 'withdrawn' | 'replaced'
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}

const columns = sql`c.id, c.kind, c.subject, c.content, c.proposed_by as "proposedBy", c.proposed_at as "proposedAt",
  c.expires_at as "expiresAt", c.state, c.decided_by as "decidedBy", c.decided_at as "decidedAt"`

/** Puts a wish in the place of the open one about the same thing. */
export async function insertConfirmation(
  w: Writer,
  c: Pick<Confirmation, 'id' | 'kind' | 'subject' | 'content' | 'proposedBy' | 'proposedAt' | 'expiresAt'>,
): Promise<void> {
  await w.run(sql`update people.confirmation set state = 'replaced', decided_at = ${c.proposedAt}
    where kind = ${c.kind} and subject = ${c.subject} and state = 'open'`)
  await w.run(sql`insert into people.confirmation (id, kind, subject, content, proposed_by, proposed_at, expires_at)
    values (${c.id}, ${c.kind}, ${c.subject}, ${JSON.stringify(c.content)}::jsonb, ${c.proposedBy}, ${c.proposedAt}, ${c.expiresAt})`)
}

/** One wish as it stands. */
export const readConfirmation = (r: Reader, id: string): Promise<Confirmation | undefined> =>
  r.row<Confirmation>(sql`select ${columns} from people.confirmation c where c.id = ${id}`)

/** Open wishes of these kinds that have not run out, the oldest first. */
export const openConfirmations = (r: Reader, kinds: readonly string[], at: Date): Promise<Confirmation[]> =>
  r.rows<Confirmation>(sql`select ${columns} from people.confirmation c
    where c.kind = any(${[...kinds]}::text[]) and c.state = 'open' and c.expires_at > ${at} order by c.proposed_at, c.id`)

/** One open wish, held until the transaction ends. */
export const lockConfirmation = (w: Writer, id: string): Promise<Confirmation | undefined> =>
  w.row<Confirmation>(
    sql`select ${columns} from people.confirmation c where c.id = ${id} and c.state = 'open' for update`,
  )

/** The open ones first, then what was decided lately. */
export const listConfirmations = (r: Reader, limit: number): Promise<Confirmation[]> =>
  r.rows<Confirmation>(sql`select ${columns} from people.confirmation c where c.state <> 'replaced'
    order by c.state = 'open' desc, c.proposed_at desc, c.id limit ${limit}`)

/** What waits of one kind and has not run out, as it was proposed, by subject. */
export async function waitingOf(
  r: Reader,
  kind: string,
  at: Date,
): Promise<ReadonlyMap<string, Confirmation['content']>> {
  const rows = await r.rows<Pick<Confirmation, 'subject' | 'content'>>(
    sql`select subject, content from people.confirmation where kind = ${kind} and state = 'open' and expires_at > ${at}`,
  )
  return new Map(rows.map((row) => [row.subject, row.content]))
}

/** Ends a wish that was locked. */
export async function endConfirmation(
  w: Writer,
  id: string,
  state: 'confirmed' | 'declined' | 'withdrawn',
  by: string,
  at: Date,
): Promise<void> {
  await w.run(
    sql`update people.confirmation set state = ${state}, decided_by = ${by}, decided_at = ${at} where id = ${id}`,
  )
}

/** What it was about is over: the open wish goes with it. */
export async function dropConfirmation(
  w: Writer,
  kind: string | readonly string[],
  subject: string,
  by: string,
  at: Date,
): Promise<void> {
  await w.run(sql`update people.confirmation set state = 'withdrawn', decided_by = ${by}, decided_at = ${at}
    where kind = any(${typeof kind === 'string' ? [kind] : [...kind]}::text[]) and subject = ${subject} and state = 'open'`)
}
