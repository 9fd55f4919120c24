import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { rawZip, workbookParts } from '../../floor/sheet/testing.ts'
import {
  type Actor,
  entriesOf,
  expectLedgerWhole,
  type Loose,
  openTestOffice,
  refusedBy,
  type TestOffice,
} from '../support/cast.ts'
import {
  allYes,
  approved,
  arrived,
  charge,
  chargeEverybody,
  checkedBatch,
  gbk,
  lines,
  partner,
  sourcePoints,
  uploaded,
  usableSource,
  writtenSource,
} from '../support/partner.ts'

/**
 * Indirect collection (2.2.2): Li collects from a partner, Gu checks the partner, Deng checks the batch, Zhao, Han (legal)
 * and Gu approve.
 */

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
  await chargeEverybody(office)
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

describe('the partner', () => {
  test('nothing is imported from a partner that is only written down', async () => {
    source = await writtenSource(office, '华东数据')
    const id = await uploaded(office, await gbk(lines), '合作方名单.csv', source)
    const answer = await li.asks('POST', `/imports/${id}/start`)
    expect(answer.status).toBe(403)
    expect(refusedBy(answer)).toContain('2.2.2')
  })

  test('whoever wrote it does not check it; a credit code with a wrong check digit is named', async () => {
    await charge(office, li, 'legal', 'give')
    const own = await li.asks('POST', `/sources/${source}/check`, {
      version: 2,
      checklist: allYes(sourcePoints),
      note: '',
    })
    await charge(office, li, 'legal', 'take')
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
    const narrow = await usableSource(office, '只给姓名电话', { fields: ['person-name', 'mobile'] })
    const id = await uploaded(office, await gbk(lines), '合作方名单.csv', narrow)
    const answer = await li.asks('POST', `/imports/${id}/start`)
    expect(answer).toMatchObject({ status: 409, body: { mistake: { code: 'indirect.fields-outside' } } })
  })
})

describe('the batch in quarantine', () => {
  test('its list in GBK lands there; the verifiers are told, and nobody finds a single row', async () => {
    batch = await arrived(office, source)
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
    await charge(office, li, 'legal', 'give')
    const took = await li.asks('POST', `/quarantine/${batch}/take`, {})
    const item = await li.asks('POST', `/quarantine/${batch}/sample`, {})
    const proposedOwn = await li.asks('POST', `/quarantine/${batch}/propose`, {
      proposal: 'release',
      opinion: '没有问题',
    })
    await charge(office, li, 'legal', 'take')
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
    expect(await approved(office, form)).toBe('approved')
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
    const second = await arrived(office, source, [['赵一一', '13800000001', '', '', '', '']])
    const instance = await checkedBatch(office, second)
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
    const third = await arrived(office, source, [
      ['钱一一', '13800000002', '', '', '', ''],
      ['孙一一', '13800000003', '', '', '', ''],
    ])
    const instance = await checkedBatch(office, third)
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`update custody.customer set level = 2 where id = (select id from custody.customer where batch_id = ${third} limit 1)`,
      ),
    )
    expect(await approved(office, instance)).toMatchObject({
      status: 409,
      body: { mistake: { code: 'indirect.batch-changed' } },
    })
    expect((await li.lists()).body.total).toBe(lines.length)
  })

  test('permitted fields widened after the check of the source: the batch is not released, nothing new comes in', async () => {
    const wide = await usableSource(office, '后来改宽', {
      fields: ['person-name', 'mobile', 'remark', 'customer-source', 'address', 'id-card'],
    })
    const fourth = await arrived(office, wide, [['李一一', '13800000004', '', '', '', '']])
    const instance = await checkedBatch(office, fourth)
    await li.gets('PUT', `/sources/${wide}`, {
      ...partner,
      responsible: li.personId,
      version: 2,
      fields: [...partner.fields, 'bank-card'],
    })
    expect((await gu.gets('GET', `/sources/${wide}`)).state).toBe('draft')
    expect(await approved(office, instance)).toMatchObject({
      status: 409,
      body: { mistake: { code: 'indirect.source-changed' } },
    })
    const id = await uploaded(office, await gbk(lines), '合作方名单.csv', wide)
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
    const id = await uploaded(office, file, '合作方名单.xlsx', source)
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
      kind: 'person', sourceId: source, legalBasis: 'consent', purposes: ['service'], values: { [await office.field('person-name')]: '吴一一', [await office.field('mobile')]: '13800000009' }, marketingRefused: false,
    }) // prettier-ignore
    expect(answer.status, answer.text).toBe(403)
    expect(refusedBy(answer)).toContain('2.2.2')
  })
})
