import { Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import type { z } from 'zod'
import type { ChoiceBody, ChoiceReply, outboxQuery, OutboxReply } from '../wire/notices.ts'
import { usualDigestHour, usualTopics } from './kinds.ts'
import { listOutbox, readPersonalChannels, reviveMessages } from './outbox.ts'
import { askOffice, type Parts } from './parts.ts'
import { readAddress, readChannel, readChoice, writeChoice } from './store.ts'

const usual: ChoiceBody = {
  language: 'zh',
  topics: {
    email: [...usualTopics],
    'wecom-app': [...usualTopics],
    'dingtalk-app': [...usualTopics],
    'feishu-app': [...usualTopics],
  },
  quiet: null,
  digestHour: usualDigestHour,
}

/** How somebody wants to be told. */
export async function showChoice(parts: Parts, caller: Pick<Caller, 'personId'>): Promise<ChoiceReply> {
  return await parts.context.house.db.read(async (r) => {
    const choice = await readChoice(r, caller.personId)
    return {
      choice: choice ?? usual,
      usual: choice === undefined,
      email: (await readAddress(r, caller.personId))?.email ?? null,
      channels: await readPersonalChannels(r),
    }
  })
}

/** Keeps how somebody wants to be told; everybody's own affair, and noted. */
export async function saveChoice(
  parts: Parts,
  caller: Pick<Caller, 'personId'>,
  body: ChoiceBody,
): Promise<{ done: true }> {
  const { db, clock, gate } = parts.context.house
  if (body.quiet !== null && body.quiet.from === body.quiet.until)
    throw new Mistake('delivery.quiet-all-day', { field: 'quiet.until' })
  return await db.transact(async (w) => {
    await writeChoice(w, caller.personId, body, clock.now())
    gate.note(w, 'notice-choice', { actor: caller.personId })
    return { done: true as const }
  })
}

/** What waits, went out and failed, for the system administrator. */
export async function showOutbox(parts: Parts, q: z.infer<typeof outboxQuery>): Promise<OutboxReply> {
  const { db } = parts.context.house
  const { total, rows } = await db.read((r) =>
    listOutbox(r, {
      page: q.page,
      size: q.size,
      state: q.state === '' ? undefined : q.state,
      to: q.to,
    }),
  )
  const names = await parts.context.people.names(rows.flatMap(({ personId }) => personId ?? []))
  return {
    total,
    rows: rows.map(({ personId, createdAt, endedAt, ...row }) => ({
      ...row,
      person: personId === null ? null : (names.get(personId)?.name ?? null),
      createdAt: createdAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
  }
}

/** Sends an undeliverable message again, or all of a channel once its cause is mended. */
export async function resend(
  parts: Parts,
  caller: Pick<Caller, 'personId'>,
  which: { readonly id: string } | { readonly channelId: string },
): Promise<{ again: number } | Refusal> {
  return await parts.context.house.db.transact(async (w) => {
    const what = 'id' in which ? { message: which.id } : { channel: which.channelId }
    const refusal = await askOffice(parts.context, w, caller, { what: 'messages-resent', ...what })
    if (refusal !== undefined) return refusal
    if ('channelId' in which && (await readChannel(w, which.channelId)) === undefined)
      throw new Mistake('delivery.no-channel', { status: 404 })
    const again = await reviveMessages(w, which, parts.context.house.clock.now())
    if ('id' in which && again.length === 0) throw new Mistake('delivery.not-dead', { status: 409 })
    return { again: again.length }
  })
}
