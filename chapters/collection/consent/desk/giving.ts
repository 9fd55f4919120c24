import type { Reader, Writer } from '../../../../floor/database/index.ts'
import { Mistake } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import { attachmentField } from '../../../../gate/index.ts'
import { type ConsentHead, lockForConsent } from '../../../custody/index.ts'
import { type ConsentContext, noSuch } from '../context.ts'
import { hashOf } from '../notice/content.ts'
import { shownText } from '../notice/render.ts'
import { insertConsent, isAttachmentOf, keepText, type StoredConsent } from '../store/consents.ts'
import { type StoredVersion, versionById } from '../store/notices.ts'
import type { Channel, ConsentItem } from '../../wire/consent.ts'
import { makeLink } from './links.ts'
import { settleBars } from './settle.ts'

/** What somebody answered to a notice, as it is put on record (domain-cn §3.3). */
export interface ConsentGiven {
  readonly noticeVersionId: string
  /** The hash that was shown together with the notice. */
  readonly noticeHash: string
  /** Every box of the notice, each answered by itself. */
  readonly items: readonly { readonly item: ConsentItem; readonly given: boolean }[]
  /** Codes of purposes agreed to; none named = all of the notice that rest on consent. */
  readonly purposes: readonly string[]
  readonly channel: Channel
  /** Person id of whoever put it on record; absent when the customer did it alone. */
  readonly operator?: string | undefined
  /** Id of an attachment of the file, or the hash of another proof. */
  readonly evidence?: string | undefined
  readonly guardian?: { readonly name: string; readonly relation: string } | undefined
  /** Whether the customer is younger than fourteen. */
  readonly minor?: boolean | undefined
  /** Language of the text that was shown. */
  readonly language?: 'zh' | 'en' | undefined
  readonly at: Date
}

/** Channels whose proof has to be kept as a file. */
const needsEvidence: ReadonlySet<Channel> = new Set(['paper', 'spoken', 'wechat', 'sms'])
/** Channels that somebody of the company serves. */
const needsOperator: ReadonlySet<Channel> = new Set(['paper', 'spoken', 'wechat', 'counter'])
const clockToleranceMs = 5 * 60_000
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Puts a consent on record and makes it count, in the caller's transaction: checked against the version it names,
 * stored with the words that were shown, committed to in the ledger, and what is barred worked out anew.
 * @returns the consent's id, and the secret of the customer's receipt
 * @throws Mistake `collection.notice-changed` when id and hash are not those of the notice in force,
 *   `consent.notice-altered`, `consent.bundled`, `consent.item-unknown`, `consent.purpose-unknown`, `consent.guardian`,
 *   `consent.evidence`, `consent.operator`, `consent.moment`, `consent.file-closed`, `consent.not-found`
 */
export async function consentIn(
  ctx: ConsentContext,
  w: Writer,
  customerId: string,
  said: ConsentGiven,
): Promise<{ readonly id: string; readonly receipt: string }> {
  const now = ctx.house.clock.now()
  // A clock that is ahead must not make a consent younger than a withdrawal that follows it.
  const given = { ...said, at: clamped(said.at, now) }
  const head = await lockForConsent(w, customerId)
  if (head === undefined || head.status === 'erased') throw noSuch('customer')
  if (head.status === 'merged') throw new Mistake('consent.file-closed', { field: 'customer', status: 409 })
  const version = checkedVersion(await versionById(w, given.noticeVersionId), given)
  const purposes = checkedAnswers(version, given)
  checkMoment(given, version, now)
  await checkProof(w, customerId, given)
  const id = newId(now.getTime())
  const shown = shownText(version.body, given.language ?? 'zh')
  await keepText(w, { ...shown, versionId: version.id, language: given.language ?? 'zh' }, now)
  const consent: StoredConsent = {
    customerId,
    id,
    versionId: version.id,
    noticeHash: version.hash,
    items: version.body.items.map((item) => ({ item, given: isGiven(given, item) })),
    purposes,
    channel: given.channel,
    givenAt: given.at,
    recordedAt: now,
    operatorId: given.operator ?? null,
    evidence: given.evidence ?? null,
    shownHash: shown.hash,
    minor: given.minor === true,
    ...(await sealGuardian(ctx, w, head, id, given)),
    expiresAt: expiryOf(version, given.at),
  }
  const content = consentHash(consent)
  await insertConsent(w, consent, content)
  ctx.house.gate.note(w, 'consent-given', {
    actor: given.operator ?? 'customer',
    customer: customerId,
    subject: id,
    version: version.id,
    notice: version.hash,
    items: consent.items.map((one) => `${one.item}:${one.given ? 'yes' : 'no'}`),
    purposes,
    channel: given.channel,
    shown: shown.hash,
    minor: consent.minor,
    content,
  })
  await settleBars(w, customerId, now)
  const receipt = await makeLink(ctx, w, { customerId, kind: 'receipt', minor: consent.minor })
  return { id, receipt }
}

/** Checks the answers of a consent without putting it on record. @throws Mistake as `consentIn` */
export async function checkGiven(r: Reader, given: ConsentGiven, now: Date): Promise<void> {
  const version = checkedVersion(await versionById(r, given.noticeVersionId), given)
  checkedAnswers(version, given)
  checkMoment({ ...given, at: clamped(given.at, now) }, version, now)
}

const clamped = (at: Date, now: Date): Date =>
  at > now && at.getTime() - now.getTime() <= clockToleranceMs ? now : at

