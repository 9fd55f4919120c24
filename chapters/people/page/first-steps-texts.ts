import type { Texts } from '../../../doors/web/ui/index.ts'

/** Words of the card that leads a new company to its first file. */
export const firstStepsTexts: Texts = {
  zh: {
    'people.firstSteps.title': '开始使用',
    'people.firstSteps.people': '导入人员',
    'people.firstSteps.people.who': '系统管理员',
    'people.firstSteps.people.how': '上传人事花名册，部门和上下级关系一并建立。',
    'people.firstSteps.accounts': '开通账号',
    'people.firstSteps.accounts.who': '系统管理员',
    'people.firstSteps.accounts.how': '一次性密码只显示一次，打印后交给本人。',
    'people.firstSteps.rights': '授予资料管理员角色，核定涉密等级和工作范围',
    'people.firstSteps.rights.who': '安全管理员提出，另一位管理员确认',
    'people.firstSteps.rights.how':
      '提出后由另一位管理员在“待确认的变更”中一并确认。没有涉密等级的人看不到客户资料，管理员也一样。',
    'people.firstSteps.import': '登记来源，导入客户台账',
    'people.firstSteps.import.who': '资料管理员',
    'people.firstSteps.import.how':
      '用资料管理员的账号登录后，从“台账导入”开始；导入完成后，经办人即可申请使用。',
  },
  en: {
    'people.firstSteps.title': 'First steps',
    'people.firstSteps.people': 'Import people',
    'people.firstSteps.people.who': 'system administrator',
    'people.firstSteps.people.how': 'Upload the staff list; departments and lines of report come with it.',
    'people.firstSteps.accounts': 'Make accounts',
    'people.firstSteps.accounts.who': 'system administrator',
    'people.firstSteps.accounts.how': 'One-time passwords are shown once: print them and hand them over.',
    'people.firstSteps.rights': 'Appoint a records officer, set clearance and scope',
    'people.firstSteps.rights.who': 'security administrator, confirmed by another one',
    'people.firstSteps.rights.how':
      'Another administrator confirms them together under “Changes to confirm”. Nobody sees customer data without a clearance, and administrators never do.',
    'people.firstSteps.import': 'Register a source and import the customer ledger',
    'people.firstSteps.import.who': 'records officer',
    'people.firstSteps.import.how':
      'Sign in as the records officer and begin at “Imports”; once the import is done, colleagues can apply.',
  },
}
