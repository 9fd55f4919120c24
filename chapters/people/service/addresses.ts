import { openNetworks, readNetwork } from '../places/networks.ts'

/** Whether this is an address or a network as the rules of sign-in write it; all of the Internet is none. */
export const isNetwork = (entry: string): boolean => (readNetwork(entry)?.bits ?? 0) > 0

/** Whether an address lies in one of the networks; no networks means from anywhere, a network nobody can read lets nobody in. */
export const isAllowedFrom = (networks: readonly string[], address: string): boolean =>
  networks.length === 0 || openNetworks(networks.flatMap((text) => readNetwork(text) ?? []))(address)
