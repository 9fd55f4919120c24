import { isRefusal } from '../../../floor/errors.ts'
import { administratorRoles, type Caller, type Input, type Route, route } from '../../../gate/index.ts'
import { factorUnmet } from '../clauses/p3_2_2_factor.ts'
import { roleForAct } from '../clauses/p6_1_duties.ts'
import type { Context } from '../context.ts'
import { changePassword } from '../desk/password.ts'
import { endOwnSessions, ownSessions, signOut } from '../desk/sessions.ts'
import { setUpCompany } from '../desk/set-up.ts'
import { signIn } from '../desk/sign-in.ts'
import { enteredReply } from './factors.ts'
import { namesOf, personFactsOf } from '../facts.ts'
import { choices } from '../sign-on/flow.ts'
import { readAccount } from '../store/accounts.ts'
import { readCompany } from '../store/company.ts'
import {
  done,
  endSessionsBody,
  endSessionsReply,
  hereReply,
  ownSessionsReply,
  passwordBody,
  sessionReply,
  setUpBody,
  setUpReply,
  setUpState,
  signInBody,
  signInReply,
} from '../wire.ts'

const tag = 'session'

/** First run, sign-in, sign-out, the own password and the own sessions. */
export const sessionRoutes = (context: Context): readonly Route[] => [
  ...signInRoutes(context),
  ...ownRoutes(context),
]

const signInRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/setup',
    who: 'anyone',
    summary: { zh: '是否已初始化', en: 'Whether the system has been set up' },
    tag,
    reply: setUpState,
    run: async () => ({
      setUp: (await context.house.db.read((r) => readCompany(r))) !== undefined,
      presets: context.presets.map(({ code, zh, en }) => ({ code, zh, en })),
    }),
  }),
  route({
    method: 'POST',
    path: '/setup',
    who: 'anyone',
    summary: {
      zh: '初始化：公司、密级方案、三类管理员',
      en: 'First run: company, levels, three administrators',
    },
    tag,
    body: setUpBody,
    reply: setUpReply,
    run: (input) => setUpCompany(context, input.body, input.address),
  }),
  route({
    method: 'GET',
    path: '/session',
    who: 'anyone',
    summary: { zh: '当前登录状态', en: 'Who is signed in' },
    tag,
    reply: sessionReply,
    run: (input) => describeSession(context, input),
  }),
  route({
    method: 'POST',
    path: '/session',
    who: 'anyone',
    summary: { zh: '登录', en: 'Sign in' },
    tag,
    body: signInBody,
    reply: signInReply,
    run: async (input) => {
      const { address, agent } = input
      const more = { replacing: input.session.token, device: input.device.token }
      const answer = await signIn(context, { ...input.body, address, agent, ...more })
      return isRefusal(answer) ? answer : enteredReply(answer, input.session)
    },
  }),
]

const ownRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/session/here',
    who: 'signed-in',
    summary: { zh: '会话此刻是否有效', en: 'Whether the session holds right now' },
    tag,
    reply: hereReply,
    run: () => Promise.resolve({ here: true as const }),
  }),
  route({
    method: 'DELETE',
    path: '/session',
    who: 'signed-in',
    summary: { zh: '退出', en: 'Sign out' },
    tag,
    reply: done,
    run: async (input) => {
      await signOut(context, input.caller, input.session.token)
      input.session.end()
      return { done: true }
    },
  }),
  route({
    method: 'POST',
    path: '/session/password',
    who: 'signed-in',
    summary: { zh: '修改本人密码', en: 'Change the own password' },
    tag,
    body: passwordBody,
    reply: done,
    run: async (input) => {
      const { address, agent } = input
      const change = { ...input.body, address, agent }
      const { token, bound } = await changePassword(context, input.caller, change)
      input.session.begin(token, bound)
      return { done: true }
    },
  }),
  route({
    method: 'GET',
    path: '/sessions',
    who: 'signed-in',
    summary: { zh: '本人的登录', en: 'The own sessions' },
    tag,
    reply: ownSessionsReply,
    run: (input) => ownSessions(context, input.caller),
  }),
  route({
    method: 'DELETE',
    path: '/sessions',
    who: 'signed-in',
    summary: { zh: '结束本人的其他登录', en: 'End other sessions of one’s own' },
    tag,
    body: endSessionsBody,
    reply: endSessionsReply,
    run: async (input) => ({ ended: await endOwnSessions(context, input.caller, input.body.id) }),
  }),
]

/** What a person may begin, for menus and buttons; the gate decides again when they do. */
function mayOf(roles: readonly string[]): Record<string, boolean> {
  const acts = Object.entries(roleForAct).map(
    ([act, holders]) => [act, (holders ?? []).some((role) => roles.includes(role))] as const,
  )
  const administrator = roles.some((role) => administratorRoles.has(role))
  return { ...Object.fromEntries(acts), apply: !administrator, list: !administrator, search: !administrator }
}

/** Why somebody with a session is not let in: the browser's key has to sign first, or the address is not theirs. */
const blocks: Readonly<Record<string, 'signature' | 'address'>> = {
  'people.device-signature': 'signature',
  'people.address-not-allowed': 'address',
}

async function describeSession(
  context: Context,
  input: { readonly caller?: Caller; readonly session: Input['session']; readonly notAdmitted?: string },
): Promise<unknown> {
  const { house } = context
  const { caller } = input
  const { token } = input.session
  const company = await house.db.read((r) => readCompany(r))
  const base = {
    setUp: company !== undefined,
    ...(company === undefined ? {} : { company: { name: company.name, timeZone: house.timeZone } }),
    counts: {},
    blocked: blocks[input.notAdmitted ?? ''] ?? null,
  }
  const facts = caller && (await personFactsOf(house, [caller.personId])).get(caller.personId)
  if (caller === undefined || facts === undefined)
    return { ...base, signedIn: false, csrf: '', may: {}, signOn: await choices(context) }
  const [name, account, sessions] = await Promise.all([
    house.db.read((r) => namesOf(r, [caller.personId])).then((names) => names.get(caller.personId)),
    house.db.read((r) => readAccount(r, caller.accountId)),
    ownSessions(context, caller),
  ])
  return {
    ...base,
    signedIn: true,
    person: {
      id: caller.personId,
      name: caller.name,
      employeeNo: caller.employeeNo,
      department: name?.department ?? '',
      post: name?.post ?? '',
      roles: caller.roles,
      clearance: facts.clearance,
      scope: facts.scope,
      mustChangePassword: facts.mustChangePassword,
      changeReason: account?.mustChange === true ? 'one-time' : (account?.changeReason ?? null),
      mustEnrol: facts.unmet.has(factorUnmet),
      factorDueAt: account?.factorDueAt?.toISOString() ?? null,
    },
    elsewhere: sessions.rows
      .filter((row) => row.elsewhere)
      .map(({ id, address, agent, createdAt, seenAt }) => ({ id, address, agent, createdAt, seenAt })),
    csrf: token === undefined ? '' : context.csrfToken(token),
    may: mayOf(caller.roles),
  }
}
