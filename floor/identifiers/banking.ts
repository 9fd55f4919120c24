import { typeCatalogue } from './catalogue.ts'
import { luhnHolds } from './checksums.ts'
import { bankOfBin, bankWords } from './data/bank-bins.ts'
import { normaliseIdentifier, normaliseText } from './normalise.ts'
import type { BothLanguages, Detector, Match } from './types.ts'

// 62 UnionPay; 4 Visa; 51–55 and 2221–2720 Mastercard; 35 JCB; 34/37 American Express; 30/36/38 Diners; the 9/60/69 ranges are early bank cards.
const networks = /^(?:62|4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|35|3[47]|3[068]|9[0-9]|60|69)/

/** Issuer of a card by its first six digits; undefined when the table does not know it. */
export function bankOfCard(digits: string): BothLanguages | undefined {
  return bankOfBin.get(digits.slice(0, 6))
}

function checkBankCard(text: string): Match | undefined {
  const normal = normaliseIdentifier(text)
  if (!/^\d{13,19}$/.test(normal) || !luhnHolds(normal)) return undefined
  const bank = bankOfCard(normal)
  if (bank !== undefined) return { type: 'bank-card', normal, strength: 'checksum', detail: { bank } }
  // Without a known issuer the check digit alone is one chance in ten.
  if (!networks.test(normal) || normal.length < 14) return undefined
  // Eighteen digits with a birth date in them are an identity number, or a mistyped one.
  if (/^\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}$/.test(normal)) return undefined
  return { type: 'bank-card', normal, strength: 'pattern' }
}

function checkBankAccount(text: string): Match | undefined {
  const normal = normaliseIdentifier(text)
  return /^\d{8,32}$/.test(normal) ? { type: 'bank-account', normal, strength: 'weak' } : undefined
}

function checkBankName(text: string): Match | undefined {
  const normal = normaliseText(text)
  if (normal.length > 60 || !/^[\u4e00-\u9fff()A-Za-z0-9 ]{2,}$/.test(normal) || !bankWords.test(normal))
    return undefined
  return { type: 'bank-name', normal, strength: 'pattern' }
}

/** Cards, accounts and the banks that keep them. */
export const bankingDetectors: readonly Detector[] = [
  {
    type: 'bank-card',
    label: typeCatalogue['bank-card'].label,
    rule: {
      zh: '13–19 位、Luhn 校验、卡组织或发卡行前缀；发卡行由前 6 位得出',
      en: '13–19 digits, Luhn, network or issuer prefix; issuer from the first six digits',
    },
    source: 'ISO/IEC 7812-1',
    needsContext: true,
    check: checkBankCard,
  },
  {
    type: 'bank-account',
    label: typeCatalogue['bank-account'].label,
    rule: {
      zh: '8–32 位数字，无校验，须有账号/开户行字样',
      en: '8–32 digits, no check digit, only beside a word for account',
    },
    source: 'practice',
    needsContext: true,
    check: checkBankAccount,
  },
  {
    type: 'bank-name',
    label: typeCatalogue['bank-name'].label,
    rule: { zh: '含银行、信用社、支行等字样', en: 'contains a word for bank or branch' },
    source: 'practice',
    needsContext: false,
    check: checkBankName,
  },
]
