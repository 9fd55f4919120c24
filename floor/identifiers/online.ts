import { typeCatalogue } from './catalogue.ts'
import { luhnHolds } from './checksums.ts'
import { normaliseIdentifier, normaliseText } from './normalise.ts'
import type { BothLanguages, Detector, IdentifierType, Match } from './types.ts'

const emailShape =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/

/** The local part is lower-cased too: mail systems in use treat it so, and duplicates must meet. */
function checkEmail(text: string): Match | undefined {
  const normal = normaliseText(text).toLowerCase()
  if (normal.length > 254 || normal.indexOf('@') > 64 || !emailShape.test(normal)) return undefined
  const qq = /^[1-9]\d{4,10}@qq\.com$/.test(normal)
  return { type: 'email', normal, strength: 'pattern', ...(qq && { detail: { variant: 'qq-number' } }) }
}

function checkWechat(text: string): Match | undefined {
  const normal = normaliseText(text)
  if (!/^[A-Za-z][-_A-Za-z0-9]{5,19}$/.test(normal)) return undefined
  return {
    type: 'wechat',
    normal: normal.toLowerCase(),
    strength: normal.startsWith('wxid_') ? 'pattern' : 'weak',
  }
}

function checkQq(text: string): Match | undefined {
  const normal = normaliseIdentifier(text).replace(/^QQ:?/i, '')
  return /^[1-9]\d{4,10}$/.test(normal) ? { type: 'qq', normal, strength: 'weak' } : undefined
}

/** Four decimal octets without leading zeros, or undefined. */
function octetsOf(text: string): number[] | undefined {
  if (text.length > 15 || !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined
  const octets = text.split('.').map(Number)
  return octets.every((octet) => octet <= 255) && !/(?:^|\.)0\d/.test(text) ? octets : undefined
}

/** RFC 4291 text form: eight groups, one `::` at most, perhaps an IPv4 tail. */
function isIpv6(text: string): boolean {
  if (text.length < 2 || text.length > 45 || !text.includes(':')) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const tail = groups.at(-1)
  const embedded = tail !== undefined && tail.includes('.') && octetsOf(tail) !== undefined
  const count = groups.length + (embedded ? 1 : 0)
  const plain = embedded ? groups.slice(0, -1) : groups
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  return halves.length === 2 ? count <= 7 : count === 8
}

function checkIp(text: string): Match | undefined {
  const normal = normaliseText(text).toLowerCase()
  const octets = octetsOf(normal)
  if (octets !== undefined) {
    const [a = 0, b = 0] = octets
    const inside =
      a === 10 ||
      a === 127 ||
      (a === 192 && b === 168) ||
      (a === 172 && b >= 16 && b <= 31) ||
      (a === 169 && b === 254)
    return { type: 'ip', normal, strength: 'pattern', detail: { variant: inside ? 'private' : 'public' } }
  }
  return isIpv6(normal) ? { type: 'ip', normal, strength: 'pattern', detail: { variant: 'v6' } } : undefined
}

function checkMac(text: string): Match | undefined {
  const clean = normaliseText(text).toLowerCase()
  if (!/^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/.test(clean))
    return undefined
  const normal = clean.replace(/[:.-]/g, '').replace(/..(?=.)/g, '$&:')
  return { type: 'mac', normal, strength: 'pattern' }
}

function checkImei(text: string): Match | undefined {
  const normal = normaliseIdentifier(text)
  return /^\d{15}$/.test(normal) && luhnHolds(normal)
    ? { type: 'imei', normal, strength: 'checksum' }
    : undefined
}

function detector(
  type: IdentifierType,
  check: Detector['check'],
  needsContext: boolean,
  rule: BothLanguages,
  source = 'practice',
): Detector {
  return { type, label: typeCatalogue[type].label, rule, source, needsContext, check }
}

/** Accounts and addresses on networks. */
export const onlineDetectors: readonly Detector[] = [
  detector(
    'email',
    checkEmail,
    false,
    {
      zh: '标准地址，总长 ≤254，本地部分 ≤64',
      en: 'standard address, at most 254 characters, local part at most 64',
    },
    'RFC 5321',
  ),
  detector('wechat', checkWechat, true, {
    zh: '字母开头 6–20 位，须有微信/VX 字样',
    en: 'a letter, then 5–19 of letters, digits, - and _; only beside a word for WeChat',
  }),
  detector('qq', checkQq, true, {
    zh: '5–11 位数字，须有 QQ 字样',
    en: '5–11 digits, only beside a word for QQ',
  }),
  detector(
    'ip',
    checkIp,
    false,
    { zh: 'IPv4（标出内网）与 IPv6', en: 'IPv4 (private ranges flagged) and IPv6' },
    'RFC 791, RFC 4291',
  ),
  detector('mac', checkMac, false, { zh: '6 组十六进制', en: 'six hexadecimal pairs' }, 'IEEE 802'),
  detector(
    'imei',
    checkImei,
    true,
    { zh: '15 位+Luhn，须有串号字样', en: '15 digits and Luhn, only beside a word for it' },
    '3GPP TS 23.003',
  ),
]
