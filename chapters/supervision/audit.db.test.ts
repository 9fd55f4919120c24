import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { mistakeOf } from '../people/support.ts'
import { must, openWorkingCompany, type WorkingCompany } from './fixture.ts'
import type { EntryFilter, EntryRow } from './wire.ts'

let all: WorkingCompany
let application: { id: string; number: string }
beforeAll(async () => {
  all = await openWorkingCompany()
  application = await all.apply()
  const { instance, tasks } = await all.house.db.read((r) => all.approval.life(r, application.id))
  const hash = instance.snapshotHash
  await all.approval.act(all.lin, application.id, { verb: 'approve', taskId: tasks[0]!.id, hash })
  await all.approve(application.id)
  must(await all.open(application.id))
  must(await all.use.readings.list(all.lin, { page: 1, size: 20, sort: 'fileNo.desc' }))
  // The auditor tries to read a customer's number; the clerk asks in a mode nobody granted.
  await all.use.readings.open(all.auditor, {
    customer: all.customers[1],
    fields: [all.mobile],
    purpose: 'visit',
    mode: 'read',
  })
  await all.use.readings.open(all.lin, {
    customer: all.customers[1], fields: [all.mobile], purpose: 'visit', application: application.id, mode: 'copy',
  }) // prettier-ignore
})
afterAll(() => all.close())

const look = async (filter: EntryFilter, size = 200): Promise<EntryRow[]> =>
  must(await all.supervision.audit.entries(all.auditor, { ...filter, page: 1, size })).rows
const bundle = async (filter: EntryFilter): Promise<string> => {
  const file = must(await all.supervision.audit.bundle(all.auditor, filter))
  return (file.body as Buffer).toString('utf8')
}
/** Everything the view holds, without the entries that looking at it adds. */
const view = (sizes: ReadonlyMap<number, number>) =>
  all.house.db.read(async (r) => {
    const rows = await r.rows<{ lane: number; index: number }>(sql`
      select e.*, array(select customer_id from supervision.audit_customer c where c.lane = e.lane and c.index = e.index order by 1) as files
      from supervision.audit_entry e order by lane, index`)
    return rows.filter((row) => row.index < (sizes.get(row.lane) ?? 0))
  })
const sizes = async () => new Map((await all.house.ledger.lanes()).map(({ lane, size }) => [lane, size]))

describe('the view of the ledger', () => {
  test('files every entry once, however often it catches up', async () => {
    const before = await sizes()
    await Promise.all([1, 2, 3].map(() => all.supervision.projection.catchUp()))
    await all.supervision.projection.catchUp()
    const rows = await view(before)
    for (const [lane, size] of before)
      expect(rows.filter((row) => row.lane === lane).map((row) => row.index)).toEqual(
        Array.from({ length: size }, (_, i) => i),
      )
  })

  test('thrown away, it is derived again as it was', async () => {
    const before = await sizes()
    const first = await view(before)
    await all.house.db.transact(async (w) => {
      await w.run(sql`delete from supervision.audit_customer`)
      await w.run(sql`delete from supervision.audit_entry`)
    })
    expect(await view(before)).toEqual([])
    await all.supervision.projection.catchUp()
    expect(await view(before)).toEqual(first)
    expect(first.length).toBeGreaterThan(20)
  })

  test('a row that somebody deletes comes back with the next verification', async () => {
    const before = await sizes()
    const first = await view(before)
    await all.house.db.transact((w) =>
      w.run(sql`delete from supervision.audit_entry where lane = 0 and index = 3`),
    )
    must(await all.supervision.audit.verify(all.auditor))
    expect(await view(before)).toEqual(first)
  })
})

