import { flowMistakes, verbMistakes } from './texts/verbs.ts'
import { nodeMistakes } from './texts/nodes.ts'
import { deliveryMistakes } from './notices/texts.ts'

/** Sentences for mistakes of this chapter; values stand in {braces}. */
export const mistakes: Readonly<Record<string, { zh: string; en: string }>> = {
  ...deliveryMistakes,
  ...verbMistakes,
  ...flowMistakes,
  ...nodeMistakes,
  'approval.not-found': { zh: '没有找到这份表单。', en: 'This form was not found.' },
  'approval.no-flow': {
    zh: '没有适用于密级 {level} 的审批流程，请联系安全管理员设置。',
    en: 'No approval flow fits level {level}; ask the security administrator to set one up.',
  },
  'approval.flow-too-weak': {
    zh: '适用的审批流程低于密级 {level} 的最低要求，请联系安全管理员。',
    en: 'The flow that fits is below the minimum for level {level}; ask the security administrator.',
  },
  'approval.nobody': {
    zh: '下一步找不到可以审批的人，也没有在岗的安全管理员可以指派；请先补充人员再审批。',
    en: 'Nobody can decide the next step and no security administrator is there to name somebody; add people first.',
  },
  'approval.no-person': { zh: '所选人员不存在或已离岗。', en: 'This person does not exist or has left.' },
  'approval.no-task': { zh: '没有找到这项待办。', en: 'This task was not found.' },
  'approval.not-your-task': { zh: '这项待办不属于您。', en: 'This task is not yours.' },
  'approval.not-applicant': { zh: '只有申请人可以这样做。', en: 'Only the applicant can do this.' },
  'approval.not-open': {
    zh: '表单当前不在可办理的状态。',
    en: 'The form is not in a state in which this can be done.',
  },
  'approval.already-decided': {
    zh: '这项待办已经办理，请刷新页面查看。',
    en: 'This task has been decided already; reload the page to see how.',
  },
  'approval.processed': {
    zh: '表单已经办结，不能撤回。',
    en: 'The form has been decided and can no longer be withdrawn.',
  },
  'approval.changed': {
    zh: '表单内容已变化，请重新查看后再决定。',
    en: 'The form has changed since you saw it; look at it again before you decide.',
  },
  'approval.own': { zh: '不能审批自己的申请。', en: 'Nobody decides on the own application.' },
  'approval.only-assign': {
    zh: '此步没有可审批的人，您只能指派审批人。',
    en: 'Nobody was found for this step; you can only name somebody to decide.',
  },
  'approval.opinion-needed': {
    zh: '该密级的审批必须填写意见。',
    en: 'At this level every decision needs a written opinion.',
  },
  'approval.reason-needed': { zh: '请填写理由。', en: 'Please state the reason.' },
  'approval.comment-empty': { zh: '请填写内容。', en: 'Please write something.' },
  'approval.return-to-current': {
    zh: '不能退回到当前步骤。',
    en: 'A form cannot be returned to the step it is in.',
  },
  'approval.return-not-passed': {
    zh: '只能退回到已经过的步骤。',
    en: 'A form can be returned only to a step it has passed.',
  },
  'approval.transfer-self': { zh: '不能转交给自己。', en: 'A task cannot be handed to oneself.' },
  'approval.transfer-applicant': {
    zh: '不能转交给申请人。',
    en: 'A task cannot be handed to the applicant.',
  },
  'approval.transfer-inactive': { zh: '对方已离岗或停用。', en: 'This person has left or is disabled.' },
  'approval.transfer-administrator': {
    zh: '三类管理员不参与客户资料的审批。',
    en: 'The three administrators decide on no customer data.',
  },
  'approval.transfer-uncleared': {
    zh: '对方的涉密等级低于此表单的密级。',
    en: 'This person is not cleared for the level of the form.',
  },
  'approval.transfer-approver': {
    zh: '对方已经是此步的审批人。',
    en: 'This person already decides in this step.',
  },
  'approval.urged': {
    zh: '刚刚催办过，请 {minutes} 分钟后再催。',
    en: 'They were reminded recently; try again in {minutes} minutes.',
  },
  'approval.batch-level': {
    zh: '密级 {level} 以上的表单须逐份审批。',
    en: 'Forms above level {level} are decided one by one.',
  },
  'approval.batch-unlike': {
    zh: '只能批量审批同一流程的表单。',
    en: 'Only forms of the same flow can be approved together.',
  },
  'approval.flow-unknown-form': { zh: '没有这种表单。', en: 'There is no such form.' },
  'approval.flow-never-decides': {
    zh: '流程没有任何审批步骤，永远无法办结。',
    en: 'The flow has no step in which anybody decides.',
  },
  'approval.flow-step-twice': { zh: '步骤代号重复。', en: 'Two steps have the same code.' },
  'approval.flow-unknown-mode': { zh: '没有这种会签方式：{mode}。', en: 'There is no such mode: {mode}.' },
  'approval.flow-names-nobody': { zh: '第 {step} 步没有审批人。', en: 'Step {step} names nobody.' },
  'approval.flow-applicant-decides': {
    zh: '第 {step} 步让申请人自己审批，不允许。',
    en: 'Step {step} lets the applicant decide, which is not allowed.',
  },
  'approval.flow-unknown-person': {
    zh: '第 {step} 步指定的人不存在或已离岗。',
    en: 'The person named in step {step} does not exist or has left.',
  },
  'approval.flow-unknown-role': {
    zh: '第 {step} 步的角色不存在：{role}。',
    en: 'Step {step} names a role that does not exist: {role}.',
  },
  'approval.flow-administrator-decides': {
    zh: '第 {step} 步让三类管理员审批，不允许。',
    en: 'Step {step} lets one of the three administrators decide, which is not allowed.',
  },
  'approval.flow-nobody-holds-role': {
    zh: '第 {step} 步的角色目前没有人担任：{role}。',
    en: 'Nobody holds the role of step {step}: {role}.',
  },
  'approval.flow-unknown-source': {
    zh: '第 {step} 步的审批人来源无法识别。',
    en: 'Step {step} has an unknown kind of approver.',
  },
  'approval.flow-below-minimum-manager': {
    zh: '密级 {level} 至少需要上级审批，不可省去。',
    en: 'Level {level} needs at least a decision by a manager.',
  },
  'approval.flow-below-minimum-executive': {
    zh: '密级 {level} 还需要分管领导或总经理审批，不可省去。',
    en: 'Level {level} also needs a decision by an executive or the general manager.',
  },
  'approval.follower-nothing': {
    zh: '流程已不再指定此人，请否决这一项。',
    en: 'The flow does not name this person any more. Decline it.',
  },
  'approval.flow-newer': {
    zh: '此流程已有较新的版本 {version}，请在其基础上修改。',
    en: 'There is a newer version {version} of this flow; start from that one.',
  },
}

/** The sentence of a mistake with its values filled in. */
export function mistakeText(
  code: string,
  values: Readonly<Record<string, string | number>> = {},
): { zh: string; en: string } {
  const fill = (sentence: string): string =>
    sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  const { zh, en } = mistakes[code] ?? { zh: code, en: code }
  return { zh: fill(zh), en: fill(en) }
}
