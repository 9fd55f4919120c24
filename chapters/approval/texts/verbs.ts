type Sentences = Readonly<Record<string, { zh: string; en: string }>>

/** What stands in the way of a deed, and what to do. */
export const verbMistakes: Sentences = {
  'approval.add-approver': {
    zh: '对方已经是此步的审批人，不能重复加签。',
    en: 'This person already decides in this step and cannot be added again.',
  },
  'approval.add-nested': {
    zh: '被加签的人、或正在等待加签的人，不能再加签。',
    en: 'Whoever was added, or waits for somebody added, cannot add signers.',
  },
  'approval.add-nobody': { zh: '请选择要加签的人。', en: 'Choose whom to add.' },
  'approval.add-peer-mode': {
    zh: '此步不是所有人都要签字，不能并加签；可改用前加签或后加签。',
    en: 'Not everybody must sign this step, so nobody can be added beside you; add them before or behind yourself.',
  },
  'approval.add-self': { zh: '不能加签自己。', en: 'Nobody adds themselves.' },
  'approval.delegate-self': { zh: '不能委派给自己。', en: 'Nobody asks themselves for advice.' },
  'approval.batch-added': {
    zh: '这项待办有加签的人，请逐份办理。',
    en: 'Signers were added to this task; decide it on its own page.',
  },
  'approval.claim-first': {
    zh: '这项待办由多人共享，请先认领再办理。',
    en: 'Several people share this task; claim it before you decide.',
  },
  'approval.claimed': { zh: '已被他人认领。', en: 'Somebody else has claimed it.' },
  'approval.no-pool': { zh: '这项待办不需要认领。', en: 'This task need not be claimed.' },
  'approval.copy-not-ended': {
    zh: '只有已撤回、被驳回、终止、关闭或撤销的表单可以重提。',
    en: 'Only a form that was withdrawn, rejected, terminated, closed or revoked can be handed in again.',
  },
  'approval.copy-not-offered': {
    zh: '这种表单不能复制重提，请重新填写。',
    en: 'Forms of this kind cannot be copied; fill in a new one.',
  },
  'approval.jump-nowhere': { zh: '没有这一步。', en: 'There is no such step.' },
  'approval.jump-over': {
    zh: '只能跳回已经过的步骤或当前步骤，不能越过审批人。',
    en: 'A form can jump back to a step it has passed or to the present one, never over approvers.',
  },
  'approval.material-not-asked': {
    zh: '没有人要求补充材料；可以用评论说明。',
    en: 'Nobody asked for material; write a comment instead.',
  },
  'approval.no-request': {
    zh: '没有等待复核的操作，或情况已经变化。',
    en: 'Nothing waits to be confirmed, or things have changed meanwhile.',
  },
  'approval.request-open': {
    zh: '已有一项操作等待复核，请先处理。',
    en: 'Something already waits to be confirmed; settle that first.',
  },
  'approval.second-person': {
    zh: '须由另一位流程管理员复核。',
    en: 'Another flow administrator must confirm this.',
  },
  'approval.not-allowed': {
    zh: '此步不允许这样做。',
    en: 'This step does not allow it.',
  },
  'approval.not-asked-for-advice': {
    zh: '这项待办由您决定，不是征求意见。',
    en: 'This task asks for your decision, not for advice.',
  },
  'approval.only-advise': {
    zh: '这是征求您的意见，请填写答复；由委派人决定。',
    en: 'You are asked for advice; write an answer, and whoever asked decides.',
  },
  'approval.not-your-turn': {
    zh: '还没有轮到您，前面的人办理后会通知您。',
    en: 'It is not your turn yet; you are told when those before you have decided.',
  },
  'approval.waits': {
    zh: '这项待办在等待加签、委派或认领人办理。',
    en: 'This task waits for people who were added, asked for advice, or claimed it.',
  },
  'approval.suspended': {
    zh: '表单已挂起，激活后才能办理。',
    en: 'The form is suspended; it can be worked on once it is resumed.',
  },
  'approval.pick-needed': {
    zh: '请为下一步选择审批人。',
    en: 'Choose who decides in the next step.',
  },
  'approval.pick-not-allowed': {
    zh: '所选的人不在可选范围内。',
    en: 'This person is not among those who may be chosen.',
  },
  'approval.pick-too-many': {
    zh: '最多选择 {most} 人。',
    en: 'Choose {most} people at most.',
  },
  'approval.remove-acted': {
    zh: '对方已经办理，不能减签。',
    en: 'This person has acted already and cannot be taken away.',
  },
  'approval.remove-configured': {
    zh: '只能减去加签的人，不能减去流程规定的审批人。',
    en: 'Only people who were added can be taken away, never those whom the flow names.',
  },
  'approval.return-other-branch': {
    zh: '不能退回到并行的其他分支。',
    en: 'A form cannot be returned into another parallel branch.',
  },
  'approval.return-to-running': {
    zh: '不能退回到正在办理的步骤。',
    en: 'A form cannot be returned to a step that is being worked on.',
  },
  'approval.straight-changed': {
    zh: '表单内容有变化，须重新逐步审批。',
    en: 'The form was changed, so every step has to be asked again.',
  },
  'approval.straight-not-possible': {
    zh: '这次退回不能直接回到退回人，须重新逐步审批。',
    en: 'This return cannot go straight back; every step has to be asked again.',
  },
  'approval.take-back-added': {
    zh: '被加签的意见不能拿回。',
    en: 'What an added signer said cannot be taken back.',
  },
  'approval.take-back-granted': {
    zh: '已经通过并生效，不能拿回；可由申请人撤销。',
    en: 'It is approved and in force; it can no longer be taken back, but its applicant may revoke it.',
  },
  'approval.take-back-late': {
    zh: '后面的人已经办理，不能拿回。',
    en: 'Somebody behind you has acted already; it can no longer be taken back.',
  },
  'approval.take-back-nothing': {
    zh: '没有可以拿回的意见。',
    en: 'There is nothing to take back.',
  },
  'approval.revoke-late': {
    zh: '已超过可撤销的期限。',
    en: 'The time in which it could be revoked is over.',
  },
  'approval.revoke-not-allowed': {
    zh: '这种表单通过后不能撤销。',
    en: 'Forms of this kind cannot be revoked once approved.',
  },
  'approval.revoke-not-approved': {
    zh: '只有已通过的表单可以撤销。',
    en: 'Only an approved form can be revoked.',
  },
  'approval.withdraw-late': {
    zh: '已有人办理，按流程规定不能再撤回。',
    en: 'Somebody has decided already; this flow no longer lets you withdraw.',
  },
  'approval.withdraw-never': {
    zh: '按流程规定，提交后不能撤回。',
    en: 'This flow does not let a form be withdrawn once it is handed in.',
  },
  'approval.proxy-self': { zh: '不能指定自己为代理人。', en: 'Nobody is their own proxy.' },
  'approval.proxy-ends-first': {
    zh: '结束时间须晚于开始时间。',
    en: 'The end must be later than the beginning.',
  },
  'approval.proxy-backdated': {
    zh: '开始时间不能早于现在。',
    en: 'A proxy cannot begin in the past.',
  },
  'approval.proxy-overlaps': {
    zh: '这段时间您已有代理人，请先结束那一项。',
    en: 'You already have a proxy in that time; end that one first.',
  },
  'approval.proxy-mutual': {
    zh: '对方在这段时间由您代理，不能互为代理人。',
    en: 'You act for this person in that time; two people cannot be each other’s proxy.',
  },
  'approval.proxy-ring': {
    zh: '这样会形成循环代理。',
    en: 'This would make a ring of proxies.',
  },
  'approval.proxy-chain': {
    zh: '代理层层转下去超过 8 层。',
    en: 'More than eight proxies of proxies.',
  },
  'approval.proxy-inactive': { zh: '对方已离岗或停用。', en: 'This person has left or is disabled.' },
  'approval.proxy-administrator': {
    zh: '三类管理员不参与客户资料的审批，不能做代理人。',
    en: 'The three administrators decide on no customer data and cannot be proxies.',
  },
  'approval.proxy-uncleared': {
    zh: '代理人的涉密等级不能低于您的等级。',
    en: 'A proxy must be cleared as high as you are.',
  },
  'approval.proxy-over': {
    zh: '代理已经结束，这项待办将退回本人。',
    en: 'The proxy is over; the task goes back to the person you acted for.',
  },
}

