import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import { JobRunner } from '../../floor/jobs/index.ts'
import { writeWorkbook } from '../../floor/sheet/index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { decideDuplicate, viewDuplicates } from './desk/duplicates.ts'
import { importFile } from './desk/import-file.ts'
import { askDryRun, cancel, pause, register, settleMapping, start } from './desk/imports.ts'
import { addSource, saveTemplate } from './desk/sources.ts'
import { SampleShelf, viewErrors, viewImport } from './desk/views.ts'
import { idCard, ledger, type Office, openOffice, phone } from './fixture.ts'
import { openCollection } from './index.ts'
import { runImport } from './intake/run.ts'
import { readImport } from './store/imports.ts'

let office: Office
let source: string
beforeAll(async () => {
  office = await openOffice()
  const made = { name: '展会名片', kind: 'direct', legalBasis: 'consent', note: '' } as const
  source = (await addSource(office.ctx, office.officer, made)).id
})
afterAll(() => office.close())

const read = async (id: string) => (await office.house.db.read((r) => readImport(r, id)))!
const count = async (where = sql`true`) =>
  (await office.house.db.read((r) =>
    r.row<{ n: number }>(sql`select count(*)::int as n from custody.customer c
      left join custody.batch b on b.id = c.batch_id where ${where}`),
  ))!.n
const visible = () => count(sql`b.released_at is not null`)
const purposes = ['contract']
const signal = () => new AbortController().signal

/** Uploads, settles the mapping with source and legal basis, and starts. */
async function begin(name: string, content: string, more: object = {}): Promise<string> {
  const path = office.files.write(name, content)
  const { id } = await register(office.ctx, office.officer, { path, name })
  const options = (await read(id)).options!
  await settleMapping(office.ctx, id, { ...options, source, legalBasis: 'consent', purposes, ...more })
  expect(isRefusal(await start(office.ctx, office.officer, id, false))).toBe(false)
  return id
}

const messy = [
  '某某公司客户台账,,,,,',
  '序号,客户姓名,联系电话,身份证号码,业务员,备注',
  `1,李明华,${phone(9_000_001)},${idCard(900)},周岚,老客户`,
  `2,赵　敏,１３８０９０００００２,5.10322E+17,无此人,`,
  `3,钱国强,${phone(9_000_003)},无,,不接受营销短信`,
  '',
  `4,,${phone(9_000_004)},,,`,
  `5,孙丽娜,${phone(9_000_005)}/${phone(9_000_006)},,,银行卡 6222021234567890128`,
  `6,李明华,${phone(9_000_001)},${idCard(900)},周岚,又录了一遍`,
  '合计,5,,,,',
].join('\n')

test('a messy ledger: titles, totals and blanks left out, damage reported, nothing guessed, owners found', async () => {
  const before = await visible()
  const id = await begin('messy.csv', messy)
  expect(await runImport(office.ctx, id, signal())).toBe('finished')
  const { progress, state } = await read(id)
  expect(state).toBe('finished')
  expect(progress).toMatchObject({ rows: 6, customers: 5, duplicates: 1 })
  expect(await visible()).toBe(before + 5)
  const { rows } = await viewErrors(office.ctx, id, { page: 1, size: 100 })
  expect(rows.map((row) => [row.row, row.code])).toEqual(
    expect.arrayContaining([
      [4, 'value-damaged'],
      [4, 'owner-unknown'],
      [7, 'name-missing'],
      [8, 'second-value'],
      [8, 'hidden-identifier'],
    ]),
  )
  const refused = await count(sql`marketing_refused`)
  expect(refused).toBe(1)
  const raised = await office.house.db.read((r) =>
    r.rows<{ level: number }>(sql`select level from custody.field_level`),
  )
  expect(raised).toEqual([{ level: 3 }])
  expect(readdirSync(office.folder)).not.toContain(id)
  await expectLedgerWhole(office.house)
})

