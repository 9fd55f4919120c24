/** The four check-digit rules that Chinese identifiers use. Each is linear and allocates nothing. */

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idCheckDigits = '10X98765432'

/** GB 11643 (ISO 7064 MOD 11-2): true when the 18th character fits the 17 digits before it. */
export function idCheckHolds(id: string): boolean {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (id.charCodeAt(i) - 48) * (idWeights[i] ?? 0)
  return idCheckDigits[sum % 11] === id[17]
}

/** Luhn (ISO/IEC 7812-1, also IMEI): true when the digits, the last one included, add up. */
export function luhnHolds(digits: string): boolean {
  let sum = 0
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    const digit = digits.charCodeAt(i) - 48
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return sum % 10 === 0
}

const creditCharacters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** GB 32100-2015: (31 − Σ mod 31) mod 31. The outer mod matters: without it the value 31 has no character. */
export function creditCodeCheckHolds(code: string): boolean {
  let sum = 0
  for (let i = 0; i < 17; i++) {
    const value = creditCharacters.indexOf(code[i] ?? '?')
    if (value < 0) return false
    sum += value * (creditWeights[i] ?? 0)
  }
  return creditCharacters[(31 - (sum % 31)) % 31] === code[17]
}

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11714: 11 − Σ mod 11, where 10 is written X and 11 is written 0. */
export function organisationCheckHolds(code: string): boolean {
  let sum = 0
  for (let i = 0; i < 8; i++) {
    const character = code.charCodeAt(i)
    sum += (character > 57 ? character - 55 : character - 48) * (organisationWeights[i] ?? 0)
  }
  return '0X987654321'[sum % 11] === code[8]
}

/** GS 15-2006 (ISO 7064 MOD 11,10) over 15 digits. */
export function licenceCheckHolds(digits: string): boolean {
  let product = 10
  for (let i = 0; i < 14; i++) {
    const sum = (product + digits.charCodeAt(i) - 48) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (product + digits.charCodeAt(14) - 48) % 10 === 1
}
