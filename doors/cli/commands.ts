import { readFileSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { dirname, join } from 'node:path'
import type { AddressInfo } from 'node:net'
import type { Logger } from '../../floor/logging.ts'
import type { Metrics } from '../../floor/metrics.ts'
import { locateShipped } from '../../floor/policy/index.ts'
import type { Settings } from '../../floor/settings.ts'
import { serveSheetWorker } from '../../floor/sheet/index.ts'
import type { Protocol } from '../../gate/protocol.ts'
import type { Caller, Route, Shown } from '../../gate/route.ts'
import { buildServer, checkListen, keptCertificate } from '../http/index.ts'
import type { ChallengeTaker, Health, TokenDoor } from '../http/index.ts'
import type { Commands, ImportReport, LedgerFinding, Place, ResetAccount } from './run.ts'

/** What a command needs of the office; the office opens no more than that. */
export type Task = 'serve' | 'import' | 'dry-run' | 'ledger' | 'account'

/** The open office, as office.ts gives it. */
export interface Office {
  readonly settings: Settings
  readonly routes: readonly Route[]
  readonly protocols: readonly Protocol[]
  readonly authenticate: (
    token: string | undefined,
    address: string,
    quiet: boolean,
    shown: Shown,
  ) => Promise<Caller | undefined>
  readonly tokens: TokenDoor
  /** Takes the solved challenges of everything that strangers send. */
  readonly challenges: ChallengeTaker
  readonly health: () => Promise<Health>
  readonly policyTexts: (clause: string) => { zh: string; en: string } | undefined
  readonly mistakeTexts: (code: string) => { zh: string; en: string } | undefined
  readonly log: Logger
  readonly metrics: Metrics
  /** Roles that may read /metrics from another machine. */
  readonly metricsRoles: readonly string[]
  /** Private folder for uploads under way. */
  readonly workFolder: string
  /** Lines for the person who starts it: warnings, the demo company's sign-in names. */
  readonly notes: readonly string[]
  /** Path of the first-run page with its secret, while the company is not set up. */
  readonly firstPage: string | undefined
  readonly importFile: (file: string, dryRun: boolean, signal: AbortSignal) => Promise<ImportReport>
  readonly exportLedger: (out: string) => Promise<{ leaves: number; root: string }>
  readonly verifyLedger: () => Promise<LedgerFinding>
  readonly ledgerKey: () => Promise<string>
  /** A new one-time password for an account; undefined when there is none for this employee number. */
  readonly resetAccount: (employeeNo: string) => Promise<ResetAccount | undefined>
  /** Clears the lists of networks in the rules of sign-in; resolves to how many there were. */
  readonly openPlaces: () => Promise<number>
  /** Ends jobs, writes what is open, stops the embedded database. */
  readonly close: () => Promise<void>
}

/** Opens the office for one task. `env` is the environment with the command line's options laid over it. */
export type OpenOffice = (wanted: {
  readonly task: Task
  readonly env: Readonly<Record<string, string | undefined>>
  readonly data: string | undefined
}) => Promise<Office>

/**
 * The commands over an office. The office is loaded only by commands that need it, since a child process that
 * reads one workbook should start at once.
 */
export function makeCommands(load: () => Promise<OpenOffice>): Commands {
  const open = async (task: Task, place: Place, more: Record<string, string> = {}): Promise<Office> => {
    const openOffice = await load()
    return openOffice({ task, env: { ...process.env, ...more }, data: place.data })
  }
  const within = async <T>(task: Task, place: Place, use: (office: Office) => Promise<T>): Promise<T> => {
    const office = await open(task, place)
    try {
      return await use(office)
    } finally {
      await office.close()
    }
  }
  return {
    serve: async ({ demo, port, host, ...place }) => {
      const office = await open('serve', place, {
        ...(demo ? { MIFENG_DEMO: 'true' } : {}),
        ...(port === undefined ? {} : { MIFENG_PORT: String(port) }),
        ...(host === undefined ? {} : { MIFENG_HOST: host }),
      })
      try {
        return await serveOffice(office)
      } catch (error) {
        await office.close()
        throw error
      }
    },
    importFile: ({ file, dryRun, signal, ...place }) =>
      within(dryRun ? 'dry-run' : 'import', place, (office) => office.importFile(file, dryRun, signal)),
    exportLedger: ({ out, ...place }) => within('ledger', place, (office) => office.exportLedger(out)),
    verifyLedger: (place) => within('ledger', place, (office) => office.verifyLedger()),
    ledgerKey: (place) => within('ledger', place, (office) => office.ledgerKey()),
    resetAccount: ({ employeeNo, ...place }) =>
      within('account', place, (office) => office.resetAccount(employeeNo)),
    openPlaces: (place) => within('account', place, (office) => office.openPlaces()),
    sheetWorker: () => serveSheetWorker(),
  }
}

/** Puts the HTTP server before an open office; `stop` ends both, replies under way first. */
export async function serveOffice(
  office: Office,
): Promise<{ url: string; notes: readonly string[]; firstPage: string | undefined; stop(): Promise<void> }> {
  const { settings } = office
  const tls = certificateOf(settings)
  checkListen(settings.host, tls !== undefined)
  const server = await buildServer({
    routes: office.routes,
    protocols: office.protocols,
    authenticate: office.authenticate,
    tokens: office.tokens,
    challenges: office.challenges,
    health: office.health,
    webFolder: webFolder(),
    policyTexts: office.policyTexts,
    mistakeTexts: office.mistakeTexts,
    log: office.log,
    metrics: office.metrics,
    metricsRoles: office.metricsRoles,
    temporaryFolder: join(office.workFolder, 'uploads'),
    trustProxy: settings.trustProxy,
    ...(settings.origin === undefined
      ? {}
      : { origin: settings.origin, hosts: [new URL(settings.origin).hostname] }),
    ...(tls === undefined ? {} : { tls }),
  })
  await server.listen({ host: settings.host, port: settings.port })
  const { port } = server.server.address() as AddressInfo
  office.log.info('ready', { port, demo: settings.demo })
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${shownHost(settings.host)}:${port}`,
    notes: office.notes,
    firstPage: office.firstPage,
    stop: async () => {
      await server.close()
      await office.close()
    },
  }
}

/** A listening address as a person can open it. */
function shownHost(host: string): string {
  if (host === 'localhost') return '127.0.0.1'
  if (host === '0.0.0.0' || host === '::') return hostname()
  return host.includes(':') ? `[${host}]` : host
}

/** The names and addresses a self-made certificate must be valid for. */
function ownHosts(host: string): string[] {
  const everywhere = host === '0.0.0.0' || host === '::'
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const others = everywhere
    ? addresses.filter(({ scopeid }) => !scopeid).map(({ address }) => address)
    : [host]
  return [...new Set([hostname(), 'localhost', '127.0.0.1', '::1', ...others])]
}

function certificateOf({ tls, host, dataFolder }: Settings): { cert: string; key: string } | undefined {
  if (tls.kind === 'off') return undefined
  if (tls.kind === 'self-signed') return keptCertificate(join(dataFolder, 'tls'), ownHosts(host), new Date())
  return { cert: readFileSync(tls.cert, 'utf8'), key: readFileSync(tls.key, 'utf8') }
}

/** The built interface; while it is not built, pages say so and the API works. */
function webFolder(): string {
  try {
    return dirname(locateShipped(import.meta.url, ['dist/web/index.html']))
  } catch {
    return 'dist/web'
  }
}
