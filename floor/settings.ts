import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { isLoopback, isOrigin, isProxy, originRules, ownMachine, tryUrl } from './addresses.ts'
import { Mistake } from './errors.ts'

export { isLoopback } from './addresses.ts'

/**
 * Settings, in three steps: `readEnv` gathers the environment and the settings file, `toSettings` checks and joins
 * them (the environment wins), `toSecrets` takes the secrets out of the environment, which settings never hold.
 * Whatever contradicts itself is refused at start; docs/settings.md lists every key.
 */
export interface Settings {
  readonly dataFolder: string
  readonly host: string
  readonly port: number
  /** An external PostgreSQL; absent = the embedded one. Holds a password: never print it. */
  readonly databaseUrl?: string
  /** The same server as the least privileged role; absent = derived at start. Holds a password: never print it. */
  readonly databaseAppUrl?: string
  /** Which binaries run the embedded database; `any` prefers an installed PostgreSQL ≥ 15. */
  readonly postgres: 'any' | 'embedded' | 'installed'
  readonly rootKey: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'passphrase' }
  readonly algorithm: 'aes' | 'sm'
  readonly tls: Tls
  readonly timeZone: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly session: { readonly idleMinutes: number; readonly absoluteHours: number }
  /** Ranks whose keys this node may use; absent = all. */
  readonly unsealLevels?: readonly number[]
  readonly demo: boolean
  /**
   * Addresses and networks of the proxies in front, whose X-Forwarded-* are believed; empty, because anybody can send
   * them. `true` in the file or the environment stands for a proxy on this machine.
   */
  readonly trustProxy: readonly string[]
  /** What stands in the address bar, e.g. `https://mifeng.example`: passkeys are bound to it. Absent = what the browser says. */
  readonly origin?: string
  /** Notices and signed calls may be sent to this machine itself (a mail relay, an OA beside it), also without TLS. */
  readonly outboundLoopback: boolean
  /** Where a ClamAV daemon listens that uploads are sent past; absent = uploads are not scanned. */
  readonly scanner?: { readonly path: string } | { readonly host: string; readonly port: number }
}

export type Tls =
  | { readonly kind: 'off' }
  | { readonly kind: 'self-signed' }
  | { readonly kind: 'certificate'; readonly cert: string; readonly key: string }

/** Values that open something. Kept apart from settings, so that settings may be shown and logged. */
export interface Secrets {
  readonly rootPassphrase?: string
}

/** What was found, before it is checked. */
export interface Found {
  /** The `MIFENG_*` variables and the two database addresses. */
  readonly env: Readonly<Record<string, string>>
  readonly dataFolder: string
  /** Content of mifeng.json; undefined when there is none. */
  readonly file: unknown
}

const levels = z.array(z.int().min(0).max(32_767)).min(1)
const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'not a time zone, e.g. Asia/Shanghai / 不是有效时区' })

const proxy = z.string().refine(isProxy, {
  error:
    'true, or addresses and networks of proxies, e.g. 10.0.0.5 or 10.0.1.0/24 / 须为 true，或代理的地址、网段，如 10.0.0.5、10.0.1.0/24',
})

/** mifeng.json. Unknown keys are refused: a misspelt setting that is silently ignored is a wrong setting. */
const fileShape = z.strictObject({
  host: z.string().min(1).optional(),
  port: z.int().min(0).max(65_535).optional(),
  databaseUrl: z.string().optional(),
  databaseAppUrl: z.string().optional(),
  postgres: z.enum(['any', 'embedded', 'installed']).optional(),
  rootKey: z.strictObject({ file: z.string().min(1) }).optional(),
  algorithm: z.enum(['aes', 'sm']).optional(),
  tls: z
    .strictObject({
      cert: z.string().min(1).optional(),
      key: z.string().min(1).optional(),
      selfSigned: z.boolean().optional(),
    })
    .optional(),
  timeZone: timeZone.optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).optional(),
  session: z
    .strictObject({
      idleMinutes: z.int().min(1).max(1440).optional(),
      absoluteHours: z.int().min(1).max(24).optional(),
    })
    .optional(),
  unsealLevels: levels.optional(),
  demo: z.boolean().optional(),
  trustProxy: z.union([z.boolean(), z.array(proxy).min(1)]).optional(),
  origin: z
    .string()
    .refine(isOrigin, {
      error: 'like https://mifeng.example, without a path / 形如 https://mifeng.example，不带路径',
    })
    .optional(),
  outboundLoopback: z.boolean().optional(),
  clamd: z
    .string()
    .refine((text) => scannerOf(text) !== undefined, {
      error:
        'unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310 / 形如 unix:/run/clamav/clamd.ctl 或 tcp:127.0.0.1:3310',
    })
    .optional(),
})
type File = z.infer<typeof fileShape>

