import { DeliveryFailed, sendSms } from '../../../floor/delivery/index.ts'
import { newId } from '../../../floor/ids.ts'
import { type Parts, rulesOf } from './parts.ts'
import { openChannel, sendBy } from './send.ts'
import * as store from './store.ts'

/** A short message to somebody outside, who has no account here. */
export interface CustomerMessage {
  readonly to: { readonly kind: 'mail' | 'sms'; readonly address: string }
  readonly subject: string
  readonly text: string
}

/**
 * Sends a message to a customer by the company's mail server or SMS gateway, at once and once: neither address nor text is
 * stored, so nothing is tried again later.
 * @throws DeliveryFailed `no-channel` when there is none of the kind that is switched on, and as the transport
 */
export async function sendToCustomer(parts: Parts, message: CustomerMessage): Promise<void> {
  const kind = message.to.kind === 'mail' ? 'email' : 'sms-gateway'
  const { channel, rules } = await parts.context.house.db.read(async (r) => ({
    channel: (await store.readChannels(r)).find((one) => one.kind === kind && one.enabled),
    rules: await rulesOf(parts, r),
  }))
  if (channel === undefined) throw new DeliveryFailed('no-channel', true)
  const ready = openChannel(parts, channel)
  if (ready.config.kind === 'sms-gateway') {
    const { baseUrl, format, body, accepted } = ready.config
    const { authorization } = ready.secret
    const gateway = {
      url: baseUrl,
      format,
      body,
      accepted,
      ...(authorization === undefined ? {} : { authorization }),
    }
    await sendSms(gateway, message.to.address, message.text, { rules })
    return
  }
  const receiver = { email: message.to.address, employeeNo: '' }
  await sendBy(
    parts,
    ready,
    receiver,
    { id: newId(), subject: message.subject, lines: [message.text] },
    { rules },
  )
}
