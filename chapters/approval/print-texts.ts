interface PrintWords {
  readonly applicant: string
  readonly name: string
  readonly employeeNo: string
  readonly department: string
  readonly post: string
  readonly submittedAt: string
  readonly state: string
  readonly clock: string
  readonly outdated: string
  readonly signatures: readonly string[]
  readonly seal: string
  /** Between the name of a proxy and of the one they act for. */
  readonly onBehalfOf: string
  readonly verbs: Readonly<Record<string, string>>
  readonly states: Readonly<Record<string, string>>
  readonly summary: string
  readonly files: string
  readonly fileColumns: readonly string[]
  readonly signedHow: Readonly<Record<'drawn' | 'typed', string>>
  position(lane: number, index: number): string
}

/** Words on the printed form that are not the form's own. */
export const printWords: Readonly<Record<'zh' | 'en', PrintWords>> = {
  zh: {
    applicant: '申请人',
    name: '姓名',
    employeeNo: '工号',
    department: '部门',
    post: '岗位',
    submittedAt: '提交时间',
    state: '状态',
    clock: '系统',
    outdated: '（针对修改前内容）',
    signatures: ['申请人', '审批人'],
    seal: '公司公章',
    onBehalfOf: '代',
    verbs: {
      approve: '同意',
      reject: '驳回',
      return: '退回',
      transfer: '转交',
      skip: '已审过，略过',
      withdraw: '撤回',
      comment: '评论',
      escalate: '超时上报',
      advise: '答复',
      delegate: '委派',
      add: '加签',
      remove: '减签',
      'take-back': '拿回',
      handover: '交接',
      'ask-material': '要求补充材料',
      material: '补充材料',
      jump: '跳转',
      reassign: '改派',
      confirm: '复核',
      suspend: '挂起',
      resume: '激活',
      terminate: '终止',
      expire: '超时关闭',
      revoke: '申请撤销',
      narrow: '缩小范围',
      'child-ended': '子流程办结',
    },
    states: {
      running: '审批中',
      returned: '已退回申请人',
      approved: '已通过',
      rejected: '已驳回',
      withdrawn: '已撤回',
      terminated: '已终止',
      expired: '已过期',
      revoking: '撤销审批中',
      revoked: '已撤销',
    },
    summary: '摘要',
    files: '补充材料附件（不随表打印）',
    fileColumns: ['编号', '种类与大小', '提交人', '提交时间'],
    signedHow: { drawn: '手写', typed: '键入姓名' },
    position: (lane, index) => `第 ${lane} 道 第 ${index} 条`,
  },
  en: {
    applicant: 'Applicant',
    name: 'Name',
    employeeNo: 'Employee no.',
    department: 'Department',
    post: 'Post',
    submittedAt: 'Submitted',
    state: 'State',
    clock: 'System',
    outdated: ' (on the text before the change)',
    signatures: ['Applicant', 'Approver'],
    seal: 'Company seal',
    onBehalfOf: 'for',
    verbs: {
      approve: 'Agreed',
      reject: 'Rejected',
      return: 'Returned',
      transfer: 'Handed on',
      skip: 'Seen before, passed over',
      withdraw: 'Withdrawn',
      comment: 'Comment',
      escalate: 'Overdue, sent up',
      advise: 'Advice',
      delegate: 'Advice asked',
      add: 'Signers added',
      remove: 'Added signer taken away',
      'take-back': 'Taken back',
      handover: 'Handed over',
      'ask-material': 'Material asked for',
      material: 'Material given',
      jump: 'Moved to a step',
      reassign: 'Assigned to somebody else',
      confirm: 'Confirmed',
      suspend: 'Suspended',
      resume: 'Resumed',
      terminate: 'Terminated',
      expire: 'Closed, time ran out',
      revoke: 'Given up',
      narrow: 'Narrowed',
      'child-ended': 'Decided by another form',
    },
    states: {
      running: 'In approval',
      returned: 'Returned to the applicant',
      approved: 'Approved',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
      terminated: 'Terminated',
      expired: 'Expired',
      revoking: 'Being revoked',
      revoked: 'Revoked',
    },
    summary: 'Summary',
    files: 'Files handed in (not printed with the form)',
    fileColumns: ['No.', 'Kind and size', 'By', 'When'],
    signedHow: { drawn: 'drawn', typed: 'name typed' },
    position: (lane, index) => `lane ${lane}, entry ${index}`,
  },
}
