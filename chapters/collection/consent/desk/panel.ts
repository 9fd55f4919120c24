import { type Reader, sql } from '../../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../../floor/errors.ts'
import { type Barred, type Caller, isBarred, rowFilter } from '../../../../gate/index.ts'
import { lockForConsent } from '../../../custody/index.ts'
import { type Actor, askAbout, type ConsentContext, factsAbout, materialOf, noSuch } from '../context.ts'
import { itemWords } from '../key-texts.ts'
import { readHistory } from '../store/consents.ts'
import { publishedVersions, versionById } from '../store/notices.ts'
import { consentsOf, endsOf, purposeWords } from '../store/panel.ts'
import type { CustomerConsents, RecordBody } from '../../wire/consent.ts'
import { withdraw } from './ending.ts'
import { consentIn } from './giving.ts'
import { makeLink } from './links.ts'

/** Years below which a guardian consents (PIPL 31). */
export const childYears = 14

/** The file is one the person may list. @throws Mistake `consent.not-found` */
async function mustSee(ctx: ConsentContext, caller: Actor, customerId: string): Promise<void> {
  const person = (await ctx.people.personFacts([caller.personId])).get(caller.personId)
  const fileNo = (await materialOf(ctx, customerId)).head.fileNo
  const filter =
    person === undefined ? { rows: 'none' as const } : rowFilter(person, ctx.house.clock.now().getTime())
  const { ids } = await ctx.house.db.read((r) =>
    ctx.custody.listRows(r, filter, { page: 1, size: 1, fileNo }),
  )
  if (!ids.includes(customerId)) throw noSuch('id')
}

/** What a customer agreed to and took back, as the panel on the file shows it; no value of the customer is among it. */
export async function viewConsents(
  ctx: ConsentContext,
  caller: Actor,
  customerId: string,
): Promise<CustomerConsents> {
  await mustSee(ctx, caller, customerId)
  const material = await materialOf(ctx, customerId)
  const may = await factsAbout(ctx, caller, 'record-consent', material)
  const { barred } = material.facts
  return await ctx.house.db.read(async (r) => {
    const [consents, ends, words, notices, history, head] = [
      await consentsOf(r, customerId),
      await endsOf(r, customerId),
      await purposeWords(r),
      await publishedVersions(r),
      await readHistory(r, customerId),
      await consentColumn(r, customerId),
    ]
    const operators = [...consents, ...ends].flatMap(({ operatorId }) => operatorId ?? [])
    const names = await ctx.people.names([...new Set(operators)], r)
    const operator = (id: string | null): string => (id === null ? '' : (names.get(id)?.name ?? ''))
    const worded = (key: string) => ({ key, ...(itemWords[key] ?? words.get(key) ?? { zh: key, en: key }) })
    const now = ctx.house.clock.now().getTime()
    return {
      state:
        (head as CustomerConsents['state'] | null) ??
        (isByConsent(material.head.legalBasis) ? 'missing' : 'not-needed'),
      legalBasis: material.head.legalBasis,
      barred: Object.entries(barred).map(([key, from]) => {
        const { zh, en } = worded(key)
        return { key, zh, en, from: new Date(from).toISOString() }
      }),
      open: openKeys(history.consents, barred, now).map((key) => {
        const { zh, en } = worded(key)
        return { key, zh, en }
      }),
      consents: consents.map(({ name, code, operatorId, ...one }) => ({
        ...one,
        notice: name,
        noticeCode: code,
        items: [...one.items],
        purposes: [...one.purposes],
        at: one.at.toISOString(),
        recordedAt: one.recordedAt.toISOString(),
        expiresAt: one.expiresAt?.toISOString() ?? null,
        operator: operator(operatorId),
      })),
      ends: ends.map(({ operatorId, ...one }) => ({
        ...one,
        keys: [...one.keys],
        told: [...one.told],
        at: one.at.toISOString(),
        operator: operator(operatorId),
      })),
      at: ctx.house.clock.now().toISOString(),
      mayRecord: ctx.house.gate.foresee(may.question, may.facts).verdict === 'permit',
      notices: notices.map(({ id, code, name, number, hash }) => ({
        versionId: id,
        code,
        name,
        number,
        hash,
      })),
    }
  })
}

const isByConsent = (basis: string): boolean => basis === 'consent' || basis === 'unknown'

async function consentColumn(r: Reader, customerId: string): Promise<string | null> {
  return (
    (
      await r.row<{ consent: string | null }>(
        sql`select consent from custody.customer where id = ${customerId}`,
      )
    )?.consent ?? null
  )
}

