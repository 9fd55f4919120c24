import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export interface LevelSettings {
  readonly alarmSteps: readonly number[]
  readonly reviewDays: number
  readonly version: number
}

/** Alarms and the days before the end at which a review is raised. */
export async function readSettings(r: Reader): Promise<LevelSettings> {
  const row = await r.row<LevelSettings>(
    sql`select alarm_steps as "alarmSteps", review_days as "reviewDays", version from custody.level_setting where id = 1`,
  )
  return row ?? { alarmSteps: [25, 250, 2500], reviewDays: 30, version: 1 }
}

/** Stores them; false when the version is old. */
export async function writeSettings(
  w: Writer,
  settings: Omit<LevelSettings, 'version'>,
  expected: number,
): Promise<boolean> {
  return (
    (await w.run(sql`
      update custody.level_setting set alarm_steps = ${[...settings.alarmSteps]}::int[], review_days = ${settings.reviewDays},
        version = version + 1 where id = 1 and version = ${expected}`)) === 1
  )
}

/** Steps that a second person confirmed. */
export const setAlarmSteps = (w: Writer, steps: readonly number[]): Promise<number> =>
  w.run(
    sql`update custody.level_setting set alarm_steps = ${[...steps]}::int[], version = version + 1 where id = 1`,
  )

/** Figures of one level. An open-ended term takes the place of years. */
export async function setLevelFigures(
  w: Writer,
  rank: number,
  figures: {
    readonly openTerm: string | null
    readonly endsByItself: boolean
    readonly risesAt: number | null
  },
): Promise<void> {
  await w.run(sql`
    update custody.level set open_term = ${figures.openTerm}, ends_by_itself = ${figures.endsByItself},
      rises_at = ${figures.risesAt},
      secrecy_years = case when ${figures.openTerm}::text is null then secrecy_years end
    where rank = ${rank}`)
}

/** What waits for a second person. */
export type ProposalContent =
  | { readonly rank: number; readonly endsByItself: true }
  | { readonly rank: number; readonly risesAt: number | null }
  | { readonly alarmSteps: readonly number[] }

export interface Proposal {
  readonly id: string
  readonly kind: 'ends-by-itself' | 'rises-at' | 'alarm-steps'
  readonly content: ProposalContent
  readonly proposedBy: string
  readonly proposedAt: Date
}

const columns = sql`id, kind, content, proposed_by as "proposedBy", proposed_at as "proposedAt"`

/** Everything that waits, oldest first. */
export const waitingProposals = (r: Reader): Promise<Proposal[]> =>
  r.rows<Proposal>(
    sql`select ${columns} from custody.level_proposal where state = 'waiting' order by proposed_at, id limit 100`,
  )

/** One that waits, locked; undefined when it was decided. */
export const lockProposal = (w: Writer, id: string): Promise<Proposal | undefined> =>
  w.row<Proposal>(
    sql`select ${columns} from custody.level_proposal where id = ${id} and state = 'waiting' for update`,
  )

/** A looser setting that waits for a second person. */
export async function insertProposal(w: Writer, one: Proposal): Promise<void> {
  await w.run(sql`
    insert into custody.level_proposal (id, kind, content, proposed_by, proposed_at)
    values (${one.id}, ${one.kind}, ${sql.json(one.content)}, ${one.proposedBy}, ${one.proposedAt})`)
}

/** What a second person said of it. */
export async function closeProposal(
  w: Writer,
  id: string,
  decision: { readonly confirm: boolean; readonly by: string; readonly at: Date },
): Promise<void> {
  await w.run(sql`
    update custody.level_proposal set state = ${decision.confirm ? 'carried-out' : 'rejected'}, decided_by = ${decision.by},
      decided_at = ${decision.at} where id = ${id} and state = 'waiting'`)
}
