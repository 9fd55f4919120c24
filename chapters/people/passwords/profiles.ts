import type { SignInRules } from '../wire.ts'

export interface Deviation {
  readonly standard: string
  readonly zh: string
  readonly en: string
}

const nist = 'NIST SP 800-63B-4'
const gb = 'GB/T 22239-2019'
const asvs = 'OWASP ASVS 5.0'

/** Where these rules of sign-in differ from which standard, for the clause page and the policy register. */
export function deviationsOf(rules: SignInRules): Deviation[] {
  if (rules.profile === 'nist')
    return [
      {
        standard: gb,
        zh:
          '8.1.4.1 a) 要求口令定期更换、有复杂度：本方案不定期更换口令，改为加长、查常用口令库、估算强度；通行密钥每 ' +
          `${rules.passkeyDays} 天自动换新，作为鉴别信息的定期更换。`,
        en:
          '8.1.4.1 a) asks for complexity and periodic change: this profile demands length, a blocklist and an estimate of ' +
          `strength instead, and never a change by the calendar; passkeys renew themselves every ${rules.passkeyDays} days.`,
      },
    ]
  return [
    {
      standard: nist,
      zh: `§3.1.1.2 规定不得要求定期更换口令：本方案对没有通行密钥的人员要求每 ${rules.ageDays} 天更换。`,
      en: `§3.1.1.2 forbids periodic change: this profile asks people without a passkey to change every ${rules.ageDays} days.`,
    },
    {
      standard: asvs,
      zh: '6.2.10 规定口令不因时间而失效：同上。',
      en: '6.2.10 says that a password does not expire by time: as above.',
    },
    ...(rules.classRule
      ? [
          {
            standard: nist,
            zh: '§3.1.1.2 规定不得规定字符种类：本方案要求四类字符中至少三类。',
            en: '§3.1.1.2 forbids rules about kinds of characters: this profile asks for three of four kinds.',
          },
        ]
      : []),
  ]
}
