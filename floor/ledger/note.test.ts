import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  checkpointText,
  createSigner,
  decodeBase64,
  generateSigner,
  openNote,
  parseCheckpoint,
  parseKey,
  signNote,
} from './note.ts'
import { EMPTY_ROOT } from './tree.ts'

interface Vector {
  name: string
  vkey: string
  seedWithAlgorithm: string
  text: string
  signature: string
}
const vector: Vector = JSON.parse(readFileSync(new URL('vectors/note.json', import.meta.url), 'utf8'))
const published = `${vector.text}\n${vector.signature}`

describe('signed note', () => {
  const seed = Buffer.from(vector.seedWithAlgorithm, 'base64').subarray(1)

  test('the published key signs the published note, byte for byte', () => {
    const signer = createSigner(vector.name, seed)
    expect(signer.vkey).toBe(vector.vkey)
    expect(signNote(signer, vector.text)).toBe(published)
  })

  test('the published note opens with the published key', () => {
    expect(openNote(published, [parseKey(vector.vkey)])?.text).toBe(vector.text)
  })

  test('every single-bit change of a note is noticed', () => {
    const key = parseKey(vector.vkey)
    const bytes = Buffer.from(published)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(openNote(changed.toString('utf8'), [key]), `bit ${bit}`).toBeUndefined()
    }
  })

  test('signatures of strangers are ignored, but do not count', () => {
    const stranger = generateSigner('stranger').signer
    const both = published + stranger.sign(vector.text)
    expect(openNote(both, [parseKey(vector.vkey)])?.signedBy).toBe('PeterNeumann')
    expect(openNote(signNote(stranger, vector.text), [parseKey(vector.vkey)])).toBeUndefined()
  })

  test('a stranger who takes the same name is not believed', () => {
    const { signer } = generateSigner(vector.name)
    expect(openNote(signNote(signer, vector.text), [parseKey(vector.vkey)])).toBeUndefined()
  })

  test('every mangled key line is refused', () => {
    for (let at = 0; at < vector.vkey.length; at++) {
      const next = String.fromCharCode(vector.vkey.charCodeAt(at) + 1)
      expect(() => parseKey(vector.vkey.slice(0, at) + next + vector.vkey.slice(at + 1)), `at ${at}`).toThrow(
        TypeError,
      )
      expect(() => parseKey(vector.vkey.slice(0, at))).toThrow(TypeError)
    }
  })

  test.each(['', 'two words', 'a+b', '全角　空格'])('"%s" cannot be a key name', (name) => {
    expect(() => createSigner(name, seed)).toThrow(TypeError)
  })

  test('base64 with stray bits in its last character is refused', () => {
    expect(decodeBase64('AAE=')).toEqual(Buffer.of(0, 1))
    expect(decodeBase64('AAF=')).toBeUndefined()
    expect(decodeBase64('AAE')).toBeUndefined()
  })
})

describe('checkpoint', () => {
  const checkpoint = {
    origin: 'mifeng.example/acts',
    size: 20852163,
    root: EMPTY_ROOT,
    extensions: ['lane x 1 y'],
  }

  test('reads back what it wrote', () => {
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint)
    expect(parseCheckpoint(checkpointText({ ...checkpoint, size: 0, extensions: [] }))?.size).toBe(0)
  })

  test.each([
    ['a size with a leading zero', 'o\n01\nR\n'],
    ['a negative size', 'o\n-1\nR\n'],
    ['a size beyond exact numbers', 'o\n9999999999999999\nR\n'],
    ['no root', 'o\n1\n'],
    ['a short root', 'o\n1\nAAAA\n'],
    ['no origin', '\n1\nR\n'],
    ['an empty extension line', 'o\n1\nR\n\n'],
    ['no newline at the end', 'o\n1\nR'],
  ])('refuses %s', (_, text) => {
    expect(parseCheckpoint(text.replace('R', EMPTY_ROOT.toString('base64')))).toBeUndefined()
  })
})
