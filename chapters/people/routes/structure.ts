import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { combineOffices, organisationState } from '../desk/combine.ts'
import { printHandover } from '../desk/handover-paper.ts'
import { appointActing, dismissActing } from '../desk/heads.ts'
import { wishGroupLevel, wishSubsidiary } from '../desk/wish-rights.ts'
import { heldBy } from '../desk/holdings.ts'
import { leave, move } from '../desk/leaving.ts'
import { changePost, createPost, giveConcurrent, posts, takeConcurrent } from '../desk/posts.ts'
import { dismissProposed } from '../desk/proposals.ts'
import { todayOf } from '../facts.ts'
import { readNotice } from '../notice.ts'
import { countSubsidiaries } from '../store/departments.ts'
import { listHandovers, listProposals } from '../store/handovers.ts'
import { listActing } from '../store/heads.ts'
import { listConcurrent } from '../store/posts.ts'
import {
  actingBody,
  actingReply,
  combineBody,
  combineReply,
  concurrentBody,
  concurrentMade,
  concurrentReply,
  done,
  doneOrWaits,
  emptyBody,
  groupLevelBody,
  handedOverOrWaits,
  handoversQuery,
  handoversReply,
  heldReply,
  idParams,
  idReply,
  leaveBody,
  moveBody,
  noticeBody,
  noticeReply,
  organisationState as organisationShape,
  partParams,
  postBody,
  postChange,
  postsReply,
  printQuery,
  proposalsReply,
  subsidiaryBody,
} from '../wire.ts'

const tag = 'people'
const who = ['system-admin']
const administrators = ['system-admin', 'security-admin', 'audit-admin']

/** Posts, second posts, acting heads, subsidiaries, leaving and moving, combined offices, the yearly notice. */
export const structureRoutes = (context: Context): readonly Route[] => [
  ...postRoutes(context),
  ...headRoutes(context),
  ...reachRoutes(context),
  ...leavingRoutes(context),
  ...handoverRoutes(context),
  ...officeRoutes(context),
]

const postRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/posts',
    who: 'signed-in',
    summary: { zh: '岗位目录', en: 'The catalogue of posts' },
    tag,
    reply: postsReply,
    run: () => posts(context),
  }),
  route({
    method: 'POST',
    path: '/posts',
    who,
    summary: { zh: '新增岗位', en: 'Add a post' },
    tag,
    body: postBody,
    reply: idReply,
    run: (input) => createPost(context, input.caller, input.body),
  }),
  route({
    method: 'PUT',
    path: '/posts/:id',
    who,
    summary: { zh: '修改、改名或停用岗位', en: 'Change, rename or close a post' },
    tag,
    params: idParams,
    body: postChange,
    reply: done,
    run: (input) => changePost(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'GET',
    path: '/people/:id/posts',
    who: administrators,
    summary: { zh: '一个人的兼任岗位', en: 'The concurrent posts of one person' },
    tag,
    params: idParams,
    reply: concurrentReply,
    run: async (input) => ({
      rows: await context.house.db.read((r) => listConcurrent(r, input.params.id, todayOf(context.house))),
    }),
  }),
  route({
    method: 'POST',
    path: '/people/:id/posts',
    who,
    summary: { zh: '任命兼任岗位', en: 'Give a concurrent post' },
    tag,
    params: idParams,
    body: concurrentBody,
    reply: concurrentMade,
    run: (input) => giveConcurrent(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'DELETE',
    path: '/people/:id/posts/:part',
    who,
    summary: { zh: '结束兼任岗位', en: 'End a concurrent post' },
    tag,
    params: partParams,
    reply: done,
    run: (input) => takeConcurrent(context, input.caller, input.params.id, input.params.part),
  }),
]

const headRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/departments/:id/acting',
    who: administrators,
    summary: { zh: '部门的代理负责人', en: 'Acting heads of a department' },
    tag,
    params: idParams,
    reply: actingReply,
    run: async (input) => ({
      rows: await context.house.db.read((r) =>
        listActing(r, { departmentId: input.params.id }, context.house.clock.now()),
      ),
    }),
  }),
  route({
    method: 'POST',
    path: '/departments/:id/acting',
    who,
    summary: { zh: '任命代理负责人', en: 'Appoint an acting head' },
    tag,
    params: idParams,
    body: actingBody,
    reply: idReply,
    run: (input) => appointActing(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'DELETE',
    path: '/departments/:id/acting/:part',
    who,
    summary: { zh: '提前结束代理', en: 'End an acting head before the time' },
    tag,
    params: partParams,
    reply: done,
    run: (input) => dismissActing(context, input.caller, input.params.id, input.params.part),
  }),
]

