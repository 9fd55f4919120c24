import { NaturalBatch } from '../../../floor/batch.ts'
import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { askedBy, type Caller, type PersonFacts } from '../../../gate/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import type { Context } from '../context.ts'
import type { TakeIn, TakeInInput, TakenIn } from '../intake/take-in/index.ts'
import type { Delivered, DeliveryBody } from '../wire/api.ts'
import { keyOf, tokensFor } from './reference-tokens.ts'
import {
  claimKey,
  countDelivered,
  lockToday,
  noteProblems,
  type Problem,
  settleKey,
  type Tally,
} from './store.ts'

/** One customer as another system sends it. */
export interface Delivery {
  readonly caller: Caller
  readonly system: string
  readonly key: string
  readonly body: DeliveryBody
  readonly version?: number | undefined
  readonly idempotencyKey?: string | undefined
  /** Line of a bulk. */
  readonly row?: number
}

export type DeliveryOutcome = Delivered | Refusal | Mistake

/** What this desk works with. */
export interface ApiDesk {
  readonly ctx: Context
  readonly takeIn: TakeIn
  /** Most rows a day an account may deliver; none = it may deliver nothing. */
  rowsPerDay(r: Writer, accounts: readonly string[]): Promise<ReadonlyMap<string, number>>
}

/** Delivers one at a time, together with whoever comes at the same moment. */
export class Deliveries {
  readonly #desk: ApiDesk
  readonly #batch: NaturalBatch<Delivery, DeliveryOutcome | { readonly fault: unknown }>
  constructor(desk: ApiDesk) {
    this.#desk = desk
    this.#batch = new NaturalBatch((list) => isolated(list, (some) => this.#transact(some)), { most: 100 })
  }

  /** @throws Mistake; whatever the database throws */
  async put(delivery: Delivery): Promise<Delivered | Refusal> {
    const outcome = await this.#batch.get(delivery)
    if ('fault' in outcome) throw outcome.fault
    if (outcome instanceof Mistake) throw outcome
    return outcome
  }

  /** The same for one delivery that is only tried: everything is done and nothing of it kept, the record neither. */
  async tryOut(delivery: Delivery): Promise<Delivered | Refusal> {
    const [outcome] = await this.triedOut([delivery])
    if (outcome instanceof Mistake) throw outcome
    return outcome!
  }

