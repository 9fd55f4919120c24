/** Names of the kinds of consent beside the purposes. */
export const itemWords: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  general: { zh: '一般个人信息', en: 'Personal data' },
  sensitive: { zh: '敏感个人信息', en: 'Sensitive personal data' },
  provision: { zh: '向他人提供', en: 'Giving it to others' },
  abroad: { zh: '向境外提供', en: 'Giving it abroad' },
  marketing: { zh: '接收营销信息', en: 'Marketing' },
}

/** What a code is sent with. */
export const codeMessage = {
  zh: (code: string, minutes: number, company: string) => ({
    subject: `${company}验证码`,
    text: `验证码 ${code}，${minutes} 分钟内有效，用于查看和撤回您在${company}的个人信息同意。请勿告诉他人。`,
  }),
  en: (code: string, minutes: number, company: string) => ({
    subject: `Code from ${company}`,
    text: `Your code is ${code}, good for ${minutes} minutes, to see and withdraw what you agreed to at ${company}. Tell nobody.`,
  }),
}
