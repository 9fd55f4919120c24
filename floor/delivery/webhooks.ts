import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { call, type CallOptions, mustBeTaken } from './http.ts'

/**
 * Signed calls in both directions.
 *
 * Outwards, by the Standard Webhooks specification: `webhook-id`, `webhook-timestamp` (seconds), `webhook-signature:
 * v1,base64(HMAC-SHA256(key, id.timestamp.body))`; the secret is `whsec_` and the key in base64. The receiver refuses a
 * timestamp more than five minutes from its own clock and an id that it has seen.
 *
 * Inwards the signed text begins with the method and the path, so that no call sent outwards can be turned round:
 * `METHOD\npath\ntimestamp\nnonce\nbody`.
 */
export const windowSeconds = 300

/** A new secret: 32 random bytes. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64')

const signed = (secret: string, text: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(text).digest('base64')}`

/** The signature of a call outwards. */
export const signOutward = (secret: string, id: string, seconds: number, body: string): string =>
  signed(secret, `${id}.${seconds}.${body}`)

export interface InwardCall {
  readonly method: string
  /** Path with the query, as the server received it. */
  readonly path: string
  readonly timestamp: string
  readonly nonce: string
  readonly body: string
}

/** The signature of a call inwards, as the other system makes it. */
export const signInward = (secret: string, one: InwardCall): string =>
  signed(secret, [one.method, one.path, one.timestamp, one.nonce, one.body].join('\n'))

/**
 * Whether the signature is this call's and its time is near enough. The signature is looked at first and in constant
 * time: who cannot sign learns nothing of clocks and nonces. Whether the nonce is new is for the caller to look up.
 */
export function judgeInward(
  secret: string,
  one: InwardCall,
  signature: string,
  now: Date,
): 'good' | 'forged' | 'late' {
  const right = Buffer.from(signInward(secret, one))
  const given = Buffer.from(signature)
  if (right.length !== given.length || !timingSafeEqual(right, given)) return 'forged'
  if (!/^\d{1,12}$/.test(one.timestamp)) return 'forged'
  const distance = Math.abs(now.getTime() / 1000 - Number(one.timestamp))
  return distance <= windowSeconds ? 'good' : 'late'
}

/**
 * Posts one event to a receiver; the same `id` is used again when it is tried again.
 * @throws DeliveryFailed `http-…` and what `call` throws
 */
export async function sendWebhook(
  receiver: { readonly url: string; readonly secret: string },
  event: { readonly id: string; readonly body: string },
  options: CallOptions & { readonly now: Date },
): Promise<void> {
  const seconds = Math.floor(options.now.getTime() / 1000)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': event.id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signOutward(receiver.secret, event.id, seconds, event.body),
  }
  const { status } = await call({ url: receiver.url, headers, body: event.body }, options)
  mustBeTaken(status)
}
