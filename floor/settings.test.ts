import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { isLoopback, readEnv, SettingsRefused, toSecrets, toSettings } from './settings.ts'

const found = (env: Record<string, string> = {}, file?: unknown) => ({ env, file, dataFolder: '/srv/mifeng' })
const settings = (env?: Record<string, string>, file?: unknown) => toSettings(found(env, file))

test('nothing said: the safe defaults', () => {
  expect(settings()).toEqual({
    dataFolder: '/srv/mifeng',
    host: '127.0.0.1',
    port: 8080,
    postgres: 'any',
    rootKey: { kind: 'file', path: '/srv/mifeng/root.key' },
    algorithm: 'aes',
    tls: { kind: 'off' },
    timeZone: 'Asia/Shanghai',
    logLevel: 'info',
    session: { idleMinutes: 30, absoluteHours: 12 },
    demo: false,
    trustProxy: [],
    outboundLoopback: false,
  })
})

test('the environment wins over the file, key by key', () => {
  const joined = settings(
    { MIFENG_PORT: '9000', MIFENG_SESSION_IDLE_MINUTES: '10', MIFENG_UNSEAL_LEVELS: '2, 1,2' },
    { port: 8000, logLevel: 'warn', session: { idleMinutes: 20, absoluteHours: 8 } },
  )
  expect(joined).toMatchObject({ port: 9000, logLevel: 'warn', unsealLevels: [1, 2] })
  expect(joined.session).toEqual({ idleMinutes: 10, absoluteHours: 8 })
})

test('a certificate is looked for in the data folder', () => {
  const { tls } = settings(
    { MIFENG_TLS_CERT: 'tls/a.pem', MIFENG_HOST: '0.0.0.0' },
    { tls: { key: '/etc/a.key' } },
  )
  expect(tls).toEqual({ kind: 'certificate', cert: '/srv/mifeng/tls/a.pem', key: '/etc/a.key' })
})

test('the passphrase is a secret, not a setting', () => {
  const from = found({ MIFENG_ROOT_KEY_PASSPHRASE: 'correct horse battery' })
  expect(JSON.stringify(toSettings(from))).not.toContain('correct horse')
  expect(toSettings(from).rootKey).toEqual({ kind: 'passphrase' })
  expect(toSecrets(from)).toEqual({ rootPassphrase: 'correct horse battery' })
})

describe('refused at start, with a message that names what is wrong', () => {
  test.each<[string, Record<string, string>, unknown, RegExp]>([
    [
      'two sources of the root key',
      { MIFENG_ROOT_KEY_PASSPHRASE: 'correct horse battery' },
      { rootKey: { file: 'k' } },
      /MIFENG_ROOT_KEY_FILE.*MIFENG_ROOT_KEY_PASSPHRASE/,
    ],
    ['a certificate without its key', { MIFENG_TLS_CERT: 'a' }, {}, /tls\.cert and tls\.key/],
    ['a key without its certificate', {}, { tls: { key: 'a' } }, /tls\.cert and tls\.key/],
    [
      'a certificate and a self-made one',
      { MIFENG_TLS_SELF_SIGNED: '1' },
      { tls: { cert: 'a', key: 'b' } },
      /tls\.selfSigned and tls\.cert/,
    ],
    ['plain HTTP for the whole network', { MIFENG_HOST: '0.0.0.0' }, {}, /host 0\.0\.0\.0 and no tls/],
    ['plain HTTP on a name', { MIFENG_HOST: 'crm.corp' }, {}, /host crm\.corp and no tls/],
    [
      'plain HTTP because of a proxy',
      { MIFENG_HOST: '10.0.0.5', MIFENG_TRUST_PROXY: 'on' },
      {},
      /host 10\.0\.0\.5 and no tls/,
    ],
    [
      'an external server and embedded binaries',
      { DATABASE_URL: 'postgres://db/x', MIFENG_POSTGRES: 'embedded' },
      {},
      /DATABASE_URL and postgres/,
    ],
    [
      'an app role without a server',
      { DATABASE_APP_URL: 'postgres://db/x' },
      {},
      /DATABASE_APP_URL and no DATABASE_URL/,
    ],
    ['a wrong database address', { DATABASE_URL: 'mysql://db/x' }, {}, /DATABASE_URL is not an address/],
    [
      'idle longer than the whole session',
      { MIFENG_SESSION_IDLE_MINUTES: '61', MIFENG_SESSION_ABSOLUTE_HOURS: '1' },
      {},
      /session\.idleMinutes and session\.absoluteHours/,
    ],
    ['an address with a path', { MIFENG_ORIGIN: 'https://mifeng.example/app' }, {}, /origin.*without a path/],
    ['an address that is none', { MIFENG_ORIGIN: 'mifeng.example' }, {}, /origin.*without a path/],
    ['plain http over the network', { MIFENG_ORIGIN: 'http://mifeng.example' }, {}, /begins with https/],
    [
      'https that nobody speaks',
      { MIFENG_ORIGIN: 'https://mifeng.example' },
      {},
      /nothing here speaks https/,
    ],
    [
      'plain http and a certificate',
      { MIFENG_ORIGIN: 'http://localhost:8080', MIFENG_TLS_SELF_SIGNED: '1' },
      {},
      /begins with https/,
    ],
    [
      'passkeys bound to a bare address',
      { MIFENG_ORIGIN: 'https://10.0.0.5', MIFENG_TRUST_PROXY: 'on' },
      {},
      /not to a bare IP address/,
    ],
    ['everybody as proxy', { MIFENG_TRUST_PROXY: '0.0.0.0/0' }, {}, /trustProxy/],
    ['a proxy by name', {}, { trustProxy: ['proxy.corp'] }, /trustProxy/],
    ['no proxy at all in a list', {}, { trustProxy: [] }, /trustProxy/],
    ['a short passphrase', { MIFENG_ROOT_KEY_PASSPHRASE: 'short' }, {}, /fewer than 12/],
    ['a misspelt variable', { MIFENG_PROT: '1' }, {}, /MIFENG_PROT/],
    ['a misspelt key', {}, { prot: 1 }, /mifeng\.json.*prot/],
    ['a misspelt key inside', {}, { session: { idle: 1 } }, /mifeng\.json.*idle/],
    ['a passphrase in the file', {}, { rootKey: { passphrase: 'x' } }, /mifeng\.json.*passphrase/],
    ['a port that is none', { MIFENG_PORT: '80a' }, {}, /port/],
    ['a port beyond the last', {}, { port: 70_000 }, /port/],
    ['a flag that is neither', { MIFENG_DEMO: 'perhaps' }, {}, /demo/],
    ['a time zone that is none', { MIFENG_TIME_ZONE: 'Mars/Base' }, {}, /timeZone.*时区/],
    ['an unknown algorithm', {}, { algorithm: 'rot13' }, /algorithm/],
    ['no level at all', {}, { unsealLevels: [] }, /unsealLevels/],
    ['a file that is a list', {}, [], /mifeng\.json/],
  ])('%s', (_what, env, file, message) => {
    expect(() => settings(env, file)).toThrow(SettingsRefused)
    expect(() => settings(env, file)).toThrow(message)
  })

  test('everything that is wrong is said at once', () => {
    expect(() => settings({ MIFENG_PORT: 'x', MIFENG_PROT: '1' }, { demo: 'yes' })).toThrow(
      /MIFENG_PROT[^]*demo|demo[^]*MIFENG_PROT/,
    )
  })

  test('a password in a wrong database address is not repeated', () => {
    let said = ''
    try {
      settings({ DATABASE_URL: 'mysql://u:hunter2hunter2@db/x' })
    } catch (error) {
      said = String(error)
    }
    expect(said).toMatch(/DATABASE_URL/)
    expect(said).not.toMatch(/hunter2/)
  })
})

