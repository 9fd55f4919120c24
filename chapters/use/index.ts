import { sql } from '../../floor/database/index.ts'
import type { Chapter, House } from '../../gate/index.ts'
import type { Approval } from '../approval/index.ts'
import type { Custody } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import { UseFacts } from './facts.ts'
import { ReadingDesk } from './reading.ts'
import { readingRoutes } from './routes/readings.ts'
import { Tally } from './tally.ts'

export interface Use extends Chapter {
  readonly facts: UseFacts
  readonly readings: ReadingDesk
}

/** The purposes a new company starts with; the list is the tenant's afterwards. */
export const purposeSeeds: readonly (readonly [code: string, zh: string, en: string])[] = [
  ['service', '售后服务', 'After-sales service'],
  ['complaint', '投诉处理', 'Handling a complaint'],
  ['contract', '合同签订与履行', 'Concluding and performing a contract'],
  ['visit', '客户拜访与跟进', 'Visiting and following up'],
  ['billing', '开票与对账', 'Invoicing and reconciliation'],
  ['delivery', '交付与物流', 'Delivery'],
  ['audit', '内部审计与检查', 'Internal audit and inspection'],
  ['legal', '法律事务', 'Legal affairs'],
]

/** Opens the chapter: applications, grants, readings, searches, exports, use record. */
export function openUse(house: House, people: People, _approval: Approval, custody: Custody): Use {
  const tally = new Tally(house.db, house.clock, house.timeZone)
  const facts = new UseFacts({ house, people, custody, tally })
  const readings = new ReadingDesk({ house, people, custody, facts, tally })
  return {
    facts,
    readings,
    routes: [...readingRoutes(readings)],
    start: async () => {
      await house.db.transact((w) =>
        w.run(sql`
          insert into usage.purpose (code, zh, en, sort)
          select * from unnest(${purposeSeeds.map((p) => p[0])}::text[], ${purposeSeeds.map((p) => p[1])}::text[],
            ${purposeSeeds.map((p) => p[2])}::text[], ${purposeSeeds.map((_, i) => i)}::int[])
          on conflict do nothing`),
      )
      tally.start()
    },
    stop: () => tally.stop(),
  }
}
