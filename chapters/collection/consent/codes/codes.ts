import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { type Reader, sql, type Writer } from '../../../../floor/database/index.ts'
import { newId } from '../../../../floor/ids.ts'
import { checkAs } from '../../../../floor/identifiers/index.ts'
import { heldIdentifiers } from '../../../custody/index.ts'
import type { ConsentContext } from '../context.ts'
import { codeMessage } from '../key-texts.ts'
import { companyName } from '../store/notices.ts'

/** Minutes for which a code is good, tries of one code, codes to one address in an hour and in a day. */
export const codeMinutes = 10
const triesMost = 5
const hourMost = 3
const dayMost = 8

export interface CodeAsked {
  /** A mobile number or a mail address, as it was typed. */
  readonly address: string
  /** What the code is for, a word: a code for one thing opens no other. */
  readonly purpose: string
  readonly language: 'zh' | 'en'
  /** False: also to an address that is not on file (a new customer proves it); true: only to one customer's own. */
  readonly onFile: boolean
}

/** The address in the form in which it is compared; undefined when it is neither a mobile number nor a mail address. */
function addressOf(
  typed: string,
): { kind: 'mail' | 'sms'; type: 'email' | 'mobile'; address: string } | undefined {
  for (const [kind, type] of [
    ['sms', 'mobile'],
    ['mail', 'email'],
  ] as const) {
    const match = checkAs(type, typed)
    if (match !== undefined) return { kind, type, address: match.normal }
  }
  return undefined
}

const keyed = (ctx: ConsentContext, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', ctx.house.keyring.deriveSecret('customer codes')).update(parts.join('\u0000')).digest()

/**
 * Sends a code of six digits. The answer is the same, and takes as long, whether or not the address is on file, was sent
 * too many codes lately, or could not be reached: it is sent after the answer. Neither the address nor the code is stored,
 * only keyed hashes of them.
 */
export async function sendCode(
  ctx: ConsentContext,
  asked: CodeAsked,
): Promise<{ challenge: string; minutes: number }> {
  const { house } = ctx
  const now = house.clock.now()
  const challenge = newId(now.getTime())
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const to = addressOf(asked.address)
  const hash = keyed(ctx, 'address', to?.address ?? asked.address)
  const { customer, company } = await house.db.transact(async (w) => {
    // Codes to one address follow one another, so that the limit cannot be outrun.
    await w.run(sql`select pg_advisory_xact_lock(${hash.readInt32BE(0)}, ${hash.readInt32BE(4)})`)
    const isFlood = await tooMany(w, hash, now)
    const found = to === undefined ? undefined : await ownerOf(ctx, w, to)
    const goes = to !== undefined && !isFlood && (found !== undefined || !asked.onFile)
    await w.run(sql`
      insert into collection.customer_code (id, customer_id, address_hash, code_hash, purpose, made_at, expires_at)
      values (${challenge}, ${goes ? (found ?? null) : null}, ${hash}, ${keyed(ctx, 'code', challenge, goes ? code : 'never')}, ${asked.purpose},
        ${now}, ${new Date(now.getTime() + codeMinutes * 60_000)})`)
    return { customer: goes, company: await companyName(w) }
  })
  if (customer && to !== undefined) {
    const message = codeMessage[asked.language](code, codeMinutes, company)
    // Not awaited: how long it takes would say whether anything was sent.
    void ctx.send({ to: { kind: to.kind, address: to.address }, ...message }).catch((error: unknown) => {
      house.log.error('customer-code-not-sent', { outcome: to.kind }, error)
    })
  }
  return { challenge, minutes: codeMinutes }
}

async function tooMany(r: Reader, hash: Buffer, now: Date): Promise<boolean> {
  const row = await r.row<{ hour: number; day: number }>(sql`
    select count(*) filter (where made_at > ${new Date(now.getTime() - 3_600_000)})::int as hour, count(*)::int as day
    from collection.customer_code where address_hash = ${hash} and made_at > ${new Date(now.getTime() - 86_400_000)}`)
  return (row?.hour ?? 0) >= hourMost || (row?.day ?? 0) >= dayMost
}

/** The one customer in use with this address; nobody when several share it, since the code would open all of their files. */
async function ownerOf(
  ctx: ConsentContext,
  r: Reader,
  to: { readonly type: 'email' | 'mobile'; readonly address: string },
): Promise<string | undefined> {
  const token = ctx.custody.identifierToken(to.type, to.address)
  if (token === undefined) return undefined
  const customers = new Set((await heldIdentifiers(r, [token])).map((one) => one.customer))
  return customers.size === 1 ? [...customers][0] : undefined
}

/**
 * Whether the code is the one that was sent, in the caller's transaction: five tries, once, in time, for that purpose.
 * A wrong try counts whatever happens afterwards: return, and do not throw, so that it commits.
 * @returns undefined when it is not; the customer's id where the address is on file, else null
 */
export async function checkCode(
  ctx: ConsentContext,
  w: Writer,
  given: { readonly challenge: string; readonly code: string; readonly purpose: string },
): Promise<{ readonly customerId: string | null } | undefined> {
  const now = ctx.house.clock.now()
  const row = await w.row<{
    customerId: string | null
    codeHash: Buffer
    tries: number
    isOpen: boolean
  }>(sql`
    select customer_id as "customerId", code_hash as "codeHash", tries,
      (used_at is null and expires_at > ${now} and purpose = ${given.purpose}) as "isOpen"
    from collection.customer_code where id = ${given.challenge} for update`)
  const wanted = row?.codeHash ?? keyed(ctx, 'nobody')
  const isRight = timingSafeEqual(wanted, keyed(ctx, 'code', given.challenge, given.code))
  if (row === undefined || !row.isOpen || row.tries >= triesMost) return undefined
  await w.run(sql`
    update collection.customer_code set tries = tries + 1, used_at = ${isRight ? now : null} where id = ${given.challenge}`)
  return isRight ? { customerId: row.customerId } : undefined
}

/** Codes of yesterday and before are of no use; nothing of them is evidence. */
export const sweepCodes = (w: Writer, now: Date): Promise<number> =>
  w.run(
    sql`delete from collection.customer_code where expires_at < ${new Date(now.getTime() - 2 * 86_400_000)}`,
  )
