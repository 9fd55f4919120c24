import { afterAll, beforeAll, expect, test } from 'vitest'
import { SetClock } from '../../floor/clock.ts'
import { isRefusal } from '../../floor/errors.ts'
import type { Caller } from '../../gate/index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { mustGo, openUseHouse, type UseHouse } from './fixture.ts'

const clock = new SetClock('2026-11-24T02:00:00Z')
let all: UseHouse
let yao: Caller
let file: string
beforeAll(async () => {
  all = await openUseHouse({ clock })
  const boss = await all.person('王经理', { clearance: 4, scope: 'all' })
  for (const role of ['executive', 'general-manager', 'secrecy-office'])
    await all.person(role, { clearance: 4, scope: 'all', roles: [role] })
  yao = await all.person('姚远', { manager: boss, clearance: 4 })
  const values = { 'person-name': '方若', mobile: '13800138000', 'floor-price': '88000' }
  file = await all.customer(values, { ownerId: yao.personId })
  const fields = [all.field('mobile'), all.field('floor-price')]
  await all.granted(yao, all.form([file], { fields, modes: ['read', 'export'] }))
})
afterAll(async () => {
  await expectLedgerWhole(all.house)
  await all.close()
})

const windowMs = 15 * 60_000
/** 姚远 with a session whose last proof is so many milliseconds old; absent: a remembered browser stood for it. */
const proven = (agoMs?: number): Caller => ({
  ...yao,
  proof: agoMs === undefined ? { windowMs } : { at: clock.now().getTime() - agoMs, windowMs },
})
const open = (who: Caller, codes: readonly string[]) =>
  all.use.readings.open(who, {
    customer: file,
    fields: codes.map((code) => all.field(code)),
    purpose: 'service',
    mode: 'read',
    reason: '',
  })

test.each([
  ['just now', 0, true],
  ['fifteen minutes ago, to the millisecond', windowMs, true],
  ['a millisecond longer ago', windowMs + 1, false],
  ['in the future, by a clock that ran ahead', -1, false],
  ['never in this session', undefined, false],
])('the highest level, proved %s: opens %s', async (_, ago, opens) => {
  const answer = await open(proven(ago), ['floor-price'])
  if (opens) expect(mustGo(answer).values[0]).toMatchObject({ sight: 'full', text: '88000' })
  else expect(answer).toMatchObject({ refused: true, because: ['3.2.2'], next: 'step-up' })
  expect((await all.entries('reading')).at(-1)).toMatchObject({ verdict: opens ? 'permit' : 'deny' })
})

test('together with an ordinary field nothing is opened before the proof, and everything after it', async () => {
  expect(isRefusal(await open(proven(), ['mobile', 'floor-price']))).toBe(true)
  const values = mustGo(await open(proven(0), ['mobile', 'floor-price'])).values
  expect(values.map((value) => value.text)).toEqual(['13800138000', '88000'])
})

test('below the highest level nobody is asked, and a look at the file neither', async () => {
  expect(mustGo(await open(proven(), ['mobile'])).values[0]!.sight).toBe('full')
  const view = mustGo(await all.use.readings.view(proven(), file))
  expect(view.fields.find((field) => field.code === 'floor-price')!.sight).not.toBe('full')
})

test('who may not open it at all is told why, not asked to prove who they are', async () => {
  const low = await all.person('小满', { clearance: 2, scope: 'all' })
  const answer = await open({ ...low, proof: { windowMs } }, ['floor-price'])
  expect(isRefusal(answer) ? answer.next : 'opened').not.toBe('step-up')
})