/** Why a drawn flow is refused. */
export const flowMistakes: Sentences = {
  'approval.flow-branch-empty': {
    zh: '并行的分支里没有步骤。',
    en: 'A branch that runs beside others has no step.',
  },
  'approval.flow-branch-never-taken': {
    zh: '“其余情况”之后的分支永远不会走到，请把它放到最后。',
    en: 'A branch behind the one for all other cases is never taken; put that one last.',
  },
  'approval.flow-choice-open': {
    zh: '第 {step} 步由人选择审批人，必须限定可选的角色或人员。',
    en: 'Step {step} lets people choose approvers; say from which roles or people.',
  },
  'approval.flow-condition-never': {
    zh: '第 {step} 步的条件永远不成立。',
    en: 'The condition of step {step} never holds.',
  },
  'approval.flow-entry-missing': {
    zh: '第 {step} 步没有指明取表单的哪一项。',
    en: 'Step {step} does not say which entry of the form it takes.',
  },
  'approval.flow-file': {
    zh: '这不是本系统导出的流程文件。',
    en: 'This is not a flow file exported by this program.',
  },
  'approval.flow-group-empty': {
    zh: '第 {step} 步的分组“{group}”没有审批人。',
    en: 'Group “{group}” of step {step} names nobody.',
  },
  'approval.flow-group-unknown': {
    zh: '第 {step} 步有审批人不属于任何分组。',
    en: 'Step {step} has approvers who belong to no group.',
  },
  'approval.flow-groups-missing': {
    zh: '第 {step} 步是分组会签，请设置分组和每组人数。',
    en: 'Step {step} signs by groups; name the groups and how many sign in each.',
  },
  'approval.flow-may-decide-nothing': {
    zh: '密级 {level} 的表单可能没有任何人审批就通过：有条件的步骤都可能跳过。',
    en: 'A form of level {level} might pass without anybody deciding, since every step may be left out.',
  },
  'approval.flow-never-reached': {
    zh: '第 {step} 步的通过条件永远达不到。',
    en: 'What step {step} needs to pass can never be reached.',
  },
  'approval.flow-no-otherwise': {
    zh: '条件分支缺少“其余情况”，有的表单会无路可走。',
    en: 'The choice has no branch for all other cases; some forms would have no way.',
  },
  'approval.flow-nobody-in-post': {
    zh: '第 {step} 步的岗位目前没有人：{post}。',
    en: 'Nobody is in the post of step {step}: {post}.',
  },
  'approval.flow-nobody-picks': {
    zh: '第 {step} 步由上一步审批人选择，但前面没有审批人。',
    en: 'The people of step {step} are chosen by the approver before, but there is none.',
  },
  'approval.flow-parallel-condition': {
    zh: '并行块的分支不带条件；需要条件请用“包容”或“条件”。',
    en: 'Branches that all run have no conditions; use a choice or an inclusive block.',
  },
  'approval.flow-passes-by-itself': {
    zh: '第 {step} 步超时自动通过，不允许。',
    en: 'Step {step} would pass when time runs out, which is not allowed.',
  },
  'approval.flow-pool-mode': {
    zh: '第 {step} 步要认领，只能用或签。',
    en: 'Step {step} is claimed by one person, so any one of them decides.',
  },
  'approval.flow-too-many-reminders': {
    zh: '第 {step} 步的提醒次数须为 1 至 10 次。',
    en: 'Step {step} may remind 1 to 10 times.',
  },
  'approval.flow-unknown-timeout': {
    zh: '第 {step} 步的超时处理方式无法识别。',
    en: 'Step {step} says something unknown about running out of time.',
  },
  'approval.flow-vote-missing': {
    zh: '第 {step} 步是票签，请设置通过条件。',
    en: 'Step {step} is a vote; say when it passes.',
  },
  'approval.flow-vote-threshold': {
    zh: '第 {step} 步的票签门槛不合理。',
    en: 'The threshold of the vote in step {step} makes no sense.',
  },
}