/** Open to all three administrators: the clauses of 6.1 decide, and the attempt by the wrong one is recorded. */
const reachRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'PUT',
    path: '/departments/:id/subsidiary',
    who: administrators,
    summary: { zh: '设为或取消独立法人单位', en: 'Make a department a subsidiary, or not' },
    tag,
    params: idParams,
    body: subsidiaryBody,
    reply: doneOrWaits,
    run: (input) => wishSubsidiary(context, input.caller, input.params.id, input.body.subsidiary),
  }),
  route({
    method: 'PUT',
    path: '/people/:id/group-level',
    who: administrators,
    summary: { zh: '设定是否集团层面人员', en: 'Let somebody work for the whole group' },
    tag,
    params: idParams,
    body: groupLevelBody,
    reply: doneOrWaits,
    run: (input) => wishGroupLevel(context, input.caller, input.params.id, input.body.groupLevel),
  }),
]

const leavingRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/people/:id/holdings',
    who,
    summary: { zh: '一个人持有的全部事项', en: 'Everything a person holds' },
    tag,
    params: idParams,
    reply: heldReply,
    run: (input) => context.house.db.read((r) => heldBy(context, r, input.params.id)),
  }),
  route({
    method: 'POST',
    path: '/people/:id/leave',
    who,
    summary: { zh: '办理离职', en: 'End an employment, everything handed over or ended' },
    tag,
    params: idParams,
    body: leaveBody,
    reply: handedOverOrWaits,
    run: (input) => leave(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'POST',
    path: '/people/:id/move',
    who,
    summary: { zh: '办理调岗', en: 'Change department, post or manager' },
    tag,
    params: idParams,
    body: moveBody,
    reply: handedOverOrWaits,
    run: (input) => move(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'GET',
    path: '/people/leavers/proposed',
    who,
    summary: { zh: '名册中缺少、待核实离职的人员', en: 'People missing from a list, perhaps gone' },
    tag,
    reply: proposalsReply,
    run: async () => ({ rows: await context.house.db.read((r) => listProposals(r)) }),
  }),
  route({
    method: 'POST',
    path: '/people/:id/stays',
    who,
    summary: { zh: '核实为在职', en: 'The person is still here' },
    tag,
    params: idParams,
    body: emptyBody,
    reply: done,
    run: (input) => dismissProposed(context, input.caller, input.params.id),
  }),
]

const handoverRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/handovers',
    who: [...administrators, 'archivist'],
    summary: { zh: '离职与调岗交接清单', en: 'Handover lists' },
    tag,
    query: handoversQuery,
    reply: handoversReply,
    run: (input) => context.house.db.read((r) => listHandovers(r, input.query)),
  }),
  route({
    method: 'GET',
    path: '/handovers/:id/print',
    who: [...administrators, 'archivist'],
    summary: { zh: '打印交接清单（三方签字）', en: 'The handover list as PDF, for three signatures' },
    tag,
    params: idParams,
    query: printQuery,
    reply: 'file',
    run: (input) => printHandover(context, input.caller, input.params.id, input.query.language),
  }),
]

const officeRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/organisation',
    who: 'signed-in',
    summary: {
      zh: '组织状态：兼任管理员、入职检查、法人单位',
      en: 'Combined offices, newcomer checks, subsidiaries',
    },
    tag,
    reply: organisationShape,
    run: (input) => organisationState(context, input.caller, countSubsidiaries),
  }),
  route({
    method: 'POST',
    path: '/organisation/combine',
    who: administrators,
    summary: { zh: '合并或分开系统与安全管理员', en: 'Combine or separate two administrators’ offices' },
    tag,
    body: combineBody,
    reply: combineReply,
    run: (input) => combineOffices(context, input.caller, input.body.combined),
  }),
  route({
    method: 'POST',
    path: '/calendar/notice',
    who,
    summary: { zh: '读取放假通知（预览）', en: 'Read the yearly holiday notice; nothing is set' },
    tag,
    body: noticeBody,
    reply: noticeReply,
    run: (input) => {
      const year = Number(todayOf(context.house).slice(0, 4))
      return Promise.resolve(readNotice(input.body.text, year))
    },
  }),
]
