import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { isCode } from './logging.ts'

/**
 * Figures for Prometheus. Names and label names are fixed here; a label value that is not a short machine word
 * becomes `other`, so that neither a customer value nor an unbounded series can appear.
 */
export interface Metrics {
  /** One answered request: `route` is the pattern of the table, never the address that was typed. */
  request(route: string, method: string, status: number, seconds: number): void
  /** One policy refusal, by the clause that decided it. */
  refusal(clause: string): void
  /** One or more durable ledger leaves, by kind. */
  leaves(kind: string, count: number): void
  /** One finished job, by name and outcome (`done`, `failed`). */
  job(name: string, outcome: string): void
  /** A gauge read when Prometheus asks, for example the size of the ledger. */
  gauge(
    name: 'ledger_size' | 'checkpoint_age_seconds' | 'database_up' | 'jobs_waiting',
    read: () => number,
  ): void
  /** The figures in Prometheus' text format, and the content type to send them with. */
  text(): Promise<{ body: string; contentType: string }>
}

const HELP = {
  ledger_size: 'Leaves in the ledger',
  checkpoint_age_seconds: 'Age of the newest signed checkpoint',
  database_up: '1 when the database answers',
  jobs_waiting: 'Jobs waiting to run',
} as const

const word = (value: string): string => (isCode(value) ? value : 'other')

/** Opens a registry of its own, so that two servers in one process (tests) do not mix their figures. */
export function openMetrics(): Metrics {
  const registers = [new Registry()]
  const registry = registers[0]!
  collectDefaultMetrics({ register: registry, prefix: 'mifeng_' })
  const requests = new Histogram({
    name: 'mifeng_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  })
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
    new Counter({ name: `mifeng_${name}`, help, labelNames, registers })
  const refusals = counter('refusals_total', 'Policy refusals', ['clause'])
  const leaves = counter('ledger_leaves_total', 'Durable ledger leaves', ['kind'])
  const jobs = counter('jobs_total', 'Finished jobs', ['job', 'outcome'])
  return {
    request: (route, method, status, seconds) =>
      requests.observe({ route: safeRoute(route), method: word(method), status: String(status) }, seconds),
    refusal: (clause) => refusals.inc({ clause: word(clause) }),
    leaves: (kind, count) => leaves.inc({ kind: word(kind) }, count),
    job: (name, outcome) => jobs.inc({ job: word(name), outcome: word(outcome) }),
    gauge: (name, read) => {
      new Gauge({
        name: `mifeng_${name}`,
        help: HELP[name],
        registers,
        collect() {
          this.set(read())
        },
      })
    },
    text: async () => ({ body: await registry.metrics(), contentType: registry.contentType }),
  }
}

const safeRoute = (route: string): string =>
  /^\/[A-Za-z_/:.*-][A-Za-z0-9_/:.*-]{0,119}$/.test(route) && !/\d{6}/.test(route) ? route : 'other'
