import { Mistake } from '../../floor/errors.ts'
import { proxyChainMost } from './flow/limits.ts'

/** 代理: whose approvals somebody else makes, from a moment (inclusive) until another (exclusive). */
export interface ProxyRule {
  readonly id: string
  readonly principal: string
  readonly proxy: string
  readonly from: Date
  readonly until: Date
  readonly reason: string
  readonly createdAt: Date
  readonly endedAt?: Date
}

type Span = Pick<ProxyRule, 'principal' | 'proxy' | 'from' | 'until'>

const overlaps = (a: Span, b: Span): boolean => a.from < b.until && b.from < a.until

/** Where a chain of proxies leads from here, the longest way; undefined when it runs in a ring. */
function depthFrom(person: string, rules: readonly Span[], seen: ReadonlySet<string>): number | undefined {
  if (seen.has(person)) return undefined
  let deepest = 0
  for (const rule of rules.filter((one) => one.principal === person)) {
    const depth = depthFrom(rule.proxy, rules, new Set([...seen, person]))
    if (depth === undefined) return undefined
    deepest = Math.max(deepest, depth + 1)
  }
  return deepest
}

/**
 * Whether a new rule may stand beside the ones that are not over.
 * @throws Mistake `approval.proxy-…`: to oneself, ended before it begins, backdated, overlapping another of the same
 * principal, mutual, closing a ring, or making a chain longer than eight
 */
export function checkProxy(rules: readonly Span[], wish: Span, now: Date): void {
  const wrong = (code: string, field: string): Mistake => new Mistake(`approval.proxy-${code}`, { field })
  if (wish.principal === wish.proxy) throw wrong('self', 'proxy')
  if (wish.until <= wish.from) throw wrong('ends-first', 'until')
  // A minute for the way from the page to here.
  if (wish.from.getTime() < now.getTime() - 60_000) throw wrong('backdated', 'from')
  const beside = rules.filter((one) => overlaps(one, wish))
  if (beside.some((one) => one.principal === wish.principal)) throw wrong('overlaps', 'from')
  if (beside.some((one) => one.principal === wish.proxy && one.proxy === wish.principal))
    throw wrong('mutual', 'proxy')
  const all = [...beside, wish]
  const people = new Set(all.map((one) => one.principal))
  for (const person of people) {
    const depth = depthFrom(person, all, new Set())
    if (depth === undefined) throw wrong('ring', 'proxy')
    if (depth > proxyChainMost) throw wrong('chain', 'proxy')
  }
}

/** Who acts for a person at a moment, through all proxies of proxies; the person when there is none. */
export function standIn(person: string, rules: readonly Span[], at: Date): readonly string[] {
  const chain: string[] = []
  let now = person
  while (chain.length < proxyChainMost) {
    const rule = rules.find((one) => one.principal === now && one.from <= at && at < one.until)
    if (rule === undefined || rule.proxy === person || chain.includes(rule.proxy)) break
    chain.push(rule.proxy)
    now = rule.proxy
  }
  return chain
}
