import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'

/** Two rights that the security administrator (A002) proposed and nobody has confirmed yet. */
export async function tellWishes(chapters: Chapters, cast: Cast): Promise<void> {
  const asks = async (method: 'POST' | 'PUT', path: string, no: string, body: object) =>
    await call(chapters.people.routes, method, path, cast.who('A002'), {
      params: { id: cast.idOf(no) },
      body,
    })
  await asks('POST', '/people/:id/roles', 'M014', { role: 'collector', reason: '接手华东区资料收集' })
  await asks('PUT', '/people/:id/clearance', 'M021', {
    clearance: 3,
    scope: 'all',
    reason: '转任客服组长',
  })
}
