import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { writeCsv } from '../../floor/sheet/index.ts'
import { rawZip, scratch, workbookParts } from '../../floor/sheet/testing.ts'
import {
  type Actor,
  entriesOf,
  expectLedgerWhole,
  type Loose,
  must,
  openTestOffice,
  refusedBy,
  type TestOffice,
} from '../support/cast.ts'

/**
 * Indirect collection (2.2.2): Li collects from a partner, Gu checks the partner, Deng checks the batch, Zhao, Han (legal)
 * and Gu approve; later the partner turns out to have had no authority.
 */

const disk = scratch()
let office: TestOffice
let li: Actor
let deng: Actor
let gu: Actor
let han: Actor
let source: string
let batch: string
let form: string
beforeAll(async () => {
  office = await openTestOffice()
  ;({ li, deng, gu, han } = office)
  await charge(li, 'collector', 'give')
  await charge(han, 'legal', 'give')
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
  disk.remove()
})

/** Gives or takes an office; whoever it concerns signs in anew. */
async function charge(actor: Actor, role: 'collector' | 'legal', way: 'give' | 'take'): Promise<void> {
  must(await office.chapters.people.changeRole(office.zhou, actor.personId, role, way))
  await actor.signsIn()
}

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const partner = {
  provider: '华东数据服务有限公司',
  creditCode: '91310000MA1FL4D7XE',
  contact: '商务部 陈经理',
  contractNo: 'HT-2026-018',
  contractFrom: '2026-01-01',
  contractUntil: '2027-12-31',
  authority: '个人在合作方网站勾选同意向我司提供联系方式用于售后服务',
  purposes: ['service'],
  fields: ['person-name', 'mobile', 'id-card', 'address', 'customer-source', 'remark'],
  validFrom: '2026-01-01',
  validUntil: '2027-06-30',
  onExpiry: 'keep' as const,
  note: '',
}
const allYes = (points: readonly string[]): Record<string, string> =>
  Object.fromEntries(points.map((point) => [point, 'yes']))
const sourcePoints = [
  'partner-exists',
  'contract-valid',
  'authority-real',
  'purposes-covered',
  'fields-needed',
]

const header = ['客户姓名', '手机号', '证件号码', '联系地址', '客户来源', '备注']
const lines = [
  ['司马桂桂', '13816070261', '110105194912310038', '上海市浦东新区解放大道220号', '合作伙伴提供', ''],
  [
    '郭平子',
    '18844879281',
    '11010519491231002X',
    '杭州市西湖区科技园路225号',
    '合作伙伴提供',
    '朋友电话13911112222',
  ],
  ['罗浩一', '19165111973', '210224199301058268', '北京市海淀区人民路166号', '合作伙伴提供', '老客户介绍'],
]

async function gbk(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const path = disk.path(`list-${Math.random()}.csv`)
  await writeCsv(path, { headers: header, rows }, 'gb18030')
  return readFileSync(path)
}

/** A partner as Li writes it down, with its two papers. */
async function writtenSource(name: string, more: object = {}): Promise<string> {
  const { id } = await li.gets('POST', '/sources', { name, kind: 'partner', legalBasis: 'consent' })
  await li.gets('PUT', `/sources/${id}`, { ...partner, responsible: li.personId, version: 1, ...more })
  for (const kind of ['contract', 'authority']) {
    const answer = await li.uploads(`/sources/${id}/files?kind=${kind}`, `${kind}.pdf`, pdf)
    expect(answer.status, answer.text).toBe(200)
  }
  return String(id)
}

async function usableSource(name: string, more: object = {}): Promise<string> {
  const id = await writtenSource(name, more)
  await gu.gets('POST', `/sources/${id}/check`, { version: 2, checklist: allYes(sourcePoints), note: '' })
  await li.gets('POST', `/sources/${id}/open`, { version: 2 })
  return id
}

/** Li uploads a list and names the source; the import is not begun yet. */
async function uploaded(file: Buffer, name: string, of: string): Promise<string> {
  const answer = await li.uploads('/imports', name, file)
  expect(answer.status, answer.text).toBe(200)
  const id = String(answer.body.id)
  const options = answer.body.options
  for (const sheet of options.sheets) for (const column of sheet.columns) column.extract = false
  await li.gets('PUT', `/imports/${id}/mapping`, {
    ...options,
    duplicates: 'file',
    source: of,
    legalBasis: 'consent',
    owner: { column: false, person: li.personId },
  })
  return id
}

