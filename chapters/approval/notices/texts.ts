/** Sentences for mistakes of delivery and of approval from outside. */
export const deliveryMistakes: Readonly<Record<string, { zh: string; en: string }>> = {
  'delivery.changed': {
    zh: '设置已被他人修改，请刷新后重试。',
    en: 'Somebody else has changed these settings; reload the page and try again.',
  },
  'delivery.base-url': {
    zh: '访问地址应形如 https://mifeng.example.com，不带路径。',
    en: 'The address should look like https://mifeng.example.com, without a path.',
  },
  'delivery.host': {
    zh: '主机应为域名或 IP 地址，不带协议和端口。',
    en: 'A host is a name or an IP address, without protocol and port.',
  },
  'delivery.one-of-kind': {
    zh: '这种通道已经存在，请修改已有通道。',
    en: 'There is a channel of this kind already; change that one.',
  },
  'delivery.no-channel': { zh: '没有找到该通道。', en: 'This channel was not found.' },
  'delivery.kind-fixed': {
    zh: '通道类型不能修改，请新建通道。',
    en: 'The kind of a channel cannot be changed; add a new one.',
  },
  'delivery.secret-again': {
    zh: '修改服务器、账号或证书时，必须重新填写密码或密钥。',
    en: 'When the server, the account or the certificate changes, its password or key has to be given again.',
  },
  'delivery.secret-missing': {
    zh: '请填写密码、密钥或机器人地址。',
    en: 'Please give the password, the key or the address of the robot.',
  },
  'delivery.password-in-clear': {
    zh: '不加密的连接不能使用密码，请选择 TLS 或 STARTTLS。',
    en: 'A password is never sent over a connection without encryption; choose TLS or STARTTLS.',
  },
  'delivery.address-refused': {
    zh: '该地址不允许访问：须为 https，且不能指向本机、内网或云元数据；内网主机请先加入“内网主机”。',
    en: 'This address is not allowed: it must be https and not point to this machine, the intranet or cloud metadata; list hosts of the intranet first.',
  },
  'delivery.quiet-all-day': {
    zh: '免打扰的开始和结束时间不能相同。',
    en: 'Quiet hours cannot begin and end at the same time.',
  },
  'delivery.not-dead': {
    zh: '这条消息不是失败状态，无需重发。',
    en: 'This message has not failed, so there is nothing to send again.',
  },
  'outside.no-link': { zh: '没有找到该对接。', en: 'This connection was not found.' },
  'outside.signature': { zh: '签名无效。', en: 'The signature is not valid.' },
  'outside.late': {
    zh: '请求时间与服务器相差超过 5 分钟，请校准时钟。',
    en: 'The time of the call is more than five minutes from the server’s; set the clock.',
  },
  'outside.replayed': {
    zh: '该请求已经处理过（随机串重复）。',
    en: 'This call was handled before: its nonce has been used.',
  },
  'outside.shape': {
    zh: '请求内容不符合要求：{field}',
    en: 'The content of the call is not as required: {field}',
  },
  'outside.not-allowed': {
    zh: '该对接未开启此功能。',
    en: 'This connection is not allowed to do that.',
  },
  'outside.no-user': {
    zh: '找不到该用户对应的在职员工。',
    en: 'Nobody who works here belongs to this user.',
  },
  'outside.no-task': {
    zh: '该用户在这份表单上没有待办。',
    en: 'This user has no open task on this form.',
  },
  'outside.no-starter': {
    zh: '这种表单不能从外部发起。',
    en: 'This kind of form cannot be started from outside.',
  },
  'outside.reference-used': {
    zh: '该外部编号正在处理或已经使用。',
    en: 'This reference is being handled or has been used.',
  },
  'outside.no-wish': {
    zh: '没有找到这项待确认的决定，或已经处理。',
    en: 'This decision was not found or has been dealt with.',
  },
}
