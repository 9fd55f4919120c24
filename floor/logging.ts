import { pino } from 'pino'
import type { DestinationStream, Level } from 'pino'

/**
 * Structured logs in which no customer value can appear: a value is written only under a name that is listed
 * here and only when it has that name's shape. Everything else is dropped, so that forgetting is safe.
 */

type Shape = 'id' | 'code' | 'number' | 'flag' | 'route' | 'instant' | 'address'

/** Every name that may appear in a log line, with the only shape its value may have. */
const SHAPES = {
  requestId: 'id',
  faultId: 'id',
  personId: 'id',
  accountId: 'id',
  jobId: 'id',
  importId: 'id',
  grantId: 'id',
  instanceId: 'id',
  code: 'code',
  clause: 'code',
  job: 'code',
  outcome: 'code',
  method: 'code',
  reason: 'code',
  route: 'route',
  address: 'address',
  dueAt: 'instant',
  status: 'number',
  milliseconds: 'number',
  count: 'number',
  rows: 'number',
  bytes: 'number',
  size: 'number',
  attempt: 'number',
  port: 'number',
  version: 'number',
  ready: 'flag',
  demo: 'flag',
} as const satisfies Record<string, Shape>

export type LogValues = { readonly [name in keyof typeof SHAPES]?: string | number | boolean | undefined }

export interface Logger {
  debug(event: string, values?: LogValues): void
  info(event: string, values?: LogValues): void
  warn(event: string, values?: LogValues): void
  /** The error's message is never written, for it may quote a value; its kind, code and stack places are. */
  error(event: string, values?: LogValues, error?: unknown): void
}

/** Six digits in a row could be the part of a telephone or identity number that identifies somebody. */
const LONG_NUMBER = /\d{6,}/

/** Whether a text is a short machine word such as `sign-in`, `4.2.1` or `ENOSPC`: nothing a person typed. */
export function isCode(value: unknown): value is string {
  return (
    typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/.test(value) && !LONG_NUMBER.test(value)
  )
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const ROUTE = /^\/[A-Za-z0-9_/:.*-]{0,119}$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/
const ADDRESS = /^[0-9a-f:.]{2,45}$/i
/** Numbers of eleven digits and more could be telephone numbers; no count, size in bytes or time of ours needs them. */
const LARGEST_NUMBER = 9_999_999_999

const fits: Readonly<Record<Shape, (value: unknown) => boolean>> = {
  id: (value) => typeof value === 'string' && ID.test(value),
  code: isCode,
  number: (value) => typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= LARGEST_NUMBER,
  flag: (value) => typeof value === 'boolean',
  route: (value) => typeof value === 'string' && ROUTE.test(value) && !LONG_NUMBER.test(value),
  instant: (value) => typeof value === 'string' && INSTANT.test(value),
  address: (value) => typeof value === 'string' && ADDRESS.test(value) && !LONG_NUMBER.test(value),
}

/** Keeps the listed names whose values have the listed shape; drops the rest, nested objects included. */
export function safeValues(values: object): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {}
  for (const [name, shape] of Object.entries(SHAPES)) {
    if (!Object.hasOwn(values, name)) continue
    const value: unknown = (values as Record<string, unknown>)[name]
    if (fits[shape](value)) kept[name] = value as string | number | boolean
  }
  return kept
}

/** A line of a stack that lies in a source file; nothing but the path below the project's folder is kept. */
const PLACE =
  /^ {4}at .*?((?:node_modules\/@?|floor\/|gate\/|chapters\/|doors\/|dist\/|tests\/|bench\/)[\w./+-]+:\d+:\d+)\)?$/

/**
 * What may be said of an error: its kind, its code and the places in our own code it came through.
 * The message is cut off first, since it may contain line breaks that look like stack lines; where it cannot be
 * found in the stack (it was changed later), no place is reported.
 */
export function safeError(error: unknown): { kind: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { kind: 'not-an-error', at: [] }
  const code = (error as { code?: unknown }).code
  const stack = String(error.stack)
  const message = String(error.message)
  const found = stack.indexOf(message)
  const lines = found < 0 ? [] : stack.slice(found + message.length).split('\n')
  const at = lines
    .map((line) => PLACE.exec(line)?.[1] ?? '')
    .filter((place) => place !== '' && !LONG_NUMBER.test(place))
    .slice(0, 12)
  return { kind: isCode(error.name) ? error.name : 'Error', ...(isCode(code) ? { code } : {}), at }
}

/**
 * Opens a log of JSON lines.
 * @param options.level lowest level that is written; default `info`.
 * @param options.destination where lines go; default the standard error stream, so that standard output stays
 *   free for the one line a person or a script waits for.
 */
export function openLog(options: { level?: Level; destination?: DestinationStream } = {}): Logger {
  const lines = pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  )
  const event = (name: string): string => (isCode(name) ? name : 'unnamed')
  return {
    debug: (name, values = {}) => lines.debug({ event: event(name), ...safeValues(values) }),
    info: (name, values = {}) => lines.info({ event: event(name), ...safeValues(values) }),
    warn: (name, values = {}) => lines.warn({ event: event(name), ...safeValues(values) }),
    error: (name, values = {}, error) =>
      lines.error({
        event: event(name),
        ...safeValues(values),
        ...(error === undefined ? {} : { error: safeError(error) }),
      }),
  }
}

/** A log that keeps nothing; for tests and benchmarks. */
export const silentLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
