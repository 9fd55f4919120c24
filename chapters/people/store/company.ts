import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export interface Company {
  readonly id: string
  readonly name: string
  readonly ledgerId: string
}

/** The company, once it has been set up. */
export async function readCompany(r: Reader): Promise<Company | undefined> {
  const row = await r.row<{ id: string; name: string; ledger_id: string }>(
    sql`select id, name, ledger_id from people.company`,
  )
  return row && { id: row.id, name: row.name, ledgerId: row.ledger_id }
}

/** The one company; a second one breaks a unique constraint. */
export async function insertCompany(
  w: Writer,
  company: Company & { readonly preset: string; readonly at: Date },
): Promise<void> {
  await w.run(sql`insert into people.company (id, name, ledger_id, level_preset, set_up_at)
    values (${company.id}, ${company.name}, ${company.ledgerId}, ${company.preset}, ${company.at})`)
}

export interface SetUpSecret {
  readonly hash: Buffer
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

/** Puts a new set-up secret in the place of an earlier one, unless that one has been used. */
export async function replaceSecret(w: Writer, hash: Buffer, expiresAt: Date): Promise<void> {
  await w.run(sql`insert into people.setup_secret (id, secret_hash, expires_at) values (1, ${hash}, ${expiresAt})
    on conflict (id) do update set secret_hash = excluded.secret_hash, expires_at = excluded.expires_at
    where people.setup_secret.used_at is null`)
}

/** The secret, held until the transaction ends: a second set-up waits here and then finds it used. */
export async function lockSecret(w: Writer): Promise<SetUpSecret | undefined> {
  const row = await w.row<{ secret_hash: Buffer; expires_at: Date; used_at: Date | null }>(
    sql`select secret_hash, expires_at, used_at from people.setup_secret where id = 1 for update`,
  )
  return row && { hash: row.secret_hash, expiresAt: row.expires_at, usedAt: row.used_at }
}

/** The secret has served. */
export async function markSecretUsed(w: Writer, at: Date): Promise<void> {
  await w.run(sql`update people.setup_secret set used_at = ${at} where id = 1`)
}

/** Clearances that an import asked for, by person id. */
export type WantedClearances = Readonly<Record<string, number>>

/** Clearances that were asked for and not yet decided. */
export async function readWanted(r: Reader): Promise<WantedClearances> {
  const row = await r.row<{ wanted: WantedClearances | null }>(
    sql`select settings -> 'clearanceWanted' as wanted from people.company`,
  )
  return row?.wanted ?? {}
}

/** Changes the list of wanted clearances; null takes a person off it. */
export async function changeWanted(
  w: Writer,
  change: Readonly<Record<string, number | null>>,
): Promise<void> {
  const row = await w.row<{ settings: Record<string, unknown> }>(
    sql`select settings from people.company for update`,
  )
  if (row === undefined) return
  const before = (row.settings['clearanceWanted'] ?? {}) as WantedClearances
  const after = Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, rank]) => rank !== null),
  )
  await w.run(
    sql`update people.company set settings = ${sql.json({ ...row.settings, clearanceWanted: after })}`,
  )
}

/** The company's settings; `and hold it` keeps them until the transaction ends. */
export async function readSettings(
  r: Reader,
  hold?: 'and hold it',
): Promise<Readonly<Record<string, unknown>>> {
  const row = await r.row<{ settings: Record<string, unknown> }>(
    hold === undefined
      ? sql`select settings from people.company`
      : sql`select settings from people.company for update`,
  )
  return row?.settings ?? {}
}

/** Sets some of the company's settings; null takes one away. */
export async function changeSettings(w: Writer, change: Readonly<Record<string, unknown>>): Promise<void> {
  await w.run(
    sql`update people.company set settings = jsonb_strip_nulls(settings || ${sql.json(change)}::jsonb)`,
  )
}
