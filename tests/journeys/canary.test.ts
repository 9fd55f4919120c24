import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { entriesOf, expectLedgerWhole, openTestOffice, type TestOffice } from '../support/cast.ts'
import { imports, messyLedger } from '../support/ledger-file.ts'

/** Values planted in an imported ledger are looked for everywhere they must not be. */

const canaries = [
  '金丝雀',
  '13766543219',
  '110105199003077475',
  '6222021234567890128',
  '黄鹂路',
  '喜鹊',
] as const
const [name, mobile, idCard, card, street, remark] = canaries
let office: TestOffice
beforeAll(async () => {
  office = await openTestOffice()
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const found = (text: string | Buffer): string[] => canaries.filter((one) => text.includes(one))

test('an imported, searched, applied-for, approved, opened and refused customer', async () => {
  const { li, wang, han, sun } = office
  const file = await messyLedger([
    [
      name,
      mobile,
      idCard,
      card,
      `杭州市西湖区${street}8号`,
      '2024-03-05',
      '李雷',
      `${remark}，转账卡号 ${card}`,
    ],
    [name, `${mobile}9`, `${idCard.slice(0, 17)}1`, '', '', '不是日期', '李雷', ''],
  ])
  const { id } = await imports(office, file)
  const list = await li.lists(`&q=${mobile}`)
  expect(list.body.total).toBe(1)
  const customer = String(list.body.rows[0].id)
  expect(found(list.text)).toEqual([])
  const form = await li.applies({ customers: [customer], fields: ['id-card'] })
  await wang.approves(form)
  expect(found((await li.opens(customer, ['id-card'], { application: form })).text)).toEqual([idCard])
  const errors = [
    await han.opens(customer, ['mobile']),
    await han.lists(`&q=${encodeURIComponent(name)}`),
    await li.lists(`&q=${encodeURIComponent(name)}&kind=${mobile}`),
    await li.asks('GET', `/customers/${idCard}`),
    await li.asks('POST', '/readings', { customer: mobile, fields: [name], purpose: card, mode: 'read' }),
    await sun.asks('GET', `/audit/entries?customer=${idCard}`),
    await sun.asks('POST', '/audit/bundles', { application: form }),
    await office.deng.asks('GET', `/imports/${id}/errors`),
    await li.asks('GET', '/notices'),
    await wang.asks('GET', '/notices'),
  ]
  for (const answer of errors) expect(found(answer.text), answer.text.slice(0, 300)).toEqual([])
  await office.runJobs()
})

test('no value in the log, the figures, or the ledger', async () => {
  expect(office.log.length).toBeGreaterThan(10)
  expect(found(office.log.join(''))).toEqual([])
  expect(found((await office.metrics.text()).body)).toEqual([])
  expect(found(JSON.stringify(await entriesOf(office.house)))).toEqual([])
})

test('no value in clear in any column of any table', async () => {
  const columns = await office.house.fresh.owner.read((r) =>
    r.rows<{ at: string; clear: string }>(sql`
      select c.table_schema || '.' || c.table_name || '.' || c.column_name as at,
        (xpath('/row/t/text()', query_to_xml(format('select coalesce(string_agg(%s, %L), %L) as t from %I.%I',
          case when c.data_type = 'bytea' then format('encode(%I, %L)', c.column_name, 'hex') else format('%I::text', c.column_name) end,
          ' ', '', c.table_schema, c.table_name), true, true, '')))[1]::text as clear
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
        and (c.data_type in ('text', 'jsonb', 'bytea', 'ARRAY') or c.data_type like 'character%')`),
  )
  expect(columns.length).toBeGreaterThan(80)
  const forms = canaries.flatMap((one) => [
    one,
    Buffer.from(one).toString('hex'),
    Buffer.from(one, 'utf16le').toString('hex'),
  ])
  for (const { at, clear } of columns)
    expect(
      forms.filter((one) => (clear ?? '').includes(one)),
      at,
    ).toEqual([])
})
