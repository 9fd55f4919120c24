import type { Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { insertEvent } from '../notices/outbox.ts'
import type { Json } from '../types.ts'
import type { customerEvents } from '../wire/outside.ts'
import { readFollowers } from './store.ts'

export type CustomerEvent = (typeof customerEvents)[number]

/** What is told of customers: for each connection that follows the event, what it is to be told. */
export interface CustomerNews {
  readonly type: CustomerEvent
  readonly at: Date
  /** The customers under the words of that system; a connection that has none gives its id. */
  customers(system: string): Promise<readonly Json[]>
}

/** Most customers in one event. */
const most = 200

/**
 * Tells the connections that follow this event, in the transaction of what it tells about. Delivery, repetition, signature
 * and the check of addresses are those of all events.
 */
export async function tellFollowers(w: Writer, news: CustomerNews): Promise<void> {
  for (const { id: linkId, events, system } of await readFollowers(w)) {
    if (!events.includes(news.type)) continue
    const customers = await news.customers(system ?? linkId)
    for (let from = 0; from < customers.length; from += most) {
      const id = newId(news.at.getTime())
      const content = {
        id,
        type: news.type,
        timestamp: news.at.toISOString(),
        customers: customers.slice(from, from + most),
      }
      await insertEvent(w, { id, linkId, kind: news.type, content, at: news.at })
    }
  }
}
