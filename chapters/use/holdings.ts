import { sql } from '../../floor/database/index.ts'
import type { House } from '../../gate/index.ts'
import type { Holding } from '../people/index.ts'

/** What somebody may use at present, and the unfinished application, for leaving or changing post (5.5.2). */
export const useHoldings = (house: House): readonly Holding[] => [
  {
    code: 'grants',
    title: { zh: '使用授权', en: 'Grants' },
    onMove: 'end',
    list: async (r, personId) => {
      const rows = await r.rows<{ id: string; number: string | null; from: Date }>(sql`
        select g.id, i.number, g.starts_at as "from" from usage.grant g left join approval.instance i on i.id = g.application_id
        where g.person_id = ${personId} and g.revoked_at is null and g.ends_at > ${house.clock.now()} order by g.ends_at, g.id`)
      return rows.map((row) => {
        const number = row.number ?? row.id
        return { id: row.id, title: { zh: number, en: number }, since: row.from.toISOString() }
      })
    },
    end: (w, personId, by) => {
      const now = house.clock.now()
      return w.run(sql`update usage.grant set revoked_at = ${now}, revoked_by = ${by}, revoke_reason = 'handover'
        where person_id = ${personId} and revoked_at is null and ends_at > ${now}`)
    },
  },
  {
    code: 'application-draft',
    title: { zh: '未提交的申请草稿', en: 'Application draft' },
    onMove: 'keep',
    list: async (r, personId) => {
      const rows = await r.rows<{ at: Date }>(
        sql`select saved_at as at from usage.draft where person_id = ${personId}`,
      )
      return rows.map(({ at }) => ({
        id: 'draft',
        title: { zh: '草稿', en: 'draft' },
        since: at.toISOString(),
      }))
    },
    end: (w, personId) => w.run(sql`delete from usage.draft where person_id = ${personId}`),
  },
]
