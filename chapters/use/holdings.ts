import { sql } from '../../floor/database/index.ts'
import type { House } from '../../gate/index.ts'
import { dataVerbs } from '../../gate/index.ts'
import type { Holding, Reviewed } from '../people/index.ts'

/** What somebody may use at present, and the unfinished application, for leaving or changing post (5.5.2). */
export const useHoldings = (house: House): readonly Holding[] => [
  {
    code: 'grants',
    title: { zh: '使用授权', en: 'Grants' },
    review: reviewedGrants(house),
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

/** Running grants, each to be kept or ended in the quarterly review of rights. */
const reviewedGrants = (house: House): Reviewed => ({
  list: async (r, personIds) => {
    const rows = await r.rows<{
      id: string
      personId: string
      number: string | null
      since: Date
      exported: Date | null
    }>(sql`
      select g.id, g.person_id as "personId", i.number, g.issued_at as since,
        (select max(x.at) from usage.export x where x.grant_id = g.id) as exported
      from usage.grant g join people.person p on p.id = g.person_id left join approval.instance i on i.id = g.application_id
      where g.revoked_at is null and g.ends_at > ${house.clock.now()} and p.left_at is null
        and ${personIds === undefined ? sql`true` : sql`g.person_id = any(${[...personIds]}::uuid[])`}
      order by g.person_id, g.ends_at, g.id`)
    return rows.map(({ id, personId, number, since, exported }) => ({
      personId,
      reference: id,
      title: { zh: `使用授权：${number ?? id}`, en: `Grant: ${number ?? id}` },
      since,
      givenBy: null,
      verbs: [...dataVerbs],
      grant: id,
      usedAt: exported,
    }))
  },
  remove: async (w, { personId, reference }, by) => {
    const now = house.clock.now()
    const ended =
      await w.run(sql`update usage.grant set revoked_at = ${now}, revoked_by = ${by}, revoke_reason = 'review'
      where id = ${reference} and person_id = ${personId} and revoked_at is null and ends_at > ${now}`)
    return ended > 0
  },
})
