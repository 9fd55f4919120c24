interface Waiting<K, V> {
  readonly key: K
  resolve(value: V): void
  reject(error: unknown): void
}

/**
 * Natural batching: whatever is asked while one load is under way is loaded together by the next. An idle system
 * answers at once, a busy one shares its round trips; there is no timer. `load` answers in the order of the keys.
 */
export class NaturalBatch<K, V> {
  readonly #load: (keys: readonly K[]) => Promise<readonly V[]>
  readonly #most: number
  #waiting: Waiting<K, V>[] = []
  #flying = 0
  readonly #lanes: number

  /** `lanes` loads may be under way side by side; each takes at most `most` keys. */
  constructor(
    load: (keys: readonly K[]) => Promise<readonly V[]>,
    options: { most?: number; lanes?: number } = {},
  ) {
    this.#load = load
    this.#most = options.most ?? 256
    this.#lanes = options.lanes ?? 1
  }

  /** Loads the value of one key, together with others. Rejects when the load of its batch fails. */
  get(key: K): Promise<V> {
    return new Promise<V>((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject })
      if (this.#waiting.length === 1) queueMicrotask(() => this.#fly())
    })
  }

  #fly(): void {
    while (this.#flying < this.#lanes && this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most)
      this.#flying += 1
      void this.#run(batch).finally(() => {
        this.#flying -= 1
        this.#fly()
      })
    }
  }

  async #run(batch: readonly Waiting<K, V>[]): Promise<void> {
    try {
      const values = await this.#load(batch.map((one) => one.key))
      if (values.length !== batch.length) throw new Error('a batch load must answer every key')
      batch.forEach((one, i) => one.resolve(values[i]!))
    } catch (error) {
      for (const one of batch) one.reject(error)
    }
  }
}
