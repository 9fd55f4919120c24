import { NaturalBatch } from '../../../floor/batch.ts'
import type { Writer } from '../../../floor/database/index.ts'
import type { Caller } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import { dayIn, laterDay, momentIn } from '../zone.ts'
import { openRoleRules } from '../places/by-role.ts'
import { isAllowedFrom } from './addresses.ts'
import { isSameHash, readTokenText } from './token-text.ts'
import { countUses, findTokens, type TokenFound, touchTokens, type UseGranted } from './token-store.ts'

/** Calls a person's own tokens may make together; those of service accounts are set for each account. */
export const ownTokenLimits = { perMinute: 120, perDay: 5000 }
/** The time of the last use is written, and the same kind of refusal recorded, at most this often. */
const oftenMs = 60_000

/**
 * What a token is answered: its caller, or no. Whoever is told `no` never learns whether there is such a token, whether
 * it ended or came from elsewhere; the record says so.
 */
export type TokenAnswer =
  { readonly caller: Caller } | { readonly no: 'token' } | { readonly no: 'rate'; readonly seconds: number }

interface Presented {
  readonly publicId: string
  readonly hash: Buffer
  readonly address: string
}

/**
 * Finds the caller of an API token. Requests of a moment are looked up and counted together, in one transaction; nothing
 * is kept between requests, so that an ended token, a disabled account or an owner who left counts from the next on.
 */
export class TokenAuthenticator {
  readonly #context: Context
  readonly #batch: NaturalBatch<Presented, TokenAnswer>
  /** When a refusal of this kind was last recorded, and how many more there were since. */
  readonly #recorded = new Map<string, { at: number; more: number }>()

  constructor(context: Context) {
    this.#context = context
    this.#batch = new NaturalBatch((batch) => this.#answer(batch))
  }

  /** `text` is what stands behind `Bearer`; `address` the network address it came from. */
  async find(text: string, address: string): Promise<TokenAnswer> {
    const parts = readTokenText(text)
    // Made up: not even looked for, and not worth a line for each try.
    return parts === undefined ? { no: 'token' } : await this.#batch.get({ ...parts, address })
  }

  /** Records that a program tried a route that is closed to programs. */
  async refusedRoute(caller: Caller): Promise<void> {
    const refused: Refused = { token: caller.token?.id, actor: caller.personId, reason: 'route' }
    if (this.#isDue(keyOf(refused.token, refused.reason)))
      await this.#context.house.db.transact(async (w) => this.#record(w, [refused]))
    this.#remember([refused])
  }

  async #answer(batch: readonly Presented[]): Promise<readonly TokenAnswer[]> {
    const { house } = this.#context
    const now = house.clock.now()
    const today = todayOf(house)
    const refusals: Refused[] = []
    const answers = await house.db.transact(async (w) => {
      refusals.length = 0
      const found = await findTokens(w, [...new Set(batch.map((one) => one.publicId))], now, today)
      const byId = new Map(found.map((token) => [token.publicId, token]))
      const judged = batch.map((one) => judge(one, byId.get(one.publicId)))
      const good = judged.filter((one) => one.why === undefined)
      const granted =
        good.length === 0 ? new Map<string, UseGranted>() : await this.#count(w, good, now, today)
      const list = judged.map((one) => this.#conclude(one, granted, now))
      await this.#touch(w, judged, list, now)
      refusals.push(...judged.flatMap((one, at) => refusedOf(one, list[at]!)))
      this.#record(w, refusals)
      return list
    })
    this.#remember(refusals)
    return answers
  }

  async #count(
    w: Writer,
    good: readonly Judged[],
    now: Date,
    today: string,
  ): Promise<Map<string, UseGranted>> {
    const wanted = new Map<string, { token: TokenFound; n: number }>()
    for (const { token } of good) {
      const before = wanted.get(token!.personId)?.n ?? 0
      wanted.set(token!.personId, { token: token!, n: before + 1 })
    }
    const wishes = [...wanted].map(([personId, { token, n }]) => ({
      personId,
      wanted: n,
      perMinute: token.perMinute ?? ownTokenLimits.perMinute,
      perDay: token.perDay ?? ownTokenLimits.perDay,
    }))
    return await countUses(w, wishes, new Date(Math.floor(now.getTime() / 60_000) * 60_000), today)
  }

  #conclude({ token, why, address }: Judged, granted: Map<string, UseGranted>, now: Date): TokenAnswer {
    if (why !== undefined || token === undefined) return { no: 'token' }
    const left = granted.get(token.personId)
    if (left === undefined || left.granted === 0)
      return { no: 'rate', seconds: this.#secondsToWait(left?.short ?? 'minute', now) }
    granted.set(token.personId, { ...left, granted: left.granted - 1 })
    return { caller: callerOf(token, address) }
  }

