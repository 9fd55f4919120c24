/**
 * Lets only so many in at once; the others wait here, in the order in which they came, and not for a connection of the
 * database, which would run out of time.
 */
export class Turns {
  readonly #waiting: (() => void)[] = []
  #free: number
  constructor(places: number) {
    this.#free = places
  }

  /** Runs when it is its turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }
}
