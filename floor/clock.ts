/** Time stands behind this narrow interface, so that tests can freeze, jump and turn it back. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until told otherwise; for tests. */
export class SetClock implements Clock {
  #at: Date
  constructor(at: Date | string) {
    this.#at = new Date(at)
  }
  now(): Date {
    return new Date(this.#at)
  }
  set(at: Date | string): void {
    this.#at = new Date(at)
  }
  advance(milliseconds: number): void {
    this.#at = new Date(this.#at.getTime() + milliseconds)
  }
}
