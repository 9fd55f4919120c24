import { Mistake } from '../../../floor/errors.ts'
import { pinyinOf } from '../pinyin.ts'
import { isPinyinName, longestName } from './chinese.ts'
import { commonPieces } from './common.ts'

/**
 * Lengths in characters: at least `alone` where nothing but the password stands before the account, at least `second`
 * beside a second factor (NIST SP 800-63B-4 §3.1.1.2); the longest bounds the work of hashing.
 */
export const passwordLength = { alone: 15, second: 12, max: 128 } as const
/** How many earlier passwords are remembered. */
export const historyLength = 5
/**
 * How much must remain of a password when every guessable piece counts as one character. Eight free characters are
 * about what a blocklist of the commonest thousands would leave, and no class of characters is demanded.
 */
const leastFree = 8

/** What the rules of sign-in in force demand of this person's password. */
export interface Demands {
  readonly least: number
  /** Three of four kinds of characters; an option of the profile 等保 alone. */
  readonly classRule: boolean
}

/** What somebody who knows the person would try first. */
export interface OwnWords {
  readonly name: string
  readonly employeeNo: string
  readonly signInName: string
  readonly company: string
}

/**
 * Refuses passwords that are too short, too long, or mostly made of guessable pieces.
 * @throws Mistake naming what is wrong; the password itself is never repeated
 */
export function checkPassword(password: string, own: OwnWords, demands: Demands): void {
  const plain = password.normalize('NFKC')
  const length = Array.from(plain).length
  if (length < demands.least) throw wrong('people.password-short', { length: demands.least })
  if (length > passwordLength.max) throw wrong('people.password-long', { length: passwordLength.max })
  if (freeCharacters(plain, new Set([...commonPieces, ...ownPieces(own)])) < leastFree)
    throw wrong(holdsOwn(plain, own) ? 'people.password-own' : 'people.password-common')
  if (demands.classRule && classesOf(plain) < leastClasses)
    throw wrong('people.password-classes', { count: leastClasses })
}

/** How many characters there are, as a person counts them. */
export const lengthOf = (password: string): number => Array.from(password.normalize('NFKC')).length

/** Small letters, capitals, digits, everything else: of how many kinds there is one. */
export const classesOf = (plain: string): number =>
  [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((kind) => kind.test(plain)).length
const leastClasses = 3

const wrong = (code: string, values: Record<string, number> = {}): Mistake =>
  new Mistake(code, { field: 'next', values })

/** Whether a name, number or other word of the person's own stands in it; two letters may be chance. */
export function holdsOwn(password: string, own: OwnWords): boolean {
  const plain = unleet(password.normalize('NFKC').toLowerCase())
  return ownPieces(own).some(
    (piece) => (piece.length >= 3 || /\p{Script=Han}/u.test(piece)) && plain.includes(piece),
  )
}

/** The person's and the company's names in characters and as typed, with the parts of which they consist. */
export function ownPieces(own: OwnWords): string[] {
  const company = own.company.replace(/(有限责任|股份有限|有限)?公司$|集团$/u, '')
  const typed = [own.name, company].flatMap((name) => [
    name,
    name.slice(0, 2),
    name.slice(0, 4),
    ...pinyinOf(name).split(' '),
    ...pinyinOf(name.slice(0, 2)).split(' '),
    ...pinyinOf(name.slice(1)).split(' '),
  ])
  const words = own.company.split(/[^\p{L}\p{N}]+/u)
  return [...typed, ...words, own.employeeNo, own.signInName]
    .map((piece) => unleet(piece.toLowerCase()))
    .filter((piece) => Array.from(piece).length >= 2)
}

const leet: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'l',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '!': 'i',
}
const unleet = (text: string): string => text.replace(/[@43!10$57]/g, (letter) => leet[letter] ?? letter)

/**
 * Characters left over when the password is covered as well as possible by guessable pieces, each counting as one
 * character and a repeated piece as none.
 */
export function freeCharacters(password: string, pieces: ReadonlySet<string>): number {
  const letters = Array.from(password.toLowerCase())
  const plain = letters.join('')
  const spelled = Array.from(unleet(plain))
  const longest = Math.max(...[...pieces].map((piece) => piece.length), longestName)
  const least: number[] = [0]
  for (let end = 1; end <= letters.length; end += 1) {
    let best = least[end - 1]! + (letters[end - 1] === letters[end - 2] ? 0 : 1)
    for (let start = Math.max(0, end - longest); start <= end - 2; start += 1) {
      const piece = letters.slice(start, end).join('')
      const otherwise = spelled.slice(start, end).join('')
      if (!isGuessable(piece, otherwise, pieces)) continue
      const seen = plain.slice(0, letters.slice(0, start).join('').length).includes(piece)
      best = Math.min(best, least[start]! + (seen ? 0 : 1))
    }
    least.push(best)
  }
  return least[letters.length]!
}

const rows = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '!@#$%^&*()',
]
const runs = rows.flatMap((row) => [row, Array.from(row).toReversed().join('')])

function isGuessable(piece: string, otherwise: string, pieces: ReadonlySet<string>): boolean {
  if (pieces.has(piece) || pieces.has(otherwise)) return true
  const length = piece.length
  if (length >= 3 && runs.some((run) => run.includes(piece))) return true
  // A year, or a date of six or eight digits.
  if (/^(?:19|20)\d{2}$/.test(piece)) return true
  if (/^(?:(?:19|20)?\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(piece)) return true
  // A mobile number, or a Chinese name in pinyin.
  return /^1[3-9]\d{9}$/.test(piece) || isPinyinName(piece)
}