test('neither preview, errors, queue nor ledger hold a value of the file', async () => {
  const path = office.files.write('secret.csv', messy)
  const { id } = await register(office.ctx, office.officer, { path, name: 'secret.csv' })
  await settleMapping(office.ctx, id, {
    ...(await read(id)).options!,
    source,
    legalBasis: 'consent',
    purposes,
  })
  await askDryRun(office.ctx, id)
  const { jobs } = openCollection(office.house, office.people, office.custody)
  const runner = new JobRunner(office.house.db, office.house.clock, jobs!, {
    onFailure: (_job, error) => {
      throw error
    },
  })
  expect(await runner.runDue()).toBe(1)
  const view = await viewImport(office.ctx, new SampleShelf(), office.officer, id)
  expect(view.dryRun).toMatchObject({ rows: 6, customers: 5 })
  expect(view.sample[0]?.rows.length).toBeGreaterThan(0)
  const stored = await office.house.db.read((r) =>
    r.rows(sql`select to_jsonb(i) from collection.import i union all select to_jsonb(e) from collection.import_error e
      union all select to_jsonb(j) from jobs.job j union all select to_jsonb(l.entry) from ledger.leaf l`),
  )
  const secrets = [phone(9_000_001), idCard(900), '李明华', '6222021234567890128']
  for (const secret of secrets) expect(JSON.stringify(view)).not.toContain(secret)
  for (const secret of [...secrets, '老客户']) expect(JSON.stringify(stored)).not.toContain(secret)
  await cancel(office.ctx, office.officer, id)
})

test('a dry run files nothing and says what the import would do', async () => {
  const before = await count()
  const file = office.files.write('dry.csv', messy.replaceAll('900000', '700000'))
  const report = await importFile(office.ctx, { file, dryRun: true })
  expect(report).toMatchObject({ rows: 6, customers: 5 })
  expect(report.columns.find((column) => column.header === '身份证号码')).toMatchObject({
    type: 'id-card',
    level: '3',
    category: 'basic',
  })
  expect(await count()).toBe(before)
})

