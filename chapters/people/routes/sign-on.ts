import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { type Caller, type Input, refuse, type Route, route } from '../../../gate/index.ts'
import { factorUnmet } from '../clauses/p3_2_2_factor.ts'
import type { Context } from '../context.ts'
import { needProof } from '../desk/second-factor/prove.ts'
import { personFactsOf } from '../facts.ts'
import {
  beginSignOn,
  type Finished,
  finishSignOn,
  openedProvider,
  proveByPassword,
  signOnByPassword,
} from '../sign-on/flow.ts'
import { addScimToken, endScimToken, rotateScimToken, scimTokens } from '../sign-on/scim/tokens.ts'
import { linkOwn, ownLinks, unlinkOwn } from '../sign-on/linking.ts'
import {
  applyProposal,
  discardProposal,
  organisationProposals,
  proposeOrganisation,
} from '../sign-on/organisation.ts'
import { addProvider, changeProvider, providers, switchProvider, testProvider } from '../sign-on/settings.ts'
import { differencesApplied, done, doneOrWaits, emptyBody, idParams } from '../wire.ts'
import {
  signOnBeginBody,
  signOnBeginReply,
  applyProposalBody,
  directoryBody,
  organisationProposal,
  organisationProposalsReply,
  proposeBody,
  signOnFinishBody,
  signOnLinkBody,
  signOnLinkReply,
  ownLinksReply,
  providerBody,
  providerChange,
  providerChanged,
  providersReply,
  scimTokenBody,
  scimTokenMade,
  scimTokensReply,
  providerState,
  type SignOnReply,
  signOnReply,
} from '../wire/sign-on.ts'

const tag = 'session'
const who = ['system-admin']

/** Signing on through the company's own systems, and what the system administrator sets for it. */
export const signOnRoutes = (context: Context): readonly Route[] => [
  ...enteringRoutes(context),
  ...linkRoutes(context),
  ...settingsRoutes(context),
  ...organisationRoutes(context),
  ...scimTokenRoutes(context),
]

/** Sets the session where there is one, and tells the page how to go on. */
function replyTo(input: Pick<Input, 'session'>, answer: Finished | Refusal): SignOnReply | Refusal {
  if (isRefusal(answer)) return answer
  if (answer.step === 'linked') return { outcome: 'linked' }
  if (answer.step === 'factor')
    return { outcome: 'factor', ticket: answer.ticket, methods: [...answer.methods] }
  input.session.begin(answer.token, answer.bound)
  return { outcome: 'signed-in', mustChangePassword: answer.mustChangePassword }
}

const enteringRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/sign-on/begin',
    who: 'anyone',
    summary: { zh: '开始单点登录：返回前往的地址', en: 'Begin a sign-on elsewhere: the address to go to' },
    tag,
    body: signOnBeginBody,
    reply: signOnBeginReply,
    run: async (input) => {
      const { address, browser } = await beginSignOn(context, input.body.provider)
      input.browser.bind(browser)
      return { address }
    },
  }),
  route({
    method: 'POST',
    path: '/sign-on/finish',
    who: 'anyone',
    summary: { zh: '完成单点登录或绑定', en: 'Finish a sign-on or a link that came back' },
    tag,
    body: signOnFinishBody,
    reply: signOnReply,
    run: async (input) => {
      const { address, agent } = input
      const answer = await finishSignOn(context, {
        ...input.body,
        address,
        agent,
        browser: input.browser.token,
        // The route is open to anyone, so there may be none.
        caller: input.caller as Caller | undefined,
        replacing: input.session.token,
        device: input.device.token,
      })
      return replyTo(input, answer)
    },
  }),
  route({
    method: 'POST',
    path: '/sign-on/password',
    who: 'anyone',
    summary: { zh: '用公司目录（LDAP/AD）账号登录', en: 'Sign on with a name and password of the directory' },
    tag,
    body: directoryBody,
    reply: signOnReply,
    run: async (input) => {
      const { address, agent } = input
      const place = { address, agent, replacing: input.session.token, device: input.device.token }
      return replyTo(input, await signOnByPassword(context, { ...input.body, ...place }))
    },
  }),
]

/** Whether a password has still to be changed, or a second factor to be enrolled. */
async function isNotSettled(context: Context, { personId }: Pick<Caller, 'personId'>): Promise<boolean> {
  const facts = (await personFactsOf(context.house, [personId])).get(personId)
  return facts === undefined || facts.mustChangePassword || facts.unmet.has(factorUnmet)
}

const linkRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/sign-on/links',
    who: 'signed-in',
    summary: { zh: '本人绑定的登录方式', en: 'The own links to other sign-ons' },
    tag,
    reply: ownLinksReply,
    run: (input) => ownLinks(context, input.caller),
  }),
  route({
    method: 'POST',
    path: '/sign-on/links',
    who: 'signed-in',
    summary: { zh: '绑定登录方式', en: 'Link a sign-on to the own account' },
    tag,
    body: signOnLinkBody,
    reply: signOnLinkReply,
    run: async (input) => {
      // A link lets in like a password: a page left open is not enough to add one.
      needProof(context, input.caller)
      // Whoever knows a one-time password is not yet known to be its owner.
      if (await isNotSettled(context, input.caller)) return refuse('3.2.2', 'change-password')
      const { provider, name, password } = input.body
      const stored = await openedProvider(context, provider)
      if (stored.kind !== 'ldap') {
        const { address, browser } = await beginSignOn(context, provider, input.caller.accountId)
        input.browser.bind(browser)
        return { linked: false, address }
      }
      if (name === undefined || password === undefined || password === '')
        throw new Mistake('people.sign-in-failed', { field: 'password' })
      const subject = await proveByPassword(context, stored, { name, password, address: input.address })
      await linkOwn(context, input.caller, stored, subject)
      return { linked: true }
    },
  }),
  route({
    method: 'DELETE',
    path: '/sign-on/links/:id',
    who: 'signed-in',
    summary: { zh: '解除绑定', en: 'End a link of one’s own' },
    tag,
    params: idParams,
    reply: done,
    run: (input) => unlinkOwn(context, input.caller, input.params.id),
  }),
]

const settingsRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/sign-on/providers',
    who,
    summary: { zh: '单点登录设置', en: 'Sign-on providers' },
    tag,
    reply: providersReply,
    run: () => providers(context),
  }),
  route({
    method: 'POST',
    path: '/sign-on/providers',
    who,
    summary: { zh: '新增单点登录', en: 'Add a sign-on provider' },
    tag,
    body: providerBody,
    reply: providerChanged,
    run: (input) => addProvider(context, input.caller, input.body),
  }),
  route({
    method: 'PUT',
    path: '/sign-on/providers/:id',
    who,
    summary: { zh: '修改单点登录', en: 'Change a sign-on provider' },
    tag,
    params: idParams,
    body: providerChange,
    reply: providerChanged,
    run: (input) => changeProvider(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'POST',
    path: '/sign-on/providers/:id/test',
    who,
    summary: { zh: '试连接', en: 'Try a sign-on provider' },
    tag,
    params: idParams,
    body: emptyBody,
    reply: done,
    run: (input) => testProvider(context, input.caller, input.params.id),
  }),
  route({
    method: 'POST',
    path: '/sign-on/providers/:id/state',
    who,
    summary: { zh: '启用或停用单点登录', en: 'Switch a sign-on provider on or off' },
    tag,
    params: idParams,
    body: providerState,
    reply: doneOrWaits,
    run: (input) => switchProvider(context, input.caller, input.params.id, input.body.enabled),
  }),
]

const organisationRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/organisation/proposals',
    who,
    summary: { zh: '组织架构比对方案', en: 'What directories propose to change' },
    tag: 'people',
    reply: organisationProposalsReply,
    run: () => organisationProposals(context),
  }),
  route({
    method: 'POST',
    path: '/organisation/proposals',
    who,
    summary: { zh: '与公司目录比对，只生成方案', en: 'Compare with a directory; only proposes' },
    tag: 'people',
    body: proposeBody,
    reply: organisationProposal,
    run: (input) => proposeOrganisation(context, input.caller, input.body.provider),
  }),
  route({
    method: 'POST',
    path: '/organisation/proposals/:id/apply',
    who,
    summary: { zh: '应用比对方案', en: 'Put a proposal in force' },
    tag: 'people',
    params: idParams,
    body: applyProposalBody,
    reply: differencesApplied,
    run: (input) => applyProposal(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'POST',
    path: '/organisation/proposals/:id/discard',
    who,
    summary: { zh: '放弃比对方案', en: 'Discard a proposal' },
    tag: 'people',
    params: idParams,
    body: emptyBody,
    reply: done,
    run: (input) => discardProposal(context, input.caller, input.params.id),
  }),
]

const scimTokenRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/scim-tokens',
    who,
    summary: { zh: 'SCIM 令牌', en: 'SCIM tokens' },
    tag,
    reply: scimTokensReply,
    run: () => scimTokens(context),
  }),
  route({
    method: 'POST',
    path: '/scim-tokens',
    who,
    summary: { zh: '新建 SCIM 令牌（只显示一次）', en: 'Make a SCIM token, shown once' },
    tag,
    body: scimTokenBody,
    reply: scimTokenMade,
    run: async (input) => {
      needProof(context, input.caller)
      return await addScimToken(context, input.caller, input.body)
    },
  }),
  route({
    method: 'POST',
    path: '/scim-tokens/:id/rotate',
    who,
    summary: { zh: '更换 SCIM 令牌', en: 'Replace a SCIM token' },
    tag,
    params: idParams,
    body: emptyBody,
    reply: scimTokenMade,
    run: async (input) => {
      needProof(context, input.caller)
      return await rotateScimToken(context, input.caller, input.params.id)
    },
  }),
  route({
    method: 'DELETE',
    path: '/scim-tokens/:id',
    who,
    summary: { zh: '作废 SCIM 令牌', en: 'End a SCIM token' },
    tag,
    params: idParams,
    reply: done,
    run: (input) => endScimToken(context, input.caller, input.params.id),
  }),
]
