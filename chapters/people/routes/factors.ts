import { isRefusal } from '../../../floor/errors.ts'
import { type Input, type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import type { Entered } from '../desk/enter.ts'
import { judgeCandidate } from '../desk/password.ts'
import { acknowledgeSession } from '../desk/sessions.ts'
import { askPasskey, wantPasskey } from '../desk/second-factor/challenges.ts'
import {
  addPasskey,
  beginTotp,
  confirmTotp,
  forgetDevices,
  nameFactor,
  ownFactors,
  removeFactor,
  renewRecovery,
} from '../desk/second-factor/enrol.ts'
import { describeProof, needProof, proveAgain } from '../desk/second-factor/prove.ts'
import { resetFactors } from '../desk/second-factor/reset.ts'
import { accountOfTicket, describeStep, finishStep, signInWithPasskey } from '../desk/second-factor/step.ts'
import { siteOf } from '../factors/webauthn.ts'
import {
  done,
  emptyBody,
  endSessionsBody,
  endSessionsReply,
  factorAdded,
  factorResetReply,
  factorsReply,
  idParams,
  passkeyAnswer,
  passkeyAsked,
  passkeyBody,
  passkeyWanted,
  passkeyWish,
  proofBody,
  proofState,
  recoveryReply,
  renameBody,
  type SignInReply,
  signInReply,
  stepBody,
  stepState,
  strengthBody,
  strengthReply,
  ticketBody,
  totpConfirm,
  totpMade,
  totpWish,
} from '../wire.ts'

const session = 'session'
const factors = 'second-factor'

/** The second step of a sign-in, passkeys, proving oneself anew, one's own factors, and the reset of lost ones. */
export const factorRoutes = (context: Context): readonly Route[] => [
  ...stepRoutes(context),
  ...passkeySignIn(context),
  ...proofRoutes(context),
  ...totpRoutes(context),
  ...passkeyRoutes(context),
  ...ownFactorRoutes(context),
  ...otherRoutes(context),
]

/** What a sign-in answers; a session begins only when nothing is left to prove. */
export function enteredReply(
  entered: Entered,
  session: Input['session'],
  renew: string | null = null,
): SignInReply {
  if (entered.step === 'factor') {
    const { ticket, methods } = entered
    const nothing = { signedIn: false, mustChangePassword: false, mustEnrol: false, renew: null }
    return { ...nothing, step: { ticket, methods: [...methods] } }
  }
  session.begin(entered.token, entered.bound)
  const { mustChangePassword, mustEnrol } = entered
  return { signedIn: true, mustChangePassword, mustEnrol, step: null, renew }
}

const stepRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/session/step',
    who: 'anyone',
    summary: { zh: '登录第二步：可用的验证方式', en: 'Second step of a sign-in: what it asks for' },
    tag: session,
    body: ticketBody,
    reply: stepState,
    run: (input) => describeStep(context, input.body.ticket),
  }),
  route({
    method: 'POST',
    path: '/session/step/passkey',
    who: 'anyone',
    summary: { zh: '登录第二步：请求通行密钥', en: 'Second step of a sign-in: ask for a passkey' },
    tag: session,
    body: ticketBody,
    reply: passkeyAsked,
    run: async (input) => {
      const accountId = await accountOfTicket(context, input.body.ticket)
      return await askPasskey(context, 'step', accountId, siteOf(input.origin))
    },
  }),
  route({
    method: 'POST',
    path: '/session/factor',
    who: 'anyone',
    summary: { zh: '登录第二步：提交验证', en: 'Second step of a sign-in: the answer' },
    tag: session,
    body: stepBody,
    reply: signInReply,
    run: async (input) => {
      const { address, agent, origin } = input
      const more = { address, agent, origin, replacing: input.session.token }
      const answer = await finishStep(context, { ...input.body, ...more })
      if (isRefusal(answer)) return answer
      if (answer.device !== undefined) input.device.remember(answer.device.token, answer.device.days)
      return enteredReply(answer, input.session)
    },
  }),
]

const passkeySignIn = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/session/passkey/options',
    who: 'anyone',
    summary: { zh: '用通行密钥登录：请求', en: 'Sign in with a passkey: what the browser is asked' },
    tag: session,
    body: emptyBody,
    reply: passkeyAsked,
    run: (input) => askPasskey(context, 'sign-in', null, siteOf(input.origin)),
  }),
  route({
    method: 'POST',
    path: '/session/passkey',
    who: 'anyone',
    summary: { zh: '用通行密钥登录', en: 'Sign in with a passkey' },
    tag: session,
    body: passkeyAnswer,
    reply: signInReply,
    run: async (input) => {
      const { address, agent, origin, body } = input
      const more = { address, agent, origin, replacing: input.session.token }
      const answer = await signInWithPasskey(context, { answer: body, ...more })
      if (isRefusal(answer)) return answer
      return enteredReply(answer, input.session, answer.step === 'done' ? (answer.renew ?? null) : null)
    },
  }),
]

const proofRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/session/proof',
    who: 'signed-in',
    summary: { zh: '再次验证身份：可用的方式', en: 'Proving oneself anew: with what' },
    tag: session,
    reply: proofState,
    run: (input) => describeProof(context, input.caller),
  }),
  route({
    method: 'POST',
    path: '/session/proof/passkey',
    who: 'signed-in',
    summary: { zh: '再次验证身份：请求通行密钥', en: 'Proving oneself anew: ask for a passkey' },
    tag: session,
    body: emptyBody,
    reply: passkeyAsked,
    run: (input) => askPasskey(context, 'prove', input.caller.accountId, siteOf(input.origin)),
  }),
  route({
    method: 'POST',
    path: '/session/proof',
    who: 'signed-in',
    summary: { zh: '再次验证身份', en: 'Prove oneself anew' },
    tag: session,
    body: proofBody,
    reply: done,
    run: async (input) => {
      const { token } = await proveAgain(context, input.caller, input.body.proof, input.origin)
      input.session.begin(token)
      return { done: true }
    },
  }),
]

const totpRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/account/totp',
    who: 'signed-in',
    summary: { zh: '添加动态口令（密钥只显示一次）', en: 'Add an authenticator app (secret shown once)' },
    tag: factors,
    body: totpWish,
    reply: totpMade,
    run: (input) => beginTotp(context, input.caller, input.body.name),
  }),
  route({
    method: 'POST',
    path: '/account/totp/:id',
    who: 'signed-in',
    summary: { zh: '用第一个动态口令启用', en: 'Take the authenticator app into use with its first code' },
    tag: factors,
    params: idParams,
    body: totpConfirm,
    reply: factorAdded,
    run: (input) => confirmTotp(context, input.caller, input.params.id, input.body.code),
  }),
]

const passkeyRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/account/passkeys/options',
    who: 'signed-in',
    summary: { zh: '添加通行密钥：请求', en: 'Add a passkey: what the browser is asked' },
    tag: factors,
    body: passkeyWish,
    reply: passkeyWanted,
    run: async (input) => {
      needProof(context, input.caller)
      return await wantPasskey(context, input.caller.accountId, siteOf(input.origin), input.body.replacing)
    },
  }),
  route({
    method: 'POST',
    path: '/account/passkeys',
    who: 'signed-in',
    summary: { zh: '添加或换新通行密钥', en: 'Add a passkey, or renew one' },
    tag: factors,
    body: passkeyBody,
    reply: factorAdded,
    run: (input) => addPasskey(context, input.caller, { ...input.body, origin: input.origin }),
  }),
]

const ownFactorRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/account/factors',
    who: 'signed-in',
    summary: { zh: '本人的两步验证', en: 'One’s own second factors' },
    tag: factors,
    reply: factorsReply,
    run: (input) => ownFactors(context, input.caller, input.device.token),
  }),
  route({
    method: 'PUT',
    path: '/account/factors/:id',
    who: 'signed-in',
    summary: { zh: '重命名', en: 'Rename a factor' },
    tag: factors,
    params: idParams,
    body: renameBody,
    reply: done,
    run: (input) => nameFactor(context, input.caller, input.params.id, input.body.name),
  }),
  route({
    method: 'DELETE',
    path: '/account/factors/:id',
    who: 'signed-in',
    summary: { zh: '移除', en: 'Remove a factor' },
    tag: factors,
    params: idParams,
    reply: done,
    run: (input) => removeFactor(context, input.caller, input.params.id),
  }),
  route({
    method: 'POST',
    path: '/account/recovery-codes',
    who: 'signed-in',
    summary: { zh: '重新生成恢复码（旧的作废）', en: 'Fresh recovery codes in place of the old ones' },
    tag: factors,
    body: emptyBody,
    reply: recoveryReply,
    run: (input) => renewRecovery(context, input.caller),
  }),
  route({
    method: 'DELETE',
    path: '/account/devices',
    who: 'signed-in',
    summary: { zh: '取消记住的浏览器', en: 'Forget a remembered browser, or all' },
    tag: factors,
    body: endSessionsBody,
    reply: endSessionsReply,
    run: async (input) => ({ ended: await forgetDevices(context, input.caller, input.body.id) }),
  }),
]

const otherRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/session/password/strength',
    who: 'signed-in',
    summary: {
      zh: '评估正在输入的密码（不保存、不记录）',
      en: 'Estimate a password being typed (not kept, not logged)',
    },
    tag: session,
    body: strengthBody,
    reply: strengthReply,
    run: (input) => judgeCandidate(context, input.caller, input.body.candidate),
  }),
  route({
    method: 'POST',
    path: '/sessions/:id/known',
    who: 'signed-in',
    summary: { zh: '确认另一处登录是本人', en: 'Say that another session is one’s own' },
    tag: session,
    params: idParams,
    body: emptyBody,
    reply: done,
    run: (input) => acknowledgeSession(context, input.caller, input.params.id),
  }),
  route({
    method: 'POST',
    path: '/accounts/:id/factor-reset',
    who: ['security-admin'],
    summary: {
      zh: '重置遗失的两步验证（一次性恢复码）',
      en: 'Reset lost second factors (one recovery code)',
    },
    tag: factors,
    params: idParams,
    body: emptyBody,
    reply: factorResetReply,
    run: (input) => resetFactors(context, input.caller, input.params.id),
  }),
]