type Reading = 'text' | 'number' | 'flag' | 'numbers' | 'flag-or-list'
/** A variable's place in the shape of the file, and how its text is read. */
const variables: Readonly<
  Record<string, { readonly path: readonly [string, string?]; readonly as: Reading }>
> = {
  DATABASE_URL: { path: ['databaseUrl'], as: 'text' },
  DATABASE_APP_URL: { path: ['databaseAppUrl'], as: 'text' },
  MIFENG_HOST: { path: ['host'], as: 'text' },
  MIFENG_PORT: { path: ['port'], as: 'number' },
  MIFENG_POSTGRES: { path: ['postgres'], as: 'text' },
  MIFENG_ROOT_KEY_FILE: { path: ['rootKey', 'file'], as: 'text' },
  MIFENG_ALGORITHM: { path: ['algorithm'], as: 'text' },
  MIFENG_TLS_CERT: { path: ['tls', 'cert'], as: 'text' },
  MIFENG_TLS_KEY: { path: ['tls', 'key'], as: 'text' },
  MIFENG_TLS_SELF_SIGNED: { path: ['tls', 'selfSigned'], as: 'flag' },
  MIFENG_TIME_ZONE: { path: ['timeZone'], as: 'text' },
  MIFENG_LOG_LEVEL: { path: ['logLevel'], as: 'text' },
  MIFENG_SESSION_IDLE_MINUTES: { path: ['session', 'idleMinutes'], as: 'number' },
  MIFENG_SESSION_ABSOLUTE_HOURS: { path: ['session', 'absoluteHours'], as: 'number' },
  MIFENG_UNSEAL_LEVELS: { path: ['unsealLevels'], as: 'numbers' },
  MIFENG_DEMO: { path: ['demo'], as: 'flag' },
  MIFENG_TRUST_PROXY: { path: ['trustProxy'], as: 'flag-or-list' },
  MIFENG_ORIGIN: { path: ['origin'], as: 'text' },
  MIFENG_OUTBOUND_LOOPBACK: { path: ['outboundLoopback'], as: 'flag' },
  MIFENG_CLAMD: { path: ['clamd'], as: 'text' },
}
/** Read elsewhere: the folder decides where the file lies, the passphrase is a secret. */
const passphraseVariable = 'MIFENG_ROOT_KEY_PASSPHRASE'
const folderVariable = 'MIFENG_DATA'

/** Names every wrong setting at once; `message` has Chinese and English. */
export class SettingsRefused extends Mistake {
  constructor(problems: readonly string[]) {
    super('settings-refused', { message: problems.join('\n') })
  }
}

/**
 * Gathers `MIFENG_*` (but `MIFENG_TEST_*`, which is for the test suite), the database addresses and DATA/mifeng.json. `dataFolder` is what the command line said, if
 * anything. Throws SettingsRefused when the file is not JSON.
 */
export function readEnv(
  env: Readonly<Record<string, string | undefined>> = process.env,
  dataFolder?: string,
): Found {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env))
    if (
      value !== undefined &&
      value !== '' &&
      !name.startsWith('MIFENG_TEST_') &&
      (name.startsWith('MIFENG_') || name in variables)
    )
      kept[name] = value
  const folder = resolve(dataFolder ?? kept[folderVariable] ?? 'data')
  return { env: kept, dataFolder: folder, file: readSettingsFile(join(folder, 'mifeng.json')) }
}

function readSettingsFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SettingsRefused([`${path} is not JSON / 不是有效的 JSON: ${String(error)}`])
  }
}

/** Checks and completes what was found. Throws SettingsRefused, which lists all that is wrong. */
export function toSettings(found: Found): Settings {
  const problems: string[] = []
  const file = parse(found.file ?? {}, 'mifeng.json', problems)
  const env = parse(shapeOfEnv(found.env, problems), 'environment / 环境变量', problems)
  if (problems.length > 0) throw new SettingsRefused(problems)
  const both: File = {
    ...file,
    ...env,
    session: { ...file.session, ...env.session },
    tls: { ...file.tls, ...env.tls },
  }
  const settings = complete(both, found)
  problems.push(...contradictions(both, settings, found))
  if (problems.length > 0) throw new SettingsRefused(problems)
  return settings
}

/** The secrets among the environment. Throws nothing; `toSettings` has checked what contradicts. */
export function toSecrets(found: Found): Secrets {
  const rootPassphrase = found.env[passphraseVariable]
  return rootPassphrase === undefined ? {} : { rootPassphrase }
}

function parse(value: unknown, where: string, problems: string[]): File {
  const result = fileShape.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    const path = issue.path.map(String).join('.')
    problems.push(`${where}: ${path === '' ? '' : `${path}: `}${issue.message}`)
  }
  return {}
}

function shapeOfEnv(env: Found['env'], problems: string[]): unknown {
  const shape: Record<string, unknown> = {}
  const nested: Record<string, Record<string, unknown>> = {}
  for (const [name, text] of Object.entries(env)) {
    if (name === passphraseVariable || name === folderVariable) continue
    const variable = variables[name]
    if (variable === undefined) {
      problems.push(`environment: unknown variable ${name} / 未知的环境变量 ${name}`)
      continue
    }
    const [first, second] = variable.path
    const value = readText(text, variable.as)
    if (second === undefined) shape[first] = value
    else shape[first] = nested[first] = { ...nested[first], [second]: value }
  }
  return shape
}

const number = (part: string): unknown => (/^\d{1,9}$/.test(part.trim()) ? Number(part) : part)

/** Text that does not read as asked is left as it is: the shape then refuses it by name. */
function readText(text: string, as: Reading): unknown {
  if (as === 'number') return number(text)
  if (as === 'numbers') return text.split(',').map(number)
  if (as === 'flag-or-list') {
    const flag = readText(text, 'flag')
    return typeof flag === 'boolean' ? flag : text.split(',').map((part) => part.trim())
  }
  if (as === 'flag') return /^(1|true|on)$/i.test(text) ? true : /^(0|false|off)$/i.test(text) ? false : text
  return text
}

function complete(both: File, found: Found): Settings {
  const { tls = {} } = both
  const passphrase = found.env[passphraseVariable] !== undefined
  const keyPath = both.rootKey?.file ?? 'root.key'
  return {
    dataFolder: found.dataFolder,
    host: both.host ?? '127.0.0.1',
    port: both.port ?? 8080,
    ...(both.databaseUrl === undefined ? {} : { databaseUrl: both.databaseUrl }),
    ...(both.databaseAppUrl === undefined ? {} : { databaseAppUrl: both.databaseAppUrl }),
    postgres: both.postgres ?? 'any',
    rootKey: passphrase ? { kind: 'passphrase' } : { kind: 'file', path: resolve(found.dataFolder, keyPath) },
    algorithm: both.algorithm ?? 'aes',
    tls:
      tls.cert !== undefined && tls.key !== undefined
        ? {
            kind: 'certificate',
            cert: resolve(found.dataFolder, tls.cert),
            key: resolve(found.dataFolder, tls.key),
          }
        : { kind: tls.selfSigned === true ? 'self-signed' : 'off' },
    timeZone: both.timeZone ?? 'Asia/Shanghai',
    logLevel: both.logLevel ?? 'info',
    session: {
      idleMinutes: both.session?.idleMinutes ?? 30,
      absoluteHours: both.session?.absoluteHours ?? 12,
    },
    ...(both.unsealLevels === undefined
      ? {}
      : { unsealLevels: [...new Set(both.unsealLevels)].sort((a, b) => a - b) }),
    demo: both.demo ?? false,
    trustProxy:
      both.trustProxy === true
        ? ownMachine
        : both.trustProxy === undefined || both.trustProxy === false
          ? []
          : both.trustProxy,
    ...(both.origin === undefined ? {} : { origin: both.origin }),
    outboundLoopback: both.outboundLoopback ?? false,
    ...(both.clamd === undefined ? {} : { scanner: scannerOf(both.clamd)! }),
  }
}

