import { AbilityBuilder, createMongoAbility, type MongoAbility } from '@casl/ability'
import { newEnforcer, newModelFromString, StringAdapter, type Enforcer } from 'casbin'
import { statute } from '../chapters/statute.ts'
import {
  decide,
  type Facts,
  type FieldFacts,
  type GrantFacts,
  type Question,
  purposesOfAll,
} from '../gate/index.ts'
import { cedarDecides, prepareCedar } from '../tests/laws/cedar.ts'

/**
 * Decisions per second with reasons, over 10,000 grants, beside cedar-wasm on the same questions, and beside
 * node-casbin and CASL on the part of the statute that these can express (clearance, scope, grant; no reasons, no
 * quotas, no missing facts). Every engine's answers are compared with ours before its time is taken.
 */

const grantsTotal = 10_000
const people = 1_000
const now = 1_800_000_000_000

interface Sample {
  readonly question: Question
  readonly facts: Facts
  readonly person: string
  readonly customer: string
}

const field: FieldFacts = {
  id: 7,
  level: 3,
  sensitive: true,
  category: 'basic',
  fullNeeds: 'grant',
  type: 'id-card',
  mask: 'first-1-last-1',
}
const fields = new Map([[7, field]])
const purposes = purposesOfAll('service', 'contract')
const quota = { fullViews: 3, fullViewsMax: 200, searches: 0, searchesMax: 500, exportRowsMax: 250 }

function grantsByPair(): Map<string, GrantFacts[]> {
  const pairs = new Map<string, GrantFacts[]>()
  for (let i = 0; i < grantsTotal; i += 1) {
    const key = `p${i % people} c${(i * 7) % 5_000}`
    const list = pairs.get(key) ?? []
    list.push({
      id: `g${i}`,
      application: `a${i}`,
      purpose: 'contract',
      modes: new Set(['read']),
      fields: new Set([7]),
      from: now - 1000,
      until: i % 5 === 0 ? now - 1 : now + 1000,
      revoked: i % 17 === 0,
    })
    pairs.set(key, list)
  }
  return pairs
}

function samples(count: number, grants: ReadonlyMap<string, GrantFacts[]>): Sample[] {
  return Array.from({ length: count }, (_, i) => {
    const person = `p${i % people}`
    const customer = `c${(i * 7) % 5_000}`
    const question: Question = {
      actor: person,
      verb: 'read',
      customer,
      fields: [7],
      purpose: 'contract',
      at: now,
    }
    const facts: Facts = {
      person: {
        id: person,
        active: true,
        mustChangePassword: false,
        roles: new Set(),
        clearance: i % 11 === 0 ? 2 : 3,
        scope: 'department',
        departments: new Set([`d${i % 9}`]),
        reach: 'everything' as const,
        authority: 'everything' as const,
        unmet: new Set<string>(),
      },
      customer: {
        id: customer,
        level: 1,
        ownerId: `p${(i * 3) % people}`,
        departmentId: `d${i % 7}`,
        status: 'active',
        quarantined: false,
        frozen: false,
        barred: {},
      },
      fields,
      grants: grants.get(`${person} ${customer}`) ?? [],
      purposes,
      quota,
    }
    return { question, facts, person, customer }
  })
}

const isFull = (sample: Sample): boolean =>
  decide(statute, sample.question, sample.facts).fields.get(7)?.sight === 'full'

/** Calls per second of `work` over the samples, for about `milliseconds`; the best of three turns. */
function rate(list: readonly Sample[], milliseconds: number, work: (sample: Sample) => unknown): number {
  let best = 0
  for (let turn = 0; turn < 3; turn += 1) {
    const until = performance.now() + milliseconds / 3
    const began = performance.now()
    let calls = 0
    while (performance.now() < until) {
      for (let i = 0; i < 50; i += 1) work(list[(calls + i) % list.length]!)
      calls += 50
    }
    best = Math.max(best, (calls * 1000) / (performance.now() - began))
  }
  return best
}

