import { connect as plainConnect, isIP } from 'node:net'
import { connect as secureConnect, type ConnectionOptions } from 'node:tls'
import { Client, type Entry, Filter, InvalidCredentialsError } from 'ldapts'
import { checkUrl, resolveAllowed } from '../../../floor/delivery/index.ts'
import { Fault, Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { LdapConfig } from '../wire/sign-on.ts'
import { failureOf, mostDepartments, mostPeople, optional } from './json-api.ts'
import {
  type OrganisationSource,
  type PasswordProvider,
  type ProviderSurroundings,
  signOnFailure,
  type SourceDepartment,
  type SourcePerson,
  type Subject,
} from './provider.ts'

const timeoutMs = 10_000
/** Active Directory's unique id is 16 bytes; others are texts (entryUUID, RFC 4530). */
const binaryIds = ['objectGUID']
/** Bit of Active Directory's userAccountControl that disables an account. */
const disabledBit = 2

/** Sign-on against a directory (RFC 4511): the person is searched for, and then bound as with what they typed. */
export function openLdap(config: LdapConfig, around: ProviderSurroundings): PasswordProvider {
  const within = <T>(work: (client: Client) => Promise<T>): Promise<T> => withDirectory(config, around, work)
  return {
    kind: 'ldap',
    way: 'password',
    test: () =>
      within(async (client) => {
        const found = await client.search(config.baseDn, { scope: 'base', attributes: ['objectClass'] })
        if (found.searchEntries.length !== 1) throw signOnFailure('directory', { code: 'base' })
      }),
    prove: (name, password) => within((client) => prove(config, client, name, password)),
    organisation: new DirectorySource(config, within),
  }
}

/**
 * Connects to the very address that was checked, over TLS (or on this machine without), and binds as the program's own
 * account. A connection that breaks is not made again behind our back: after StartTLS that would go on without TLS.
 */
async function withDirectory<T>(
  config: LdapConfig,
  around: ProviderSurroundings,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await clientFor(config, around)
  try {
    if (config.startTls) await client.startTLS(tlsOptions(config))
    await client.bind(config.bindDn, around.secret)
    return await work(client)
  } catch (error) {
    throw mistakeOf(error)
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

const hostOf = (config: LdapConfig): string => new URL(config.url.replace(/^ldap/, 'http')).hostname

const tlsOptions = (config: LdapConfig): ConnectionOptions => ({
  // Without this, an upgraded connection would be checked against the name localhost.
  host: hostOf(config),
  ...(isIP(hostOf(config)) === 0 ? { servername: hostOf(config) } : {}),
  minVersion: 'TLSv1.2',
  ...(config.ca === '' ? {} : { ca: config.ca }),
})

async function clientFor(config: LdapConfig, around: ProviderSurroundings): Promise<Client> {
  const secure = config.url.startsWith('ldaps:')
  const host = hostOf(config)
  let address: string
  try {
    // A password crosses no network in the clear: without TLS only this machine may be addressed.
    checkUrl(`${secure || config.startTls ? 'https' : 'http'}://${host}`, around.rules)
    address = (await resolveAllowed(host, around.rules, around.resolver))[0]!.address
  } catch (error) {
    throw failureOf(error)
  }
  let used = false
  const once = (): void => {
    if (used) throw new Fault('the connection to the directory was lost')
    used = true
  }
  const plain = (port: number) => {
    once()
    return plainConnect(port, address)
  }
  const overTls = (port: number) => {
    once()
    return secureConnect({ ...tlsOptions(config), host: address, port })
  }
  return new Client({
    url: config.url.replace(/\/$/, ''),
    timeout: timeoutMs,
    connectTimeout: timeoutMs,
    strictDN: false,
    ...(secure
      ? { createSecureConnection: overTls as unknown as typeof secureConnect }
      : { createConnection: plain as unknown as typeof plainConnect }),
  })
}

async function prove(
  config: LdapConfig,
  client: Client,
  name: string,
  password: string,
): Promise<Subject | undefined> {
  // RFC 4513 §5.1.2: a bind with a name and no password is anonymous and succeeds on many servers.
  if (password === '' || name === '') return undefined
  const entry = await entryOf(config, client, name)
  // Somebody unknown costs a bind as well, so that both take the same way.
  const who = entry?.dn ?? `cn=${newId()},${config.baseDn}`
  try {
    await client.bind(who, password)
  } catch (error) {
    if (entry === undefined || error instanceof InvalidCredentialsError) return undefined
    throw error
  }
  if (entry === undefined) return undefined
  const externalId = idOf(config, entry)
  if (externalId === undefined) throw signOnFailure('directory', { code: 'id' })
  return {
    externalId,
    ...optional('employeeNo', textOf(entry, config.employeeNoAttribute)),
    ...optional('name', textOf(entry, config.nameAttribute)),
    ...optional('email', textOf(entry, config.emailAttribute)),
  }
}

/** The one entry that the filter finds; none and several are nobody. */
async function entryOf(config: LdapConfig, client: Client, name: string): Promise<Entry | undefined> {
  const filter = config.userFilter.replaceAll('{name}', () => Filter.escape(name))
  const { searchEntries } = await client.search(config.baseDn, {
    filter,
    scope: 'sub',
    sizeLimit: 2,
    attributes: wanted(config),
    explicitBufferAttributes: binaryIds,
  })
  return searchEntries.length === 1 ? searchEntries[0] : undefined
}

const wanted = (config: LdapConfig): string[] => [
  config.idAttribute,
  config.employeeNoAttribute,
  config.nameAttribute,
  config.emailAttribute,
  config.postAttribute,
  'manager',
  'userAccountControl',
  'pwdAccountLockedTime',
]

/** The first value of an attribute, in whatever case the server writes its name. */
function valueOf(entry: Entry, attribute: string): string | Buffer | undefined {
  const key = Object.keys(entry).find((one) => one.toLowerCase() === attribute.toLowerCase())
  const value = key === undefined ? undefined : entry[key]
  return Array.isArray(value) ? value[0] : value
}

function textOf(entry: Entry, attribute: string): string | undefined {
  const value = valueOf(entry, attribute)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}

function idOf(config: LdapConfig, entry: Entry): string | undefined {
  const value = valueOf(entry, config.idAttribute)
  const text = Buffer.isBuffer(value) ? value.toString('hex') : value
  return text === undefined || text === '' ? undefined : text
}

function mistakeOf(error: unknown): Mistake {
  if (error instanceof Mistake) return error
  if (error instanceof InvalidCredentialsError) return signOnFailure('directory', { code: 'bind' })
  const code = (error as { code?: unknown } | null)?.code
  // Result codes of the protocol are numbers, those of the network words.
  return typeof code === 'number'
    ? signOnFailure('directory', { code })
    : signOnFailure('unreachable', { code: typeof code === 'string' ? code.slice(0, 40) : 'connection' })
}

/** The name above; commas inside of a value are escaped (RFC 4514). */
export function parentDn(dn: string): string {
  for (let at = 0; at < dn.length; at += 1) {
    if (dn[at] === '\\') at += 1
    else if (dn[at] === ',') return dn.slice(at + 1).trimStart()
  }
  return ''
}
const key = (dn: string): string => dn.toLowerCase().replace(/\s*,\s*/g, ',')

/** Organisational units are the departments, and people belong to the nearest one above them. */
class DirectorySource implements OrganisationSource {
  readonly #config: LdapConfig
  readonly #within: <T>(work: (client: Client) => Promise<T>) => Promise<T>

  constructor(config: LdapConfig, within: <T>(work: (client: Client) => Promise<T>) => Promise<T>) {
    this.#config = config
    this.#within = within
  }

  async departments(): Promise<SourceDepartment[]> {
    const entries = await this.#search('(objectClass=organizationalUnit)', ['ou', 'name'], mostDepartments)
    const base = key(this.#config.baseDn)
    const units = new Map(entries.filter(({ dn }) => key(dn) !== base).map((one) => [key(one.dn), one]))
    return [...units].flatMap(([id, entry]) => {
      const name = textOf(entry, 'ou') ?? textOf(entry, 'name')
      const parent = key(parentDn(entry.dn))
      return name === undefined ? [] : [{ id, name, ...(units.has(parent) ? { parentId: parent } : {}) }]
    })
  }

  async people(): Promise<SourcePerson[]> {
    const units = new Set((await this.departments()).map((one) => one.id))
    const entries = await this.#search(this.#config.personFilter, wanted(this.#config), mostPeople)
    const ids = new Map(entries.map((entry) => [key(entry.dn), idOf(this.#config, entry)]))
    return entries.flatMap((entry) => {
      const externalId = ids.get(key(entry.dn))
      const name = textOf(entry, this.#config.nameAttribute)
      if (externalId === undefined || name === undefined) return []
      let place = key(parentDn(entry.dn))
      while (place !== '' && !units.has(place)) place = parentDn(place)
      const manager = textOf(entry, 'manager')
      return [
        {
          externalId,
          name,
          ...optional('employeeNo', textOf(entry, this.#config.employeeNoAttribute)),
          ...optional('departmentId', place === '' ? undefined : place),
          ...optional('post', textOf(entry, this.#config.postAttribute)),
          ...optional('email', textOf(entry, this.#config.emailAttribute)),
          ...optional('managerExternalId', manager === undefined ? undefined : ids.get(key(manager))),
          ...(isInactive(entry) ? { inactive: true } : {}),
        },
      ]
    })
  }

  async #search(filter: string, attributes: string[], most: number): Promise<Entry[]> {
    return await this.#within(async (client) => {
      const { searchEntries } = await client.search(this.#config.baseDn, {
        filter,
        scope: 'sub',
        paged: { pageSize: 500 },
        attributes,
        explicitBufferAttributes: binaryIds,
      })
      if (searchEntries.length > most) throw signOnFailure('too-large')
      return searchEntries
    })
  }
}

function isInactive(entry: Entry): boolean {
  if (textOf(entry, 'pwdAccountLockedTime') !== undefined) return true
  const control = Number(textOf(entry, 'userAccountControl') ?? 0)
  return (control & disabledBit) !== 0
}
