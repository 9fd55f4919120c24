/** Mistakes around second factors, passkeys and the rules of sign-in. */
export const factorMistakes: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'people.step-over': {
    zh: '这次登录已超时或验证次数过多，请从用户名和密码重新开始。',
    en: 'This sign-in took too long or had too many attempts. Begin again with name and password.',
  },
  'people.factor-wrong': {
    zh: '验证码不正确或已经用过。动态口令每 30 秒更换，请等下一个再输；恢复码每个只能用一次。',
    en: 'The code is wrong or was used already. Codes change every 30 seconds: wait for the next one; each recovery code works once.',
  },
  'people.passkey-failed': {
    zh: '没有通过通行密钥验证。请重试，或改用其他方式。',
    en: 'The passkey was not accepted. Try again, or use another way.',
  },
  'people.passkey-known': {
    zh: '这个通行密钥已经登记过。请换一个设备或安全钥匙。',
    en: 'This passkey is registered already. Use another device or security key.',
  },
  'people.prove-first': {
    zh: '请先再次验证身份，然后重试。',
    en: 'Prove first who you are, then try again.',
  },
  'people.too-many-factors': {
    zh: '最多登记 {count} 个验证方式。请先移除不用的。',
    en: 'At most {count} factors. Remove one you do not use.',
  },
  'people.no-factor': {
    zh: '该账号没有两步验证方式。',
    en: 'This account has no second factor.',
  },
  'people.last-factor': {
    zh: '您的角色必须使用两步验证，最后一个验证方式不能移除。请先添加另一个。',
    en: 'Your role requires a second factor, so the last one cannot be removed. Add another first.',
  },
  'people.rules-administrators': {
    zh: '三类管理员必须使用两步验证，不能从名单中去掉。',
    en: 'The three administrators always need a second factor and cannot be left out.',
  },
  'people.password-classes': {
    zh: '现行登录规则要求大写、小写、数字、符号四类中至少包含 {count} 类。',
    en: 'The rules in force ask for at least {count} of: capitals, small letters, digits, signs.',
  },
}
