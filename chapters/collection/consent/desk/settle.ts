import type { Writer } from '../../../../floor/database/index.ts'
import { lockForConsent, setBarred } from '../../../custody/index.ts'
import { barsOf, stateOf } from '../bars.ts'
import { readHistory } from '../store/consents.ts'

/**
 * Works out anew what is barred for a customer from everything the customer (and each file merged into the customer's)
 * said, and writes it to the file, whose row stays locked until the transaction ends. The next decision sees it.
 */
export async function settleBars(w: Writer, customerId: string, now: Date): Promise<void> {
  const head = await lockForConsent(w, customerId)
  if (head === undefined) return
  const { consents, ends } = await readHistory(w, customerId)
  const barred = barsOf(consents, ends)
  const state = stateOf(consents, barred, ends, now.getTime())
  const spoken = [
    ...consents.flatMap(({ items }) => items.map(({ item }) => item)),
    ...ends.flatMap(({ keys }) => keys),
  ]
  await setBarred(w, customerId, {
    barred,
    consent: state ?? null,
    consentVersion: state === 'given' || state === 'expired' ? (consents.at(-1)?.versionId ?? null) : null,
    marketingRefused: spoken.includes('marketing') ? barred['marketing'] !== undefined : undefined,
  })
}
