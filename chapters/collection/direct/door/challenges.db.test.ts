import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SetClock } from '../../../../floor/clock.ts'
import { openTestHouse } from '../../../../tests/support/house.ts'
import { isAbout, isSolved, readChallenge, writeChallenge } from './challenge.ts'
import { busyBits, Challenges, quietBits } from './challenges.ts'

const secret = Buffer.alloc(32, 7)
const clock = new SetClock('2026-11-24T02:00:00Z')
let house: Awaited<ReturnType<typeof openTestHouse>>
let challenges: Challenges
beforeAll(async () => {
  house = await openTestHouse({ clock })
})
beforeEach(() => {
  challenges = new Challenges(house.db, clock, secret)
})
afterAll(() => house.close())

const solved = (text: string, bits: number): string => {
  for (let n = 0; ; n++) if (isSolved(text, String(n), bits)) return `${text}~${n}`
}
const work = (about = 'forms/A'): string => {
  const { challenge, bits } = challenges.give(about)
  return solved(challenge, bits)
}
const code = async (attempt: Promise<unknown>): Promise<unknown> =>
  await attempt.then(
    () => 'taken',
    (error: unknown) => (error as { code: string }).code,
  )

describe('a challenge', () => {
  test('solved is taken once; replayed it is refused, on another node as well, and when both arrive together', async () => {
    const proof = work()
    clock.advance(3000)
    const elsewhere = new Challenges(house.db, clock, secret)
    const both = await Promise.all([
      code(challenges.spend(proof, 'forms/A')),
      code(elsewhere.spend(proof, 'forms/A')),
    ])
    expect(both.sort((a, b) => String(a).localeCompare(String(b)))).toEqual(['open.used', 'taken'])
    expect(await code(challenges.spend(proof, 'forms/A'))).toBe('open.used')
  })

  test('is good for its form only', async () => {
    const proof = work('forms/A')
    clock.advance(3000)
    expect(await code(challenges.spend(proof, 'forms/B'))).toBe('open.challenge')
  })

  test('sent sooner than anybody can read is refused, and may be sent again later', async () => {
    const proof = work()
    clock.advance(2000)
    expect(await code(challenges.spend(proof, 'forms/A'))).toBe('open.too-fast')
    clock.advance(2000)
    expect(await code(challenges.spend(proof, 'forms/A'))).toBe('taken')
  })

  test('ends after two hours, and what was spent is forgotten only then', async () => {
    const [used, late] = [work(), work()]
    clock.advance(3000)
    await challenges.spend(used, 'forms/A')
    await house.db.transact((w) => challenges.sweep(w))
    expect(await code(challenges.spend(used, 'forms/A'))).toBe('open.used')
    clock.advance(121 * 60_000)
    expect(await code(challenges.spend(late, 'forms/A'))).toBe('open.expired')
    await house.db.transact((w) => challenges.sweep(w))
    expect(await code(challenges.spend(used, 'forms/A'))).toBe('open.expired')
  })

  test.each([
    ['nothing', () => undefined],
    ['rubbish', () => 'x~1'],
    [
      'another secret',
      () => solved(writeChallenge(Buffer.alloc(32), 'forms/A', clock.now().getTime(), 1), 1),
    ],
    ['less work than asked', () => `${challenges.give('forms/A').challenge}~0`],
    ['a solution that is no number', () => `${challenges.give('forms/A').challenge}~1e3`],
    [
      'fewer bits written in',
      () => {
        const text = challenges.give('forms/A').challenge.replace(`.${quietBits}.`, '.0.')
        return solved(text, 0)
      },
    ],
  ])('forged: %s', async (_, make) => {
    const proof = make()
    clock.advance(3000)
    expect(await code(challenges.spend(proof, 'forms/A'))).toBe('open.challenge')
  })

  test('costs more while many ask for the same form', () => {
    for (let n = 0; n < 120; n++) challenges.give('forms/A')
    expect(challenges.give('forms/A').bits).toBe(busyBits)
    expect(challenges.give('forms/B').bits).toBe(quietBits)
    clock.advance(60_000)
    expect(challenges.give('forms/A').bits).toBe(quietBits)
  })
})

test('reads back what was written, and SHA-256 is what the browser computes', () => {
  const text = writeChallenge(secret, 'forms/A', 1_800_000_000_000, 4)
  expect(readChallenge(secret, text)).toMatchObject({
    about: 'forms/A',
    issuedAt: 1_800_000_000_000,
    bits: 4,
  })
  const [, solution = ''] = solved(text, 4).split('~')
  expect(createHash('sha256').update(`${text}:${solution}`).digest()[0]! >> 4).toBe(0)
  expect([
    isAbout('forms/AB-1'),
    isAbout('forms'),
    isAbout('forms/a/b'),
    isAbout('x/' + 'a'.repeat(99)),
  ]).toEqual([true, false, false, false])
})
