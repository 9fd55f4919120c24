import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { writeWorkbook } from '../../floor/sheet/index.ts'
import type { TestOffice } from './cast.ts'

const headers = [
  '序号',
  '客户姓名',
  '联系电话',
  '身份证号码',
  '银行卡号',
  '联系地址',
  '建档日期',
  '业务员',
  '备注',
]

/** One line of the ledger, from the name on. */
export type LedgerLine = readonly [
  name: string, phone: string, idCard: string, card: string, address: string, date: string, salesperson: string, remark: string,
] // prettier-ignore

/** A ledger as people keep it: a title row, blank rows, a number column, a total at the end. */
export async function messyLedger(lines: readonly LedgerLine[]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-ledger-'))
  try {
    const path = join(folder, 'ledger.xlsx')
    const columns = ['2026年客户台账（销售部）', ...headers.slice(1).map(() => '')]
    const rows = [
      headers.map(() => ''),
      headers,
      ...lines.flatMap((line, i) => [[String(i + 1), ...line], ...(i === 1 ? [headers.map(() => '')] : [])]),
      ['合计', ...headers.slice(2).map(() => ''), String(lines.length)],
    ]
    await writeWorkbook(path, [
      { name: '个人客户', columns: columns.map((header) => ({ header })), rows },
      { name: '说明', columns: [{ header: '本表仅供内部使用' }], rows: [] },
    ])
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Deng uploads a ledger, settles source and owner, starts it; resolves to the finished import. */
export async function imports(office: TestOffice, file: Buffer, name = '客户台账.xlsx') {
  const { deng, li } = office
  const uploaded = await deng.uploads('/imports', name, file)
  expect(uploaded.status, uploaded.text).toBe(200)
  const id = String(uploaded.body.id)
  const source = await deng.gets('POST', '/sources', {
    name: `历史台账 ${id}`,
    kind: 'legacy',
    legalBasis: 'contract',
  })
  await deng.gets('PUT', `/imports/${id}/mapping`, {
    ...uploaded.body.options,
    duplicates: 'skip',
    source: source.id,
    legalBasis: 'contract',
    purposes: ['contract'],
    owner: { column: true, person: li.personId },
  })
  await deng.gets('POST', `/imports/${id}/start`)
  await office.runJobs()
  const view = await deng.gets('GET', `/imports/${id}`)
  expect(view).toMatchObject({ state: 'finished', problem: null })
  return { id, uploaded, view }
}
