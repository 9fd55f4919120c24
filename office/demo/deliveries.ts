import { Mistake } from '../../floor/errors.ts'
import type { House, Route } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'

/** The company's shop on the Internet delivers its buyers: a few came, one number was wrong, one field was not its business. */
export async function tellDeliveries(house: House, chapters: Chapters, cast: Cast): Promise<void> {
  const { byCode } = await chapters.custody.catalogue()
  const fields = ['person-name', 'mobile', 'address'].flatMap((code) => byCode.get(code)?.id ?? [])
  const expiresOn = new Date(house.clock.now().getTime() + 180 * 86_400_000).toISOString().slice(0, 10)
  const as = async (no: string, method: Route['method'], path: string, id: string, body: object) =>
    await call(chapters.people.routes, method, path, cast.who(no), { params: id === '' ? {} : { id }, body })
  const source = await chapters.collection.addSource(cast.idOf('M046'), {
    name: '官网商城', kind: 'direct', legalBasis: 'contract', note: '买家下单时填写',
  }) // prettier-ignore
  const { id } = (await as('A001', 'POST', '/service-accounts', '', {
    name: '官网商城', ownerId: cast.idOf('M046'), kind: 'system', task: '推送下单客户的联系方式', purpose: 'service', expiresOn,
  })) as { id: string } // prettier-ignore
  await as('A002', 'PUT', '/service-accounts/:id/rights', id, {
    clearance: 3, scope: 'all', purpose: 'service', fields: [], verbs: [], maskedOnly: true, addresses: [], perMinute: 60, perDay: 2000,
    intake: { system: 'shop', fields, purposes: ['service'], source: source.id, channel: 'web', rowsPerDay: 5000 }, version: 1,
  }) // prettier-ignore
  const made = (await as('M046', 'POST', '/service-accounts/:id/tokens', id, {
    name: '商城正式环境', days: 90, addresses: [],
  })) as { token: string } // prettier-ignore
  const answer = await chapters.people.authenticateToken(made.token, '127.0.0.1')
  if (!('caller' in answer)) return
  const buyers: Record<string, string>[] = [
    { 'person-name': '顾晓晨', mobile: '13700001001' },
    { 'person-name': '卢雨桐', mobile: '13700001002', address: '杭州市西湖区文三路 90 号' },
    { 'person-name': '丁一凡', mobile: '1370000' },
    { 'person-name': '方子墨', 'id-card': '11010519491231002X' },
    { 'person-name': '顾晓晨', mobile: '13700001001' },
  ]
  const keys = ['U-1001', 'U-1002', 'U-1003', 'U-1004', 'U-1001']
  for (const [at, values] of buyers.entries())
    await call(chapters.collection.routes, 'PUT', '/intake/customers/:system/:key', answer.caller, {
      params: { system: 'shop', key: keys[at]! },
      body: { kind: 'person', values, purposes: ['service'], legalBasis: 'contract' },
    }).catch((error: unknown) => {
      if (!(error instanceof Mistake)) throw error
    })
}