async function arrived(of: string, rows: readonly (readonly string[])[] = lines): Promise<string> {
  const id = await uploaded(await gbk(rows), '合作方名单.csv', of)
  await li.gets('POST', `/imports/${id}/start`)
  await office.runJobs()
  const view = await li.gets('GET', `/imports/${id}`)
  expect(view).toMatchObject({ state: 'finished', problem: null, quarantine: { state: 'waiting' } })
  return String(view.quarantine.id)
}

/** Deng checks a batch to the end, finds everything in order and proposes its release. */
async function checkedBatch(of: string): Promise<string> {
  await deng.gets('POST', `/quarantine/${of}/take`, {})
  await deng.gets('POST', `/quarantine/${of}/sample`, {})
  const view = await deng.gets('GET', `/quarantine/${of}`)
  for (const { n } of view.items) {
    await deng.gets('POST', `/quarantine/${of}/items/${n}/open`, {})
    await deng.gets('PUT', `/quarantine/${of}/items/${n}`, { verdict: 'ok', note: '' })
  }
  await deng.gets('PUT', `/quarantine/${of}/checklist`, {
    checklist: allYes(view.points.map((one: Loose) => one.code)),
  })
  return String(
    (await deng.gets('POST', `/quarantine/${of}/propose`, { proposal: 'release', opinion: '核验无误' })).id,
  )
}

/** Everybody who is asked approves, one after another; the answer of the last. */
async function approved(instance: string): Promise<Loose> {
  const everybody = office.everybody
  for (let step = 0; step < 8; step += 1) {
    const life = await office.house.db.read((r) => office.chapters.approval.life(r, instance))
    const task = life.tasks.find((one) => one.state === 'todo')
    if (task === undefined) return life.instance.state
    const answer = await everybody.find((one) => one.personId === task.assignee)!.decides('approve', instance)
    if (answer.status !== 200) return answer
  }
  return undefined
}

describe('the partner', () => {
  test('nothing is imported from a partner that is only written down', async () => {
    source = await writtenSource('华东数据')
    const id = await uploaded(await gbk(lines), '合作方名单.csv', source)
    const answer = await li.asks('POST', `/imports/${id}/start`)
    expect(answer.status).toBe(403)
    expect(refusedBy(answer)).toContain('2.2.2')
  })

  test('whoever wrote it does not check it; a credit code with a wrong check digit is named', async () => {
    await charge(li, 'legal', 'give')
    const own = await li.asks('POST', `/sources/${source}/check`, {
      version: 2,
      checklist: allYes(sourcePoints),
      note: '',
    })
    await charge(li, 'legal', 'take')
    expect(refusedBy(own)).toContain('2.2.2')
    const wrong = await li.asks('PUT', `/sources/${source}`, {
      ...partner,
      creditCode: '91310000MA1FL4D7X0',
      responsible: li.personId,
      version: 2,
    })
    expect(wrong).toMatchObject({ status: 422, body: { mistake: { code: 'indirect.credit-code' } } })
  })

  test('Gu opens the contract, answers every point, and Li puts the source into use', async () => {
    const { files } = await gu.gets('GET', `/sources/${source}`)
    expect(files).toHaveLength(2)
    const opened = await gu.asks('GET', `/sources/${source}/files/${files[0].id}`)
    expect(createHash('sha256').update(opened.bytes).digest('hex')).toBe(files[0].sha256)
    await gu.gets('POST', `/sources/${source}/check`, {
      version: 2,
      checklist: allYes(sourcePoints),
      note: '原件核对无误',
    })
    await li.gets('POST', `/sources/${source}/open`, { version: 2 })
    const view = await gu.gets('GET', `/sources/${source}`)
    expect(view.state).toBe('usable')
    expect(view.steps.map((one: Loose) => one.step)).toEqual([
      'opened',
      'checked',
      'file-authority',
      'file-contract',
      'written',
      'registered',
    ])
  })

  test('a column the partner may not give is stopped before a row is read', async () => {
    const narrow = await usableSource('只给姓名电话', { fields: ['person-name', 'mobile'] })
    const id = await uploaded(await gbk(lines), '合作方名单.csv', narrow)
    const answer = await li.asks('POST', `/imports/${id}/start`)
    expect(answer).toMatchObject({ status: 409, body: { mistake: { code: 'indirect.fields-outside' } } })
  })
})