  #secondsToWait(what: 'minute' | 'day', now: Date): number {
    const { timeZone } = this.#context.house
    const tomorrow = momentIn(timeZone, laterDay(dayIn(timeZone, now)))
    const ms = what === 'day' ? tomorrow.getTime() - now.getTime() : 60_000 - (now.getTime() % 60_000)
    return Math.max(1, Math.ceil(ms / 1000))
  }

  async #touch(
    w: Writer,
    judged: readonly Judged[],
    answers: readonly TokenAnswer[],
    now: Date,
  ): Promise<void> {
    const uses = new Map<string, string>()
    for (const [at, { token, address }] of judged.entries()) {
      if (token === undefined || !('caller' in answers[at]!)) continue
      if (token.usedAt === null || now.getTime() - token.usedAt.getTime() >= oftenMs)
        uses.set(token.id, address)
    }
    if (uses.size > 0)
      await touchTokens(
        w,
        [...uses].map(([id, address]) => ({ id, address })),
        now,
      )
  }

  /** Refusals stand in the ledger, the same one at most once a minute: a flood of them does not flood it. */
  #record(w: Writer, refusals: readonly Refused[]): void {
    const done = new Set<string>()
    for (const { token, actor, reason } of refusals) {
      const key = keyOf(token, reason)
      const last = this.#recorded.get(key)
      if (done.has(key) || !this.#isDue(key)) continue
      done.add(key)
      this.#context.house.gate.note(w, 'token-refused', {
        ...(actor === undefined ? {} : { actor }),
        ...(token === undefined ? {} : { token }),
        reason,
        ...(last === undefined || last.more === 0 ? {} : { before: last.more }),
      })
    }
  }

  #isDue(key: string): boolean {
    const last = this.#recorded.get(key)
    return last === undefined || this.#context.house.clock.now().getTime() - last.at >= oftenMs
  }

  /** Once the lines are durable: what was recorded now, and how many more there were of each kind. */
  #remember(refusals: readonly Refused[]): void {
    const now = this.#context.house.clock.now().getTime()
    if (this.#recorded.size > 10_000) this.#recorded.clear()
    for (const { token, reason } of refusals) {
      const key = keyOf(token, reason)
      if (this.#isDue(key)) this.#recorded.set(key, { at: now, more: 0 })
      else this.#recorded.get(key)!.more += 1
    }
  }
}

interface Refused {
  readonly token: string | undefined
  readonly actor: string | undefined
  readonly reason: string
}
const keyOf = (token: string | undefined, reason: string): string => `${token ?? ''} ${reason}`

function refusedOf({ token, why }: Judged, answer: TokenAnswer): Refused[] {
  if ('caller' in answer) return []
  return [
    { token: token?.id, actor: token?.personId, reason: answer.no === 'rate' ? 'rate' : (why ?? 'unknown') },
  ]
}

interface Judged {
  readonly token: TokenFound | undefined
  /** Why it is refused; absent = it is good. */
  readonly why?: string
  readonly address: string
}

function judge({ hash, address }: Presented, token: TokenFound | undefined): Judged {
  // Compared also when there is none, so that both take as long.
  if (!isSameHash(hash, token?.hash) || token === undefined)
    return { token: undefined, why: 'unknown', address }
  if (token.state !== 'open') return { token, why: token.state, address }
  if (!isAllowedFrom(token.addresses, address) || !isAllowedFrom(token.accountAddresses, address))
    return { token, why: 'address', address }
  // From where somebody may be signed in, their own programs may call, and from nowhere else.
  if (!openRoleRules(token.rules).allows(token.roles, address)) return { token, why: 'address', address }
  return { token, address }
}

/** No roles and no proof of who sits there come with a token, whatever its holder has. */
function callerOf(token: TokenFound, address: string): Caller {
  const { id, personId, name, employeeNo, accountId, fields, verbs, maskedOnly } = token
  const limits =
    accountId === null
      ? undefined
      : { fields: new Set(fields ?? []), verbs: new Set(verbs ?? []), maskedOnly }
  return {
    personId,
    accountId: accountId ?? personId,
    sessionId: id,
    roles: [],
    name,
    employeeNo,
    address,
    channel: 'api',
    proof: { windowMs: 0 },
    token: { id, ...(limits === undefined ? {} : { limits }) },
  }
}
