import { type Reader, sql, type Writer } from '../../../../floor/database/index.ts'
import { Mistake } from '../../../../floor/errors.ts'
import { type Barred, isBarred } from '../../../../gate/index.ts'
import { lockForConsent } from '../../../custody/index.ts'
import { checkCode, sendCode } from '../codes/codes.ts'
import type { ConsentContext } from '../context.ts'
import { itemWords } from '../key-texts.ts'
import { readHistory } from '../store/consents.ts'
import { companyName, publishedByCode, type StoredVersion, versionById } from '../store/notices.ts'
import { purposeWords } from '../store/panel.ts'
import type { OwnConsents } from '../../wire/consent.ts'
import { withdraw } from './ending.ts'
import { type ConsentGiven, consentIn } from './giving.ts'
import { endLink, makeLink, openLink, type OpenLink } from './links.ts'
import { shownVersion } from './notices.ts'

const codePurpose = 'own-consents'

/** What a customer sees with the own receipt: what was agreed to, what was taken back, and what waits for an answer. */
export async function viewOwn(
  ctx: ConsentContext,
  secret: string,
  language: 'zh' | 'en',
): Promise<OwnConsents> {
  return await ctx.house.db.read(async (r) => {
    const link = await openLink(ctx, r, secret)
    const { consents } = await readHistory(r, link.customerId)
    const barred = await barredOf(ctx, r, link.customerId)
    const words = await purposeWords(r)
    const worded = (key: string) => {
      const { zh, en } = itemWords[key] ?? words.get(key) ?? { zh: key, en: key }
      return { key, zh, en }
    }
    const asked = await askedVersion(r, link, consents.at(-1)?.versionId)
    const company = await companyName(r)
    return {
      company,
      kind: link.kind,
      items: itemsOf(consents, barred, ctx.house.clock.now().getTime()).map((one) => ({
        ...worded(one.key),
        state: one.state,
        at: one.at,
      })),
      asked: asked === undefined ? null : shownVersion(asked, company, language),
      purposes: (asked?.body.purposes ?? [])
        .filter((one) => one.legalBasis === 'consent' && !one.marketing)
        .map(({ code, zh, en }) => ({ key: code, zh, en })),
      minor: link.minor,
    }
  })
}

async function barredOf(ctx: ConsentContext, r: Reader, customerId: string): Promise<Barred> {
  return (await ctx.custody.material([customerId], r)).get(customerId)?.facts.barred ?? {}
}

/** Each thing asked about so far, with the last answer. */
function itemsOf(
  consents: Awaited<ReturnType<typeof readHistory>>['consents'],
  barred: Barred,
  now: number,
): { key: string; state: 'given' | 'ended' | 'refused'; at: string }[] {
  const last = new Map<string, { given: boolean; at: number }>()
  for (const one of consents)
    for (const { item, given } of one.items)
      for (const key of item === 'general' ? one.asked : [item])
        last.set(key, { given: given && (item !== 'general' || one.purposes.includes(key)), at: one.at })
  return [...last].map(([key, { given, at }]) => {
    const isClosed = isBarred(barred, key, now)
    const state = isClosed ? (given ? ('ended' as const) : ('refused' as const)) : ('given' as const)
    return { key, state, at: new Date(isClosed ? barred[key] || at : at).toISOString() }
  })
}

/** The notice that waits for an answer: the one of the invitation, or a newer version that asks anew. */
async function askedVersion(
  r: Reader,
  link: OpenLink,
  stands: string | undefined,
): Promise<StoredVersion | undefined> {
  const before = link.versionId ?? stands
  if (before === undefined) return undefined
  const version = await versionById(r, before)
  const current = version === undefined ? undefined : await publishedByCode(r, version.code)
  if (current === undefined) return undefined
  if (link.kind === 'invitation') return current
  return current.id !== before && current.asksAnew ? current : undefined
}

/** Takes back what the customer names. The receipt stays good. @throws Mistake `consent.secret`, `consent.not-by-consent` */
export async function withdrawOwn(
  ctx: ConsentContext,
  secret: string,
  keys: readonly string[],
): Promise<{ done: true }> {
  return await ctx.house.db.transact(async (w) => {
    const link = await openLink(ctx, w, secret)
    await withdraw(ctx, w, link.customerId, { keys, channel: link.kind === 'code' ? 'sms' : 'web' })
    return { done: true as const }
  })
}

/**
 * The customer's own answer to the notice that was shown; an invitation is used up by it.
 * @returns the secret of the receipt, shown once
 */
export async function answerOwn(
  ctx: ConsentContext,
  secret: string,
  given: Omit<ConsentGiven, 'channel' | 'operator' | 'evidence' | 'at'>,
): Promise<{ receipt: string }> {
  return await ctx.house.db.transact(async (w) => {
    const found = await openLink(ctx, w, secret)
    await lockForConsent(w, found.customerId)
    // Again under the lock: an invitation answered twice at the same moment counts once.
    const link = await openLink(ctx, w, secret)
    const now = ctx.house.clock.now()
    const asked = await askedVersion(
      w,
      link,
      (await readHistory(w, link.customerId)).consents.at(-1)?.versionId,
    )
    if (asked?.id !== given.noticeVersionId)
      throw new Mistake('collection.notice-changed', { field: 'notice', status: 409 })
    const proof =
      link.kind === 'code' ? { channel: 'sms' as const, evidence: link.id } : { channel: 'web' as const }
    const { receipt } = await consentIn(ctx, w, link.customerId, {
      ...given,
      ...proof,
      minor: link.minor || given.minor === true,
      at: now,
    })
    if (link.kind !== 'receipt') await endLink(w, link.id, now)
    return { receipt }
  })
}

/** Whether a guardian consented for the customer before: then one is asked for again. */
async function wasMinor(r: Reader, customerId: string): Promise<boolean> {
  return (
    (await r.row(
      sql`select 1 from collection.consent where customer_id = ${customerId} and minor limit 1`,
    )) !== undefined
  )
}

/** Sends a code to a phone or mail address that is on file; says nothing of whether it is. */
export const askCode = (
  ctx: ConsentContext,
  body: { readonly address: string; readonly language: 'zh' | 'en' },
): Promise<{ challenge: string; minutes: number }> =>
  sendCode(ctx, { ...body, purpose: codePurpose, onFile: true })

/** A right code opens the own consents for a quarter of an hour. @throws Mistake `consent.code` */
export async function useCode(
  ctx: ConsentContext,
  body: { readonly challenge: string; readonly code: string },
): Promise<{ secret: string }> {
  const secret = await ctx.house.db.transact(async (w: Writer) => {
    const right = await checkCode(ctx, w, { ...body, purpose: codePurpose })
    if (right === undefined || right.customerId === null) return undefined
    return await makeLink(ctx, w, {
      customerId: right.customerId,
      kind: 'code',
      minor: await wasMinor(w, right.customerId),
    })
  })
  if (secret === undefined) throw new Mistake('consent.code', { field: 'code', status: 404 })
  return { secret }
}