describe('looking up', () => {
  test('by person: only what Lin did', async () => {
    const rows = await look({ person: all.lin.personId })
    expect(new Set(rows.map((row) => row.actor?.name))).toEqual(new Set(['林晓']))
    expect(rows.map((row) => row.kind)).toContain('reading')
  })
  test('by file number, also where the file was one of many in a list', async () => {
    const rows = await look({ customer: all.fileNos[1] })
    expect(rows.map((row) => row.verb).sort()).toEqual(['copy', 'list', 'read'])
    expect(
      rows
        .find((row) => row.verb === 'list')!
        .customers.map((one) => one.name)
        .sort(),
    ).toEqual([...all.fileNos].sort())
  })
  test('a file number that does not exist finds nothing', async () => {
    expect(await look({ customer: 'C-1999-000001' })).toEqual([])
  })
  test('by action, by kind and by clause', async () => {
    expect((await look({ verb: 'approve', verdict: 'permit' })).map((row) => row.actor?.name)).toEqual([
      '周宁',
    ])
    expect((await look({ kind: 'grant-issued' })).map((row) => row.application?.number)).toEqual([
      application.number,
    ])
    const byClause = await look({ clause: '4.2.1' })
    expect(byClause.length).toBeGreaterThan(0)
    for (const row of byClause) expect(row.clauses).toContain('4.2.1')
  })
  test('by verdict: what was refused, a self-approval among it', async () => {
    const rows = await look({ verdict: 'deny' })
    expect(rows.map((row) => row.kind).sort()).toEqual(expect.arrayContaining(['act', 'reading']))
    expect(rows.find((row) => row.verb === 'approve')).toMatchObject({
      actor: { name: '林晓' },
      clauses: ['4.2.1'],
    })
    for (const row of rows) expect(row.verdict).toBe('deny')
  })
  test('by application number and by day where the company is', async () => {
    const rows = await look({ application: application.number.toLowerCase(), days: '2026-03-03~2026-03-03' })
    expect(rows.map((row) => row.kind)).toEqual(
      expect.arrayContaining(['submitted', 'act', 'grant-issued', 'reading']),
    )
    expect(await look({ application: application.number, days: '~2026-03-02' })).toEqual([])
    expect(await look({ application: application.number, days: '2026-03-04~' })).toEqual([])
  })
  test('a page at a time, newest first', async () => {
    const both = await look({ kind: 'set-up' })
    expect(both).toHaveLength(1)
    const first = must(await all.supervision.audit.entries(all.auditor, { page: 1, size: 5 }))
    const second = must(await all.supervision.audit.entries(all.auditor, { page: 2, size: 5 }))
    expect(first.total).toBeGreaterThan(20)
    expect(first.rows[0]!.at >= second.rows[0]!.at).toBe(true)
  })
  test('one entry: character by character, with field names and a proof', async () => {
    const [row] = await look({ verb: 'read', application: application.number })
    const found = must(await all.supervision.audit.entry(all.auditor, row!.lane, row!.index))
    expect(JSON.parse(found.text)).toMatchObject({ kind: 'reading', application: application.id })
    expect(found.full.map((field) => field.zh)).toEqual(['手机号码'])
    expect(found.purpose).toMatchObject({ zh: '客户拜访与跟进' })
    expect(found.size).toBeGreaterThan(row!.index)
    expect(found.text).not.toMatch(/1380013800/)
  })
  test('an entry that does not exist is a mistake, not a fault', async () => {
    expect(await mistakeOf(all.supervision.audit.entry(all.auditor, 0, 9_999_999))).toBe(
      'supervision.no-such-entry',
    )
  })
})

describe('the watchers are watched', () => {
  test('what the auditor looks up is recorded, with ids and never with what was typed', async () => {
    await look({ customer: '王小红 13800138000' })
    const rows = await look({ person: all.auditor.personId, verb: 'audit' })
    expect(rows.length).toBeGreaterThan(5)
    const newest = must(await all.supervision.audit.entry(all.auditor, rows[1]!.lane, rows[1]!.index))
    expect(newest.text).not.toContain('王小红')
    expect(newest.text).toContain('"customer":"00000000-0000-0000-0000-000000000000"')
  })
  test.each(['lin', 'system', 'security'] as const)(
    'an outsider (%s) is refused everywhere, and that is recorded',
    async (who) => {
      const outsider = all[who]
      const { audit } = all.supervision
      const answers = [
        await audit.entries(outsider, { page: 1, size: 5 }),
        await audit.entry(outsider, 0, 0),
        await audit.life(outsider, application.number),
        await audit.life(outsider, 'SY-1999-0001'),
        await audit.ledgerState(outsider),
        await audit.verify(outsider),
        await audit.bundle(outsider, {}),
      ]
      expect(answers.every(isRefusal)).toBe(true)
      expect(answers.map((answer) => isRefusal(answer) && answer.because.length > 0)).not.toContain(false)
      const rows = await look({ person: outsider.personId, verb: 'audit', verdict: 'deny' })
      expect(rows).toHaveLength(answers.length)
    },
  )
})

