import type { Writer } from '../../../floor/database/index.ts'
import type { Context } from '../context.ts'
import type { TakenHere } from '../intake/take-in/index.ts'
import { forgetSent } from '../intake/take-in/index.ts'
import { keyOf, tokensFor } from './reference-tokens.ts'

type EventType = 'customer.taken-in' | 'customer.changed' | 'customer.erased' | 'consent.withdrawn'
type Told = { readonly token: string; readonly [key: string]: string | number | boolean | readonly string[] }

/** By which systems outside are told; the chapter approval keeps the connections. */
export type TellFollowers = (
  w: Writer,
  news: {
    readonly type: EventType
    readonly at: Date
    customers(system: string): Promise<readonly Told[]>
  },
) => Promise<void>

/** Tells other systems what happened to customers: under their own words for them, with codes and versions, without a value. */
export class CustomerEvents {
  readonly #ctx: Context
  #tell: TellFollowers = () => Promise.resolve()
  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** From now on events go out by these connections. */
  goBy(tell: TellFollowers): void {
    this.#tell = tell
  }

  /** Customers who came or changed; who waits for a check is told when he is released, by `say`. */
  async taken(w: Writer, taken: readonly TakenHere[]): Promise<void> {
    const seen = taken.filter((one) => one.pending !== true)
    const { fields } = await this.#ctx.custody.catalogue()
    const code = (id: number): string => fields.get(id)?.code ?? String(id)
    for (const created of [true, false])
      await this.say(
        w,
        created ? 'customer.taken-in' : 'customer.changed',
        seen
          .filter((one) => one.created === created && (created || one.fields.length > 0))
          .map((one) => ({
            customerId: one.customerId,
            more: { version: one.version, fields: one.fields.map(code) },
          })),
      )
  }

  /** Anything else of that kind; `more` holds codes, counts and moments only. */
  async say(
    w: Writer,
    type: EventType,
    list: readonly {
      readonly customerId: string
      readonly more?: Readonly<Record<string, string | number | boolean | readonly string[]>>
    }[],
  ): Promise<void> {
    if (list.length === 0) return
    const at = this.#ctx.house.clock.now()
    await this.#tell(w, {
      type,
      at,
      customers: async (system) => {
        const tokens = await tokensFor(
          w,
          list.map(({ customerId }) => ({ system, customerId })),
          at,
        )
        return list.map(({ customerId, more }) => ({
          ...more,
          token: tokens.get(keyOf({ system, customerId }))!,
        }))
      },
    })
  }

  /** An erased customer: what systems sent for him is forgotten, and they are told to forget him too. */
  async erased(w: Writer, customerId: string): Promise<void> {
    await forgetSent(w, customerId)
    await this.say(w, 'customer.erased', [{ customerId }])
  }
}
