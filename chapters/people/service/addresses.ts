import { BlockList, isIP } from 'node:net'

/** An IPv4 address that arrives in its IPv6 form is the IPv4 address. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

function parse(entry: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [given = '', bits, ...more] = entry.split('/')
  const address = plain(given)
  const version = isIP(address)
  if (version === 0 || more.length > 0 || address.includes('%')) return undefined
  const most = version === 4 ? 32 : 128
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return undefined
  const length = bits === undefined ? most : Number(bits)
  // A list that lets everybody in is an empty one; written as a network it is a mistake.
  if (length < 1 || length > most) return undefined
  return { address, bits: length, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** Whether this is an address or a network in CIDR notation, e.g. `10.1.0.0/16`. */
export const isNetwork = (entry: string): boolean => parse(entry) !== undefined

/** Whether an address lies in one of the networks; no networks means from anywhere, a network nobody can read lets nobody in. */
export function isAllowedFrom(networks: readonly string[], address: string): boolean {
  if (networks.length === 0) return true
  const list = new BlockList()
  for (const entry of networks) {
    const network = parse(entry)
    if (network !== undefined) list.addSubnet(network.address, network.bits, network.family)
  }
  const from = plain(address)
  const version = isIP(from)
  return version !== 0 && list.check(from, version === 4 ? 'ipv4' : 'ipv6')
}