test('an import is invisible until all of it is there, and its progress only grows', async () => {
  const before = await visible()
  const id = await begin('big.csv', ledger(2_300, 10_000))
  const seen: number[] = []
  let running = true
  const watch = (async () => {
    while (running) {
      seen.push((await read(id)).progress.rows)
      expect([before, before + 2_300]).toContain(await visible())
    }
  })()
  await runImport(office.ctx, id, signal())
  running = false
  await watch
  expect(await visible()).toBe(before + 2_300)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

test('paused and gone on with: every row once', async () => {
  const before = await visible()
  const id = await begin('pause.csv', ledger(1_200, 20_000))
  await pause(office.ctx, office.officer, id)
  expect(await runImport(office.ctx, id, signal())).toBe('stopped')
  await start(office.ctx, office.officer, id, false)
  expect(await runImport(office.ctx, id, signal())).toBe('finished')
  expect(await visible()).toBe(before + 1_200)
})

test('cancelled half-way: as if it had never been, keys included', async () => {
  const [customers, keys] = [await count(), await keyCount()]
  const id = await begin('cancel.csv', ledger(1_100, 30_000))
  const stop = new AbortController()
  const run = runImport(office.ctx, id, stop.signal)
  while ((await read(id)).progress.rows === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await cancel(office.ctx, office.officer, id)
  expect(await run).toBe('stopped')
  const { jobs } = openCollection(office.house, office.people, office.custody)
  await new JobRunner(office.house.db, office.house.clock, jobs!).runDue()
  expect(await count()).toBe(customers)
  expect(await keyCount()).toBe(keys)
  const answer = start(office.ctx, office.officer, id)
  await expect(answer).rejects.toThrow('collection.wrong-state')
  expect(readdirSync(office.folder)).not.toContain(id)
})
const keyCount = async () =>
  (await office.house.db.read((r) =>
    r.row<{ n: number }>(sql`select count(*)::int as n from keyring.customer_key`),
  ))!.n

test('a mapping saved as a template is proposed again for the same headers', async () => {
  const path = office.files.write('t1.csv', ledger(3, 40_000))
  const first = await register(office.ctx, office.officer, { path, name: 't1.csv' })
  const options = (await read(first.id)).options!
  const [sheet] = options.sheets
  const columns = sheet!.columns.map((one) =>
    one.header === '备注' ? { ...one, target: { to: 'skip' as const } } : one,
  )
  await settleMapping(office.ctx, first.id, { ...options, sheets: [{ ...sheet!, columns }] })
  await saveTemplate(office.ctx, office.officer, { name: '名片', import: first.id })
  const second = await register(office.ctx, office.officer, { path, name: 't2.csv' })
  const view = await viewImport(office.ctx, new SampleShelf(), office.officer, second.id)
  expect(view.template?.name).toBe('名片')
  expect(view.options?.sheets[0]?.columns.at(-1)?.target).toEqual({ to: 'skip' })
  const again = saveTemplate(office.ctx, office.officer, { name: '名片', import: first.id })
  await expect(again).rejects.toThrow('collection.template-taken')
})

describe('duplicates', () => {
  test('same identity number on file: offered side by side, merged into the older file, values never shown', async () => {
    await runImport(office.ctx, await begin('old.csv', ledger(2, 50_000)), signal())
    const richer = `姓名,手机号,身份证号码,电子邮箱\n王伟明,${phone(51_000)},${idCard(50_000)},w@example.com`
    const id = await begin('new.csv', richer)
    await runImport(office.ctx, id, signal())
    const { rows } = await viewDuplicates(office.ctx, office.officer, {
      page: 1,
      size: 10,
      state: 'open',
      import: id,
    })
    const pair = rows.find((row) => row.reason === 'id-card')!
    expect(pair.older.fileNo < pair.newer.fileNo).toBe(true)
    expect(JSON.stringify(rows)).not.toContain(idCard(50_000))
    expect(pair.newer.fields.find((field) => field.code === 'id-card')).toMatchObject({ sight: 'masked' })
    expect(await decideDuplicate(office.ctx, office.officer, pair.id, 'merge')).toEqual({ done: true })
    const files = await office.custody.material([pair.older.customer, pair.newer.customer])
    const mail = (await office.custody.catalogue()).byCode.get('email')!.id
    expect(files.get(pair.older.customer)!.head.fields).toContain(mail)
    expect(files.get(pair.newer.customer)!.head.status).toBe('merged')
    const twice = decideDuplicate(office.ctx, office.officer, pair.id, 'merge')
    await expect(twice).rejects.toThrow('collection.not-open')
    await expectLedgerWhole(office.house)
  })

  test('policy skip: rows on file already, and second rows of the file, are left out and named', async () => {
    const before = await visible()
    const id = await begin(
      'skip.csv',
      `${ledger(2, 50_000)}\n${ledger(1, 60_000).split('\n')[1]}\n${ledger(1, 60_000).split('\n')[1]}`,
      {
        duplicates: 'skip',
      },
    )
    await runImport(office.ctx, id, signal())
    expect(await visible()).toBe(before + 1)
    const { rows } = await viewErrors(office.ctx, id, { page: 1, size: 10 })
    expect(rows.map((row) => row.code)).toEqual([
      'duplicate-on-file',
      'duplicate-on-file',
      'duplicate-in-file',
    ])
  })

  test('the records officer of one subsidiary neither learns of a sister company’s file by a pair nor pulls it over by merging', async () => {
    const apart = await office.hire('隔离', ['archivist'])
    const id = await begin('sister.csv', ledger(1, 50_000))
    await runImport(office.ctx, id, signal())
    const query = { page: 1, size: 1, state: 'open', import: id }
    const [pair] = (await viewDuplicates(office.ctx, office.officer, query)).rows
    // Every file here is the parent company's; this officer works for a subsidiary.
    const reach = { departments: new Set<string>(), homeless: false }
    office.facts.set(apart, { ...office.facts.get(apart)!, reach })
    expect((await viewDuplicates(office.ctx, apart, query)).rows).toEqual([])
    for (const decision of ['merge', 'keep'] as const)
      expect(isRefusal(await decideDuplicate(office.ctx, apart, pair!.id, decision))).toBe(true)
    const files = await office.custody.material([pair!.older.customer, pair!.newer.customer])
    expect([...files.values()].map((one) => one.head.status)).toEqual(['active', 'active'])
  })

  test('a colleague without the office cannot merge; the attempt is recorded', async () => {
    const clerk = await office.hire('吴凡', [])
    const id = await begin('clerk.csv', ledger(1, 50_000))
    await runImport(office.ctx, id, signal())
    const { rows } = await viewDuplicates(office.ctx, office.officer, {
      page: 1,
      size: 1,
      state: 'open',
      import: id,
    })
    expect(isRefusal(await decideDuplicate(office.ctx, clerk, rows[0]!.id, 'merge'))).toBe(true)
    expect(await leaves(`"actor":"${clerk}"`)).toBeGreaterThan(0)
  })
})
const leaves = async (text: string) =>
  (await office.house.db.read((r) =>
    r.row<{ n: number }>(sql`select count(*)::int as n from ledger.leaf where entry like ${`%${text}%`}`),
  ))!.n

describe('insiders', () => {
  const uploaded = async (name: string) => {
    const path = office.files.write(name, ledger(2, 80_000))
    return (await register(office.ctx, office.officer, { path, name })).id
  }

  test('without a legal basis the import is refused, and the refusal is in the ledger', async () => {
    const id = await uploaded('basis.csv')
    await settleMapping(office.ctx, id, { ...(await read(id)).options!, source, purposes })
    expect(isRefusal(await start(office.ctx, office.officer, id, false))).toBe(true)
    expect(await leaves(`"subject":"${id}"`)).toBe(1)
    expect((await read(id)).state).toBe('checked')
  })

  test('without a source on record the import is refused', async () => {
    const id = await uploaded('source.csv')
    await settleMapping(office.ctx, id, { ...(await read(id)).options!, legalBasis: 'contract', purposes })
    const answer = await start(office.ctx, office.officer, id, false)
    expect(answer).toMatchObject({ refused: true, because: expect.arrayContaining(['2.2.1']) })
  })

  test.each([
    ['a colleague without the office', [] as string[]],
    ['the system administrator', ['system-admin']],
    ['an archivist who is also auditor', ['archivist', 'audit-admin']],
  ])('%s cannot import', async (_who, roles) => {
    const person = await office.hire(`某人${Math.random()}`, roles)
    const id = await uploaded('who.csv')
    await settleMapping(office.ctx, id, {
      ...(await read(id)).options!,
      source,
      legalBasis: 'contract',
      purposes,
    })
    expect(isRefusal(await start(office.ctx, person, id, false))).toBe(true)
  })

  test('whoever loses the office while an import runs releases nothing', async () => {
    const before = await visible()
    const officer = await office.hire('冯远', ['archivist'])
    const path = office.files.write('lost.csv', ledger(3, 90_000))
    const { id } = await register(office.ctx, officer, { path, name: 'lost.csv' })
    await settleMapping(office.ctx, id, {
      ...(await read(id)).options!,
      source,
      legalBasis: 'contract',
      purposes,
    })
    await start(office.ctx, officer, id, false)
    office.facts.set(officer, { ...office.facts.get(officer)!, roles: new Set() })
    expect(await runImport(office.ctx, id, signal())).toBe('failed')
    expect(await visible()).toBe(before)
    expect((await read(id)).problem?.code).toBe('collection.refused')
  })
})

describe('hostile files', () => {
  test.each([
    ['a picture called .xlsx', 'x.xlsx', 'GIF89a not a workbook', 'sheet.'],
    ['an empty file', 'x.csv', '', 'sheet.empty'],
    ['a file with headers only', 'x.csv', '姓名,手机号\n', 'collection.empty-file'],
  ])('%s is refused and not kept', async (_what, name, content, code) => {
    const before = readdirSync(office.folder).length
    const path = office.files.write(name, content)
    await expect(register(office.ctx, office.officer, { path, name })).rejects.toThrow(
      expect.objectContaining({ code: expect.stringContaining(code) }),
    )
    expect(readdirSync(office.folder)).toHaveLength(before)
  })

  test('formulas are texts', async () => {
    const id = await begin('formula.csv', `姓名,手机号,备注\n王芳,${phone(99_001)},=HYPERLINK("http://x")`)
    expect(await runImport(office.ctx, id, signal())).toBe('finished')
  })

  test('a file changed on the disk after the check is not imported', async () => {
    const id = await begin('swap.csv', ledger(2, 95_000))
    const { storedPath } = await read(id)
    const { writeFileSync } = await import('node:fs')
    writeFileSync(storedPath, ledger(2, 96_000))
    expect(await runImport(office.ctx, id, signal())).toBe('failed')
    expect((await read(id)).problem?.code).toBe('collection.file-changed')
  })
})

test('a workbook with a sheet of companies and a hidden sheet', async () => {
  const path = office.files.path('companies.xlsx')
  const columns = ['客户名称', '统一社会信用代码', '联系人', '手机', '毛利率'].map((header) => ({ header }))
  const rows = [['深圳市腾讯计算机系统有限公司', '91440300708461136T', '张伟', phone(77_001), '30%']]
  await writeWorkbook(path, [{ name: '企业', columns, rows }])
  const report = await importFile(office.ctx, { file: path, actor: office.officer, dryRun: false })
  expect(report).toMatchObject({ rows: 1, customers: 1, duplicates: 0 })
  expect(report.columns.find((column) => column.header === '毛利率')).toMatchObject({ level: '3' })
})
