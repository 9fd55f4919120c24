import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectLedgerWhole, type Loose, openTestOffice, refusedBy, type TestOffice } from '../support/cast.ts'
import { imports, messyLedger } from '../support/ledger-file.ts'

/** The main job, from the ledger in Excel to the auditor's evidence. */

let office: TestOffice
let folder: string
let wangXiaohong: string
let application: string
beforeAll(async () => {
  office = await openTestOffice()
  folder = mkdtempSync(join(tmpdir(), 'mifeng-evidence-'))
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The offline verifier as the auditor runs it, and what it says of a bundle. */
function verifier(bundle: Buffer): { code: number | null; verdict: Loose } {
  writeFileSync(join(folder, 'bundle.json'), bundle)
  const parameters = [
    'verifier/verify.mjs',
    join(folder, 'bundle.json'),
    '--key',
    join(folder, 'key'),
    '--json',
  ]
  const { status, stdout } = spawnSync(process.execPath, parameters, { encoding: 'utf8' })
  return { code: status, verdict: JSON.parse(stdout) }
}

test('Deng imports the ledger people kept in Excel; Li finds the customers in his list, masked', async () => {
  const file = await messyLedger([
    ['王小红', '１３８００１３８０００', '11010519491231002X', '6222021234567890128', '杭州市西湖区解放路8号', '2024年3月5日', '李雷', '要求周末联系'],
    ['张伟', '139-1234-5678', '', '', '上海市浦东新区世纪大道100号', '2023/11/2', '李雷', '不接受营销短信'],
    ['王小红', '13800138000', '11010519491231002X', '', '', '20240305', '李雷', ''],
  ]) // prettier-ignore
  const { view } = await imports(office, file)
  expect(view.progress).toMatchObject({ rows: 3, customers: 2, duplicates: 1 })
  const list = await office.li.lists()
  expect(list.body.total).toBe(2)
  for (const plain of ['13800138000', '13912345678', '11010519491231002X', '王小红'])
    expect(list.text).not.toContain(plain)
  const found = await office.li.lists(`&q=${encodeURIComponent('小红')}`)
  wangXiaohong = String(found.body.rows[0].id)
  expect(found.body.total).toBe(1)
})

test('Li sees the phone number on a stated reason, the identity number only masked', async () => {
  expect(await office.li.reads(wangXiaohong, ['mobile', 'id-card', 'bank-card'])).toEqual({
    mobile: 'full:13800138000',
    'id-card': 'masked:1****************X',
    'bank-card': expect.stringMatching(/^masked:/),
  })
})

test('he applies, Wang approves, he reads what was applied for and nothing else', async () => {
  application = await office.li.applies({ customers: [wangXiaohong], fields: ['id-card'], days: 3 })
  expect(await office.li.reads(wangXiaohong, ['id-card'], { application })).toEqual({
    'id-card': 'masked:1****************X',
  })
  await office.wang.approves(application)
  expect(await office.li.reads(wangXiaohong, ['id-card', 'bank-card'], { application })).toEqual({
    'id-card': 'full:11010519491231002X',
    'bank-card': expect.stringMatching(/^masked:/),
  })
})

test('after the days of the grant the number is masked again', async () => {
  await office.later(2)
  expect(await office.li.reads(wangXiaohong, ['id-card'], { application })).toEqual({
    'id-card': 'full:11010519491231002X',
  })
  await office.later(1.001)
  expect(await office.li.reads(wangXiaohong, ['id-card'], { application })).toEqual({
    'id-card': 'masked:1****************X',
  })
})

test('Han, who has nothing to do with it, is refused, and the refusal is on record', async () => {
  const answer = await office.han.opens(wangXiaohong, ['mobile'])
  expect(answer.status).toBe(403)
  expect(refusedBy(answer)).not.toEqual([])
  const denied = await office.sun.gets('GET', `/audit/entries?person=${office.han.personId}&verdict=deny`)
  expect(denied.rows[0]).toMatchObject({ verb: 'read', verdict: 'deny' })
})

test('Sun traces the application from the form to the last reading; nothing is amiss', async () => {
  const life = await office.sun.traces(application)
  expect(life).toMatchObject({ state: 'approved', findings: [] })
  expect(life.actions.map((one: Loose) => one.verb)).toEqual(['submit', 'approve'])
  expect(life.entries.filter((one: Loose) => one.kind === 'reading').length).toBeGreaterThanOrEqual(2)
  expect(await office.sun.gets('POST', '/audit/verifications')).toMatchObject({ whole: true, firstBad: null })
})

test("Sun's bundle passes the offline verifier; one flipped bit is found and named", async () => {
  const key = await office.sun.asks('GET', '/audit/key')
  writeFileSync(join(folder, 'key'), key.bytes)
  const bundle = await office.sun.asks('POST', '/audit/bundles', { application })
  expect(bundle.status).toBe(200)
  expect(verifier(bundle.bytes)).toMatchObject({ code: 0, verdict: { whole: true } })
  const text = bundle.bytes.toString()
  for (const [what, at] of [
    ['an entry', text.indexOf('\\"verdict\\"') + 4],
    ['a checkpoint', text.indexOf('"checkpoints"') + 60],
  ] as const) {
    const altered = Buffer.from(bundle.bytes)
    altered[at]! ^= 1
    const said = verifier(altered)
    expect(said.code, what).not.toBe(0)
    expect(said.verdict, what).toMatchObject({ whole: false })
  }
})
