import { createHash } from 'node:crypto'
import type { Database, Reader } from '../../floor/database/index.ts'
import { canonical } from '../../floor/ledger/index.ts'
import { type Authority, type Scope, scopeRanks } from '../../gate/index.ts'
import { readMatrix } from './store/authority.ts'
import { authorityCategories, authorityVerbs, type RoleAuthority, separatedRoles, staffRole } from './wire.ts'

/** SHA-256 of a matrix, as it stands beside it and in the ledger. */
export const matrixHash = (roles: readonly RoleAuthority[]): string =>
  createHash('sha256').update(canonical({ roles })).digest('hex')

/** What one version of the matrix gives, worked out once for every set of roles that people hold. */
export class Matrix {
  readonly #roles: ReadonlyMap<string, RoleAuthority>
  readonly #known = new Map<string, Authority>()
  constructor(roles: readonly RoleAuthority[]) {
    this.#roles = new Map(roles.map((one) => [one.role, one]))
  }

  /**
   * What the holder of these roles is given: the widest scope of all roles for each verb on each kind of data, the role
   * of all staff among them. The three separated administrators add nothing to it.
   */
  of(roles: readonly string[]): Authority {
    const key = roles.join(' ')
    let authority = this.#known.get(key)
    if (authority === undefined) {
      const given = this.given(roles)
      // The matrix that a company starts with adds no limits: nothing then has to be looked up in it.
      this.#known.set(key, (authority = isEverything(given) ? 'everything' : given))
    }
    return authority
  }

  /** The same cell by cell, also where it is everything. */
  given(held: readonly string[]): Exclude<Authority, 'everything'> {
    const roles = [staffRole, ...held]
    const given = new Map<string, Map<number, Partial<Record<string, Scope>>>>()
    for (const role of roles) {
      const one = separatedRoles.includes(role) ? undefined : this.#roles.get(role)
      for (const { category, level, verbs } of one?.cells ?? []) {
        const levels = given.get(category) ?? new Map<number, Partial<Record<string, Scope>>>()
        given.set(category, levels)
        const cell = levels.get(level) ?? {}
        levels.set(level, cell)
        for (const verb of verbs) cell[verb] = wider(cell[verb], one!.scope)
      }
    }
    return given
  }
}

/** Ranks that every scheme of levels has. */
const ranks = [1, 2, 3, 4]

const isEverything = (given: Exclude<Authority, 'everything'>): boolean =>
  authorityCategories.every(({ code }) =>
    ranks.every((level) => authorityVerbs.every((verb) => given.get(code)?.get(level)?.[verb] === 'all')),
  )

const wider = (a: Scope | undefined, b: Scope): Scope =>
  a !== undefined && scopeRanks[a] >= scopeRanks[b] ? a : b

/** Nothing given to anybody. */
const nothing = new Matrix([])

const remembered = new WeakMap<Database, { readonly version: number; readonly matrix: Matrix }>()

/**
 * The matrix of a version. A version never changes, so what is remembered cannot grow stale: each reading of a person's
 * facts says which version is in force. One that is not what its hash says gives nothing to anybody.
 */
export async function matrixOf(db: Database, r: Reader, version: number): Promise<Matrix> {
  const known = remembered.get(db)
  if (known?.version === version) return known.matrix
  const stored = await readMatrix(r, version)
  const matrix = stored === undefined || !isIntact(stored) ? nothing : new Matrix(stored.roles)
  // Somebody in an older snapshot does not put the newer version out of memory for the others.
  if (known === undefined || known.version < version) remembered.set(db, { version, matrix })
  return matrix
}

/** Whether a stored matrix is what its hash says. */
export const isIntact = (stored: {
  readonly roles: readonly RoleAuthority[]
  readonly hash: string
}): boolean => matrixHash(stored.roles) === stored.hash