/** What somebody may take back: everything agreed to that is still open, and marketing always. */
export function openKeys(
  consents: Awaited<ReturnType<typeof readHistory>>['consents'],
  barred: Barred,
  now: number,
): string[] {
  const keys = new Set<string>(['marketing'])
  for (const one of consents)
    for (const { item, given } of one.items)
      if (given) for (const key of item === 'general' ? one.purposes : [item]) keys.add(key)
  return [...keys].filter((key) => !isBarred(barred, key, now))
}

/**
 * Puts on record what a customer answered on paper, spoken, at the counter or by WeChat. Whether the customer is a child
 * the file says, where it holds a date of birth; the date itself stays in the gate.
 * @throws Mistake as `consentIn`
 */
export async function recordConsent(
  ctx: ConsentContext,
  caller: Actor,
  customerId: string,
  body: RecordBody,
): Promise<{ id: string; receipt: string } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    if ((await lockForConsent(w, customerId)) === undefined) throw noSuch('id')
    const material = await materialOf(ctx, customerId, w)
    const permit = await askAbout(ctx, w, caller, 'record-consent', material, {
      version: body.notice,
      channel: body.channel,
    })
    if (isRefusal(permit)) return permit
    const at = new Date(body.at)
    const than = { years: childYears, at: at.getTime() }
    const young = ctx.house.gate.isYounger(permit, material.file, material.fields, than)
    return await consentIn(ctx, w, customerId, {
      noticeVersionId: body.notice,
      noticeHash: body.hash,
      items: body.items,
      purposes: body.purposes,
      channel: body.channel,
      operator: caller.personId,
      evidence: body.evidence,
      guardian: body.guardian,
      minor: young ?? body.minor,
      language: body.language,
      at,
    })
  })
}

/** Takes consent back on the customer's behalf. @throws Mistake as `withdraw` */
export async function withdrawFor(
  ctx: ConsentContext,
  caller: Actor,
  customerId: string,
  body: {
    readonly keys: readonly string[]
    readonly channel: 'paper' | 'spoken' | 'counter' | 'wechat'
    readonly evidence?: string | undefined
  },
): Promise<{ done: true } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    if ((await lockForConsent(w, customerId)) === undefined) throw noSuch('id')
    const material = await materialOf(ctx, customerId, w)
    const asked = await askAbout(ctx, w, caller, 'withdraw-consent', material, {
      keys: [...body.keys].toSorted(),
      channel: body.channel,
    })
    if (isRefusal(asked)) return asked
    await withdraw(ctx, w, customerId, { ...body, operator: caller.personId })
    return { done: true as const }
  })
}

/**
 * Makes an invitation to answer a notice, or another receipt for a customer who lost it. The secret is shown once.
 * @throws Mistake `consent.no-notice` when the version is not in force
 */
export async function inviteCustomer(
  ctx: ConsentContext,
  caller: Actor,
  customerId: string,
  body: { readonly kind: 'receipt' | 'invitation'; readonly notice?: string | undefined },
): Promise<{ secret: string } | Refusal> {
  return await ctx.house.db.transact(async (w) => {
    if ((await lockForConsent(w, customerId)) === undefined) throw noSuch('id')
    const material = await materialOf(ctx, customerId, w)
    const permit = await askAbout(ctx, w, caller, 'record-consent', material, {
      link: body.kind,
      version: body.notice ?? null,
    })
    if (isRefusal(permit)) return permit
    const version = body.notice === undefined ? undefined : await versionById(w, body.notice)
    if (body.kind === 'invitation' && version?.state !== 'published') throw noSuch('notice')
    const than = { years: childYears, at: ctx.house.clock.now().getTime() }
    const minor = ctx.house.gate.isYounger(permit, material.file, material.fields, than) === true
    const secret = await makeLink(ctx, w, {
      customerId,
      kind: body.kind,
      minor,
      madeBy: caller.personId,
      ...(version === undefined ? {} : { versionId: version.id }),
    })
    return { secret }
  })
}

/** Which purposes and kinds are barred now, for a page that shows values: it puts away what was taken back meanwhile. */
export async function barredNow(
  ctx: ConsentContext,
  caller: Pick<Caller, 'personId'>,
  customerId: string,
): Promise<{ keys: string[] }> {
  await mustSee(ctx, caller, customerId)
  const now = ctx.house.clock.now().getTime()
  const { barred } = (await materialOf(ctx, customerId)).facts
  const keys = Object.keys(barred).filter((key) => isBarred(barred, key, now))
  if (!keys.includes('marketing')) return { keys }
  const marketing = await ctx.house.db.read((r) =>
    r.rows<{ code: string }>(sql`select code from collection.purpose where marketing`),
  )
  return { keys: [...new Set([...keys, ...marketing.map(({ code }) => code)])] }
}
