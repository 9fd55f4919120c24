import type { Writer } from '../../../floor/database/index.ts'
import { sql } from '../../../floor/database/index.ts'
import type { JobHandler } from '../../../floor/jobs/index.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import { laterDay } from '../zone.ts'
import { endingDays } from './accounts.ts'

/** Tells people something by the company's notices; the office gives it, as notices are the business of a later chapter. */
export type TellOwners = (
  w: Writer,
  personIds: readonly string[],
  kind: 'service-ending' | 'token-ending' | 'card-unstopped' | 'paper-unfiled' | 'secrecy-over',
  link: string,
) => Promise<void>

export const endingKind = 'people.programs-ending'
export const endingSchedule = {
  name: 'people-programs-ending',
  cron: '15 8 * * *',
  kind: endingKind,
} as const

/**
 * Every morning: owners of service accounts and of tokens that end within 14 days are told, once each. A token that was
 * made for no longer than that is not news.
 */
export const tellEnding = (context: Context): JobHandler => {
  const { house, programs } = context
  return async (_job, w) => {
    const now = house.clock.now()
    const accounts = await w.rows<{
      id: string
      owner: string
    }>(sql`update people.service_account set told_at = ${now}
      where ended_at is null and told_at is null and rights_at is not null and expires_on < ${laterDay(todayOf(house), endingDays)}::date
      returning person_id as id, owner_id as owner`)
    for (const { id, owner } of accounts)
      await programs.tell(w, [owner], 'service-ending', `/service-accounts/${id}`)
    const soon = new Date(now.getTime() + endingDays * 86_400_000)
    const tokens = await w.rows<{
      owner: string
      account: string | null
    }>(sql`update people.token t set told_at = ${now}
      from people.person p left join people.service_account s on s.person_id = p.id
      where p.id = t.person_id and t.ended_at is null and t.told_at is null and t.expires_at > ${now} and t.expires_at <= ${soon}
        and t.expires_at - t.made_at > interval '14 days' and s.ended_at is null
      returning coalesce(s.owner_id, p.id) as owner, s.person_id as account`)
    for (const { owner, account } of tokens)
      await programs.tell(
        w,
        [owner],
        'token-ending',
        account === null ? '/account/tokens' : `/service-accounts/${account}`,
      )
  }
}
