import { DeliveryFailed } from './failure.ts'
import { call, type CallOptions } from './http.ts'

/** A gateway for text messages that takes one HTTP request a message. */
export interface SmsGateway {
  readonly url: string
  readonly format: 'json' | 'form'
  /** Body with `{{phone}}` and `{{text}}` where those belong. */
  readonly body: string
  /** Text that stands in the reply when the message was taken; '' = the status says enough. */
  readonly accepted: string
  /** Whole value of the header `authorization`; absent: none. */
  readonly authorization?: string
}

/**
 * Sends one text message. Number and text are put into the body escaped for its format, so that neither can add to it.
 * @throws DeliveryFailed `http-NNN`, `sms-not-accepted`, and as `call`
 */
export async function sendSms(
  gateway: SmsGateway,
  phone: string,
  text: string,
  options: CallOptions,
): Promise<void> {
  const escaped = gateway.format === 'json' ? inJson : encodeURIComponent
  const values: Readonly<Record<string, string>> = { phone, text }
  const body = gateway.body.replaceAll(/\{\{(phone|text)\}\}/g, (_, name: string) => escaped(values[name]!))
  const reply = await call(
    {
      method: 'POST',
      url: gateway.url,
      headers: {
        'content-type':
          gateway.format === 'json' ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded',
        ...(gateway.authorization === undefined ? {} : { authorization: gateway.authorization }),
      },
      body,
    },
    options,
  )
  if (reply.status < 200 || reply.status > 299)
    throw new DeliveryFailed(`http-${reply.status}`, reply.status < 500)
  if (gateway.accepted !== '' && !reply.text.includes(gateway.accepted))
    throw new DeliveryFailed('sms-not-accepted', true)
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
