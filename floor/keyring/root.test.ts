import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { RootKeyRefused } from './faults.ts'
import { keyFile, passphrase } from './root.ts'

const home = mkdtempSync(join(tmpdir(), 'root-'))
afterAll(() => rmSync(home, { recursive: true }))
const salt = Buffer.alloc(32, 5)

describe('the key file', () => {
  let folder: string
  let path: string
  let warnings: string[]
  beforeEach(() => {
    folder = mkdtempSync(join(home, 'case-'))
    path = join(folder, 'keys', 'root.key')
    warnings = []
  })
  const source = () => keyFile(path, (message) => warnings.push(message))

  test('is made at the first start for the owner alone, with a loud warning; later starts give the same key', async () => {
    const first = await source().load({ first: true, salt })
    expect(first.length).toBe(32)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(folder, 'keys'))).toEqual(['root.key'])
    expect(await source().load({ first: false, salt })).toEqual(first)
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toMatch(/copy it to a safe place.*备份/s)
    expect(warnings.join()).not.toContain(first.toString('hex'))
  })

  test('is never made again for a database that has one', async () => {
    await expect(source().load({ first: false, salt })).rejects.toThrow(/missing.*备份/s)
    expect(existsSync(path)).toBe(false)
  })

  test.each([0o640, 0o604, 0o660, 0o644, 0o620])('mode %o is refused', async (mode) => {
    await source().load({ first: true, salt })
    chmodSync(path, mode)
    await expect(source().load({ first: false, salt })).rejects.toThrow(/chmod 600/)
  })

  test.each(['', 'abc', `${'a'.repeat(63)}\n`, 'g'.repeat(64), `${'a'.repeat(64)}b`])(
    'content %j is refused',
    async (text) => {
      mkdirSync(join(folder, 'keys'))
      writeFileSync(path, text, { mode: 0o600 })
      await expect(source().load({ first: false, salt })).rejects.toThrow(/64 hexadecimal/)
    },
  )

  test('a folder in its place is refused', async () => {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    await expect(source().load({ first: false, salt })).rejects.toThrow(RootKeyRefused)
  })
})

describe('the passphrase', () => {
  test('gives one root per salt and passphrase, also when it is typed decomposed', async () => {
    const [one, decomposed, otherSalt, otherText] = await Promise.all([
      passphrase('mot de passe é 密封密封').load({ first: true, salt }),
      passphrase('mot de passe e\u0301 密封密封').load({ first: false, salt }),
      passphrase('mot de passe é 密封密封').load({ first: true, salt: Buffer.alloc(32, 6) }),
      passphrase('mot de passe è 密封密封').load({ first: true, salt }),
    ])
    expect(one.length).toBe(32)
    expect(decomposed).toEqual(one)
    expect(otherSalt).not.toEqual(one)
    expect(otherText).not.toEqual(one)
  })

  test('a short one is refused', () => {
    expect(() => passphrase('elevenchars')).toThrow(RootKeyRefused)
  })
})
