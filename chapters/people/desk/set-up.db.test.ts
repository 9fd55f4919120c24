import { afterEach, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { address, agent, firstRun, lastEntries, mistakeOf, openEmpty } from '../support.ts'

const opened: Awaited<ReturnType<typeof openEmpty>>[] = []
async function open(...options: Parameters<typeof openEmpty>) {
  const empty = await openEmpty(...options)
  opened.push(empty)
  return empty
}
afterEach(async () => {
  for (const { house } of opened.splice(0)) {
    await expectLedgerWhole(house)
    await house.close()
  }
})

test('the first run makes the company, seeds its levels and names three administrators, all in one recorded act', async () => {
  const seeded: string[] = []
  const { house, people } = await open({ onSetUp: async (_, preset) => void seeded.push(preset) })
  const { administrators } = await people.setUp(firstRun((await people.setupSecret())!))
  expect(seeded).toEqual(['company'])
  expect(await people.company()).toMatchObject({ name: '青石贸易有限公司', ledgerId: house.ledger.id })
  expect(administrators.map((one) => [one.role, one.employeeNo, one.signInName])).toEqual([
    ['system-admin', 'S001', 's001'],
    ['security-admin', 'S002', 's002'],
    ['audit-admin', 'S003', 's003'],
  ])
  const [entry] = await lastEntries(house, 1)
  expect(entry).toMatchObject({ kind: 'set-up', preset: 'company' })
  expect(JSON.stringify(entry)).not.toMatch(/沈清|S001|青石/)
  const stored = await house.fresh.owner.read((r) => r.rows(sql`select * from people.account`))
  for (const one of administrators) expect(JSON.stringify(stored)).not.toContain(one.oneTimePassword)
})

test('set-up raced twice: one company, three administrators, one winner', async () => {
  const { house, people } = await open()
  const secret = (await people.setupSecret())!
  const tries = await Promise.allSettled(Array.from({ length: 4 }, () => people.setUp(firstRun(secret))))
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const counts = await house.db.read((r) =>
    r.row(
      sql`select (select count(*)::int from people.company) as companies, (select count(*)::int from people.person) as people`,
    ),
  )
  expect(counts).toEqual({ companies: 1, people: 3 })
  expect(await mistakeOf(people.setUp(firstRun(secret)))).toBe('people.already-set-up')
  expect(await people.setupSecret()).toBeUndefined()
})

test('a guessed, an old or a replaced set-up secret opens nothing', async () => {
  const { house, clock, people } = await open()
  const first = (await people.setupSecret())!
  expect(await mistakeOf(people.setUp(firstRun('aaaa-bbbb-cccc-dddd-eeee')))).toBe(
    'people.setup-secret-wrong',
  )
  const second = (await people.setupSecret())!
  expect(await mistakeOf(people.setUp(firstRun(first)))).toBe('people.setup-secret-wrong')
  clock.advance(24 * 3_600_000)
  expect(await mistakeOf(people.setUp(firstRun(second)))).toBe('people.setup-secret-expired')
  for (let n = 0; n < 3; n += 1) await mistakeOf(people.setUp(firstRun('wrong'), '10.9.9.9'))
  for (let n = 0; n < 3; n += 1) await mistakeOf(people.setUp(firstRun('wrong'), '10.9.9.9'))
  expect(await mistakeOf(people.setUp(firstRun('wrong'), '10.9.9.9'))).toBe('people.wait')
  expect(await house.db.read((r) => r.rows(sql`select 1 from people.person`))).toEqual([])
})

test('one person cannot be two of the three administrators, and a failed seed leaves nothing behind', async () => {
  const { house, people } = await open({ onSetUp: () => Promise.reject(new Error('no levels')) })
  const form = firstRun((await people.setupSecret())!)
  const twice = [
    { ...form, auditAdmin: { employeeNo: 's001', name: '顾言' } },
    { ...form, auditAdmin: { employeeNo: 'S009', name: '沈清' } },
  ]
  for (const one of twice) expect(await mistakeOf(people.setUp(one))).toBe('people.three-people')
  expect(await mistakeOf(people.setUp({ ...form, preset: 'state-secrets' }))).toBe('people.no-preset')
  await expect(people.setUp(form)).rejects.toThrow('no levels')
  expect(await people.company()).toBeUndefined()
  expect(await house.db.read((r) => r.rows(sql`select 1 from people.account`))).toEqual([])
})

test('there is no default account: nobody can sign in before the first run', async () => {
  const { people } = await open()
  for (const name of ['admin', 'root', 'mifeng', 'S001'])
    expect(await mistakeOf(people.signIn({ name, password: name, address, agent }))).toBe(
      'people.sign-in-failed',
    )
})
