import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'
import type { Linking, ProviderConfig, ProviderKind } from '../wire/sign-on.ts'

export interface StoredProvider {
  readonly id: string
  readonly kind: ProviderKind
  readonly name: string
  readonly config: ProviderConfig
  readonly secretSealed: Buffer | null
  readonly origin: string
  readonly linking: Linking
  readonly createsAccounts: boolean
  readonly sync: boolean
  readonly enabled: boolean
  readonly version: number
  readonly testedAt: Date | null
}

const columns = sql`p.id, p.kind, p.name, p.config, p.secret_sealed as "secretSealed", p.origin, p.linking,
  p.creates_accounts as "createsAccounts", p.sync, p.enabled, p.version, p.tested_at as "testedAt"`

/** All providers with the number of their links, in the order in which they were made. */
export const readProviders = (r: Reader): Promise<(StoredProvider & { links: number })[]> =>
  r.rows(sql`select ${columns}, (select count(*)::int from people.sign_on_link l where l.provider_id = p.id) as links
    from people.sign_on_provider p order by p.created_at, p.id`)

/** One provider. */
export const readProvider = (r: Reader, id: string): Promise<StoredProvider | undefined> =>
  r.row<StoredProvider>(sql`select ${columns} from people.sign_on_provider p where p.id = ${id}`)

/** One provider, held until the transaction ends. */
export const lockProvider = (w: Writer, id: string): Promise<StoredProvider | undefined> =>
  w.row<StoredProvider>(sql`select ${columns} from people.sign_on_provider p where p.id = ${id} for update`)

export type ProviderValues = Omit<StoredProvider, 'version' | 'testedAt' | 'enabled'>

/** Adds a provider, switched off. */
export async function insertProvider(w: Writer, p: ProviderValues, by: string, at: Date): Promise<void> {
  await w.run(sql`insert into people.sign_on_provider
    (id, kind, name, config, secret_sealed, origin, linking, creates_accounts, sync, created_by, created_at, changed_at)
    values (${p.id}, ${p.kind}, ${p.name}, ${JSON.stringify(p.config)}::jsonb, ${p.secretSealed}, ${p.origin}, ${p.linking},
      ${p.createsAccounts}, ${p.sync}, ${by}, ${at}, ${at})`)
}

/** Writes a provider anew; where it admits others than before, it is off and has to be tried again. */
export async function updateProvider(
  w: Writer,
  p: ProviderValues,
  admitsOthers: boolean,
  at: Date,
): Promise<void> {
  await w.run(sql`update people.sign_on_provider set name = ${p.name}, config = ${JSON.stringify(p.config)}::jsonb,
    secret_sealed = ${p.secretSealed}, origin = ${p.origin}, linking = ${p.linking}, creates_accounts = ${p.createsAccounts},
    sync = ${p.sync}, changed_at = ${at}, tested_at = case when ${admitsOthers} then null else tested_at end,
    enabled = enabled and not ${admitsOthers}, version = version + 1 where id = ${p.id}`)
}

/** Switches a provider on or off. */
export async function setProviderState(w: Writer, id: string, enabled: boolean, at: Date): Promise<void> {
  await w.run(
    sql`update people.sign_on_provider set enabled = ${enabled}, changed_at = ${at} where id = ${id}`,
  )
}

/** A trial that succeeded. */
export async function setTested(w: Writer, id: string, version: number, at: Date): Promise<void> {
  await w.run(
    sql`update people.sign_on_provider set tested_at = ${at} where id = ${id} and version = ${version}`,
  )
}

// ── links ──

export interface Link {
  readonly id: string
  readonly providerId: string
  readonly accountId: string
  readonly madeBy: 'owner' | 'claim' | 'created'
  readonly createdAt: Date
  readonly usedAt: Date | null
}

const linkColumns = sql`l.id, l.provider_id as "providerId", l.account_id as "accountId", l.made_by as "madeBy",
  l.created_at as "createdAt", l.used_at as "usedAt"`

/** Whose this id over there is, here. */
export const linkOf = (r: Reader, providerId: string, externalId: string): Promise<Link | undefined> =>
  r.row<Link>(
    sql`select ${linkColumns} from people.sign_on_link l where l.provider_id = ${providerId} and l.external_id = ${externalId}`,
  )

/** The links of an account. */
export const linksOfAccount = (r: Reader, accountId: string): Promise<Link[]> =>
  r.rows<Link>(sql`select ${linkColumns} from people.sign_on_link l where l.account_id = ${accountId}`)