describe('the batch in quarantine', () => {
  test('its list in GBK lands there; the verifiers are told, and nobody finds a single row', async () => {
    batch = await arrived(source)
    for (const actor of [li, deng, gu, office.wang, office.zhao]) {
      const list = await actor.lists()
      expect(list.body.total ?? 0, actor.name).toBe(0)
      const found = await actor.lists(`&q=${encodeURIComponent('13816070261')}`)
      expect(found.text.includes('C-2026'), actor.name).toBe(false)
    }
    expect((await deng.gets('GET', '/notices')).rows.map((one: Loose) => one.kind)).toContain(
      'batch-quarantined',
    )
  })

  test('its files are out of reach by view, reading, application, duplicates, export list and a token', async () => {
    const [{ id: customer }] = (await office.house.fresh.owner.read((r) =>
      r.rows<{ id: string }>(sql`select id from custody.customer where batch_id = ${batch} order by file_no`),
    )) as [{ id: string }]
    for (const actor of [li, deng, office.zhao]) {
      expect((await actor.asks('GET', `/customers/${customer}/view`)).text).not.toContain('138')
      const opened = await actor.opens(customer, ['mobile'])
      expect(opened.status, actor.name).toBe(403)
      expect((await actor.asks('GET', `/customers/${customer}/attachments`)).text).not.toContain('138')
    }
    const applied = await li.sendsApplication({ customers: [customer], fields: ['mobile'] })
    expect(applied.status).toBeGreaterThanOrEqual(400)
    expect((await deng.gets('GET', '/duplicates')).total).toBe(0)
    const pretended = await deng.opens(customer, ['mobile'], { purpose: 'verification' })
    expect(pretended.status).toBe(403)
  })

  test('Li, who brought it, can neither check nor release it', async () => {
    await charge(li, 'legal', 'give')
    const took = await li.asks('POST', `/quarantine/${batch}/take`, {})
    const item = await li.asks('POST', `/quarantine/${batch}/sample`, {})
    const proposedOwn = await li.asks('POST', `/quarantine/${batch}/propose`, {
      proposal: 'release',
      opinion: '没有问题',
    })
    await charge(li, 'legal', 'take')
    for (const answer of [took, item, proposedOwn]) expect(refusedBy(answer)).toContain('2.2.2')
    const { custody } = await import('../../chapters/custody/index.ts').then((module) => ({
      custody: module,
    }))
    expect(await office.house.db.transact((w) => custody.releaseBatch(w, batch, office.clock.now()))).toBe(
      false,
    )
  })

  test('Deng takes it on; the sample follows from the seed, and anybody can draw it again', async () => {
    await deng.gets('POST', `/quarantine/${batch}/take`, {})
    expect((await gu.asks('POST', `/quarantine/${batch}/take`, {})).status).toBe(403)
    await deng.gets('POST', `/quarantine/${batch}/sample`, {})
    const again = await deng.asks('POST', `/quarantine/${batch}/sample`, {})
    expect(again).toMatchObject({ status: 409, body: { mistake: { code: 'indirect.sample-drawn' } } })
    const view = await deng.gets('GET', `/quarantine/${batch}`)
    const ids = await office.house.fresh.owner.read((r) =>
      r.rows<{ id: string }>(sql`select id from custody.customer where batch_id = ${batch}`),
    )
    const key = (id: string): string => createHash('sha256').update(view.seed).update(id).digest('hex')
    const drawn = ids
      .map(({ id }) => id)
      .sort((a, b) => (key(a) < key(b) ? -1 : 1))
      .slice(0, view.sample)
    expect(view.items.map((one: Loose) => one.customer)).toEqual(drawn)
    expect((await gu.gets('GET', `/quarantine/${batch}`)).items).toEqual([])
  })

  test('he opens the sampled files for verification, judges them, and only then may propose', async () => {
    const { items, fields, report } = await deng.gets('GET', `/quarantine/${batch}`)
    expect(report.columns).toEqual([
      { sheet: 1, column: 'F', use: 'remark', found: [{ type: 'mobile', count: 1 }] },
    ])
    const early = await deng.asks('PUT', `/quarantine/${batch}/items/1`, { verdict: 'ok', note: '' })
    expect(early).toMatchObject({ status: 409, body: { mistake: { code: 'indirect.not-opened' } } })
    const mobile = fields.find((one: Loose) => one.code === 'mobile').id
    for (const { n } of items) {
      const opened = await deng.gets('POST', `/quarantine/${batch}/items/${n}/open`, {})
      expect(opened.values.find((one: Loose) => one.field === mobile)).toMatchObject({ sight: 'full' })
      await deng.gets('PUT', `/quarantine/${batch}/items/${n}`, { verdict: 'ok', note: '' })
    }
    const telling = await deng.asks('PUT', `/quarantine/${batch}/items/1`, {
      verdict: 'bad',
      note: '号码13816070261错误',
    })
    expect(telling).toMatchObject({ status: 422, body: { mistake: { code: 'indirect.words' } } })
    const open = await deng.asks('POST', `/quarantine/${batch}/propose`, {
      proposal: 'release',
      opinion: '核验无误',
    })
    expect(open).toMatchObject({ status: 409, body: { mistake: { code: 'indirect.open-points' } } })
    const readings = (await entriesOf(office.house, 'reading')).filter(
      (one) => one['purpose'] === 'verification' && one['verdict'] === 'permit',
    )
    expect(readings).toHaveLength(items.length)
    expect(JSON.stringify(readings)).not.toContain('138')
  })

  test('another verifier cannot open what Deng drew', async () => {
    const answer = await gu.asks('POST', `/quarantine/${batch}/items/1/open`, {})
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.text).not.toContain('138')
  })

  test('the form goes its way, shows no value, and its last approval releases the batch at once', async () => {
    const { points } = await deng.gets('GET', `/quarantine/${batch}`)
    await deng.gets('PUT', `/quarantine/${batch}/checklist`, {
      checklist: allYes(points.map((one: Loose) => one.code)),
    })
    const handed = await deng.gets('POST', `/quarantine/${batch}/propose`, {
      proposal: 'release',
      opinion: '核验无误',
    })
    form = String(handed.id)
    expect(handed.number).toMatch(/^YS-2026-/)
    const page = await han.asks('GET', `/approvals/${form}`)
    for (const plain of ['13816070261', '司马桂桂', '138****0261']) expect(page.text).not.toContain(plain)
    expect((await li.lists()).body.total).toBe(0)
    expect(await approved(form)).toBe('approved')
    expect((await li.lists()).body.total).toBe(lines.length)
    expect(await deng.gets('GET', `/quarantine/${batch}`)).toMatchObject({
      state: 'released',
      instance: { state: 'approved' },
    })
    const released = (await entriesOf(office.house, 'act')).filter((one) => one['verb'] === 'release-batch')
    expect(released.at(-1)).toMatchObject({ actor: 'clockwork', application: form, verdict: 'permit' })
  })
})