  /** Part of a bulk, in a transaction of its own. */
  async chunk(
    list: readonly Delivery[],
  ): Promise<readonly (DeliveryOutcome | { readonly fault: unknown })[]> {
    return await isolated(list, (some) => this.#transact(some))
  }

  /** Part of a bulk that is only tried. */
  async triedOut(list: readonly Delivery[]): Promise<readonly DeliveryOutcome[]> {
    let outcomes: readonly DeliveryOutcome[] = []
    await this.#desk.ctx.house.db
      .transact(async (w) => {
        outcomes = await deliver(this.#desk, w, list)
        throw new OnlyTried()
      })
      .catch((error: unknown) => {
        if (!(error instanceof OnlyTried)) throw error
      })
    return outcomes.map((one) => (one instanceof Mistake || isRefusal(one) ? one : { ...one, dryRun: true }))
  }

  #transact(list: readonly Delivery[]): Promise<readonly DeliveryOutcome[]> {
    return this.#desk.ctx.house.db.transact((w) => deliver(this.#desk, w, list))
  }
}

class OnlyTried extends Error {}

/** All in one go; where that fails, one by one, so that a fault is the fault of the one who has it. */
async function isolated<K, V>(
  list: readonly K[],
  work: (some: readonly K[]) => Promise<readonly V[]>,
): Promise<readonly (V | { readonly fault: unknown })[]> {
  try {
    return await work(list)
  } catch (error) {
    if (list.length === 1) return [{ fault: error }]
  }
  const outcomes: (V | { readonly fault: unknown })[] = []
  for (const one of list) outcomes.push(...(await isolated([one], work)))
  return outcomes
}

/** A delivery on its way: what was sent, or what is wrong with it. */
interface OnItsWay {
  readonly delivery: Delivery
  input?: TakeInInput
  outcome?: DeliveryOutcome
  /** Its key is held by this transaction. */
  claimed?: boolean
}

/**
 * Takes deliveries in, in the caller's transaction: those that were answered before are answered again, those beyond the
 * day's limit wait for tomorrow, the rest goes through the one way in.
 */
export async function deliver(
  desk: ApiDesk,
  w: Writer,
  list: readonly Delivery[],
): Promise<readonly DeliveryOutcome[]> {
  const { house, custody, people } = desk.ctx
  const now = house.clock.now()
  const day = dayOf(desk)
  const catalogue = await custody.catalogue()
  const ids = [...new Set(list.map(({ caller }) => caller.personId))]
  const facts = await people.personFacts(ids, w)
  const ways = list.map((delivery): OnItsWay => ({ delivery }))
  const charged = ways.filter(({ delivery }) => facts.get(delivery.caller.personId)?.service !== undefined)
  await admit(desk, w, charged, day)
  for (const way of ways) if (way.outcome === undefined) prepare(way, catalogue, facts)
  await answerAgain(desk, w, ways)
  const open = ways.filter((way) => way.outcome === undefined)
  const taken = await desk.takeIn.many(
    w,
    open.map((way) => way.input!),
    facts,
  )
  const tokens = await tokensFor(
    w,
    open.flatMap(({ delivery }, at) => pairOf(delivery, taken[at]!)),
    now,
  )
  open.forEach((way, at) => {
    way.outcome = replyOf(taken[at]!, way.delivery, tokens, catalogue)
  })
  await settle(w, open)
  await book(w, charged, { day, at: now })
  return ways.map((way) => way.outcome!)
}

const dayOf = ({ ctx: { house } }: ApiDesk): string =>
  new Intl.DateTimeFormat('sv', { timeZone: house.timeZone }).format(house.clock.now())

/** Lets in as many as the day's limit leaves. */
async function admit(desk: ApiDesk, w: Writer, ways: readonly OnItsWay[], day: string): Promise<void> {
  const accounts = new Map(ways.map(({ delivery: { caller, system } }) => [caller.personId, system]))
  if (accounts.size === 0) return
  const most = await desk.rowsPerDay(w, [...accounts.keys()])
  const used = new Map(
    await lockToday(
      w,
      [...accounts].map(([account, system]) => ({ account, system })),
      day,
      desk.ctx.house.clock.now(),
    ),
  )
  for (const way of ways) {
    const account = way.delivery.caller.personId
    const limit = most.get(account)
    const before = used.get(account) ?? 0
    if (limit !== undefined && before >= limit)
      way.outcome = new Mistake('collection.deliveries-today', { status: 429, values: { most: limit } })
    used.set(account, before + 1)
  }
}

/** Field codes to ids; source and channel are those of the account, whatever the sender would like. */
function prepare(way: OnItsWay, catalogue: Catalogue, facts: ReadonlyMap<string, PersonFacts>): void {
  const { caller, system, key, body, version } = way.delivery
  const values = new Map<number, string>()
  for (const [code, text] of Object.entries(body.values)) {
    const field =
      catalogue.byCode.get(code) ?? (/^\d{1,5}$/.test(code) ? catalogue.fields.get(Number(code)) : undefined)
    if (field === undefined) {
      way.outcome = new Mistake('custody.no-field', { field: `values.${code}` })
      return
    }
    values.set(field.id, text ?? '')
  }
  const intake = facts.get(caller.personId)?.service?.intake
  const { kind, purposes, legalBasis, consent } = body
  way.input = {
    ...askedBy(caller),
    limits: caller.token?.limits, kind, values, purposes, legalBasis, channel: intake?.channel ?? 'api', sourceId: intake?.source,
    reference: { system, key }, expectedVersion: version,
    ...(consent === undefined ? {} : { consent: consentOf(consent) }),
  } // prettier-ignore
}

const consentOf = ({ at, evidence, guardian, ...rest }: NonNullable<DeliveryBody['consent']>) => ({
  ...rest,
  ...(evidence === undefined ? {} : { evidence }),
  ...(guardian === undefined ? {} : { guardian }),
  at: new Date(at),
})

/** Calls that were answered under the same key: the same content gets the same answer, other content is a mistake. */
async function answerAgain({ ctx: { house } }: ApiDesk, w: Writer, ways: readonly OnItsWay[]): Promise<void> {
  const keyed = house.keyring.indexHash('intake/idempotency')
  for (const way of ways) {
    const { caller, system, key, body, version, idempotencyKey } = way.delivery
    if (idempotencyKey === undefined || way.outcome !== undefined) continue
    const content = Buffer.from(keyed.hex(JSON.stringify([system, key, version ?? null, body])), 'hex')
    const before = await claimKey(w, caller.personId, idempotencyKey, content, house.clock.now())
    if (before === undefined) way.claimed = true
    else if (!before.content.equals(content) || before.reply === null)
      way.outcome = new Mistake('collection.idempotency-other', { field: 'idempotency-key', status: 409 })
    else way.outcome = { ...(before.reply as Delivered), repeated: true }
  }
}

const pairOf = ({ system }: Delivery, outcome: TakenIn | Refusal | Mistake) =>
  outcome instanceof Mistake || isRefusal(outcome) ? [] : [{ system, customerId: outcome.customerId }]

function replyOf(
  outcome: TakenIn | Refusal | Mistake,
  { system }: Delivery,
  tokens: ReadonlyMap<string, string>,
  catalogue: Catalogue,
): DeliveryOutcome {
  if (outcome instanceof Mistake) return named(outcome, catalogue)
  if (isRefusal(outcome)) return outcome
  const { customerId, created, changed, version } = outcome
  return {
    token: tokens.get(keyOf({ system, customerId }))!,
    created,
    changed: changed.map((id) => catalogue.fields.get(id)?.code ?? String(id)),
    version,
    repeated: false,
    dryRun: false,
  }
}

/** The field by its code, as the sender wrote it. */
function named(mistake: Mistake, catalogue: Catalogue): Mistake {
  const id = /^values\.(\d+)$/.exec(mistake.field)?.[1]
  const code = id === undefined ? undefined : catalogue.fields.get(Number(id))?.code
  if (code === undefined) return mistake
  return new Mistake(mistake.code, {
    field: `values.${code}`,
    status: mistake.status,
    values: { ...mistake.values },
  })
}

/** Keeps the answers that were given under a key; what failed may be tried again under the same one. */
async function settle(w: Writer, ways: readonly OnItsWay[]): Promise<void> {
  for (const { delivery, outcome, claimed } of ways) {
    if (claimed !== true || delivery.idempotencyKey === undefined) continue
    const reply =
      outcome === undefined || outcome instanceof Mistake || isRefusal(outcome) ? undefined : outcome
    await settleKey(w, delivery.caller.personId, delivery.idempotencyKey, reply)
  }
}

/** Counts what came of the deliveries, and notes why some were not taken in. */
async function book(
  w: Writer,
  ways: readonly OnItsWay[],
  { day, at }: { readonly day: string; readonly at: Date },
): Promise<void> {
  const tallies = new Map<string, { -readonly [K in keyof Tally]: Tally[K] }>()
  const problems: Problem[] = []
  for (const { delivery, outcome } of ways) {
    const account = delivery.caller.personId
    const tally = tallies.get(account) ?? {
      account, system: delivery.system, rows: 0, created: 0, changed: 0, unchanged: 0, refused: 0, mistaken: 0,
    } // prettier-ignore
    tallies.set(account, tally)
    tally.rows += 1
    tally[resultOf(outcome!)] += 1
    const reason = reasonOf(outcome!)
    if (reason !== undefined) problems.push({ id: newId(), account, row: delivery.row ?? null, ...reason })
  }
  await noteProblems(w, problems, day, at)
  await countDelivered(w, [...tallies.values()], day, at)
}

/** In which count an outcome goes. */
export function resultOf(
  outcome: DeliveryOutcome,
): 'created' | 'changed' | 'unchanged' | 'refused' | 'mistaken' {
  if (outcome instanceof Mistake) return 'mistaken'
  if (isRefusal(outcome)) return 'refused'
  if (outcome.created) return 'created'
  return outcome.changed.length > 0 ? 'changed' : 'unchanged'
}

/** Why something was not taken in; field codes of the catalogue only, nothing the sender wrote. */
function reasonOf(outcome: DeliveryOutcome): { reason: string; field: string } | undefined {
  if (outcome instanceof Mistake)
    return {
      reason: outcome.code,
      field: outcome.code === 'custody.no-field' ? 'values' : outcome.field.slice(0, 80),
    }
  if (isRefusal(outcome))
    return { reason: `refused/${outcome.because[0]?.split('/')[0] ?? 'default-deny'}`, field: '' }
  return undefined
}
