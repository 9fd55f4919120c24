/** What people are told about the mistakes of company sign-on, organisation proposals and SCIM tokens. */
export const signOnMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'people.sign-on-off': {
    zh: '这种登录方式没有启用。请用工号和密码登录，或联系系统管理员。',
    en: 'This way to sign in is not switched on. Use your number and password, or ask the system administrator.',
  },
  'people.sign-on-stale': {
    zh: '这次登录已失效：超过 10 分钟、已经用过，或不是在这个浏览器里开始的。请回到登录页重新开始。',
    en: 'This sign-on is no longer valid: it took more than 10 minutes, was used already, or began in another browser. Begin again on the sign-in page.',
  },
  'people.sign-on-declined': {
    zh: '对方系统没有同意登录（可能点了取消）。请重试，或用工号和密码登录。',
    en: 'The other system did not agree (perhaps it was cancelled). Try again, or use your number and password.',
  },
  'people.sign-on-unproven': {
    zh: '对方系统返回的登录凭证不能通过校验，未予登录。请重新开始；若反复出现，请联系系统管理员检查单点登录设置。',
    en: 'What the other system returned does not prove who you are. Begin again; if it keeps happening, ask the system administrator to check the sign-on settings.',
  },
  'people.sign-on-outsider': {
    zh: '您的身份已确认，但不是本公司成员，不能登录。',
    en: 'You are who you say, but no member of this company.',
  },
  'people.sign-on-not-linked': {
    zh: '身份已确认，但还没有与本系统账号绑定。请先用工号和密码登录，在“我的账号”里绑定；没有账号请联系系统管理员。三类管理员只能自己绑定。',
    en: 'You are who you say, but not linked to an account here. Sign in with your number and password and link it under “My account”; if you have no account, ask the system administrator. The three administrators always link it themselves.',
  },
  'people.sign-on-other-account': {
    zh: '对方的这个身份已经绑定了别人的账号。请确认登录的是您本人的账号，或联系系统管理员。',
    en: 'That identity is linked to somebody else’s account already. Make sure you used your own, or ask the system administrator.',
  },
  'people.sign-on-has-link': {
    zh: '您的账号已绑定了这种登录方式的另一个身份。请先解除原绑定。',
    en: 'Your account is linked to another identity there already. End that link first.',
  },
  'people.sign-on-unreachable': {
    zh: '连不上对方系统（{code}）。请检查地址、网络和证书；本地登录不受影响。',
    en: 'The other system cannot be reached ({code}). Check address, network and certificate; local sign-in still works.',
  },
  'people.sign-on-answer': {
    zh: '对方系统拒绝了请求，错误码 {code}。请检查应用凭证、权限和 IP 白名单。',
    en: 'The other system refused with code {code}. Check the credentials, permissions and allowed addresses of the app.',
  },
  'people.sign-on-directory': {
    zh: '目录服务器拒绝了请求（{code}）。请检查绑定账号、密码、基准 DN 和属性名。',
    en: 'The directory refused ({code}). Check the bind account, its password, the base DN and the attribute names.',
  },
  'people.sign-on-too-large': {
    zh: '对方返回的数据超过上限，未予处理。请缩小同步范围。',
    en: 'The other system returned more than the limit. Narrow down what is compared.',
  },
  'people.sign-on-address': {
    zh: '这个地址不允许访问：须为 https（或加密的 LDAP），内网地址须勾选“在公司内网”，不能是云元数据或保留地址，也不能含用户名密码；只有运维开启后才能指向本机。',
    en: 'This address is not allowed: it has to be https (or LDAP with TLS), one inside the company needs “in our own network”, cloud metadata and reserved addresses are refused, and so are names or passwords in it; this machine itself only if the operator allows it.',
  },
  'people.sign-on-origin': {
    zh: '本系统的访问地址须以 https:// 开头（本机试用除外）。',
    en: 'The address of this system begins with https:// (except on this machine).',
  },
  'people.sign-on-no-secret': {
    zh: '还没有填写密钥（客户端密钥或绑定密码）。',
    en: 'No secret (client secret or bind password) has been entered yet.',
  },
  'people.sign-on-kind': {
    zh: '类型不能修改，请新增一个。',
    en: 'The kind cannot be changed. Add another one.',
  },
  'people.sign-on-is-on': { zh: '已经启用。', en: 'It is switched on already.' },
  'people.sign-on-untested': {
    zh: '请先“试连接”成功，再启用。修改设置后需要重新试。',
    en: 'Try the connection successfully before switching it on. After a change it has to be tried again.',
  },
  'people.sign-on-creates': {
    zh: '自动开通账号需要按工号或邮箱识别人员。',
    en: 'Making accounts by itself needs people to be known by number or e-mail.',
  },
  'people.sync-no-source': {
    zh: '这种登录方式没有组织架构可以读取。',
    en: 'There is no organisation to be read from this provider.',
  },
  'people.sync-empty': {
    zh: '对方系统没有返回任何人员，不生成方案。请检查应用的通讯录权限和范围。',
    en: 'The other system returned nobody, so nothing is proposed. Check which part of the address book the app may read.',
  },
  'people.sync-decided': {
    zh: '该方案已处理或已被新的方案取代，请刷新。',
    en: 'This proposal was decided on or replaced. Reload the page.',
  },
  'people.sync-changed': {
    zh: '生成方案之后人员资料又有变化，请重新比对后再应用。',
    en: 'People have changed since this was proposed. Compare again before applying it.',
  },
  'people.sync-not-proposed': {
    zh: '所选人员不在方案的离职名单里。',
    en: 'Somebody chosen is not among the proposed leavers.',
  },
}