/** Pairs of settings that cannot both be meant; each message names both. */
function contradictions(both: File, settings: Settings, found: Found): string[] {
  const { tls = {} } = both
  const { host, session } = settings
  const openToNetwork = !isLoopback(host)
  const rules: (readonly [boolean, string])[] = [
    [
      both.rootKey !== undefined && settings.rootKey.kind === 'passphrase',
      `rootKey.file (MIFENG_ROOT_KEY_FILE) and ${passphraseVariable}: two sources of the root key, keep one / 根密钥来源只能保留一个`,
    ],
    [
      (tls.cert === undefined) !== (tls.key === undefined),
      'tls.cert and tls.key go together: one of them is missing / tls.cert 与 tls.key 必须同时设置',
    ],
    [
      tls.selfSigned === true && (tls.cert !== undefined || tls.key !== undefined),
      'tls.selfSigned and tls.cert: either a certificate of yours or a self-made one / 自签证书与自有证书只能选一个',
    ],
    [
      openToNetwork && settings.tls.kind === 'off',
      `host ${host} and no tls: plain HTTP is for this machine only; set tls.cert and tls.key, or tls.selfSigned, or let ` +
        'a proxy reach 127.0.0.1 / 明文 HTTP 只允许监听本机地址，请配置证书，或由反向代理转发到 127.0.0.1',
    ],
    [
      settings.databaseUrl !== undefined && both.postgres !== undefined,
      'DATABASE_URL and postgres (MIFENG_POSTGRES): the latter chooses binaries of the embedded database / ' +
        '使用外部数据库时不能再选择内置数据库程序',
    ],
    [
      settings.databaseAppUrl !== undefined && settings.databaseUrl === undefined,
      'DATABASE_APP_URL and no DATABASE_URL: the embedded database makes its own role / 内置数据库无需 DATABASE_APP_URL',
    ],
    [
      session.idleMinutes > session.absoluteHours * 60,
      'session.idleMinutes and session.absoluteHours: the idle limit is longer than the whole session / ' +
        '空闲时限超过了会话总时限',
    ],
  ]
  rules.push(...originRules(settings))
  const wrong = rules.filter(([broken]) => broken).map(([, message]) => message)
  for (const [name, url] of [
    ['DATABASE_URL', settings.databaseUrl],
    ['DATABASE_APP_URL', settings.databaseAppUrl],
  ] as const)
    if (url !== undefined && !isDatabaseUrl(url))
      wrong.push(`${name} is not an address like postgres://user@host:5432/name / 数据库地址格式不正确`)
  if (found.env[passphraseVariable] !== undefined && found.env[passphraseVariable].length < 12)
    wrong.push(`${passphraseVariable} has fewer than 12 characters / 根密钥口令少于 12 个字符`)
  return wrong
}

function isDatabaseUrl(text: string): boolean {
  const url = tryUrl(text)
  return url !== null && /^postgres(ql)?:$/.test(url.protocol)
}

/** `unix:PATH` or `tcp:HOST:PORT`; undefined when it is neither. */
function scannerOf(text: string): Settings['scanner'] {
  const path = /^unix:(\/.{1,100})$/.exec(text)?.[1]
  if (path !== undefined) return { path }
  const [, host, port] = /^tcp:([A-Za-z0-9.-]{1,200}|\[[0-9a-fA-F:]{2,40}\]):(\d{1,5})$/.exec(text) ?? []
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}
