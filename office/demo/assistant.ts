import type { House, Route } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast, granted } from './cast.ts'

/**
 * The AI assistant of 李晓彤 (M012): set up by the system administrator, given rights by the security administrator, its
 * token made by its owner and kept nowhere. It has looked at a few files, masked, and been refused a field.
 */
export async function tellAssistant(house: House, chapters: Chapters, cast: Cast): Promise<void> {
  const { byCode } = await chapters.custody.catalogue()
  const fields = ['person-name', 'company-name', 'mobile', 'address'].flatMap(
    (code) => byCode.get(code)?.id ?? [],
  )
  const now = house.clock.now().getTime()
  const day = (days: number): string => new Date(now + days * 86_400_000).toISOString().slice(0, 10)
  const as = async (no: string, method: Route['method'], path: string, id: string, body: object) =>
    await call(chapters.people.routes, method, path, cast.who(no), { params: id === '' ? {} : { id }, body })
  const { id } = (await as('A001', 'POST', '/service-accounts', '', {
    name: '客服准备助手', ownerId: cast.idOf('M012'), kind: 'assistant', task: '客户来电前整理联系方式和地址，只看脱敏值', purpose: 'service', expiresOn: day(180),
  })) as { id: string } // prettier-ignore
  await as('A002', 'PUT', '/service-accounts/:id/rights', id, {
    clearance: 2, scope: 'department', purpose: 'service', fields, verbs: ['list', 'search', 'read'], maskedOnly: true, addresses: [],
    perMinute: 60, perDay: 2000, intake: null, version: 1,
  }) // prettier-ignore
  const made = (await as('M012', 'POST', '/service-accounts/:id/tokens', id, {
    name: '客服工作台', days: 90, addresses: [],
  })) as { token: string } // prettier-ignore
  await usesIt(chapters, made.token, byCode.get('id-card')!.id)
}

async function usesIt(chapters: Chapters, token: string, forbidden: number): Promise<void> {
  const answer = await chapters.people.authenticateToken(token, '127.0.0.1')
  if (!('caller' in answer)) return
  const { caller } = answer
  const { readings } = chapters.use
  const list = granted(
    await readings.list(caller, { page: 1, size: 10, sort: 'updatedAt.desc' } as never),
    'list for the assistant',
  )
  for (const row of list.rows.slice(0, 3)) await readings.view(caller, row.id)
  const [first] = list.rows
  if (first !== undefined)
    await readings.open(caller, { customer: first.id, fields: [forbidden], purpose: 'service', mode: 'read' })
}
