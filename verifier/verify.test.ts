import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '../floor/ledger/checkpoints.ts'
import { generateSigner } from '../floor/ledger/note.ts'
import { leafHash } from '../floor/ledger/tree.ts'
import { entriesOf, entry, filesOf, makeExport, type Export, type MadeLane } from './support.ts'
import { Broken, main, parseKeys, verifyFolder } from './verify.mjs'

const id = 'test.example/mifeng'
const { signer } = generateSigner(id)
const keys = parseKeys(`# the ledger's key\n${signer.vkey}\n`)
const acts: MadeLane = { name: 'acts', entries: entriesOf('acts', 5), checkpoints: [0, 2, 5] }
const readings: MadeLane = {
  name: 'readings-1',
  entries: entriesOf('readings-1', 600),
  checkpoints: [0, 10, 300, 600],
}
const honest = makeExport(id, signer, [acts, readings])

/** What the verifier says: "whole", or lane, index and reason. */
function verdict(made: Export, against: readonly Buffer[] = []): string {
  try {
    verifyFolder(filesOf(made), keys, { against })
    return 'whole'
  } catch (error) {
    if (error instanceof Broken) return `${error.lane} ${error.index} ${error.reason}`
    throw error
  }
}
/** The honest export with some files replaced; undefined takes a file away. */
function changed(files: Record<string, Buffer | string | undefined>, base: Export = honest): Export {
  const made = new Map(base)
  for (const [path, data] of Object.entries(files)) {
    if (data === undefined) made.delete(path)
    else made.set(path, Buffer.from(data))
  }
  return made
}
const flip = (path: string, at: number, bit = 0): Record<string, Buffer> => {
  const data = Buffer.from(honest.get(path)!)
  data[at]! ^= 1 << bit
  return { [path]: data }
}
/** The lane of readings with another past, signed by the true key. */
const rewrite = (at: number, lane: MadeLane = readings): Export =>
  makeExport(id, signer, [acts, { ...lane, entries: lane.entries.with(at, entry('readings-1', -1)) }])
const from = (made: Export, ...paths: string[]): Record<string, Buffer> =>
  Object.fromEntries(paths.map((path) => [path, made.get(path)!]))
const bundle = (n: number): number => entry('readings-1', n).length + 2

describe('an honest log', () => {
  test('is whole', () => {
    expect(verifyFolder(filesOf(honest), keys)).toMatchObject({ entries: 605, checkpoints: 7 })
  })

  test('is whole at every size and with every pattern of checkpoints', () => {
    const lane = fc.tuple(fc.nat(700), fc.array(fc.nat(700), { maxLength: 6 }), fc.boolean())
    fc.assert(
      fc.property(fc.array(lane, { minLength: 1, maxLength: 3 }), (lanes) => {
        const made = lanes.map(([size, sizes, zero], i) => ({
          name: `lane-${i}`,
          entries: entriesOf(`lane-${i}`, size),
          checkpoints: [...new Set([...(zero ? [0] : []), ...sizes.filter((n) => n < size), size])].sort(
            (a, b) => a - b,
          ),
        }))
        expect(verdict(makeExport(id, signer, made))).toBe('whole')
      }),
      { numRuns: 60 },
    )
  })

  test.each([255, 256, 257, 511, 512, 65_536, 65_600])('of %i entries is whole', (size) => {
    const lane = { name: 'a', entries: entriesOf('a', size), checkpoints: [size - 1, size] }
    expect(verdict(makeExport(id, signer, [lane]))).toBe('whole')
  })

  test('continues every earlier checkpoint that an auditor kept', () => {
    const kept = [...honest.keys()]
      .filter((path) => path.includes('checkpoint'))
      .map((path) => honest.get(path)!)
    expect(verdict(honest, kept)).toBe('whole')
  })

  test('other files beside it do not matter', () => {
    expect(verdict(changed({ 'readings-1/notes.txt': 'x', 'readings-1/tile/0/000.p/12': 'old' }))).toBe(
      'whole',
    )
  })
})

