import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Collection, openCollection, openTidying, type Tidying } from './chapters/collection/index.ts'
import { type Approval, openApproval } from './chapters/approval/index.ts'
import { type Custody, levelPresets, openCustody } from './chapters/custody/index.ts'
import { type Duties, openDuties } from './chapters/duties/index.ts'
import { openPeople, type People } from './chapters/people/index.ts'
import { lastUseMeter, openRights, openSupervision, type Supervision } from './chapters/supervision/index.ts'
import { statute } from './chapters/statute.ts'
import { openUse, type Use } from './chapters/use/index.ts'
import { type Clock, systemClock } from './floor/clock.ts'
import { openDatabase, type OpenedDatabase } from './floor/database/index.ts'
import { migrate } from './floor/database/index.ts'
import { JobRunner, setSchedule } from './floor/jobs/index.ts'
import { Mistake } from './floor/errors.ts'
import { keyFile, passphrase } from './floor/keyring/index.ts'
import { type Logger, openLog } from './floor/logging.ts'
import { type Metrics, openMetrics } from './floor/metrics.ts'
import { findClause } from './floor/policy/index.ts'
import { readEnv, type Settings, toSecrets, toSettings } from './floor/settings.ts'
import type { Caller, Chapter, House, Shown } from './gate/index.ts'
import { openHouse } from './gate/open-house.ts'
import { prepareDemo } from './office/demo/index.ts'
import { registerHoldings } from './office/holdings.ts'
import { ledgerTasks } from './office/ledger-tasks.ts'
import { mistakeTexts } from './office/mistake-texts.ts'

export interface Chapters {
  readonly people: People
  readonly duties: Duties
  readonly approval: Approval
  readonly custody: Custody
  readonly collection: Collection
  readonly tidying: Tidying
  readonly use: Use
  readonly supervision: Supervision
  readonly rights: Chapter
}

/** Opens the chapters in the order in which they may know each other. */
export function openChapters(
  house: House,
  settings: Pick<Settings, 'session' | 'dataFolder'> &
    Partial<Pick<Settings, 'outboundLoopback' | 'scanner'>>,
): Chapters {
  let custody: Custody | undefined = undefined
  let collection: Collection | undefined = undefined
  const people = openPeople(house, {
    session: settings.session,
    loopback: settings.outboundLoopback ?? false,
    levelPresets: Object.entries(levelPresets).map(([code, levels]) => ({
      code,
      zh: levels
        .map((level) => level.zh)
        .reverse()
        .join(' / '),
      en: levels
        .map((level) => level.en)
        .reverse()
        .join(' / '),
    })),
    onSetUp: async (w, preset) => {
      await house.keyring.ensureLevelKeys((levelPresets[preset] ?? []).map((level) => level.rank))
      await custody!.seed(w, preset)
      await collection!.seed(w)
    },
  })
  const approval = openApproval(house, people, { loopback: settings.outboundLoopback ?? false })
  const duties = openDuties(house, people, (w, ids, kind, o) => approval.notify(w, ids, kind, o))
  custody = openCustody(house, people, approval, settings.scanner && { scanner: settings.scanner })
  const collecting = openCollection(
    house,
    people,
    custody,
    {
      tell: (w, ids, kind, o) => approval.notify(w, ids, kind, o),
      send: (message) => approval.sendToCustomer(message),
    },
    { approval, duties },
  )
  collection = collecting
  collecting.events.goBy((w, news) => approval.tellFollowers(w, news))
  const tidying = openTidying(house, people, custody, duties, (w, id, kind) =>
    approval.notify(w, [id], kind, { link: '/corrections?tab=asked' }),
  )
  const use = openUse(house, people, approval, custody, collecting)
  use.useReferences(async (caller, reference) => {
    const facts = (await people.personFacts([caller.personId])).get(caller.personId)
    const system = facts?.service?.intake?.system
    return system === undefined ? undefined : await collecting.customerBehind(system, reference)
  })
  approval.startFromOutside('use', (caller, content) => use.startFromOutside(caller, content))
  people.usePrograms({
    choices: async () => ({
      fields: new Set((await custody!.catalogue()).fields.keys()),
      purposes: new Set((await use.facts.purposes()).keys()),
      sources: await collecting.openSources(),
    }),
    tell: (w, ids, kind, link) => approval.notify(w, ids, kind, { link }),
  })
  people.tellPeople((w, personId, kind) => approval.notify(w, [personId], kind, { link: '/account' }))
  approval.digestFigure((r, from, until) => use.grantsEnding(r, from, until))
  const supervision = openSupervision(house, people, approval, custody, collecting.consents)
  const rights = openRights({
    house,
    people,
    duties,
    custody,
    consents: collecting.consents,
    events: collecting.events,
    projection: supervision.projection,
  })
  people.useListedCount(async (r, filter) => (await custody.listRows(r, filter, { page: 1, size: 1 })).total)
  registerHoldings(house, { people, duties, approval, custody })
  people.supportReview({
    meter: lastUseMeter(supervision.projection),
    notify: (w, personIds, kind, o) => approval.notify(w, personIds, kind, o),
  })
  return { people, duties, approval, custody, collection: collecting, tidying, use, supervision, rights }
}

export type OpenedOffice = Awaited<ReturnType<typeof openOffice>>

/**
 * Puts the program together for one task: database, migrations, keys, ledger, gate, chapters, jobs. `env` is the
 * environment with the command line's options laid over it; `data` the data folder of the command line.
 */
