import { describe, expect, test } from 'vitest'
import { wholeOrNothing, type Decision } from './decide.ts'
import { ForgedPermit, mintPermit, type Permit } from './permit.ts'
import { retoken, rewrite, type Rewriting } from './rewrite.ts'
import { packFields, type SealedBlock, unpackFields } from './sealed.ts'

/** Blocks whose "seal" is the plain text, so that the logic can be looked at alone. */
const open = (_customer: string, block: SealedBlock): Buffer => block.sealed
const block = (level: number, values: Record<number, string>, version = 1): SealedBlock => ({
  level,
  version,
  schemaVersion: 1,
  wrappedKey: Buffer.alloc(1),
  fields: Object.keys(values).map(Number),
  sealed: packFields(new Map(Object.entries(values).map(([id, value]) => [Number(id), value]))),
})
const file = { customer: 'li', blocks: [block(1, { 1: 'Li' }), block(2, { 2: '138', 3: 'a@b' }, 4)] }
const permit = <V extends 'write' | 'change-level' | 'edit-catalogue'>(
  verb: V,
  full: number[] = [],
  customer = 'li',
) =>
  mintPermit(
    { actor: 'p', verb, customer, fields: full, at: 0 },
    { full: new Set(full), masked: new Set() },
    undefined,
    undefined,
  )
const work = (changes: [number, string][], levels: Record<number, number> = {}): Rewriting => ({
  changes: new Map(changes),
  levelOf: (id) => levels[id] ?? { 1: 1, 2: 2, 3: 2, 4: 3 }[id] ?? 1,
  nextVersion: (level) => ({ 1: 2, 2: 5 })[level] ?? 9,
  seal: (_level, _name, _schema, plain) => plain,
  tokensOf: (values) => ({ parts: [...values.keys()], identifiers: [], unfit: [] }),
})
const told = (result: ReturnType<typeof rewrite>) =>
  result.blocks.map(({ level, version, sealed }) => ({
    level,
    version,
    values: sealed === undefined ? null : Object.fromEntries(unpackFields(sealed)),
  }))

describe('a file is sealed anew', () => {
  test('only the block of the changed value, with a version never used before', () => {
    expect(told(rewrite(open, permit('write', [2]), file, work([[2, '139']])))).toEqual([
      { level: 2, version: 5, values: { 2: '139', 3: 'a@b' } },
    ])
  })
  test('a new value at a new level makes a block; an emptied block goes', () => {
    const changes: [number, string][] = [[1, ''], [4, 'X']] // prettier-ignore
    expect(told(rewrite(open, permit('write', [1, 4]), file, work(changes)))).toEqual([
      { level: 1, version: 2, values: null },
      { level: 3, version: 9, values: { 4: 'X' } },
    ])
  })
  test('a field that moves leaves one block and enters another', () => {
    expect(told(rewrite(open, permit('change-level'), file, work([], { 3: 1 })))).toEqual([
      { level: 2, version: 5, values: { 2: '138' } },
      { level: 1, version: 2, values: { 1: 'Li', 3: 'a@b' } },
    ])
  })
  test('search hashes are made of all values, in here', () => {
    expect(rewrite(open, permit('write', [2]), file, work([[2, '139']])).tokens.parts).toEqual([1, 2, 3])
    const counted = retoken(open, permit('edit-catalogue'), file, (values) => ({
      ...none,
      parts: [values.size],
    }))
    expect(counted.parts).toEqual([3])
  })
})

const none = { parts: [], identifiers: [], unfit: [] }

describe('attacks', () => {
  const change: [number, string][] = [[2, '139']]
  test.each([
    ['a field the permit does not name', () => rewrite(open, permit('write', [3]), file, work(change))],
    ['another customer', () => rewrite(open, permit('write', [2], 'wang'), file, work(change))],
    ['a value under a change of level', () => rewrite(open, permit('change-level', [2]), file, work(change))],
    ['an edit of the catalogue as a correction', () => rewrite(open, permit('edit-catalogue', [2]) as unknown as Permit<'write'>, file, work(change))],
    ['a permit made by hand', () => rewrite(open, Object.assign({}, permit('write', [2])) as unknown as Permit<'write'>, file, work(change))],
    ['hashes of another customer', () => retoken(open, permit('edit-catalogue', [], 'wang'), file, () => none)],
    ['hashes under a permit to write', () => retoken(open, permit('write', [1]) as unknown as Permit<'edit-catalogue'>, file, () => none)],
  ])('%s is refused', (_what, attack) => {
    expect(attack).toThrow(ForgedPermit)
  }) // prettier-ignore
})

describe('what cannot be masked', () => {
  const decision = (sights: ('full' | 'masked' | 'hidden')[]): Decision => ({
    verdict: 'permit',
    fields: new Map(sights.map((sight, i) => [i, { sight, because: ['3.2.1/x'] }])),
    because: ['3.2.1/x'],
    faults: [],
  })
  test.each([
    [['full'], 'permit'],
    [['full', 'full'], 'permit'],
    [['masked'], 'deny'],
    [['full', 'masked'], 'deny'],
    [['full', 'hidden'], 'deny'],
  ] as const)('%j: %s', (sights, verdict) => {
    const whole = wholeOrNothing(decision([...sights]))
    expect(whole.verdict).toBe(verdict)
    if (verdict === 'deny')
      expect([...whole.fields.values()].every((field) => field.sight === 'hidden')).toBe(true)
  })
})