describe('what was altered is named', () => {
  const partial = 'readings-1/tile/entries/002.p/88'
  const stranger = generateSigner(id).signer
  const head = { laneName: 'readings-1', size: 600, root: leafHash('x') }
  const shorter = makeExport(id, signer, [
    acts,
    { ...readings, entries: readings.entries.slice(0, 300), checkpoints: [0, 10, 300] },
  ])
  test.each<[string, Export, string]>([
    [
      'a character of the first entry',
      changed(flip('readings-1/tile/entries/000', 5)),
      'readings-1 0 entry-altered',
    ],
    [
      'a character of entry 1',
      changed(flip('readings-1/tile/entries/000', bundle(0) + 5)),
      'readings-1 1 entry-altered',
    ],
    [
      'a character of an entry in the last bundle',
      changed(flip(partial, bundle(512) * 3 + 5)),
      'readings-1 515 entry-altered',
    ],
    [
      'the length of an entry',
      changed(flip('readings-1/tile/entries/001', 1)),
      'readings-1 256 entry-altered',
    ],
    ['the length of an entry, by much', changed(flip(partial, 0, 7)), 'readings-1 512 entry-altered'],
    ['an entry of the other lane', changed(flip('acts/tile/entries/000.p/5', 5)), 'acts 0 entry-altered'],
    [
      'an entry after a checkpoint in the same bundle',
      changed(from(rewrite(400), 'readings-1/tile/entries/001')),
      'readings-1 400 entry-altered',
    ],
    ['a hash in a tile', changed(flip('readings-1/tile/0/001', 32 * 7)), 'readings-1 263 tile-altered'],
    [
      'a hash in the last tile',
      changed(flip('readings-1/tile/0/002.p/88', 32 * 9)),
      'readings-1 521 tile-altered',
    ],
    ['a hash in a tile above', changed(flip('readings-1/tile/1/000.p/2', 32)), 'readings-1 256 tile-altered'],
    [
      'a tile cut short',
      changed({ 'readings-1/tile/0/000': honest.get('readings-1/tile/0/000')!.subarray(0, 64) }),
      'readings-1 2 tile-altered',
    ],
    [
      'bytes behind the last entry',
      changed({ [partial]: Buffer.concat([honest.get(partial)!, Buffer.of(0)]) }),
      'readings-1 599 entry-altered',
    ],
    [
      'an entry together with its tile',
      changed(from(rewrite(290), 'readings-1/tile/0/001', 'readings-1/tile/entries/001')),
      'readings-1 256 entry-altered',
    ],
    ['a missing bundle', changed({ 'readings-1/tile/entries/001': undefined }), 'readings-1 256 missing'],
    ['the last bundle gone', changed({ [partial]: undefined }), 'readings-1 512 truncated'],
    ['a missing tile', changed({ 'readings-1/tile/0/001': undefined }), 'readings-1 256 missing'],
    ['a missing tile above', changed({ 'readings-1/tile/1/000.p/2': undefined }), 'readings-1 0 missing'],
    ['a missing checkpoint', changed({ 'readings-1/checkpoint': undefined }), 'readings-1 600 missing'],
    [
      'a missing earlier checkpoint',
      changed({ 'readings-1/checkpoints/10': undefined }),
      'readings-1 0 missing',
    ],
    ['a whole lane missing', changed(without('readings-1/')), 'readings-1 600 missing'],
    [
      'a checkpoint of a stranger',
      changed({ 'readings-1/checkpoint': signCheckpoint(stranger, id, head, []) }),
      'readings-1 600 checkpoint-forged',
    ],
    [
      'a checkpoint of the other lane',
      changed({ 'readings-1/checkpoint': honest.get('acts/checkpoint') }),
      'readings-1 600 checkpoint-forged',
    ],
    [
      'an earlier checkpoint in place of the newest',
      changed({ 'readings-1/checkpoint': honest.get('readings-1/checkpoints/300') }),
      'readings-1 300 rolled-back',
    ],
    [
      'two checkpoints swapped',
      changed({
        'readings-1/checkpoints/10': honest.get('readings-1/checkpoints/300'),
        'readings-1/checkpoints/300': honest.get('readings-1/checkpoints/10'),
      }),
      'readings-1 10 checkpoint-forged',
    ],
    [
      'a newest checkpoint of another history, signed by the true key',
      changed(from(rewrite(3), 'readings-1/checkpoint')),
      'readings-1 600 fork',
    ],
    [
      'an earlier checkpoint of another history, signed by the true key',
      changed(from(rewrite(3), 'readings-1/checkpoints/300')),
      'readings-1 0 fork',
    ],
    [
      'a lane rolled back, with its files and manifest',
      changed(from(honest, 'acts/checkpoint', 'manifest'), shorter),
      'readings-1 300 rolled-back',
    ],
    [
      'a manifest of a stranger',
      changed(from(makeExport(id, stranger, [acts, readings]), 'manifest')),
      ' 0 manifest-forged',
    ],
    ['no manifest', changed({ manifest: undefined }), ' 0 missing'],
  ])('%s', (_, made, expected) => {
    expect(verdict(made)).toBe(expected)
  })

  /** Takes away everything under a folder. */
  function without(folder: string): Record<string, undefined> {
    return Object.fromEntries(
      [...honest.keys()].filter((path) => path.startsWith(folder)).map((path) => [path, undefined]),
    )
  }

  test('a log rolled back as a whole contradicts the checkpoint that the auditor kept', () => {
    const kept = honest.get('readings-1/checkpoint')!
    expect(verdict(shorter)).toBe('whole')
    expect(verdict(shorter, [kept])).toBe('readings-1 300 rolled-back')
  })

  test('a log rewritten as a whole contradicts the checkpoint that the auditor kept', () => {
    expect(verdict(rewrite(3))).toBe('whole')
    expect(verdict(rewrite(3), [honest.get('readings-1/checkpoints/300')!])).toBe('readings-1 0 fork')
    expect(verdict(rewrite(400), [honest.get('readings-1/checkpoints/300')!])).toBe('whole')
    expect(verdict(rewrite(400), [honest.get('readings-1/checkpoint')!])).toBe('readings-1 0 fork')
  })

  test('lanes from two different exports do not go together', () => {
    const mixed = new Map([...rewrite(3), ...[...honest].filter(([path]) => path.startsWith('acts/'))])
    expect(verdict(mixed)).not.toBe('whole')
  })
})

