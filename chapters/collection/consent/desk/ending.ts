import type { Writer } from '../../../../floor/database/index.ts'
import { Mistake } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import { type Barred, isBarred } from '../../../../gate/index.ts'
import { lockForConsent } from '../../../custody/index.ts'
import { type ConsentContext, noSuch } from '../context.ts'
import { hashOf } from '../notice/content.ts'
import {
  carriedOut,
  insertEnd,
  insertTold,
  isAttachmentOf,
  readHistory,
  type StoredEnd,
} from '../store/consents.ts'
import { type Channel, consentItems } from '../../wire/consent.ts'
import { settleBars } from './settle.ts'

/** What a customer takes back. */
export interface Withdrawal {
  /** Codes of purposes, or `sensitive`, `provision`, `abroad`, `marketing`. */
  readonly keys: readonly string[]
  readonly channel: Channel
  /** Person id of whoever puts it on record for the customer. */
  readonly operator?: string | undefined
  readonly evidence?: string | undefined
}

const kinds: readonly string[] = consentItems.filter((item) => item !== 'general')
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Takes consent back, in the caller's transaction; from its commit every decision knows. What is barred already stays as
 * it is: doing it twice changes nothing. Whoever carried the data out before for one of these is noted, to be told.
 * @returns the withdrawal's id; null when everything named was barred already
 * @throws Mistake `consent.not-by-consent` for a purpose that does not rest on consent, `consent.evidence`, `consent.not-found`
 */
export async function withdraw(
  ctx: ConsentContext,
  w: Writer,
  customerId: string,
  what: Withdrawal,
): Promise<{ readonly id: string | null }> {
  const now = ctx.house.clock.now()
  const head = await lockForConsent(w, customerId)
  if (head === undefined || head.status === 'erased') throw noSuch('customer')
  const { consents } = await readHistory(w, customerId)
  const byConsent = new Set([
    ...kinds,
    ...consents.flatMap(({ asked, marketing }) => [...asked, ...marketing]),
  ])
  const strange = what.keys.find((key) => !byConsent.has(key))
  if (strange !== undefined)
    throw new Mistake('consent.not-by-consent', { field: 'keys', values: { code: strange } })
  const { evidence } = what
  if (evidence !== undefined && uuid.test(evidence) && !(await isAttachmentOf(w, customerId, evidence)))
    throw new Mistake('consent.evidence', { field: 'evidence' })
  const barred: Barred = head.marketingRefused ? { marketing: 0, ...head.barred } : head.barred
  const keys = [...new Set(what.keys)].filter((key) => !isBarred(barred, key, now.getTime())).toSorted()
  if (keys.length === 0) return { id: null }
  const end = {
    customerId,
    keys,
    channel: what.channel,
    operatorId: what.operator ?? null,
    evidence: evidence ?? null,
  }
  return { id: await addEnd(ctx, w, { ...end, id: newId(now.getTime()), at: now, from: now }) }
}

/**
 * Bars more than the customer's own words did, from given moments (milliseconds) on: an objection that was granted, a
 * restriction. It stands in the history like a withdrawal; only a later consent lifts it.
 */
export async function bar(
  ctx: ConsentContext,
  w: Writer,
  customerId: string,
  patch: Barred,
  by: { readonly channel: Channel; readonly operator?: string | undefined },
): Promise<void> {
  const now = ctx.house.clock.now()
  if ((await lockForConsent(w, customerId)) === undefined) throw noSuch('customer')
  for (const [key, from] of Object.entries(patch))
    await addEnd(ctx, w, {
      customerId, id: newId(now.getTime()), keys: [key], channel: by.channel, at: now, from: new Date(from),
      operatorId: by.operator ?? null, evidence: null,
    }) // prettier-ignore
}

async function addEnd(ctx: ConsentContext, w: Writer, end: StoredEnd): Promise<string> {
  const content = endHash(end)
  await insertEnd(w, end, content)
  const all = end.keys.some((key) => kinds.includes(key) && key !== 'marketing')
  const out = await carriedOut(w, end.customerId, end.keys, all, end.at)
  await insertTold(w, end.customerId, end.id, out, end.at)
  ctx.house.gate.note(w, 'consent-withdrawn', {
    actor: end.operatorId ?? 'customer',
    customer: end.customerId,
    subject: end.id,
    keys: [...end.keys],
    channel: end.channel,
    told: out.length,
    content,
  })
  await settleBars(w, end.customerId, end.at)
  await ctx.onWithdrawn?.(w, end.customerId, end.keys)
  const people = [...new Set(out.map(({ personId }) => personId))]
  if (people.length > 0)
    await ctx.tell(w, people, 'consent-withdrawn', {
      link: `/customers/${end.customerId}?tab=consent`,
      values: { count: out.length },
    })
  return end.id
}

/** What the ledger commits to. */
export const endHash = (e: StoredEnd): string =>
  hashOf({
    customer: e.customerId,
    id: e.id,
    keys: [...e.keys],
    channel: e.channel,
    at: e.at.toISOString(),
    from: e.from.toISOString(),
    operator: e.operatorId,
    evidence: e.evidence,
  })
