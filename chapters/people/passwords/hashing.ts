import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { Mistake } from '../../../floor/errors.ts'

/** Argon2id with 19 MiB and two passes, the smallest pair that OWASP's password storage sheet accepts. */
export const hashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export interface Hasher {
  hash(password: string): Promise<string>
  /** Does the password belong to the hash? Without a hash the same work is done, and the answer is no. */
  verify(stored: string | undefined, password: string): Promise<boolean>
  /** Whether a stored hash was made with less than today's cost. */
  isOutdated(stored: string): boolean
}

/** One spelling for what looks the same, so that a password typed on another keyboard still fits. */
const spelling = (password: string): string => password.normalize('NFKC')

/**
 * Hashes a few passwords at once, so that many sign-ins cannot take all memory and all cores.
 * @throws Mistake `people.busy` when too many wait
 */
export function openHasher(
  options: {
    atOnce?: number
    waitingMax?: number
    cost?: { memoryCost: number; timeCost: number; parallelism: number }
  } = {},
): Hasher {
  const cost = options.cost ?? hashCost
  const turn = queue(options.atOnce ?? Math.max(1, availableParallelism() - 1), options.waitingMax ?? 256)
  let nobody: Promise<string> | undefined
  return {
    hash: (password) => turn(() => hash(spelling(password), cost)),
    verify: (stored, password) =>
      turn(async () => {
        nobody ??= hash(randomBytes(24).toString('base64'), cost)
        const right = await verify(stored ?? (await nobody), spelling(password))
        return right && stored !== undefined
      }),
    isOutdated: (stored) => {
      const made = parseOptions(stored)
      return made.memoryCost < cost.memoryCost || made.timeCost < cost.timeCost
    },
  }
}

function queue(atOnce: number, waitingMax: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= waitingMax) throw new Mistake('people.busy', { status: 429 })
      await new Promise<void>((go) => waiting.push(go))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The place is handed on without being given up, so that nobody slips in between.
      if (next === undefined) running -= 1
      else next()
    }
  }
}