const run = (...args: string[]): { status: number; said: string } => {
  let said = ''
  const status = main(args, (line) => (said += line))
  return { status, said }
}

describe('the command', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'verify-'))
    for (const [path, data] of honest) {
      mkdirSync(dirname(join(folder, 'log', path)), { recursive: true })
      writeFileSync(join(folder, 'log', path), data)
    }
    writeFileSync(join(folder, 'key'), signer.vkey)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('says what is whole, in both languages and as JSON', () => {
    const args = [join(folder, 'log'), '--key', join(folder, 'key')]
    expect(run(...args, '--lang', 'en')).toMatchObject({
      status: 0,
      said: expect.stringMatching(/^Whole\. Lanes: 2/),
    })
    expect(run(...args, '--lang', 'zh')).toMatchObject({ status: 0, said: expect.stringMatching(/^完整/) })
    expect(JSON.parse(run(...args, '--json').said)).toMatchObject({ whole: true, entries: 605 })
  })

  test('names the first bad entry, with status 1', () => {
    const path = join(folder, 'log/readings-1/tile/entries/000')
    writeFileSync(path, flip('readings-1/tile/entries/000', bundle(0) + 5)['readings-1/tile/entries/000']!)
    const args = [join(folder, 'log'), '--key', join(folder, 'key')]
    expect(run(...args, '--lang', 'en')).toEqual({
      status: 1,
      said: 'NOT WHOLE! Lane readings-1, entry 1: the entry was altered (readings-1/tile/entries/000)',
    })
    expect(run(...args, '--lang', 'zh').said).toMatch(/^不完整!分道 readings-1,记录 1:条目被改动/)
    expect(JSON.parse(run(...args, '--json').said)).toMatchObject({
      lane: 'readings-1',
      index: 1,
      reason: 'entry-altered',
    })
    writeFileSync(path, honest.get('readings-1/tile/entries/000')!)
  })

  test.each([
    ['nothing', []],
    ['no key', ['x']],
    ['an option it does not know', ['x', '--key', 'k', '--force']],
    ['two logs', ['x', 'y', '--key', 'k']],
    ['a language it does not speak', ['x', '--key', 'k', '--lang', 'fr']],
    ['files that do not exist', ['/nowhere/x', '--key', '/nowhere/k']],
  ])('ends with status 2 when given %s', (_, args) => {
    expect(run(...args).status).toBe(2)
  })
})
