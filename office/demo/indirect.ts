import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { dayIn, laterDay } from '../../chapters/people/index.ts'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'

/** A partner with its papers, checked and in use, and a list of it in quarantine whose check is half done. */
export async function tellIndirect(house: House, { collection }: Chapters, cast: Cast): Promise<void> {
  const does = async (no: string, method: string, path: string, input: Parameters<typeof call>[4]) =>
    (await call(collection.routes, method, path, cast.who(no), input)) as {
      id: string
      rows: { id: string }[]
    }
  const source = await partner(house, does, cast)
  const file = join(house.workFolder, 'demo-partner.csv')
  await writeFile(file, iconv.encode(list(), 'gb18030'))
  await collection.importFile({
    file,
    name: '合作方名单-GBK.csv',
    actor: cast.who('M047'),
    dryRun: false,
    signal: new AbortController().signal,
    options: {
      source,
      purposes: ['service'],
      legalBasis: 'consent',
      duplicates: 'file',
      owner: { column: false, person: cast.idOf('M012') },
    },
  })
  await rm(file)
  const { rows } = await does('M046', 'GET', '/quarantine', { query: { page: 1, size: 1 } })
  const params = { id: rows[0]!.id }
  await does('M046', 'POST', '/quarantine/:id/take', { params })
  await does('M046', 'POST', '/quarantine/:id/sample', { params })
  for (const n of [1, 2, 3]) {
    await does('M046', 'POST', '/quarantine/:id/items/:n/open', { params: { ...params, n } })
    const body = n === 3 ? { verdict: 'bad', note: '地址缺门牌号' } : { verdict: 'ok', note: '' }
    await does('M046', 'PUT', '/quarantine/:id/items/:n', { params: { ...params, n }, body })
  }
  const checklist = {
    'contract-valid': 'yes',
    'authority-purpose': 'yes',
    'minors-handled': 'not-applicable',
  }
  await does('M046', 'PUT', '/quarantine/:id/checklist', { params, body: { checklist } })
}

type Does = (
  no: string,
  method: string,
  path: string,
  input: Parameters<typeof call>[4],
) => Promise<{ id: string }>

async function partner(house: House, does: Does, cast: Cast): Promise<string> {
  const today = dayIn(house.timeZone, house.clock.now())
  const { id } = await does('M047', 'POST', '/sources', {
    body: { name: '华东渠道合作方名单', kind: 'partner', legalBasis: 'consent', note: '' },
  })
  const params = { id }
  await does('M047', 'PUT', '/sources/:id', {
    params,
    body: {
      provider: '示例华东数据服务有限公司', creditCode: '91310000MA1FL4D7XE', contact: '商务部 合同对接人', contractNo: 'HT-2026-018',
      contractFrom: laterDay(today, -120), contractUntil: laterDay(today, 600),
      authority: '个人在合作方网站勾选同意：向我公司提供姓名、手机号和地址，用于产品售后服务。', purposes: ['service'],
      fields: ['person-name', 'mobile', 'address', 'customer-source', 'remark'], validFrom: laterDay(today, -120), validUntil: laterDay(today, 45),
      responsible: cast.idOf('M047'), onExpiry: 'freeze', note: '', version: 1,
    },
  }) // prettier-ignore
  const path = join(house.workFolder, 'demo-paper.pdf')
  await writeFile(path, '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
  for (const kind of ['contract', 'authority'])
    await does('M047', 'POST', '/sources/:id/files', {
      params,
      query: { kind },
      file: { path, name: `${kind}.pdf` },
    })
  await rm(path)
  const points = ['partner-exists', 'contract-valid', 'authority-real', 'purposes-covered', 'fields-needed']
  const checklist = Object.fromEntries(points.map((point) => [point, 'yes']))
  await does('M040', 'POST', '/sources/:id/check', {
    params,
    body: { version: 2, checklist, note: '已核对合同原件' },
  })
  await does('M046', 'POST', '/sources/:id/open', { params, body: { version: 2 } })
  return id
}

/** Forty invented people as a partner sends them. */
function list(): string {
  const names = ['司马', '欧阳', '上官', '诸葛', '东方', '令狐', '慕容', '公孙']
  const given = ['桂兰', '平安', '浩一', '勇']
  const lines = Array.from({ length: 40 }, (_, n) => {
    const remark = n % 9 === 4 ? '家人电话13900000123' : n % 3 === 0 ? '老客户介绍' : ''
    const phone = `1380000${String(1000 + n * 37).padStart(4, '0')}`
    return [
      `${names[n % 8]!}${given[n % 4]!}`,
      phone,
      `上海市浦东新区建设街${n + 1}号`,
      '合作伙伴提供',
      remark,
    ].join(',')
  })
  return ['客户姓名,手机号,联系地址,客户来源,备注', ...lines].join('\r\n')
}
