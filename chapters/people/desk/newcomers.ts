import type { Reader } from '../../../floor/database/index.ts'
import { Fault } from '../../../floor/errors.ts'

/**
 * Something that people have to do before they touch customer data: a pledge, an agreement, a training (5.1.2). The
 * chapter that knows of it registers it; with none registered, accounts work from the first sign-in.
 */
export interface JoinerCheck {
  readonly code: string
  readonly title: { readonly zh: string; readonly en: string }
  /** Which of these people have done it; everybody else is kept waiting. */
  passed(r: Reader, personIds: readonly string[]): Promise<ReadonlySet<string>>
}

export type JoinerChecks = Map<string, JoinerCheck>

/** Adds a check. @throws Fault when the code is taken */
export function registerJoinerCheck(checks: JoinerChecks, check: JoinerCheck): void {
  if (checks.has(check.code)) throw new Fault(`two chapters register the check ${check.code}`)
  checks.set(check.code, check)
}

/** What each of these people has still to do; one look per check, whoever has done everything is absent. */
export async function unmetOf(
  checks: JoinerChecks,
  r: Reader,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const unmet = new Map<string, Set<string>>()
  for (const check of checks.values()) {
    const passed = await check.passed(r, personIds)
    for (const id of personIds) {
      if (passed.has(id)) continue
      const before = unmet.get(id)
      if (before === undefined) unmet.set(id, new Set([check.code]))
      else before.add(check.code)
    }
  }
  return unmet
}
