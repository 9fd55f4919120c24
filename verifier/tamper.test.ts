import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generateSigner } from '../floor/ledger/note.ts'
import { entriesOf, entry, filesOf, makeExport, type Export, type MadeLane } from './support.ts'
import { Broken, parseKeys, verifyFolder } from './verify.mjs'

const id = 'test.example/mifeng'
const { signer } = generateSigner(id)
const keys = parseKeys(signer.vkey)

/** The finding, or undefined for a log that is taken to be whole. Anything but a finding is a crash of the verifier. */
function finding(made: Export): Broken | undefined {
  try {
    verifyFolder(filesOf(made), keys)
    return undefined
  } catch (error) {
    if (error instanceof Broken) return error
    throw error
  }
}

/** Flips bits of every file; `bits` says which ones of a byte. Gives the flips that were not noticed. */
function unnoticedFlips(
  made: Export,
  bits: (at: number) => readonly number[],
): { tried: number; unnoticed: string[] } {
  const unnoticed: string[] = []
  let tried = 0
  for (const [path, data] of made) {
    const altered = Buffer.from(data)
    const mutant = new Map(made).set(path, altered)
    for (let at = 0; at < data.length; at++) {
      for (const bit of bits(at)) {
        altered[at]! ^= 1 << bit
        tried++
        if (!finding(mutant)) unnoticed.push(`${path} byte ${at} bit ${bit}`)
        altered[at]! ^= 1 << bit
      }
    }
  }
  return { tried, unnoticed }
}
const sizeOf = (made: Export): number => [...made.values()].reduce((sum, data) => sum + data.length, 0)

const all = (): readonly number[] => [0, 1, 2, 3, 4, 5, 6, 7]

describe('single bits', () => {
  test('every single-bit change of a small export of two lanes is noticed', () => {
    const made = makeExport(id, signer, [
      { name: 'acts', entries: entriesOf('acts', 2), checkpoints: [2] },
      { name: 'readings-1', entries: entriesOf('readings-1', 6), checkpoints: [4, 6] },
    ])
    expect(finding(made)).toBeUndefined()
    const { tried, unnoticed } = unnoticedFlips(made, all)
    expect(tried).toBe(sizeOf(made) * 8)
    expect(unnoticed).toEqual([])
  })

  // All 262,144 take minutes; MIFENG_TAMPER=all runs them before a release, otherwise one bit of every fourth byte is flipped.
  test('bit changes in an export of 32 KiB with full tiles are noticed', { timeout: 1_200_000 }, () => {
    const made = makeExport(id, signer, [
      { name: 'r', entries: entriesOf('r', 490), checkpoints: [489, 490] },
    ])
    expect(sizeOf(made)).toBeGreaterThan(32_000)
    const { unnoticed } = unnoticedFlips(
      made,
      process.env['MIFENG_TAMPER'] === 'all' ? all : (at) => (at % 4 === 0 ? [(at / 4) % 8] : []),
    )
    expect(unnoticed).toEqual([])
  })
})

/** Holds all files of a log that was once true, unchanged: then it is that log, and rightly whole. */
const contains = (made: Export, log: Export): boolean =>
  [...log].every(([path, data]) => made.get(path)?.equals(data) === true)

type Random = (below: number) => number
/** A small generator, so that a seed printed on failure gives the same tampering again. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function mix(made: Export, other: Export, random: Random): void {
  const share = 1 + random(9)
  for (const [path, data] of other) if (random(10) < share) made.set(path, data)
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!

describe('random tampering', () => {
  const lanes: readonly MadeLane[] = [
    { name: 'acts', entries: entriesOf('acts', 20), checkpoints: [0, 7, 20] },
    { name: 'readings-1', entries: entriesOf('readings-1', 300), checkpoints: [0, 40, 290, 300] },
    { name: 'readings-2', entries: entriesOf('readings-2', 33), checkpoints: [33] },
  ]
  const honest = makeExport(id, signer, lanes)
  const older = makeExport(id, signer, [
    lanes[0]!,
    { ...lanes[1]!, entries: lanes[1]!.entries.slice(0, 290), checkpoints: [0, 40, 290] },
    lanes[2]!,
  ])
  const forked = makeExport(id, signer, [
    lanes[0]!,
    { ...lanes[1]!, entries: lanes[1]!.entries.with(100, entry('readings-1', 7777)) },
    lanes[2]!,
  ])
  const stranger = makeExport(id, generateSigner(id).signer, lanes)

  const kinds: Record<string, (made: Export, path: string, data: Buffer, random: Random) => void> = {
    'edits bytes': (made, path, data, random) => {
      const next = Buffer.from(data)
      for (let i = 0; i <= random(4); i++) next[random(next.length)] = random(256)
      made.set(path, next)
    },
    'cuts the end off': (made, path, data, random) =>
      void made.set(path, data.subarray(0, random(data.length))),
    'cuts a piece out': (made, path, data, random) => {
      const at = random(data.length)
      made.set(path, Buffer.concat([data.subarray(0, at), data.subarray(at + 1 + random(64))]))
    },
    'repeats a piece': (made, path, data, random) => {
      const at = random(data.length)
      made.set(path, Buffer.concat([data.subarray(0, at + 1 + random(64)), data.subarray(at)]))
    },
    'swaps two pieces': (made, path, data, random) => {
      const length = 1 + random(32)
      const [a, b] = [random(data.length), random(data.length)]
      const next = Buffer.from(data)
      data.copy(next, a, b, b + length)
      data.copy(next, b, a, a + length)
      made.set(path, next)
    },
    'deletes a file': (made, path) => void made.delete(path),
    'swaps two files': (made, path, data, random) => {
      const other = pick(random, [...made.keys()])
      made.set(path, made.get(other)!).set(other, data)
    },
    'replays files of an older export': (made, _, __, random) => mix(made, older, random),
    'mixes in files of a fork': (made, _, __, random) => mix(made, forked, random),
    'mixes in files signed by a stranger': (made, _, __, random) => mix(made, stranger, random),
  }
  test.each(Object.entries(kinds))('one who %s is found out', (_, tamper) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = randomFrom(seed)
        const made = new Map(honest)
        const path = pick(random, [...made.keys()])
        tamper(made, path, made.get(path)!, random)
        if ([honest, older, forked].some((log) => contains(made, log))) return
        const found = finding(made)
        expect(found).toBeInstanceOf(Broken)
        expect(found!.index).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: Number(process.env['MIFENG_TAMPER_RUNS'] ?? 400) },
    )
  })
})
