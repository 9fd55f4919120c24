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
  readonly verbs: Readonly<Record<string, string>>
  readonly states: Readonly<Record<string, string>>
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
    verbs: {
      approve: '同意',
      reject: '驳回',
      return: '退回',
      transfer: '转交',
      skip: '已审过，略过',
      withdraw: '撤回',
      comment: '评论',
      escalate: '超时上报',
    },
    states: {
      running: '审批中',
      returned: '已退回申请人',
      approved: '已通过',
      rejected: '已驳回',
      withdrawn: '已撤回',
      terminated: '已终止',
      expired: '已过期',
      revoked: '已撤销',
    },
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
    verbs: {
      approve: 'Agreed',
      reject: 'Rejected',
      return: 'Returned',
      transfer: 'Handed on',
      skip: 'Seen before, passed over',
      withdraw: 'Withdrawn',
      comment: 'Comment',
      escalate: 'Overdue, sent up',
    },
    states: {
      running: 'In approval',
      returned: 'Returned to the applicant',
      approved: 'Approved',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
      terminated: 'Terminated',
      expired: 'Expired',
      revoked: 'Revoked',
    },
    position: (lane, index) => `lane ${lane}, entry ${index}`,
  },
}
