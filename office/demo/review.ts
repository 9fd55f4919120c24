import { sql } from '../../floor/database/index.ts'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import type { OwnReview } from '../../chapters/people/index.ts'
import { call, type Cast, granted } from './cast.ts'

/**
 * A running review of rights: some decided, some open, one suggested for removal. The company is as old as its first
 * start, so the role that nobody used is dated back: else nothing could have been unused for 90 days.
 */
export async function tellReview(house: House, chapters: Chapters, cast: Cast): Promise<void> {
  const { people } = chapters
  const security = cast.who('A002')
  for (const no of ['M013', 'M019'])
    granted(await people.changeRole(security, cast.idOf(no), 'collector', 'give'), 'give a role')
  await house.db.transact((w) =>
    w.run(sql`update people.role_holding set given_at = given_at - interval '200 days'
      where person_id = ${cast.idOf('M013')} and role = 'collector'`),
  )
  await call(people.routes, 'POST', '/rights-reviews', security, { body: { reason: '季度例行复核' } })
  const decide = async (
    reviewer: string,
    holder: string,
    title: string,
    decision: string,
    reason: string,
  ) => {
    const caller = cast.who(reviewer)
    const own = (await call(people.routes, 'GET', '/rights-review', caller, {})) as OwnReview
    const rights = own.people.find((one) => one.id === cast.idOf(holder))?.rights ?? []
    const right = rights.find((one) => one.title.zh.includes(title))
    if (right !== undefined)
      await call(people.routes, 'POST', '/rights-review/items/:id', caller, {
        params: { id: right.id },
        body: { decision, reason },
      })
  }
  await decide('M011', 'M012', '涉密等级', 'confirm', '')
  await decide('M011', 'M012', '工作范围', 'confirm', '')
  await decide('M016', 'M019', '资料采集员', 'remove', '渠道资料已改由内勤采集')
  await decide('M001', 'M010', '涉密等级', 'confirm', '')
}
