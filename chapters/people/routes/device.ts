import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { type Asking, askSignature, takeSignature } from '../desk/device-key.ts'
import { deviceAsked, deviceSigned, done, emptyBody } from '../wire.ts'

const tag = 'session'

/**
 * The key of the browser signs. Open to anyone, since a session whose signature is due is let in nowhere else; both look
 * at the session's token and secret themselves.
 */
export const deviceRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/session/device/challenge',
    who: 'anyone',
    summary: {
      zh: '会话与浏览器绑定：请求签名',
      en: 'Session bound to the browser: what its key is to sign',
    },
    tag,
    body: emptyBody,
    reply: deviceAsked,
    run: (input) => askSignature(context, askingOf(input)),
  }),
  route({
    method: 'POST',
    path: '/session/device',
    who: 'anyone',
    summary: { zh: '会话与浏览器绑定：提交签名', en: 'Session bound to the browser: the signature' },
    tag,
    body: deviceSigned,
    reply: done,
    run: async (input) => {
      const { bound } = await takeSignature(context, askingOf(input), input.body)
      if (bound !== undefined) input.session.bind(bound)
      return { done: true }
    },
  }),
]

const askingOf = (input: {
  readonly session: { readonly token: string | undefined }
  readonly shown: Asking['shown']
  readonly address: string
}): Asking => ({ token: input.session.token, shown: input.shown, address: input.address })