test.each<[Record<string, string>, readonly string[], string | undefined]>([
  [{}, [], undefined],
  [{ MIFENG_TRUST_PROXY: 'off' }, [], undefined],
  [
    { MIFENG_TRUST_PROXY: 'on', MIFENG_ORIGIN: 'https://mifeng.example' },
    ['127.0.0.0/8', '::1/128'],
    'https://mifeng.example',
  ],
  [{ MIFENG_TRUST_PROXY: '10.0.0.5, 10.0.1.0/24' }, ['10.0.0.5', '10.0.1.0/24'], undefined],
  [{ MIFENG_ORIGIN: 'http://localhost:8080' }, [], 'http://localhost:8080'],
  [
    { MIFENG_ORIGIN: 'https://mifeng.example:8443', MIFENG_TLS_SELF_SIGNED: '1', MIFENG_HOST: '0.0.0.0' },
    [],
    'https://mifeng.example:8443',
  ],
])('%j believes proxies %j and stands at %s', (env, trustProxy, origin) => {
  expect(settings(env, {})).toMatchObject({ trustProxy })
  expect(settings(env, {}).origin).toBe(origin)
})

describe('reading', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  afterEach(() => rmSync(join(folder, 'mifeng.json'), { force: true }))

  test('takes its own variables only, and the file of the data folder', () => {
    writeFileSync(join(folder, 'mifeng.json'), '{"port": 8443}')
    const read = readEnv({
      PATH: '/bin',
      MIFENG_DATA: folder,
      MIFENG_LOG_LEVEL: '',
      MIFENG_TEST_X: '1',
      MIFENG_DEMO: '1',
    })
    expect(read).toEqual({
      env: { MIFENG_DATA: folder, MIFENG_DEMO: '1' },
      dataFolder: folder,
      file: { port: 8443 },
    })
    expect(toSettings(read)).toMatchObject({ port: 8443, demo: true })
  })

  test('the command line decides on the folder', () => {
    expect(readEnv({ MIFENG_DATA: '/elsewhere' }, folder).dataFolder).toBe(folder)
  })

  test('no file is no fault; a torn file is', () => {
    expect(readEnv({}, folder).file).toBeUndefined()
    writeFileSync(join(folder, 'mifeng.json'), '{"port": 84')
    expect(() => readEnv({}, folder)).toThrow(/mifeng\.json is not JSON/)
  })
})

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.evil.example', false],
  ['192.168.0.1', false],
])('%s is this machine only: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
