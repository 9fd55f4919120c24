import type { BilingualText } from './replies.ts'

/** What the door itself says: the mistakes that happen before a chapter sees the request. */
export const DOOR_TEXTS: Readonly<Record<string, BilingualText>> = {
  'sign-in': { zh: '请先登录。', en: 'Please sign in first.' },
  'token-invalid': {
    zh: '令牌无效。请向负责人确认令牌是否已到期、停用，或不允许从此地址使用。',
    en: 'The token is not valid. Ask its owner whether it has ended or may not be used from this address.',
  },
  'token-not-here': {
    zh: '此功能不能用令牌调用，请登录页面操作。',
    en: 'This function cannot be called with a token; sign in to the pages for it.',
  },
  'token-in-address': {
    zh: '令牌不能写在网址里（会留在日志中）。请放在 Authorization 请求头中，并立即更换这个令牌。',
    en: 'A token must not stand in an address, where logs keep it. Send it in the Authorization header, and replace this token now.',
  },
  'cookie-and-token': {
    zh: '登录会话和令牌不能同时使用，请只发送其中一个。',
    en: 'A session and a token cannot be sent together; send one of them.',
  },
  'other-site': {
    zh: '请求来自其他网站，已拒绝。',
    en: 'The request came from another site and was refused.',
  },
  'csrf-token': { zh: '页面已过期，请刷新后重试。', en: 'The page is out of date; reload it and try again.' },
  'unknown-host': {
    zh: '请使用管理员公布的网址访问。',
    en: 'Please use the address your administrator gave out.',
  },
  'too-many-requests': { zh: '操作过于频繁，请稍后再试。', en: 'Too many requests; please wait a moment.' },
  'open.challenge': {
    zh: '页面验证没有通过，请重新打开本页后再提交。已填的内容仍在您的设备上。',
    en: 'The check of this page failed; open it again and send once more. What you typed is still on your device.',
  },
  'open.expired': {
    zh: '页面打开的时间过长，请再次提交。',
    en: 'The page was open for too long; please send once more.',
  },
  'open.used': {
    zh: '同一次验证不能使用两次，请再次提交。',
    en: 'The same check cannot be used twice; please send once more.',
  },
  'open.too-fast': {
    zh: '提交过快，请过几秒再试。',
    en: 'That was sent too quickly; please wait a few seconds and try again.',
  },
  'open.trapped': {
    zh: '提交未被接受。如果您使用了自动填写工具，请关闭后重新打开本页。',
    en: 'This was not accepted. If a tool fills in forms for you, switch it off and open the page again.',
  },
  'open.about': { zh: '地址不正确。', en: 'The address is not right.' },
  'not-found': { zh: '没有找到。', en: 'Not found.' },
  shape: {
    zh: '有内容不符合要求，请检查标出的项目。',
    en: 'Some of the content is not as required; check the marked fields.',
  },
  unreadable: { zh: '无法读取请求内容。', en: 'The request could not be read.' },
  'unreadable-body': { zh: '无法读取请求内容。', en: 'The request could not be read.' },
  'content-type': { zh: '不支持这种内容格式。', en: 'This kind of content is not accepted.' },
  'too-large': { zh: '内容过大。', en: 'The content is too large.' },
  'address-too-long': { zh: '网址过长。', en: 'The address is too long.' },
  'headers-too-large': { zh: '请求头过大。', en: 'The request headers are too large.' },
  'file-missing': { zh: '请选择文件。', en: 'Please choose a file.' },
  'file-too-large': { zh: '文件超过大小限制。', en: 'The file is larger than allowed.' },
  'unexpected-field': { zh: '表单中有不认识的项目。', en: 'The form has a field that is not known.' },
  'body-too-large': {
    zh: '内容超过 {bytes} 字节。请分几次发送。',
    en: 'The content is larger than {bytes} bytes. Send it in several parts.',
  },
  'if-match': {
    zh: 'If-Match 应为上次答复中的版本号，例如 "3"；If-None-Match 只能是 *。两者不能同时使用。',
    en: 'If-Match names the version of the last reply, for example "3"; If-None-Match can only be *. Send one of them.',
  },
  'idempotency-key': {
    zh: '重复提交标识的格式不正确。',
    en: 'The key that makes a repeated request one act is malformed.',
  },
}

/** A refusal for want of a role names no clause, since the route is not offered to that role at all. */
export const ROLE_TEXT: BilingualText = {
  zh: '您的岗位角色不能使用此功能。',
  en: 'Your role does not include this function.',
}
