import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { DeliveryFailed } from './failure.ts'

/**
 * Where the program may connect to. An address that an administrator types is otherwise a way to reach what only the
 * server can reach: cloud metadata, the database, other machines of the intranet (SSRF).
 */
export interface OutboundRules {
  /** Hosts of the intranet that the administrator listed: names or addresses, lower case. They may be private. */
  readonly hosts: readonly string[]
  /** Whether this machine itself may be addressed, and then also without TLS; the operator's setting. */
  readonly loopback: boolean
}

export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden'

const listOf = (ranges: readonly (readonly [net: string, prefix: number])[]): BlockList => {
  const list = new BlockList()
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, isIPv4(net) ? 'ipv4' : 'ipv6')
  return list
}

const loopback = listOf([
  ['127.0.0.0', 8],
  ['::1', 128],
])
/** RFC 1918, RFC 6598 (carrier-grade NAT), RFC 4193. */
const privateNets = listOf([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['fc00::', 7],
])
/**
 * Never, listed or not: "this network", link-local (with the metadata services of the clouds), documentation, benchmark,
 * multicast and reserved addresses of the IANA special-purpose registries; the metadata addresses outside link-local;
 * and IPv6 that carries or tunnels IPv4 (NAT64, 6to4, Teredo, IPv4-compatible), which would hide one of the above.
 */
const forbidden = listOf([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fd00:ec2::', 32],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
])

/** The IPv4 address inside an IPv4-mapped IPv6 one (`::ffff:7f00:1`, `::ffff:127.0.0.1`); others stay as they are. */
function unmapped(address: string): string {
  if (isIP(address) !== 6) return address
  const canonical = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1)
  const parts = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (parts === null) return canonical
  const [high, low] = [Number.parseInt(parts[1]!, 16), Number.parseInt(parts[2]!, 16)]
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

/** What kind of address this is; whatever is no address is forbidden. */
export function kindOfAddress(given: string): AddressKind {
  if (isIP(given) === 0) return 'forbidden'
  const address = unmapped(given)
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  if (loopback.check(address, family)) return 'loopback'
  if (forbidden.check(address, family)) return 'forbidden'
  return privateNets.check(address, family) ? 'private' : 'public'
}

const plain = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')

/** Whether a host that resolved to this address may be connected to. */
export function mayConnect(host: string, address: string, rules: OutboundRules): boolean {
  const kind = kindOfAddress(address)
  if (kind === 'public') return true
  if (kind === 'loopback') return rules.loopback
  return kind === 'private' && rules.hosts.includes(plain(host))
}

export interface Resolved {
  readonly address: string
  readonly family: 4 | 6
}

export type Resolver = (host: string) => Promise<readonly Resolved[]>

const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true, verbatim: true })) as unknown as readonly Resolved[]

/**
 * The addresses to connect to. The connection must then use these and not ask again, or the name could resolve to
 * something else the second time (DNS rebinding). One forbidden address among several refuses the host.
 * @throws DeliveryFailed `address-refused` (permanent) or `no-such-host`
 */
export async function resolveAllowed(
  host: string,
  rules: OutboundRules,
  resolver: Resolver = systemResolver,
): Promise<readonly Resolved[]> {
  const name = plain(host)
  const family = isIP(name)
  const found = family === 0 ? await resolved(name, resolver) : [{ address: name, family: family as 4 | 6 }]
  if (found.length === 0) throw new DeliveryFailed('no-such-host', false)
  if (!found.every(({ address }) => mayConnect(name, address, rules)))
    throw new DeliveryFailed('address-refused', true)
  return found
}

async function resolved(name: string, resolver: Resolver): Promise<readonly Resolved[]> {
  try {
    return await resolver(name)
  } catch {
    throw new DeliveryFailed('no-such-host', false)
  }
}

/**
 * An address typed by an administrator, as far as it can be judged without resolving it: https, no user or password in
 * it; plain http only to this machine and only where the operator allows that.
 * @throws DeliveryFailed `address-refused`
 */
export function checkUrl(text: string, rules: OutboundRules): URL {
  const refused = new DeliveryFailed('address-refused', true)
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw refused
  }
  if (url.username !== '' || url.password !== '' || url.hostname === '') throw refused
  const name = plain(url.hostname)
  const here = name === 'localhost' || (isIP(name) !== 0 && kindOfAddress(name) === 'loopback')
  if (here && !rules.loopback) throw refused
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here)) throw refused
  if (isIP(name) !== 0 && !mayConnect(name, name, rules)) throw refused
  return url
}
