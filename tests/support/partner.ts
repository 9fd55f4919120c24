import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { writeCsv } from '../../floor/sheet/index.ts'
import { scratch } from '../../floor/sheet/testing.ts'
import { type Actor, type Loose, must, type TestOffice } from './cast.ts'

/** Stories of indirect collection: Li collects from a partner, Gu checks the partner, Deng the batches, Han is the lawyer. */

/** Gives Li and Han the offices they have in these stories. */
export async function chargeEverybody(office: TestOffice): Promise<void> {
  await charge(office, office.li, 'collector', 'give')
  await charge(office, office.han, 'legal', 'give')
}

/** Gives or takes an office; whoever it concerns signs in anew. */
export async function charge(
  office: TestOffice,
  actor: Actor,
  role: 'collector' | 'legal',
  way: 'give' | 'take',
): Promise<void> {
  must(await office.chapters.people.changeRole(office.zhou, actor.personId, role, way))
  await actor.signsIn()
}

/** A scan, as small as one can be. */
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
/** What is on record of the partner of the stories. */
export const partner = {
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
/** Every point answered with yes. */
export const allYes = (points: readonly string[]): Record<string, string> =>
  Object.fromEntries(points.map((point) => [point, 'yes']))
/** What is asked of a source. */
export const sourcePoints = [
  'partner-exists',
  'contract-valid',
  'authority-real',
  'purposes-covered',
  'fields-needed',
]

const header = ['客户姓名', '手机号', '证件号码', '联系地址', '客户来源', '备注']
/** Three people as the partner lists them. */
export const lines = [
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

/** A list as partners send it: CSV in GBK. */
export async function gbk(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const disk = scratch()
  try {
    await writeCsv(disk.path('list.csv'), { headers: header, rows }, 'gb18030')
    return readFileSync(disk.path('list.csv'))
  } finally {
    disk.remove()
  }
}

/** A partner as Li writes it down, with its two papers. */
export async function writtenSource(office: TestOffice, name: string, more: object = {}): Promise<string> {
  const { id } = await office.li.gets('POST', '/sources', { name, kind: 'partner', legalBasis: 'consent' })
  await office.li.gets('PUT', `/sources/${id}`, {
    ...partner,
    responsible: office.li.personId,
    version: 1,
    ...more,
  })
  for (const kind of ['contract', 'authority']) {
    const answer = await office.li.uploads(`/sources/${id}/files?kind=${kind}`, `${kind}.pdf`, pdf)
    expect(answer.status, answer.text).toBe(200)
  }
  return String(id)
}

/** A partner that Gu checked and Li put into use. */
export async function usableSource(office: TestOffice, name: string, more: object = {}): Promise<string> {
  const id = await writtenSource(office, name, more)
  await office.gu.gets('POST', `/sources/${id}/check`, {
    version: 2,
    checklist: allYes(sourcePoints),
    note: '',
  })
  await office.li.gets('POST', `/sources/${id}/open`, { version: 2 })
  return id
}

/** Li uploads a list and names the source; the import is not begun yet. */
export async function uploaded(office: TestOffice, file: Buffer, name: string, of: string): Promise<string> {
  const answer = await office.li.uploads('/imports', name, file)
  expect(answer.status, answer.text).toBe(200)
  const id = String(answer.body.id)
  const options = answer.body.options
  for (const sheet of options.sheets) for (const column of sheet.columns) column.extract = false
  await office.li.gets('PUT', `/imports/${id}/mapping`, {
    ...options,
    duplicates: 'file',
    source: of,
    legalBasis: 'consent',
    purposes: ['service'],
    owner: { column: false, person: office.li.personId },
  })
  return id
}

/** A list of a partner, imported by Li: in quarantine. */
export async function arrived(
  office: TestOffice,
  of: string,
  rows: readonly (readonly string[])[] = lines,
): Promise<string> {
  const id = await uploaded(office, await gbk(rows), '合作方名单.csv', of)
  await office.li.gets('POST', `/imports/${id}/start`)
  await office.runJobs()
  const view = await office.li.gets('GET', `/imports/${id}`)
  expect(view).toMatchObject({ state: 'finished', problem: null, quarantine: { state: 'waiting' } })
  return String(view.quarantine.id)
}

/** Deng checks a batch to the end, finds everything in order and proposes its release. */
export async function checkedBatch(office: TestOffice, of: string): Promise<string> {
  await office.deng.gets('POST', `/quarantine/${of}/take`, {})
  await office.deng.gets('POST', `/quarantine/${of}/sample`, {})
  const view = await office.deng.gets('GET', `/quarantine/${of}`)
  for (const { n } of view.items) {
    await office.deng.gets('POST', `/quarantine/${of}/items/${n}/open`, {})
    await office.deng.gets('PUT', `/quarantine/${of}/items/${n}`, { verdict: 'ok', note: '' })
  }
  await office.deng.gets('PUT', `/quarantine/${of}/checklist`, {
    checklist: allYes(view.points.map((one: Loose) => one.code)),
  })
  return String(
    (
      await office.deng.gets('POST', `/quarantine/${of}/propose`, {
        proposal: 'release',
        opinion: '核验无误',
      })
    ).id,
  )
}

/** Everybody who is asked approves, one after another; the answer of the last. */
export async function approved(office: TestOffice, instance: string): Promise<Loose> {
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