/** Adds a link. Throws QueryFault 23505 when either side has another one at this provider. */
export async function insertLink(
  w: Writer,
  l: {
    id: string
    providerId: string
    externalId: string
    accountId: string
    madeBy: Link['madeBy']
    at: Date
  },
): Promise<void> {
  await w.run(sql`insert into people.sign_on_link (id, provider_id, external_id, account_id, made_by, created_at)
    values (${l.id}, ${l.providerId}, ${l.externalId}, ${l.accountId}, ${l.madeBy}, ${l.at})`)
}

/** The last time somebody came in by a link. */
export async function touchLink(w: Writer, id: string, at: Date): Promise<void> {
  await w.run(sql`update people.sign_on_link set used_at = ${at} where id = ${id}`)
}

/** Ends one link of an account; resolves to how many (0 or 1). */
export const deleteLink = (w: Writer, id: string, accountId: string): Promise<number> =>
  w.run(sql`delete from people.sign_on_link where id = ${id} and account_id = ${accountId}`)

/** Ends all links of a provider; resolves to how many. */
export const deleteLinksOf = (w: Writer, providerId: string): Promise<number> =>
  w.run(sql`delete from people.sign_on_link where provider_id = ${providerId}`)

export interface Candidate {
  readonly personId: string
  readonly accountId: string | null
  /** Holds one of the three administrators' offices. */
  readonly administrator: boolean
}

/** People who are here and known by this number (in any case) or this e-mail address; two of an address are nobody. */
export async function candidates(
  r: Reader,
  by: { readonly employeeNo: string } | { readonly email: string },
  today: string,
  administrators: readonly string[],
): Promise<Candidate[]> {
  const condition =
    'employeeNo' in by
      ? sql`lower(p.employee_no) = ${by.employeeNo.toLowerCase()}`
      : sql`lower(p.email) = ${by.email.toLowerCase()}`
  return await r.rows<Candidate>(sql`select p.id as "personId", a.id as "accountId",
      exists (select from people.role_holding h where h.person_id = p.id and h.ended_at is null and h.role = any(${[...administrators]}::text[])) as administrator
    from people.person p left join people.account a on a.person_id = p.id
    where ${condition} and p.employment <> 'service' and p.left_at is null and (p.ends_on is null or p.ends_on >= ${today}::date) limit 2`)
}

/** Whether whoever has this account holds one of these offices. */
export async function isAdministratorsAccount(
  r: Reader,
  accountId: string,
  administrators: readonly string[],
): Promise<boolean> {
  const row =
    await r.row(sql`select 1 from people.account a join people.role_holding h on h.person_id = a.person_id
    where a.id = ${accountId} and h.ended_at is null and h.role = any(${[...administrators]}::text[]) limit 1`)
  return row !== undefined
}

/** An account without a password anybody knows: its holder signs on elsewhere. */
export async function insertOutsideAccount(
  w: Writer,
  a: {
    id: string
    personId: string
    signInName: string
    passwordHash: string
    createdBy: string | null
    at: Date
  },
): Promise<void> {
  await w.run(sql`insert into people.account (id, person_id, sign_in_name, password_hash, password_set_at, must_change, created_by, created_at)
    values (${a.id}, ${a.personId}, ${a.signInName}, ${a.passwordHash}, ${a.at}, false, ${a.createdBy}, ${a.at})`)
}

// ── sign-ons under way ──

export interface Flow {
  readonly id: string
  readonly providerId: string
  /** Set when somebody who is signed in wants to link, absent for a sign-in. */
  readonly accountId: string | null
  readonly keptSealed: Buffer
}

/** Notes a sign-on that is under way, and forgets those that are long over. */
export async function insertFlow(
  w: Writer,
  f: Flow & { stateHash: Buffer; browserHash: Buffer; at: Date; expiresAt: Date },
): Promise<void> {
  await w.run(sql`delete from people.sign_on_flow where expires_at < ${new Date(f.at.getTime() - 3_600_000)}`)
  await w.run(sql`insert into people.sign_on_flow (id, state_hash, browser_hash, provider_id, account_id, kept_sealed, created_at, expires_at)
    values (${f.id}, ${f.stateHash}, ${f.browserHash}, ${f.providerId}, ${f.accountId}, ${f.keptSealed}, ${f.at}, ${f.expiresAt})`)
}

/** Takes a sign-on that is under way for this browser and provider; it cannot be taken again. */
export const takeFlow = (
  w: Writer,
  f: { stateHash: Buffer; browserHash: Buffer; providerId: string; at: Date },
): Promise<Flow | undefined> =>
  w.row<Flow>(sql`update people.sign_on_flow set used_at = ${f.at}
    where state_hash = ${f.stateHash} and browser_hash = ${f.browserHash} and provider_id = ${f.providerId}
      and used_at is null and expires_at > ${f.at}
    returning id, provider_id as "providerId", account_id as "accountId", kept_sealed as "keptSealed"`)
