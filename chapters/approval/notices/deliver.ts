import { DeliveryFailed, type Message, sendWebhook } from '../../../floor/delivery/index.ts'
import type { Job } from '../../../floor/jobs/index.ts'
import { linkSecretName } from '../outside/secret.ts'
import { storedContent } from './content.ts'
import {
  endMessage,
  isWaiting,
  keepReceipt,
  type Outgoing,
  postponeMessage,
  readReceipt,
  releaseMessage,
  settleReceipt,
  takeMessage,
} from './outbox.ts'
import type { Parts } from './parts.ts'
import { openChannel, outcomeOf, sendBy } from './send.ts'
import { tellOfDead } from './store.ts'
import { compose } from './words.ts'
import { quietLeft, wallIn } from './zone.ts'

/** Not this time: another program is at it, or the program is stopping. */
class NotNow extends DeliveryFailed {}

/**
 * Delivers one message. What cannot be helped by trying again is given up at once, the rest after the last try; both
 * stay visible with the reason and can be sent again. A message that went out is marked so before anything else.
 */
export async function deliver(parts: Parts, job: Job, signal: AbortSignal): Promise<void> {
  const { db, clock } = parts.context.house
  const id = String(job.payload['message'])
  const outgoing = await db.transact((w) => takeMessage(w, id, clock.now()))
  if (outgoing === undefined) return await stillLocked(parts, id)
  const unwanted = whyUnwanted(outgoing)
  if (unwanted !== undefined) return await end(parts, id, 'dropped', unwanted)
  const quiet = quietUntil(parts, outgoing)
  if (quiet !== undefined) return await db.transact((w) => postponeMessage(w, id, quiet))
  let receipt: string | undefined
  try {
    receipt = await send(parts, outgoing, signal)
  } catch (error) {
    return await failed(parts, id, job, error)
  }
  await end(parts, id, 'sent', null)
  if (receipt !== undefined) await db.transact((w) => keepReceipt(w, id, receipt, clock.now()))
}

/**
 * Asks once, a while later, what became of a message that the platform only took (钉钉): one that did not reach the
 * person is marked as failed, and the administrators are told as of any other.
 */
export async function checkReceipt(parts: Parts, job: Job, signal: AbortSignal): Promise<void> {
  const { db, clock } = parts.context.house
  const id = String(job.payload['message'])
  const found = await db.read((r) => readReceipt(r, id))
  if (found === undefined) return
  const { outgoing, receipt } = found
  const { channel, person, hosts } = outgoing
  if (channel === null || person === null || !channel.on) return
  const options = { rules: { hosts, loopback: parts.loopback }, signal }
  const outcome = await outcomeOf(parts, openChannel(parts, channel), person, receipt, options)
  await db.transact(async (w) => {
    const settled = await settleReceipt(w, id, outcome === 'failed' ? 'not-delivered' : undefined)
    if (settled && outcome === 'failed')
      await tellOfDead(w, await parts.context.people.holdersOf(w, 'system-admin'), clock.now())
  })
}

/** A message that waits and could not be taken is being sent by another program; this job looks again later. */
async function stillLocked(parts: Parts, id: string): Promise<void> {
  const waits = await parts.context.house.db.read((r) => isWaiting(r, id))
  if (waits) throw new NotNow('busy', false)
}

async function end(
  parts: Parts,
  id: string,
  state: 'sent' | 'dropped',
  reason: string | null,
): Promise<void> {
  const { db, clock } = parts.context.house
  await db.transact((w) => endMessage(w, id, { state, reason, at: clock.now() }))
}

async function failed(parts: Parts, id: string, job: Job, error: unknown): Promise<void> {
  const { db, clock } = parts.context.house
  const failure = error instanceof DeliveryFailed ? error : new DeliveryFailed('fault', false)
  if (!failure.permanent && job.attempt < job.maxAttempts) {
    await db.transact((w) => releaseMessage(w, id, failure.code))
    throw failure
  }
  await db.transact(async (w) => {
    await endMessage(w, id, { state: 'dead', reason: failure.code, at: clock.now() })
    await tellOfDead(w, await parts.context.people.holdersOf(w, 'system-admin'), clock.now())
  })
}

function whyUnwanted({ channel, link, person }: Outgoing): string | undefined {
  if (channel?.on === false || link?.on === false) return 'channel-off'
  return person?.here === false ? 'person-left' : undefined
}

/** When the person's quiet hours end; the digest has an hour of its own. */
function quietUntil(parts: Parts, { kind, person }: Outgoing): Date | undefined {
  if (person === null || person.quiet === null || kind === 'digest') return undefined
  const { clock, timeZone } = parts.context.house
  const now = clock.now()
  const left = quietLeft(wallIn(timeZone, now).minutes, person.quiet)
  return left === 0 ? undefined : new Date(now.getTime() + left * 60_000)
}

async function send(parts: Parts, outgoing: Outgoing, signal: AbortSignal): Promise<string | undefined> {
  const { house } = parts.context
  const rules = { hosts: outgoing.hosts, loopback: parts.loopback }
  const { channel, link, id } = outgoing
  if (link !== null) {
    const secret = house.keyring.openSecret(linkSecretName(link.id), link.sealed)
    const event = { id, body: JSON.stringify(outgoing.content) }
    await sendWebhook({ url: link.url, secret }, event, { rules, signal, now: house.clock.now() })
    return undefined
  }
  const ready = openChannel(parts, channel!)
  return await sendBy(parts, ready, outgoing.person, messageOf(parts, outgoing), { rules, signal })
}

/** The words of a message, in the receiver's language. */
export function messageOf(parts: Parts, outgoing: Omit<Outgoing, 'channel' | 'link' | 'hosts'>): Message {
  const { house, forms } = parts.context
  const content = storedContent(outgoing.content)
  const form = forms.get(content.form)
  return compose(outgoing.id, outgoing.kind, content, {
    language: outgoing.person?.language ?? 'zh',
    ...(form === undefined ? {} : { formName: form.name }),
    baseUrl: outgoing.baseUrl,
    moment: wallIn(house.timeZone, outgoing.createdAt).text,
  })
}