/** The same question for engines without reasons: cleared, and a running grant for person, customer and field. */
async function casbinOf(list: readonly Sample[]): Promise<Enforcer> {
  const model = newModelFromString(`
[request_definition]
r = sub, clearance, obj, level
[policy_definition]
p = sub, obj
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.clearance >= r.level`)
  const lines = list
    .filter((one) => running(one).length > 0)
    .map((one) => `p, ${one.person}, ${one.customer}`)
  return await newEnforcer(model, new StringAdapter([...new Set(lines)].join('\n')))
}

const running = (one: Sample): readonly GrantFacts[] =>
  one.facts.grants!.filter((g) => !g.revoked && g.from <= now && now < g.until)

function caslOf(list: readonly Sample[]): Map<string, MongoAbility> {
  const abilities = new Map<string, MongoAbility>()
  for (const one of list) {
    const { can, build } = new AbilityBuilder<MongoAbility>(createMongoAbility)
    for (const other of list) {
      if (other.person !== one.person) break
      if (running(other).length > 0)
        can('read', 'Field', { customer: other.customer, level: { $lte: one.facts.person!.clearance } })
    }
    if (running(one).length > 0)
      can('read', 'Field', { customer: one.customer, level: { $lte: one.facts.person!.clearance } })
    abilities.set(`${one.person} ${one.customer}`, build())
  }
  return abilities
}

class Field {
  readonly customer: string
  readonly level: number
  constructor(customer: string, level: number) {
    this.customer = customer
    this.level = level
  }
}

/** Figures: decisions per second, and how many times as fast as cedar-wasm, node-casbin and CASL. */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const span = quick ? 1500 : 6000
  const list = samples(grantsTotal, grantsByPair())
  prepareCedar()
  const some = list.slice(0, 300)
  for (const one of some) {
    const theirs = cedarDecides(one.question, one.facts).sights[0]?.[1] === 'full'
    if (theirs !== isFull(one)) throw new Error(`Cedar decides ${one.person} ${one.customer} differently`)
  }
  const enforcer = await casbinOf(list)
  const small = list.slice(0, 200)
  for (const one of small) {
    const theirs = enforcer.enforceSync(one.person, one.facts.person!.clearance, one.customer, 3)
    if (theirs !== isFull(one)) throw new Error(`casbin decides ${one.person} ${one.customer} differently`)
  }
  const abilities = caslOf(list)
  const subjects = new Map(list.map((one) => [one.customer, new Field(one.customer, 3)]))
  const casl = (one: Sample): boolean =>
    abilities.get(`${one.person} ${one.customer}`)!.can('read', subjects.get(one.customer)! as never)

  const ours = rate(list, span, (one) => decide(statute, one.question, one.facts))
  const cedar = rate(some, span, (one) => cedarDecides(one.question, one.facts))
  const casbin = rate(small, span, (one) =>
    enforcer.enforceSync(one.person, one.facts.person!.clearance, one.customer, 3),
  )
  const caslRate = rate(list, span, casl)
  const lateness = percentile(list, 0.99)
  return {
    per_s: Math.round(ours),
    p99_us: lateness,
    vs_cedar: ours / cedar,
    vs_casbin: ours / casbin,
    vs_casl: ours / caslRate,
    cedar_per_s: Math.round(cedar),
    casbin_per_s: Math.round(casbin),
    casl_per_s: Math.round(caslRate),
  }
}

/** Microseconds of one decision at this percentile, measured in groups of ten. */
function percentile(list: readonly Sample[], at: number): number {
  const times: number[] = []
  for (let i = 0; i + 10 <= list.length; i += 10) {
    const began = performance.now()
    for (let j = 0; j < 10; j += 1) decide(statute, list[i + j]!.question, list[i + j]!.facts)
    times.push(((performance.now() - began) * 1000) / 10)
  }
  times.sort((a, b) => a - b)
  return Math.round(times[Math.floor(times.length * at)]! * 100) / 100
}