describe('what is not approved, or not what was approved', () => {
  test('a rejected batch is gone with its keys; the record of its check stays', async () => {
    const second = await arrived(source, [['赵一一', '13800000001', '', '', '', '']])
    const instance = await checkedBatch(second)
    const life = await office.house.db.read((r) => office.chapters.approval.life(r, instance))
    const assignee = life.tasks.find((one) => one.state === 'todo')!.assignee
    const who = office.everybody.find((one) => one.personId === assignee)!
    expect((await who.decides('reject', instance)).status).toBe(200)
    await office.runJobs()
    expect(await deng.gets('GET', `/quarantine/${second}`)).toMatchObject({ state: 'rejected', customers: 1 })
    const left = await office.house.fresh.owner.read((r) =>
      r.rows(sql`select id from custody.customer where batch_id = ${second}`),
    )
    expect(left).toEqual([])
  })

  test('a file swapped after the check: the approval does not count', async () => {
    const third = await arrived(source, [
      ['钱一一', '13800000002', '', '', '', ''],
      ['孙一一', '13800000003', '', '', '', ''],
    ])
    const instance = await checkedBatch(third)
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`update custody.customer set level = 2 where id = (select id from custody.customer where batch_id = ${third} limit 1)`,
      ),
    )
    expect(await approved(instance)).toMatchObject({ status: 409, body: { mistake: { code: 'indirect.batch-changed' } } })
    expect((await li.lists()).body.total).toBe(lines.length)
  })

  test('permitted fields widened after the check of the source: the batch is not released, nothing new comes in', async () => {
    const wide = await usableSource('后来改宽', {
      fields: ['person-name', 'mobile', 'remark', 'customer-source', 'address', 'id-card'],
    })
    const fourth = await arrived(wide, [['李一一', '13800000004', '', '', '', '']])
    const instance = await checkedBatch(fourth)
    await li.gets('PUT', `/sources/${wide}`, {
      ...partner,
      responsible: li.personId,
      version: 2,
      fields: [...partner.fields, 'bank-card'],
    })
    expect((await gu.gets('GET', `/sources/${wide}`)).state).toBe('draft')
    expect(await approved(instance)).toMatchObject({ status: 409, body: { mistake: { code: 'indirect.source-changed' } } })
    const id = await uploaded(await gbk(lines), '合作方名单.csv', wide)
    expect(refusedBy(await li.asks('POST', `/imports/${id}/start`))).toContain('2.2.2')
  })

  test('hidden columns, formulas and comments in a workbook: refused whole, counted, nothing filed', async () => {
    const row = (n: number, cells: readonly string[]): string =>
      `<row r="${n}">${cells.map((text, at) => `<c r="${'ABC'[at]}${n}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
    const data =
      row(1, ['客户姓名', '手机号', '身份证号码']) +
      [2, 3, 4, 5].map((n) => row(n, ['周明华', `1380000000${n}`, '110105194912310038'])).join('')
    const parts = workbookParts([
      { name: '名单', data: data.replace('</row><row', '<c r="D1"><f>1+1</f><v>2</v></c></row><row') },
    ])
    const hostile = parts.map((part) =>
      part.name === 'xl/worksheets/sheet1.xml'
        ? {
            ...part,
            data: String(part.data).replace(
              '<sheetData>',
              '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>',
            ),
          }
        : part,
    )
    const file = rawZip([...hostile, { name: 'xl/comments1.xml', data: '<comments/>' }])
    const id = await uploaded(file, '合作方名单.xlsx', source)
    await li.gets('POST', `/imports/${id}/start`)
    await office.runJobs()
    const view = await li.gets('GET', `/imports/${id}`)
    expect(view).toMatchObject({
      state: 'failed',
      quarantine: null,
      problem: {
        code: 'indirect.hidden-content',
        values: { hiddenColumns: 1, formulas: 1, comments: 1, hiddenSheets: 0 },
      },
    })
    expect(view.progress.customers).toBe(0)
  })

  test('no single customer is typed in past the check', async () => {
    const answer = await deng.asks('POST', '/customers', {
      kind: 'person', sourceId: source, legalBasis: 'consent', values: { [await office.field('person-name')]: '吴一一', [await office.field('mobile')]: '13800000009' }, marketingRefused: false,
    }) // prettier-ignore
    expect(answer.status, answer.text).toBe(403)
    expect(refusedBy(answer)).toContain('2.2.2')
  })
})