const isGiven = (given: ConsentGiven, item: ConsentItem): boolean =>
  given.items.find((one) => one.item === item)?.given === true

/** The version that was shown. On paper an earlier version counts too, signed while it was in force or before it was filed here. */
function checkedVersion(version: StoredVersion | undefined, given: ConsentGiven): StoredVersion {
  const changed = (): Mistake =>
    new Mistake('collection.notice-changed', { field: 'noticeHash', status: 409 })
  if (version === undefined || version.hash !== given.noticeHash) throw changed()
  if (version.state !== 'published') {
    const wasInForce =
      version.replacedAt !== null && (version.state === 'replaced' || version.state === 'closed')
    if (!wasInForce || !needsOperator.has(given.channel) || given.at > version.replacedAt!) throw changed()
  }
  // Somebody with access to the tables changed the words under the same hash: nothing is agreed to on that.
  if (hashOf(version.body) !== version.hash)
    throw new Mistake('consent.notice-altered', { field: 'noticeVersionId', status: 409 })
  return version
}

/** @returns the purposes agreed to, of those that rest on consent */
function checkedAnswers({ body }: StoredVersion, given: ConsentGiven): string[] {
  const answered = given.items.map(({ item }) => item)
  const strange = answered.find((item) => !body.items.includes(item))
  if (strange !== undefined)
    throw new Mistake('consent.item-unknown', { field: 'items', values: { item: strange } })
  if (answered.length !== body.items.length || new Set(answered).size !== answered.length)
    throw new Mistake('consent.bundled', { field: 'items' })
  const known = new Set(body.purposes.map(({ code }) => code))
  const unknown = given.purposes.find((code) => !known.has(code))
  if (unknown !== undefined)
    throw new Mistake('consent.purpose-unknown', { field: 'purposes', values: { code: unknown } })
  if (given.minor === true && given.guardian === undefined)
    throw new Mistake('consent.guardian', { field: 'guardian' })
  if (!isGiven(given, 'general')) return []
  const asked = body.purposes
    .filter((one) => one.legalBasis === 'consent' && !one.marketing)
    .map(({ code }) => code)
  const chosen = asked.filter((code) => given.purposes.includes(code))
  return chosen.length === 0 ? asked : chosen
}

function checkMoment(given: ConsentGiven, version: StoredVersion, now: Date): void {
  const at = given.at.getTime()
  // Only a paper can have been signed before its words were filed here.
  const earliest = given.channel === 'paper' ? Date.UTC(1990, 0, 1) : version.decidedAt!.getTime()
  if (!(at >= earliest && at <= now.getTime())) throw new Mistake('consent.moment', { field: 'at' })
}

async function checkProof(w: Writer, customerId: string, given: ConsentGiven): Promise<void> {
  if (needsOperator.has(given.channel) && given.operator === undefined)
    throw new Mistake('consent.operator', { field: 'operator' })
  const { evidence = '' } = given
  if (needsEvidence.has(given.channel) && evidence === '')
    throw new Mistake('consent.evidence', { field: 'evidence' })
  const isAttachment = given.channel !== 'sms' && uuid.test(evidence)
  if (isAttachment && !(await isAttachmentOf(w, customerId, evidence)))
    throw new Mistake('consent.evidence', { field: 'evidence' })
}

/** Guardian and relation are the customer's data: sealed under the customer's keys, so that erasing destroys them. */
async function sealGuardian(
  ctx: ConsentContext,
  w: Writer,
  head: ConsentHead,
  id: string,
  given: ConsentGiven,
): Promise<{ guardianLevel: number | null; guardianSealed: Buffer | null }> {
  if (given.guardian === undefined) return { guardianLevel: null, guardianSealed: null }
  const keys = await ctx.house.keyring.customerKeys(w, head.id, [head.level])
  try {
    const { name, relation } = given.guardian
    const plain = Buffer.from(JSON.stringify({ [attachmentField]: `${name}（${relation}）` }), 'utf8')
    return { guardianLevel: head.level, guardianSealed: keys.seal(head.level, guardianName(id), 1, plain) }
  } finally {
    keys.release()
  }
}

/** Name under which a guardian is sealed: moved to another consent it does not open. */
export const guardianName = (consentId: string): string => `consent-guardian/${consentId}`

function expiryOf({ validMonths }: StoredVersion, at: Date): Date | null {
  if (validMonths === null) return null
  const end = new Date(at)
  end.setUTCMonth(end.getUTCMonth() + validMonths)
  // The 31st of a month without one: the last day of the month meant, not the first days of the next.
  if (end.getUTCDate() !== at.getUTCDate()) end.setUTCDate(0)
  return end
}

/** What the ledger commits to: the row without the sealed part, of which only the hash counts. */
export const consentHash = (c: StoredConsent): string =>
  hashOf({
    customer: c.customerId,
    id: c.id,
    version: c.versionId,
    notice: c.noticeHash,
    items: c.items.map(({ item, given }) => ({ item, given })),
    purposes: [...c.purposes],
    channel: c.channel,
    at: c.givenAt.toISOString(),
    recorded: c.recordedAt.toISOString(),
    operator: c.operatorId,
    evidence: c.evidence,
    shown: c.shownHash,
    minor: c.minor,
    guardian: c.guardianSealed === null ? null : c.guardianSealed.toString('base64'),
    expires: c.expiresAt?.toISOString() ?? null,
  })
