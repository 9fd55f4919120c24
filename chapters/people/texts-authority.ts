/** Mistakes about the authority matrix. */
export const authorityMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'people.authority-administrator': {
    zh: '三员管理员不得接触客户资料（6.1），权限矩阵里不能给他们任何权限。请去掉这一行。',
    en: 'The three administrators see no customer data (6.1); the matrix cannot give them anything. Take this role out.',
  },
  'people.authority-role': {
    zh: '没有“{role}”这个角色。请从角色表中选择。',
    en: 'There is no role "{role}". Choose one of the list.',
  },
  'people.authority-twice': {
    zh: '“{role}”出现了两次。每个角色、每一格只写一次。',
    en: '"{role}" is there twice. Name each role and each cell once.',
  },
  'people.authority-same': {
    zh: '与现行权限矩阵完全相同，没有要修改的内容。',
    en: 'This is the same as the matrix in force; there is nothing to change.',
  },
  'people.authority-stale': {
    zh: '权限矩阵已有新版本。请打开新版本，重新修改后再提出。',
    en: 'Another version of the matrix is in force by now. Open it and make the change again.',
  },
  'people.authority-waiting': {
    zh: '刚有另一份修改提出或办结。请刷新，看过它之后再决定是否取代。',
    en: 'Another change was laid down or decided a moment ago. Reload, look at it and then decide whether yours takes its place.',
  },
  'people.authority-decided': {
    zh: '这份修改已经办结。请刷新查看结果。',
    en: 'This change has been decided. Reload to see how.',
  },
  'people.authority-over': {
    zh: '这份修改等待超过 7 天，已失效。请重新提出。',
    en: 'This change has waited for more than 7 days and is over. Propose it again.',
  },
  'people.authority-nobody-files': {
    zh: '这样修改后，{zh}：请至少给一位在岗的资料管理员或采集员“基本信息”最低级的“登记更正”。',
    en: 'With this matrix {en}. Leave "write" on basic information of the lowest level to a records officer or collector at work.',
  },
  'people.authority-nobody-left': {
    zh: '这样修改后，{zh}。请至少留给一位在岗、涉密等级足够的人。',
    en: 'With this matrix {en}. Leave it to somebody at work who is cleared for it.',
  },
}
