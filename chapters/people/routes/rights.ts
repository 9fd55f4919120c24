import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { createAccounts, endAccountSessions, resetAccount, setAccountState } from '../desk/accounts.ts'
import { changeRole } from '../desk/roles.ts'
import { personRoles, rolesOverview } from '../desk/roles-overview.ts'
import { wishClearance, wishClearances, wishRole } from '../desk/wish-rights.ts'
import { listAccounts } from '../store/accounts.ts'
import {
  accountsBody,
  accountsMade,
  accountsQuery,
  accountsReply,
  clearanceBody,
  clearancesAsked,
  clearancesBody,
  done,
  doneOrWaits,
  emptyBody,
  endOthersBody,
  endSessionsReply,
  idParams,
  personRolesReply,
  resetReply,
  roleBody,
  roleParams,
  rolesReply,
} from '../wire.ts'

const administrators = ['system-admin', 'security-admin', 'audit-admin']
/*
 * Role and clearance routes are open to all three administrators, and the accounts too: who may do which of them is for
 * the clauses of 6.1 to decide, so that an attempt by the wrong one is refused by the gate and stands in the ledger.
 */

/** Roles, clearances and accounts. */
export const rightsRoutes = (context: Context): readonly Route[] => [
  ...roleRoutes(context),
  ...accountRoutes(context),
]

const roleRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/roles',
    who: administrators,
    summary: { zh: '谁担任什么角色', en: 'Who holds which role' },
    tag: 'roles',
    reply: rolesReply,
    run: (input) => rolesOverview(context, input.caller),
  }),
  route({
    method: 'GET',
    path: '/people/:id/roles',
    who: administrators,
    summary: { zh: '一个人的角色记录', en: 'The roles of one person, past ones too' },
    tag: 'roles',
    params: idParams,
    reply: personRolesReply,
    run: (input) => personRoles(context, input.params.id),
  }),
  route({
    method: 'POST',
    path: '/people/:id/roles',
    who: administrators,
    summary: { zh: '提出授予角色', en: 'Propose a role; another administrator confirms it' },
    tag: 'roles',
    params: idParams,
    body: roleBody,
    reply: doneOrWaits,
    run: (input) => wishRole(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'DELETE',
    path: '/people/:id/roles/:role',
    who: administrators,
    summary: { zh: '收回角色', en: 'Take a role away' },
    tag: 'roles',
    params: roleParams,
    reply: done,
    run: (input) => changeRole(context, input.caller, input.params.id, input.params.role, 'take'),
  }),
  route({
    method: 'PUT',
    path: '/people/:id/clearance',
    who: administrators,
    summary: {
      zh: '设定涉密等级和工作范围：降低、缩小立即生效，提高、扩大待另一位管理员确认',
      en: 'Set clearance and scope of work: less holds at once, more waits for another administrator',
    },
    tag: 'roles',
    params: idParams,
    body: clearanceBody,
    reply: doneOrWaits,
    run: (input) => wishClearance(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'POST',
    path: '/clearances',
    who: administrators,
    summary: { zh: '一次设定多人的涉密等级和工作范围', en: 'Set clearance and scope of several people' },
    tag: 'roles',
    body: clearancesBody,
    reply: clearancesAsked,
    run: (input) => wishClearances(context, input.caller, input.body),
  }),
]

const accountRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/accounts',
    who: administrators,
    summary: { zh: '账号列表', en: 'Accounts' },
    tag: 'accounts',
    query: accountsQuery,
    reply: accountsReply,
    run: (input) => context.house.db.read((r) => listAccounts(r, input.query, context.house.clock.now())),
  }),
  route({
    method: 'POST',
    path: '/accounts',
    who: administrators,
    summary: { zh: '开通账号', en: 'Make accounts' },
    tag: 'accounts',
    body: accountsBody,
    reply: accountsMade,
    run: (input) => createAccounts(context, input.caller, input.body.people),
  }),
  route({
    method: 'POST',
    path: '/accounts/:id/reset',
    who: administrators,
    summary: { zh: '重置为一次性密码', en: 'Reset to a one-time password' },
    tag: 'accounts',
    params: idParams,
    body: emptyBody,
    reply: resetReply,
    run: (input) => resetAccount(context, input.caller, input.params.id),
  }),
  route({
    method: 'POST',
    path: '/accounts/:id/disable',
    who: administrators,
    summary: { zh: '停用账号', en: 'Disable an account' },
    tag: 'accounts',
    params: idParams,
    body: emptyBody,
    reply: doneOrWaits,
    run: (input) => setAccountState(context, input.caller, input.params.id, 'disabled'),
  }),
  route({
    method: 'POST',
    path: '/accounts/:id/enable',
    who: administrators,
    summary: { zh: '启用账号', en: 'Enable an account' },
    tag: 'accounts',
    params: idParams,
    body: emptyBody,
    reply: doneOrWaits,
    run: (input) => setAccountState(context, input.caller, input.params.id, 'enabled'),
  }),
  route({
    method: 'POST',
    path: '/accounts/:id/end-sessions',
    who: administrators,
    summary: { zh: '强制下线', en: 'End all sessions of an account' },
    tag: 'accounts',
    params: idParams,
    body: endOthersBody,
    reply: endSessionsReply,
    run: (input) => endAccountSessions(context, input.caller, input.params.id, input.body.reason),
  }),
]
