type Texts = Readonly<Record<string, { readonly zh: string; readonly en: string }>>

/** What people are told about mistakes with service accounts and tokens. */
export const serviceMistakes: Texts = {
  'people.program-field': {
    zh: '数据目录中没有编号为 {field} 的字段，或该字段已停用。请重新选择字段。',
    en: 'The catalogue has no field {field}, or it is retired. Choose the fields again.',
  },
  'people.program-purpose': {
    zh: '没有名为“{purpose}”的使用目的，或该目的已停用。请从列表中选择。',
    en: 'There is no purpose “{purpose}”, or it is closed. Choose one from the list.',
  },
  'people.program-source': {
    zh: '没有这个资料来源，或它已停用。请先在“资料来源”登记。',
    en: 'There is no such source of data, or it is closed. Put it on record under “Sources” first.',
  },
  'people.program-network': {
    zh: '“{network}”不是网络地址。请填写 IP 地址或网段，例如 10.1.2.3 或 10.1.0.0/16。',
    en: '“{network}” is no network address. Give an address or a network such as 10.1.2.3 or 10.1.0.0/16.',
  },
  'people.service-owner': {
    zh: '负责人必须是在职、账号正常的人员，且不能是三类管理员。请另选一人。',
    en: 'The owner must work here, have a usable account and be none of the three administrators. Choose somebody else.',
  },
  'people.service-expiry': {
    zh: '到期日须在今天与 {days} 天之后之间。',
    en: 'The last day must lie between today and {days} days from now.',
  },
  'people.service-above-owner': {
    zh: '涉密等级不能高于负责人的等级（{clearance}）。请降低等级或更换负责人。',
    en: 'The clearance cannot be above the owner’s ({clearance}). Lower it, or choose another owner.',
  },
  'people.service-over': {
    zh: '这个服务账号已停用或到期，不能再修改。需要时请登记新的账号。',
    en: 'This service account has ended. Set up a new one where it is needed.',
  },
  'people.service-no-rights': {
    zh: '安全管理员尚未设定这个账号的权限。请联系安全管理员后再生成令牌。',
    en: 'The security administrator has not given this account any rights yet. Ask for them before making a token.',
  },
  'people.tokens-many': {
    zh: '最多同时有 {count} 个有效令牌。请先停用不再使用的令牌。',
    en: 'At most {count} tokens may be in force at once. End those that are not used any more first.',
  },
  'people.token-over': {
    zh: '这个令牌已停用或到期。请生成新的令牌。',
    en: 'This token has ended. Make a new one.',
  },
}