export async function openOffice(wanted: {
  readonly task: 'serve' | 'import' | 'dry-run' | 'ledger' | 'account'
  readonly env: Readonly<Record<string, string | undefined>>
  readonly data: string | undefined
  readonly clock?: Clock
}) {
  const found = readEnv(wanted.env, wanted.data)
  const settings = toSettings(found)
  const notes: string[] = []
  const log = openLog({ level: settings.logLevel })
  const clock = wanted.clock ?? systemClock
  mkdirSync(settings.dataFolder, { recursive: true, mode: 0o700 })
  const opened = await openDatabaseFor(settings, log, wanted.task !== 'serve')
  try {
    await migrate(opened.owner.connection)
    const secret = toSecrets(found).rootPassphrase
    const house = await openHouse({
      db: opened.db,
      statute,
      dataFolder: settings.dataFolder,
      rootKey:
        settings.rootKey.kind === 'file'
          ? keyFile(settings.rootKey.path, (note) => notes.push(note))
          : passphrase(secret ?? ''),
      log,
      clock,
      // A command may run beside the server, which writes lane 1.
      laneNumber: wanted.task === 'serve' ? 1 : 2,
      algorithm: settings.algorithm,
      timeZone: settings.timeZone,
      ...(settings.unsealLevels === undefined ? {} : { unsealLevels: settings.unsealLevels }),
    })
    const chapters = openChapters(house, settings)
    const all: readonly Chapter[] = Object.values(chapters)
    for (const chapter of all) await chapter.start?.()
    if (settings.demo && wanted.task === 'serve') notes.push(...(await prepareDemo(house, chapters)))
    const secretNote = wanted.task === 'serve' ? await chapters.people.setupSecret() : undefined
    const runner = wanted.task === 'serve' ? await startJobs(house, all, log) : undefined
    const metrics = openMetrics()
    const stopGauges = gauges(metrics, house)
    return {
      ...parts(chapters, all, settings, log, metrics, house),
      house,
      chapters,
      notes,
      firstPage: secretNote === undefined ? undefined : `/setup#${secretNote}`,
      ...ledgerTasks(house),
      close: async () => {
        stopGauges()
        await runner?.stop()
        for (const chapter of [...all].reverse()) await chapter.stop?.()
        await house.close()
        await opened.close()
      },
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}

const openDatabaseFor = (settings: Settings, log: Logger, beside: boolean): Promise<OpenedDatabase> =>
  settings.databaseUrl === undefined
    ? openDatabase({
        dataFolder: join(settings.dataFolder, 'database'),
        binaries: settings.postgres,
        join: beside,
        onServerExit: () => log.error('database-stopped'),
      })
    : openDatabase({
        url: settings.databaseUrl,
        ...(settings.databaseAppUrl === undefined
          ? { appPassword: keptSecret(join(settings.dataFolder, 'database-app.secret')) }
          : { appUrl: settings.databaseAppUrl }),
      })

/** A random secret kept in a private file; several nodes on one server share it, or set DATABASE_APP_URL instead. */
function keptSecret(path: string): string {
  if (!existsSync(path))
    writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  return readFileSync(path, 'utf8')
}

async function startJobs(house: House, all: readonly Chapter[], log: Logger): Promise<JobRunner> {
  const handlers = Object.assign({}, ...all.map((chapter) => chapter.jobs ?? {})) as NonNullable<
    Chapter['jobs']
  >
  await house.db.transact(async (w) => {
    for (const schedule of all.flatMap((chapter) => chapter.schedules ?? []))
      await setSchedule(w, schedule, house.clock.now())
  })
  const runner = new JobRunner(house.db, house.clock, handlers, {
    onFailure: (job, error, dead) =>
      log.error('job-failed', { jobId: job.id, job: job.kind, outcome: dead ? 'dead' : 'retry' }, error),
    onFault: (error) => log.error('jobs-unavailable', {}, error),
  })
  runner.start()
  return runner
}

function parts(
  chapters: Chapters,
  all: readonly Chapter[],
  settings: Settings,
  log: Logger,
  metrics: Metrics,
  house: House,
) {
  return {
    settings,
    log,
    metrics,
    routes: all.flatMap((chapter) => chapter.routes),
    protocols: all.flatMap((chapter) => chapter.protocols ?? []),
    authenticate: (token: string | undefined, address: string, quiet: boolean, shown: Shown) =>
      chapters.people.authenticate(token, address, quiet, shown),
    tokens: {
      authenticate: (text: string, address: string) => chapters.people.authenticateToken(text, address),
      refused: (caller: Caller) => chapters.people.tokenRefused(caller),
    },
    challenges: chapters.collection.challenges,
    policyTexts: (number: string) => findClause(number)?.text,
    mistakeTexts: (code: string) => mistakeTexts[code],
    metricsRoles: ['system-admin'],
    workFolder: house.workFolder,
    importFile: (file: string, dryRun: boolean, signal: AbortSignal) =>
      chapters.collection.importFile({ file, dryRun, signal }),
    openPlaces: () => chapters.people.openPlacesAtServer(),
    resetAccount: async (employeeNo: string) => {
      try {
        return await chapters.people.resetAtServer(employeeNo)
      } catch (error) {
        if (error instanceof Mistake && error.status === 404) return undefined
        throw error
      }
    },
  }
}

/** Figures that are read now and then, so that a look at /metrics never waits for the database. */
function gauges(metrics: Metrics, house: House): () => void {
  let size = 0
  let up = 1
  metrics.gauge('ledger_size', () => size)
  metrics.gauge('database_up', () => up)
  const timer = setInterval(() => {
    house.ledger.lanes().then(
      (lanes) => {
        size = lanes.reduce((sum, lane) => sum + lane.size, 0)
        up = 1
      },
      () => {
        up = 0
      },
    )
  }, 10_000)
  timer.unref()
  return () => clearInterval(timer)
}
