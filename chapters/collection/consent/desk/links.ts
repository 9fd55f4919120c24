import { createHash, randomBytes } from 'node:crypto'
import { type Reader, sql, type Writer } from '../../../../floor/database/index.ts'
import { Mistake } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { ConsentContext } from '../context.ts'

/** Crockford's alphabet: no letter that looks like a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const day = 86_400_000
/** How long each opens: a receipt as long as consents are kept, an invitation a month, a code's entry a quarter of an hour. */
const lasts = { receipt: 3650 * day, invitation: 30 * day, code: 15 * 60_000 } as const
export type LinkKind = keyof typeof lasts

/** 20 characters of 5 bits each from the system's generator: `7K2MQ-…`, 100 bits that nobody guesses. */
function newSecret(): string {
  const characters = [...randomBytes(20)].map((byte) => alphabet[byte & 31]!)
  return [0, 5, 10, 15].map((from) => characters.slice(from, from + 5).join('')).join('-')
}

/** Typed by hand: case, spaces and hyphens do not count, and O, I, L are read as 0, 1, 1. */
const plainSecret = (text: string): string =>
  text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
const hashOf = (secret: string): Buffer =>
  createHash('sha256')
    .update(`mifeng consent link/${plainSecret(secret)}`)
    .digest()

/** Makes a secret by which a customer reaches the own consents. Only its hash is kept: it is shown once, here. */
export async function makeLink(
  ctx: ConsentContext,
  w: Writer,
  of: {
    readonly customerId: string
    readonly kind: LinkKind
    readonly minor: boolean
    readonly versionId?: string
    readonly madeBy?: string
  },
): Promise<string> {
  const now = ctx.house.clock.now()
  const secret = newSecret()
  await w.run(sql`
    insert into collection.consent_link (id, customer_id, kind, secret_hash, version_id, minor, made_by, made_at, expires_at)
    values (${newId(now.getTime())}, ${of.customerId}, ${of.kind}, ${hashOf(secret)}, ${of.versionId ?? null}, ${of.minor},
      ${of.madeBy ?? null}, ${now}, ${new Date(now.getTime() + lasts[of.kind])})`)
  return secret
}

export interface OpenLink {
  readonly id: string
  readonly customerId: string
  readonly kind: LinkKind
  readonly versionId: string | null
  readonly minor: boolean
}

/**
 * The link with this secret. Found by its hash, so that the time it takes tells nothing of the secret.
 * @throws Mistake `consent.secret` (404) for one that does not exist, has run out or was ended: which of them is not said
 */
export async function openLink(ctx: ConsentContext, r: Reader, secret: string): Promise<OpenLink> {
  const found = await r.row<OpenLink>(sql`
    select l.id, coalesce(c.merged_into, c.id) as "customerId", l.kind, l.version_id as "versionId", l.minor
    from collection.consent_link l join custody.customer c on c.id = l.customer_id
    where l.secret_hash = ${hashOf(secret)} and l.ended_at is null and l.expires_at > ${ctx.house.clock.now()}
      and c.status <> 'erased'`)
  if (found === undefined) throw new Mistake('consent.secret', { field: 'secret', status: 404 })
  return found
}

/** Ends a link: an invitation that was answered, a code's entry that was used up. */
export async function endLink(w: Writer, id: string, now: Date): Promise<void> {
  await w.run(sql`update collection.consent_link set ended_at = ${now} where id = ${id} and ended_at is null`)
}
