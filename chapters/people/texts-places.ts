/** Sentences for mistakes about where and how a session may be used. */
export const placeMistakes: Readonly<Record<string, { zh: string; en: string }>> = {
  'people.address-not-allowed': {
    zh: '您的角色只能从规定的网络登录和使用，当前网络不在其中。请改用单位网络；规定有误的，请联系安全管理员。',
    en: 'Your role may sign in and work only from certain networks, and this is none of them. Use the company’s network; if the list is wrong, tell the security administrator.',
  },
  'people.device-signature': {
    zh: '需要先确认仍是登录时的浏览器，请刷新页面。',
    en: 'This has to be the browser that signed in; reload the page so that it can show that.',
  },
  'people.device-unknown': {
    zh: '这不是登录时的浏览器，登录已结束。请重新登录。',
    en: 'This is not the browser that signed in, so the session has ended. Please sign in again.',
  },
  'people.device-late': {
    zh: '浏览器的确认已过时，请刷新页面后重试。',
    en: 'The browser answered too late; reload the page and try again.',
  },
  'people.network': {
    zh: '“{network}”不是网段。请填写如 10.1.0.0/16、2001:db8::/32，或单个地址。',
    en: '“{network}” is no network. Write one like 10.1.0.0/16 or 2001:db8::/32, or a single address.',
  },
  'people.role-rule': {
    zh: '每个角色只能有一行，且须为系统中的角色。',
    en: 'Each role has one line, and it has to be a role of this system.',
  },
  'people.limit-longer': {
    zh: '角色的时限只能比系统时限短：无操作不超过 {idle} 分钟，总时长不超过 {hours} 小时，且无操作时限不长于总时长。',
    en: 'A role’s limits can only be shorter than the program’s: idle at most {idle} minutes, open at most {hours} hours, and idle no longer than open.',
  },
  'people.places-lock-out-you': {
    zh: '按此名单，您本人将无法登录：您当前的地址 {address} 不在您所任角色的网段内。请把所在网段加入名单。',
    en: 'This list would shut you out: your address {address} is not on the list of one of your roles. Add your network first.',
  },
  'people.places-lock-out-proposer': {
    zh: '按此名单，提出修改的人将无法登录：其最近 30 天的登录地址都不在名单内。请否决并重新提出。',
    en: 'This list would shut out whoever proposed it: none of the addresses of their last 30 days is on it. Decline it and have it proposed anew.',
  },
  'people.places-lock-out-office': {
    zh: '按此名单，“{role}”将无人能够登录：任职者最近 30 天的登录地址都不在名单内。请补充网段。',
    en: 'This list would shut out everybody who is {role}: nobody of them was signed in from a network on it in the last 30 days. Add their network.',
  },
}
