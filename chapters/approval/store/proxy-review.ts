import { type Reader, sql } from '../../../floor/database/index.ts'

export interface ProxyReceived {
  readonly id: string
  readonly principal: string
  readonly principalName: string
  readonly personId: string
  readonly createdAt: Date
  /** When the proxy last acted in the place of this principal. */
  readonly usedAt: Date | null
}

/** Proxies that these people (everybody when none are named) have received and that are not over at that moment. */
export const proxiesReceived = (
  r: Reader,
  people: readonly string[] | undefined,
  now: Date,
): Promise<ProxyReceived[]> =>
  r.rows<ProxyReceived>(sql`
    select x.id, x.principal_id as principal, m.name as "principalName", x.proxy_id as "personId", x.created_at as "createdAt",
      (select a.at from approval.action a where a.actor_id = x.proxy_id and a.on_behalf_of = x.principal_id and a.at >= x.from_at
        order by a.at desc limit 1) as "usedAt"
    from approval.proxy x join people.person m on m.id = x.principal_id join people.person p on p.id = x.proxy_id
    where x.ended_at is null and x.until_at > ${now} and p.left_at is null
      and ${people === undefined ? sql`true` : sql`x.proxy_id = any(${[...people]}::uuid[])`}
    order by x.proxy_id, x.from_at, x.id`)
