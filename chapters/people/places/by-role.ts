import type { RoleRule } from '../wire.ts'
import { openNetworks, readNetwork } from './networks.ts'

/** Stands for everybody, whatever offices they hold. */
export const everybody = 'staff'

/** What the rules of sign-in say of somebody with these offices, ready to be asked at each request. */
export interface RoleRules {
  /** Whether somebody with these roles may be signed in from there: every list that concerns them names the address. */
  allows(roles: Iterable<string>, address: string): boolean
  /** The role whose list does not name the address; undefined when all do. */
  keptOutBy(roles: Iterable<string>, address: string): string | undefined
  /** The shortest limits of these roles; absent = the program's own. */
  limits(roles: Iterable<string>): { readonly idleMinutes?: number; readonly absoluteHours?: number }
}

interface Compiled {
  readonly holds?: (address: string) => boolean
  readonly idleMinutes: number
  readonly absoluteHours: number
}

/**
 * Reads the rules by role. A network that cannot be read names no address: whoever it concerns is kept out, which the
 * shape and the desk prevent when the rules are laid down.
 */
export function openRoleRules(rules: readonly RoleRule[]): RoleRules {
  const byRole = new Map<string, Compiled>(
    rules.map(({ role, networks, idleMinutes, absoluteHours }) => [
      role,
      {
        ...(networks.length === 0
          ? {}
          : { holds: openNetworks(networks.flatMap((text) => readNetwork(text) ?? [])) }),
        idleMinutes: idleMinutes ?? Infinity,
        absoluteHours: absoluteHours ?? Infinity,
      },
    ]),
  )
  if (byRole.size === 0) return noRules
  const concerning = (roles: Iterable<string>): [string, Compiled][] =>
    [everybody, ...roles].flatMap((role) => {
      const one = byRole.get(role)
      return one === undefined ? [] : [[role, one] as [string, Compiled]]
    })
  const keptOutBy = (roles: Iterable<string>, address: string): string | undefined =>
    concerning(roles).find(([, one]) => one.holds !== undefined && !one.holds(address))?.[0]
  return {
    keptOutBy,
    allows: (roles, address) => keptOutBy(roles, address) === undefined,
    limits: (roles) => {
      const found = concerning(roles).map(([, one]) => one)
      const idle = Math.min(...found.map((one) => one.idleMinutes))
      const hours = Math.min(...found.map((one) => one.absoluteHours))
      return {
        ...(Number.isFinite(idle) ? { idleMinutes: idle } : {}),
        ...(Number.isFinite(hours) ? { absoluteHours: hours } : {}),
      }
    },
  }
}

const noRules: RoleRules = {
  allows: () => true,
  keptOutBy: () => undefined,
  limits: () => ({}),
}
