import { type Reader, sql } from '../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../floor/errors.ts'
import type { Caller, Chapter, House } from '../../gate/index.ts'
import type { Approval } from '../approval/index.ts'
import type { Custody } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import { ApplicationDesk } from './desk/applications.ts'
import { ExportDesk } from './desk/exports.ts'
import { GrantDesk } from './desk/grants.ts'
import { PurposeDesk } from './desk/purposes.ts'
import { WhoDesk } from './desk/who.ts'
import { ReasonDesk } from './desk/reasons.ts'
import { UseFacts } from './facts.ts'
import { useForm } from './form.ts'
import { grantJobs, grantSchedules } from './jobs.ts'
import { ReadingDesk } from './reading.ts'
import { applicationRoutes } from './routes/applications.ts'
import { grantRoutes } from './routes/grants.ts'
import { readingRoutes } from './routes/readings.ts'
import { countEnding } from './store/ending.ts'
import { bookOpening } from './store/grants.ts'
import { Tally } from './tally.ts'
import { applicationBody } from './wire.ts'

export { useHoldings } from './holdings.ts'
export { mistakes } from './texts.ts'

export interface Use extends Chapter {
  readonly facts: UseFacts
  readonly readings: ReadingDesk
  readonly applications: ApplicationDesk
  readonly grants: GrantDesk
  readonly exports: ExportDesk
  readonly purposes: PurposeDesk
  readonly who: WhoDesk
  readonly reasons: ReasonDesk
  /**
   * Files an application that was filled in in another system, in the person's name; the content is that of
   * `POST /applications`. @throws Mistake `shape`
   */
  startFromOutside(
    caller: Caller,
    content: Readonly<Record<string, unknown>>,
  ): Promise<{ id: string; number: string } | Refusal>
  /** How many grants of each person end between the two moments. */
  grantsEnding(r: Reader, from: Date, until: Date): Promise<ReadonlyMap<string, number>>
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
export function openUse(house: House, people: People, approval: Approval, custody: Custody): Use {
  const tally = new Tally(house.db, house.clock, house.timeZone)
  const facts = new UseFacts({ house, people, custody, tally })
  const readings = new ReadingDesk({ house, people, custody, facts, tally })
  const reasons = new ReasonDesk(house)
  const applicationParts = { house, people, approval, custody, facts }
  approval.register(useForm(applicationParts))
  custody.useReadingFacts(
    async (actor, customer) => {
      const { grants, purposes: open, quota } = (await facts.get(actor, customer)).facts
      return {
        ...(grants === undefined ? {} : { grants }),
        ...(open === undefined ? {} : { purposes: open }),
        ...(quota === undefined ? {} : { quota }),
      }
    },
    (grant) => house.db.transact((w) => bookOpening(w, grant, house.clock.now())),
    (words) => reasons.state(words),
  )
  const applications = new ApplicationDesk(applicationParts)
  const grants = new GrantDesk({ house, people, approval })
  const exports = new ExportDesk({ house, people, custody, facts })
  const purposes = new PurposeDesk({ house, people, facts })
  const who = new WhoDesk({ house, people, custody, facts })
  return {
    facts,
    readings,
    applications,
    grants,
    exports,
    purposes,
    who,
    reasons,
    startFromOutside: (caller, content) => {
      const body = applicationBody.safeParse(content)
      if (!body.success) {
        const field = ['content', ...(body.error.issues[0]?.path ?? []).map(String)].join('.')
        throw new Mistake('outside.shape', { field, status: 400, values: { field } })
      }
      return applications.apply(caller, body.data)
    },
    grantsEnding: countEnding,
    routes: [
      ...readingRoutes(readings, reasons),
      ...applicationRoutes(applications, purposes),
      ...grantRoutes(grants, exports, who),
    ],
    jobs: grantJobs({ house, people, approval }),
    schedules: grantSchedules,
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
