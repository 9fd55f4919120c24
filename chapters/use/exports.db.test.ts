import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../floor/errors.ts'
import { readRows } from '../../floor/sheet/index.ts'
import type { Caller, FileReply, Input } from '../../gate/index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { clausesOf, mustGo, openUseHouse, type UseHouse } from './fixture.ts'
import type { ExportBody } from './wire.ts'

let all: UseHouse
let boss: Caller
let li: Caller
beforeAll(async () => {
  all = await openUseHouse()
  boss = await all.person('王经理', { clearance: 4, scope: 'all' })
  li = await all.person('李雷', { manager: boss, clearance: 3 })
  await all.person('保密员', { roles: ['secrecy-office'], clearance: 4 })
})
afterAll(() => all.close())

const take = (grant: string, more: Partial<ExportBody> = {}): Promise<FileReply | Refusal> =>
  all.use.exports.export(li, { grant, mode: 'export', format: 'xlsx', language: 'zh', ...more })
async function bytesOf(answer: FileReply | Refusal): Promise<Buffer> {
  const { body } = mustGo(answer)
  return body instanceof Readable ? await buffer(body) : body
}
async function cellsOf(bytes: Buffer): Promise<string[][]> {
  const path = join(all.house.dataFolder, 'taken.xlsx')
  await writeFile(path, bytes)
  const rows: string[][] = []
  for await (const part of readRows(path))
    for (const row of part) rows.push(row.cells.map((cell) => cell.text))
  return rows
}
const granted = (customers: string[], more: object = {}) =>
  all.granted(li, all.form(customers, { modes: ['export', 'print'], ...more }))
const named = (name: string, more: object = {}): Promise<string> =>
  all.customer({ 'person-name': name, mobile: '13800138000', 'id-card': '11010519491231002X', ...more })

describe('an export under a grant', () => {
  test('holds exactly the granted fields as text, a stamp with name, number, purpose and application; its hash is in the ledger', async () => {
    const fields = [all.field('person-name'), all.field('mobile'), all.field('id-card')]
    const { grant, application } = await granted([await named('王小红')], { fields })
    const bytes = await bytesOf(await take(grant))
    const rows = await cellsOf(bytes)
    const number = (await all.use.applications.mine(li, application)).number
    expect(rows.flat().join(' ')).toContain(`李雷（工号 ${li.employeeNo}）`)
    expect(rows.flat().join(' ')).toContain(number)
    expect(rows.flat().join(' ')).toContain('售后服务')
    expect(rows.at(-1)!.slice(1)).toEqual(['王小红', '13800138000', '11010519491231002X'])
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const entry = (await all.entries('export')).at(-1)!
    expect(entry).toMatchObject({ grant, application, actor: li.personId, verb: 'export', rows: 1, sha256 })
    const listed = await all.use.exports.list(li, { page: 1, size: 5 })
    expect(listed.rows[0]).toMatchObject({ grant, rows: 1, sha256, mode: 'export' })
    const [placed] = await all.house.db.read((r) =>
      r.rows<{ lane: number; index: string }>(
        sql`select leaf_lane as lane, leaf_index as index from usage.export where sha256 = ${sha256}`,
      ),
    )
    const [leaf] = await all.house.ledger.entries(
      placed!.lane,
      Number(placed!.index),
      Number(placed!.index) + 1,
    )
    expect(leaf!.text).toContain(sha256)
    expect(readdirSync(all.house.workFolder)).toEqual([])
  })

  test('as CSV and as a print it is the same data with the same stamp', async () => {
    const { grant } = await granted([await named('赵大海')])
    const csv = (await bytesOf(await take(grant, { format: 'csv' }))).toString('utf8')
    expect(csv).toContain('13800138000')
    expect(csv).toContain(`工号 ${li.employeeNo}`)
    const print = mustGo(await take(grant, { mode: 'print' }))
    expect(print).toMatchObject({ contentType: 'application/pdf', inline: true })
    const pdf = await bytesOf(print)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await all.entries('export')).at(-1)).toMatchObject({
      verb: 'print', sha256: createHash('sha256').update(pdf).digest('hex'),
    }) // prettier-ignore
  })

  test('attack: a formula in a customer’s name is neutralised', async () => {
    const { grant } = await granted([await named('=HYPERLINK("http://x","a")')], {
      fields: [all.field('person-name')],
    })
    const csv = (await bytesOf(await take(grant, { format: 'csv' }))).toString('utf8')
    expect(csv).toContain(`'=HYPERLINK`)
    const rows = await cellsOf(await bytesOf(await take(grant)))
    expect(rows.at(-1)![1]).toMatch(/^'?=HYPERLINK/)
  })

  test('attack: the export asks for a field, a mode or a file that was not granted', async () => {
    const other = await named('钱七')
    const { grant } = await all.granted(li, all.form([await named('孙八')], { modes: ['export'] }))
    expect(clausesOf(await take(grant, { fields: [all.field('id-card')] }))).not.toEqual([])
    expect(clausesOf(await take(grant, { mode: 'print' }))).not.toEqual([])
    await expect(take(grant, { customers: [other] })).rejects.toMatchObject({ code: 'use.file-not-of-grant' })
    const denied = (await all.entries('reading')).filter(
      (e) => e['grant'] === undefined && e['verdict'] === 'deny',
    )
    expect(denied.map((e) => e['verb'])).toEqual(expect.arrayContaining(['export', 'print']))
  })

  test('attack: a reading grant is used for an export, and another person’s grant for one’s own', async () => {
    const customer = await named('周九')
    const reading = await all.granted(li, all.form([customer]))
    expect(clausesOf(await take(reading.grant))).not.toEqual([])
    const { grant } = await granted([customer])
    const han = await all.person('韩梅', { clearance: 3 })
    const answer = await all.use.exports.export(han, {
      grant,
      mode: 'export',
      format: 'xlsx',
      language: 'zh',
    })
    expect(clausesOf(answer)).not.toEqual([])
  })

  test('attack: an export above the row cap of its highest level; in parts it goes', async () => {
    await all.house.db.transact((w) =>
      w.run(sql`update custody.level set export_rows_max = 2 where rank = 3`),
    )
    const fresh = await openAgain()
    const customers = [await named('甲'), await named('乙'), await named('丙')]
    const { grant } = await granted(customers, { fields: [all.field('id-card')] })
    const whole = { grant, mode: 'export', format: 'xlsx', language: 'zh' } as const
    expect(clausesOf(await fresh(whole))).toEqual(['4.1.2'])
    expect((await all.entries('reading')).findLast((e) => e['verdict'] === 'deny')).toMatchObject({
      because: ['4.1.2/export-row-cap'], rows: 3,
    }) // prettier-ignore
    mustGo(await fresh({ ...whole, customers: customers.slice(0, 2) }))
  })

  test('attack: a counted grant is spent by racing exports: the limit holds to the file', async () => {
    const customers = [await named('一'), await named('二')]
    const { grant } = await granted(customers, { countLimit: 5 })
    const answers = await Promise.all(Array.from({ length: 12 }, () => take(grant)))
    expect(answers.filter((answer) => !isRefusal(answer)).length).toBe(2)
    expect(await all.use.grants.state(li, grant)).toMatchObject({ left: 1, running: true })
  })

  test('when the entry cannot be made durable no file leaves and none stays behind', async () => {
    const { grant } = await granted([await named('十')])
    const before = (await all.entries('export')).length
    await all.house.fresh.owner.transact((w) => w.run(sql`revoke insert on usage.export from mifeng_app`))
    await expect(take(grant)).rejects.toThrow()
    await all.house.fresh.owner.transact((w) => w.run(sql`grant insert on usage.export to mifeng_app`))
    expect((await all.entries('export')).length).toBe(before)
    expect(readdirSync(all.house.workFolder)).toEqual([])
  })
})