describe('evidence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-evidence-'))
  const verifier = join(import.meta.dirname, '../../verifier/verify.mjs')
  const check = (text: string): { status: number | null; said: string } => {
    writeFileSync(join(folder, 'bundle.json'), text)
    writeFileSync(join(folder, 'key'), `${all.house.ledger.signer.vkey}\n`)
    const ran = spawnSync(
      process.execPath,
      [verifier, join(folder, 'bundle.json'), '--key', join(folder, 'key')],
      {
        encoding: 'utf8',
      },
    )
    return { status: ran.status, said: ran.stdout }
  }
  test('a bundle checks offline with the verifier and the public key', async () => {
    const text = await bundle({ application: application.number })
    expect(check(text)).toMatchObject({ status: 0 })
    expect(text).not.toMatch(/1380013800/)
  })
  test('one bit changed, and it does not', async () => {
    const text = await bundle({ application: application.number })
    const at = text.indexOf('"readable"') - 40
    const changed = Buffer.from(text)
    changed[at]! ^= 1
    expect(check(changed.toString('utf8')).status).not.toBe(0)
    expect(check(text.replace('"verdict\\":\\"permit', '"verdict\\":\\"permiT')).status).toBe(1)
  })
  test('a bundle of nothing is a mistake', async () => {
    expect(await mistakeOf(all.supervision.audit.bundle(all.auditor, { application: 'SY-1999-0001' }))).toBe(
      'supervision.nothing-to-bundle',
    )
  })
  test('Node is all the verifier needs', () => {
    expect(execFileSync(process.execPath, ['--check', verifier])).toBeDefined()
  })
})

describe('the clause page', () => {
  test('shows every clause with its rules, their files, the law and what it decided lately', async () => {
    const { clausePage } = await import('./clauses-page.ts')
    const { rows } = await clausePage(all.house, all.supervision.projection)
    const grant = rows.find((row) => row.number === '4.2.1')!
    expect(grant.permits).toBeGreaterThan(0)
    expect(grant.refusals).toBeGreaterThan(0)
    expect(grant.rules.length).toBeGreaterThan(4)
    for (const rule of rows.flatMap((row) => row.rules)) expect(rule.file).toMatch(/^chapters\/.*\.ts$/)
    expect(rows.length).toBeGreaterThan(60)
  })
  test('says how things stand: who has an account, which offices are held, what is in use', async () => {
    const { clausePage } = await import('./clauses-page.ts')
    const standing = async (number: string, label: string) => {
      const { rows } = await clausePage(all.house, all.supervision.projection)
      const found = rows.find((row) => row.number === number)!.standings.find((one) => one.label.en === label)
      return { value: found?.value, of: found?.of }
    }
    expect(await standing('6.1', 'Offices of administration held')).toEqual({ value: 3, of: 3 })
    expect((await standing('4.2.1', 'Approval flows in use')).value).toBeGreaterThan(0)
    const before = await standing('3.2.2', 'Accounts with a second factor')
    expect(before.of).toBeGreaterThan(0)
    await all.house.db.transact((w) =>
      w.run(
        sql`update people.account set disabled_at = now() where id = (select id from people.account where disabled_at is null limit 1)`,
      ),
    )
    expect((await standing('3.2.2', 'Accounts with a second factor')).of).toBe(before.of! - 1)
  })
})

test('the ledger is whole after all of this', () => expectLedgerWhole(all.house))
