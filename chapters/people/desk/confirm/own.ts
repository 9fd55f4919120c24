import type { Reader } from '../../../../floor/database/index.ts'
import { isRefusal } from '../../../../floor/errors.ts'
import type { Context } from '../../context.ts'
import { namesOf } from '../../facts.ts'
import { widenScope } from '../posts.ts'
import { disableConfirmed } from '../accounts.ts'
import { carryOutLeave, carryOutMove } from '../leaving.ts'
import { readDepartments } from '../../store/departments.ts'
import { readConcurrent } from '../../store/posts.ts'
import { switchOn } from '../../sign-on/settings.ts'
import { readProvider } from '../../sign-on/store.ts'
import type { ConfirmationKind, Wanted } from './kinds.ts'
import { rightKinds } from './rights.ts'

const gone = { zh: '（已不存在）', en: '(not there any more)' }

/** What this chapter itself keeps for a second administrator. */
export const ownConfirmations = (context: Context): readonly ConfirmationKind[] => [
  leaving(context),
  moving(context),
  disabling(context),
  switchingOn(context),
  widening(context),
  ...rightKinds(context),
]

async function who(r: Reader, personId: string): Promise<{ zh: string; en: string }> {
  const one = (await namesOf(r, [personId])).get(personId)
  const text = one === undefined ? '—' : `${one.name} ${one.employeeNo}`
  return { zh: text, en: text }
}

const leaving = (context: Context): ConfirmationKind => ({
  code: 'leave',
  title: { zh: '管理员离职', en: 'An administrator leaves' },
  verb: 'confirm-leaving',
  act: 'manage-people',
  describe: async (r, { subject }) => {
    const name = await who(r, subject)
    return {
      zh: `${name.zh} 离职：管理员角色收回，账号停用，经办事项移交或结束。`,
      en: `${name.en} leaves: the office ends, the account is disabled, what is held is handed over or ended.`,
    }
  },
  carryOut: async (w, wanted, confirmedBy) => {
    const answer = await carryOutLeave(context, w, wanted, confirmedBy)
    return isRefusal(answer) ? answer : undefined
  },
})

const moving = (context: Context): ConfirmationKind => ({
  code: 'move',
  title: { zh: '管理员调岗', en: 'An administrator changes post' },
  verb: 'confirm-leaving',
  act: 'manage-people',
  describe: async (r, { subject, content }) => {
    const name = await who(r, subject)
    const to = (await readDepartments(r)).find((one) => one.id === content['departmentId'])?.name
    const post = typeof content['post'] === 'string' ? content['post'] : ''
    return {
      zh: `${name.zh} 调往 ${to ?? '（无部门）'} ${post}：原岗位的管理员角色按所选保留或收回。`,
      en: `${name.en} moves to ${to ?? '(no department)'} ${post}: the office of the old post is kept or ends as chosen.`,
    }
  },
  carryOut: async (w, wanted, confirmedBy) => {
    const answer = await carryOutMove(context, w, wanted, confirmedBy)
    return isRefusal(answer) ? answer : undefined
  },
})

const disabling = (context: Context): ConfirmationKind => ({
  code: 'disable',
  title: { zh: '停用管理员账号', en: 'Disable an administrator’s account' },
  verb: 'confirm-leaving',
  act: 'manage-accounts',
  describe: async (r, { subject }) => {
    const name = await who(r, subject)
    return {
      zh: `停用 ${name.zh} 的账号，立即下线。`,
      en: `Disable the account of ${name.en}; signed out at once.`,
    }
  },
  carryOut: (w, wanted) => disableConfirmed(context, w, wanted),
})

const switchingOn = (context: Context): ConfirmationKind => ({
  code: 'sign-on',
  title: { zh: '启用单点登录', en: 'Switch a sign-on on' },
  verb: 'confirm-access',
  act: 'settings',
  describe: async (r, { subject, content }) => {
    const one = await readProvider(r, subject)
    if (one === undefined) return gone
    const where = 'apiBase' in one.config ? one.config.apiBase : addressIn(one.config)
    const changed = one.version !== content['version']
    return {
      zh: `启用“${one.name}”（${one.kind}，${where}）${changed ? '：提出之后已被修改，须重新提出。' : '。由它证明身份的人即可登录。'}`,
      en: `Switch on “${one.name}” (${one.kind}, ${where})${changed ? ': changed since, to be proposed again.' : '. Whoever it vouches for may sign in.'}`,
    }
  },
  carryOut: (w, wanted) => switchOn(context, w, wanted),
})

const addressIn = (config: object): string => {
  const found = Object.entries(config).find(([key]) => key === 'issuer' || key === 'url')
  return found === undefined ? '' : String(found[1])
}

const widening = (context: Context): ConfirmationKind => ({
  code: 'scope',
  title: { zh: '兼任岗位扩大工作范围', en: 'A second post widens the scope of work' },
  verb: 'confirm-access',
  act: 'manage-people',
  describe: (r, wanted) => describeScope(r, wanted),
  carryOut: (w, wanted) => widenScope(context, w, wanted),
})

async function describeScope(r: Reader, { subject }: Wanted): Promise<{ zh: string; en: string }> {
  const post = await readConcurrent(r, subject)
  if (post === undefined) return gone
  const name = await who(r, post.personId)
  return {
    zh: `${name.zh} 兼任 ${post.department} ${post.post}：该部门的客户计入其工作范围。`,
    en: `${name.en}, also ${post.post} in ${post.department}: customers of that department come into the scope of work.`,
  }
}
