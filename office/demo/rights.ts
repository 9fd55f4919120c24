import { sql } from '../../floor/database/index.ts'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'

/** Two requests by customers: one answered, one that is due soon; and a file under a legal hold. */
export async function tellRights(house: House, chapters: Chapters, cast: Cast): Promise<void> {
  const { routes } = chapters.rights
  const does = async <T>(path: string, params: object, body: object): Promise<T> =>
    (await call(routes, 'POST', path, cast.who('M040'), { params, body })) as T
  const files = await house.db.read((r) =>
    r.rows<{ id: string }>(sql`
      select id from custody.customer where kind = 'person' and status = 'active' and level <= 2 order by file_no desc limit 3`),
  )
  const [first, second, third] = files.map((file) => file.id)
  const enter = (customer: string | undefined, kind: string, text: string) =>
    does<{ id: string }>(
      '/rights-requests',
      {},
      { customer, kind, channel: 'letter', identity: 'document', text },
    )
  const explained = await enter(first, 'explain', '请说明你们依据什么处理我的联系方式。')
  await does('/rights-requests/:id/grant', { id: explained.id }, {
    answer: '我们依据您签署的服务合同处理您的联系方式，仅用于售后服务。',
  }) // prettier-ignore
  await enter(second, 'delete', '合同已经到期，请删除我的全部信息。')
  await does('/file-holds', {}, { customer: third, kind: 'retention', ground: 'tax-law', reference: '税收征管法实施细则第二十九条' }) // prettier-ignore
}