/** The catalogue is remembered for some seconds; an edit made behind its back shows after them. */
async function openAgain(): Promise<(body: ExportBody) => Promise<FileReply | Refusal>> {
  await new Promise((resolve) => setTimeout(resolve, 5100))
  return (body) => all.use.exports.export(li, body)
}

test('the ledger is whole after all of this', () => expectLedgerWhole(all.house))

describe('2.3.3 a collection rises with its volume', () => {
  let chen: Caller
  const takeAs = (grant: string): Promise<FileReply | Refusal> =>
    all.use.exports.export(chen, { grant, mode: 'export', format: 'csv', language: 'zh' })
  beforeAll(async () => {
    chen = await all.person('陈晨', { manager: boss, clearance: 3 })
    const deng = await all.person('邓档案', { roles: ['archivist'], clearance: 4 })
    const { levels } = await all.custody.catalogue()
    const route = all.custody.routes.find((one) => one.method === 'PUT' && one.path === '/level-settings')!
    const body = {
      version: 1, alarmSteps: [4, 25, 250, 2500], reviewDays: 30,
      levels: [...levels.values()].map(({ rank, risesAt }) => ({
        rank, openTerm: null, endsByItself: false, risesAt: rank === 2 ? 3 : risesAt,
      })),
    } // prettier-ignore
    expect(await route.run({ caller: deng, body } as unknown as Input)).toMatchObject({ waiting: 0 })
  })
  const files = (count: number, at: number): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => named(`数量${at}${i}`)))

  test('attack: one export split into many small ones: the day counts as a whole, and needs the approval of the whole', async () => {
    const fields = [all.field('person-name'), all.field('mobile')]
    const grants: string[] = []
    for (const at of [1, 2]) {
      const form = all.form(await files(2, at), { modes: ['export'], fields })
      const { grant, application } = await all.granted(chen, form)
      expect((await all.use.applications.mine(chen, application)).level).toBe(2)
      grants.push(grant)
    }
    const first = (await bytesOf(await takeAs(grants[0]!))).toString('utf8')
    expect(first).toContain('商业秘密·公司秘密')
    expect(first).toContain('权属：示例公司')
    // Two more make four within the day: as high as the next level, which those who approved did not know of.
    expect(clausesOf(await takeAs(grants[1]!))).toContain('2.3.3')
    await all.house.db.transact((w) =>
      w.run(sql`update usage.export set at = at - interval '25 hours' where person_id = ${chen.personId}`),
    )
    expect((await bytesOf(await takeAs(grants[1]!))).toString('utf8')).toContain('公司秘密')
  })

  test('asked for together it is approved as the next level, marked so, and told to the secrecy office', async () => {
    const fields = [all.field('person-name'), all.field('mobile')]
    const form = all.form(await files(4, 3), { modes: ['export'], fields })
    const { grant, application } = await all.granted(chen, form)
    expect((await all.use.applications.mine(chen, application)).level).toBe(3)
    await all.house.db.transact((w) =>
      w.run(sql`update usage.export set at = at - interval '25 hours' where person_id = ${chen.personId}`),
    )
    const csv = (await bytesOf(await takeAs(grant))).toString('utf8')
    expect(csv).toContain('商业秘密·公司机密')
    expect((await all.entries('export')).at(-1)).toMatchObject({
      rows: 4, level: 3, raised: { from: 2, customers: 4, at: 3 }, alarm: 4,
    }) // prettier-ignore
  })
})