describe('the partner had no authority after all', () => {
  let customer: string
  let application: string
  let freeze: string
  test('Li works with a released file under a grant', async () => {
    const list = await li.lists(`&q=${encodeURIComponent('司马桂桂')}`)
    customer = String(list.body.rows[0].id)
    application = await li.applies({ customers: [customer], fields: ['mobile'], days: 3 })
    await office.wang.approves(application)
    expect(await li.reads(customer, ['mobile'], { application })).toEqual({ mobile: 'full:13816070261' })
  })

  test('Gu proposes the freeze and cannot confirm it himself; Deng does, and everything stops at once', async () => {
    freeze = String(
      (await gu.gets('POST', `/sources/${source}/freezes`, { kind: 'freeze', reason: '授权证明系伪造' })).id,
    )
    expect(
      refusedBy(await gu.asks('POST', `/source-freezes/${freeze}/decide`, { decision: 'confirm' })),
    ).toContain('2.2.2')
    expect((await li.lists()).body.total).toBe(lines.length)
    await deng.gets('POST', `/source-freezes/${freeze}/decide`, { decision: 'confirm' })
    const granted = await li.opens(customer, ['mobile'], { application })
    expect(granted.status).toBe(403)
    expect(refusedBy(granted)).toEqual(['2.2.2'])
    expect((await li.lists()).body.total).toBe(0)
    expect((await li.lists(`&q=${encodeURIComponent('13816070261')}`)).body.total).toBe(0)
    const stopped = await gu.gets('GET', `/sources/${source}/files-of-customers`)
    expect(stopped.total).toBe(lines.length)
    const id = await uploaded(await gbk(lines), '合作方名单.csv', source)
    expect(refusedBy(await li.asks('POST', `/imports/${id}/start`))).toContain('2.2.2')
  })

  test('a frozen file is not merged into a free one, and is not found as its duplicate', async () => {
    const free = await office.customer({ 'person-name': '司马桂桂', mobile: '13816070261' })
    const pair = crypto.randomUUID()
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`insert into collection.duplicate (id, customer_id, other_id, reason) values (${pair}, ${customer}, ${free}, 'name-phone')`,
      ),
    )
    const answer = await deng.asks('POST', `/duplicates/${pair}/decide`, { decision: 'merge' })
    expect(refusedBy(answer)).toContain('2.2.2')
  })

  test('lifting takes two people too; the source has to be checked anew before anything comes from it', async () => {
    const lift = await deng.gets('POST', `/sources/${source}/freezes`, {
      kind: 'lift',
      reason: '已补取授权证明',
    })
    await gu.gets('POST', `/source-freezes/${lift.id}/decide`, { decision: 'confirm' })
    expect(await li.reads(customer, ['mobile'], { application })).toEqual({ mobile: 'full:13816070261' })
    expect((await gu.gets('GET', `/sources/${source}`)).state).toBe('draft')
    const steps = (await entriesOf(office.house, 'act')).filter(
      (one) => one['verb'] === 'confirm-freeze' && one['verdict'] === 'permit',
    )
    expect(steps).toHaveLength(2)
  })

  test('what a merge had taken from the source is hidden in the other file, and only that', async () => {
    const free = await office.customer({ 'person-name': '司马桂桂', email: 'sima@example.com' })
    const pair = crypto.randomUUID()
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`insert into collection.duplicate (id, customer_id, other_id, reason) values (${pair}, ${free}, ${customer}, 'name-phone')`,
      ),
    )
    await deng.gets('POST', `/duplicates/${pair}/decide`, { decision: 'merge' })
    const stayed = customer
    const again = await gu.gets('POST', `/sources/${source}/freezes`, {
      kind: 'freeze',
      reason: '证明再次被撤回',
    })
    await deng.gets('POST', `/source-freezes/${again.id}/decide`, { decision: 'confirm' })
    expect(await li.reads(stayed, ['email'], {})).toMatchObject({
      refused: expect.stringContaining('2.2.2') as string,
    })
  })
})

describe('a source that runs out', () => {
  test('no batch comes from it on the day after, whatever the nightly job has done; kept or frozen as it was written down', async () => {
    const kept = await usableSource('到期保留', { validUntil: '2026-12-31' })
    const shut = await usableSource('到期冻结', { validUntil: '2026-12-31', onExpiry: 'freeze' })
    const late = await arrived(shut, [['郑一一', '13800000007', '', '', '', '']])
    expect(await approved(await checkedBatch(late))).toBe('approved')
    expect((await li.lists(`&q=${encodeURIComponent('13800000007')}`)).body.total).toBe(1)
    await office.later(45)
    const id = await uploaded(await gbk(lines), '合作方名单.csv', kept)
    expect(refusedBy(await li.asks('POST', `/imports/${id}/start`))).toContain('2.2.2')
    const jobs = office.chapters.collection.jobs!
    const watch = jobs['collection.sources'] as unknown as { long: () => Promise<void> }
    await watch.long()
    expect((await gu.gets('GET', `/sources/${kept}`)).state).toBe('expired')
    expect((await gu.gets('GET', `/sources/${shut}`)).frozen).toBe(true)
    expect((await li.lists(`&q=${encodeURIComponent('13800000007')}`)).body.total).toBe(0)
  })
})
