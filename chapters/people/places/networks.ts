import { BlockList, isIP } from 'node:net'

/** A network as the rules name it: `10.1.0.0/16`, `2001:db8::/32`, or one address. */
export interface Network {
  readonly base: string
  readonly bits: number
  readonly family: 'ipv4' | 'ipv6'
}

/**
 * The address as it is compared: an IPv4 address that arrived in its IPv6 form is an IPv4 address, and the zone of a
 * link-local one is left away.
 */
export const plainAddress = (address: string): string =>
  address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')

/**
 * Reads a network. @returns undefined for what is none: no address, a length that does not fit, an IPv4 network in IPv6
 * clothes, or an address with bits behind its length (`10.0.0.5/24`), where it is not clear what was meant
 */
export function readNetwork(text: string): Network | undefined {
  const parts = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text)
  const base = parts?.[1] ?? ''
  const kind = isIP(base)
  if (kind === 0 || /^::ffff:/i.test(base)) return undefined
  const most = kind === 4 ? 32 : 128
  const bits = parts?.[2] === undefined ? most : Number(parts[2])
  if (bits > most || !isEmptyAfter(bytesOf(base, kind), bits)) return undefined
  return { base, bits, family: kind === 4 ? 'ipv4' : 'ipv6' }
}

function bytesOf(address: string, kind: number): number[] {
  if (kind === 4) return address.split('.').map(Number)
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const hex = (high: string, low: string): string => ((Number(high) << 8) | Number(low)).toString(16)
  const plain =
    dotted === null ? address : `${dotted[1]}${hex(dotted[2]!, dotted[3]!)}:${hex(dotted[4]!, dotted[5]!)}`
  const [head = '', tail] = plain.split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [front, back] = [groups(head), groups(tail ?? '')]
  const middle = Array<string>(tail === undefined ? 0 : 8 - front.length - back.length).fill('0')
  return [...front, ...middle, ...back].flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}

const isEmptyAfter = (bytes: readonly number[], bits: number): boolean =>
  bytes.every((byte, at) => {
    const kept = Math.min(8, Math.max(0, bits - at * 8))
    return (byte & (255 >> kept)) === 0
  })

/** Whether an address lies in one of the networks; what is no address lies in none. */
export function openNetworks(networks: readonly Network[]): (address: string) => boolean {
  const list = new BlockList()
  for (const { base, bits, family } of networks) list.addSubnet(base, bits, family)
  return (address) => {
    const plain = plainAddress(address)
    const kind = isIP(plain)
    return kind !== 0 && list.check(plain, kind === 4 ? 'ipv4' : 'ipv6')
  }
}
