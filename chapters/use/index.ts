import type { Reader } from '../../floor/database/index.ts'
import { Mistake, type Refusal } from '../../floor/errors.ts'
import type { Caller, Chapter, House } from '../../gate/index.ts'
import type { Approval } from '../approval/index.ts'
import type { Collection } from '../collection/index.ts'
import type { Custody } from '../custody/index.ts'
import type { People } from '../people/index.ts'
import { ApplicationDesk } from './desk/applications.ts'
import { ExportDesk } from './desk/exports.ts'
import { GrantDesk } from './desk/grants.ts'
import { WhoDesk } from './desk/who.ts'
import { ReasonDesk } from './desk/reasons.ts'
import { documentSearchRoutes } from './documents/routes.ts'
import { DocumentSearch } from './documents/search.ts'
import { UseFacts } from './facts.ts'
import { useForm } from './form.ts'
import { grantJobs, grantSchedules } from './jobs.ts'
import { ReadingDesk } from './reading.ts'
import { applicationRoutes } from './routes/applications.ts'
import { grantRoutes } from './routes/grants.ts'
import { type References, readingRoutes } from './routes/readings.ts'
import { countEnding } from './store/ending.ts'
import { bookOpening } from './store/grants.ts'
import { Tally } from './tally.ts'
import { applicationBody } from './wire.ts'

export { useHoldings } from './holdings.ts'
export { mistakes } from './texts.ts'

export interface Use extends Chapter {
  readonly facts: UseFacts
  readonly readings: ReadingDesk
  /** From now on these words of outside systems can be read by. */
  useReferences(behind: References['customerBehind']): void
  readonly applications: ApplicationDesk
  readonly grants: GrantDesk
  readonly exports: ExportDesk
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

/** Opens the chapter: applications, grants, readings, searches, exports, use record. */
export function openUse(
  house: House,
  people: People,
  approval: Approval,
  custody: Custody,
  collection: Pick<Collection, 'register'>,
): Use {
  const tally = new Tally(house.db, house.clock, house.timeZone)
  const facts = new UseFacts({ house, people, custody, register: collection.register, tally })
  // Until the office says who keeps the words of outside systems, nobody stands behind any.
  const references: References = { customerBehind: () => Promise.resolve(undefined) }
  const readings = new ReadingDesk({ house, people, custody, facts, tally })
  const reasons = new ReasonDesk(house)
  const documents = new DocumentSearch({ house, people, custody, facts, tally }, reasons)
  const applicationParts = { house, people, approval, custody, facts }
  approval.register(useForm(applicationParts))
  custody.useReadingFacts(
    async (actor, customer) => {
      const { grants, purposes: open, marketing, quota } = (await facts.get(actor, customer)).facts
      return {
        ...(grants === undefined ? {} : { grants }),
        ...(open === undefined ? {} : { purposes: open }),
        ...(marketing === undefined ? {} : { marketing }),
        ...(quota === undefined ? {} : { quota }),
      }
    },
    (grant) => house.db.transact((w) => bookOpening(w, grant, house.clock.now())),
    (words) => reasons.state(words),
  )
  const applications = new ApplicationDesk(applicationParts)
  const grants = new GrantDesk({ house, people, approval })
  const exports = new ExportDesk({ house, people, approval, custody, facts })
  const who = new WhoDesk({ house, people, custody, facts })
  return {
    facts,
    readings,
    useReferences: (behind) => void (references.customerBehind = behind),
    applications,
    grants,
    exports,
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
      ...readingRoutes(readings, reasons, references),
      ...applicationRoutes(applications),
      ...grantRoutes(grants, exports, who),
      ...documentSearchRoutes(documents),
    ],
    jobs: grantJobs({ house, people, approval }),
    schedules: grantSchedules,
    start: () => {
      tally.start()
      return Promise.resolve()
    },
    stop: () => tally.stop(),
  }
}
