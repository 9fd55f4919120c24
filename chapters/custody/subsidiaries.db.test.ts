import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { newId } from '../../floor/ids.ts'
import {
  decide,
  type Facts,
  isWithinReach,
  type PersonFacts,
  type Question,
  type Reach,
  rowFilter,
  type Scope,
  purposesOfAll,
} from '../../gate/index.ts'
import { statute } from '../statute.ts'
import { openStory, type Story } from './testing/fixture.ts'

let all: Story
beforeAll(async () => {
  all = await openStory()
})
afterAll(() => all.house.close())

/** The same dice for the same seed. */
function dice(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 4294967296
}

test('law: no list and no search shows a file of another subsidiary, whoever asks and whatever it holds', async () => {
  const roll = dice(7)
  const one = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]!
  const departments = Array.from({ length: 6 }, () => newId())
  const owners = await ownersIn(departments)
  const files: string[] = []
  for (let n = 0; n < 60; n += 1)
    files.push(
      await all.file(
        { 'person-name': `集团客户${n}` },
        {
          level: one([1, 1, 2, 3]),
          ...(roll() < 0.6 ? { departmentId: one(departments) } : {}),
          ...(roll() < 0.7 ? { ownerId: one(owners) } : {}),
        },
      ),
    )
  const material = await all.custody.material(files)
  let [shown, kept] = [0, 0]
  for (let n = 0; n < 80; n += 1) {
    const reach: Reach =
      roll() < 0.15
        ? 'everything'
        : { departments: new Set(departments.filter(() => roll() < 0.4)), homeless: roll() < 0.5 }
    const person: PersonFacts = {
      id: one(owners), active: true, mustChangePassword: false, roles: new Set(), clearance: one([1, 2, 3, 4]),
      scope: one(['own', 'department', 'all', 'all'] as Scope[]), departments: new Set(departments.filter(() => roll() < 0.5)),
      reach, authority: 'everything', unmet: new Set(),
    } // prettier-ignore
    const at = all.house.clock.now().getTime()
    const filter = rowFilter(person, at)
    const listed = await all.house.db.read((r) => all.custody.listRows(r, filter, { page: 1, size: 200 }))
    const found = await all.custody.findFiles(filter, all.custody.queryTokens('集团客户'), { most: 200 })
    const seen = new Set([...listed.ids, ...found.map(({ head }) => head.id)])
    for (const id of files) {
      const file = material.get(id)!
      const inside = isWithinReach(person, file.facts)
      if (!inside) kept += 1
      if (!seen.has(id)) continue
      shown += 1
      expect(inside).toBe(true)
      const question: Question = {
        actor: person.id,
        verb: 'list',
        customer: id,
        fields: [all.field('person-name')],
        at,
      }
      const facts: Facts = {
        person,
        customer: file.facts,
        fields: file.fields,
        grants: [],
        quota: quota,
        purposes: purposesOfAll(),
      }
      expect(decide(statute, question, facts).because).not.toContain('3.2.1/subsidiaries-apart')
    }
    expect(new Set(found.map(({ head }) => head.id))).toEqual(new Set(listed.ids))
  }
  expect(Math.min(shown, kept)).toBeGreaterThan(100)
})

test('attack: a grant, an ownership and the whole scope together do not reach over to another subsidiary', async () => {
  const [north, south] = [newId(), newId()]
  const [owner] = await ownersIn([north])
  const id = await all.file({ 'person-name': '南方客户' }, { departmentId: south, ownerId: owner! })
  const { facts: customer, fields } = (await all.custody.material([id])).get(id)!
  const person: PersonFacts = {
    id: owner!, active: true, mustChangePassword: false, roles: new Set(['archivist']), clearance: 4, scope: 'all',
    departments: new Set([north, south]), reach: { departments: new Set([north]), homeless: true }, authority: 'everything', unmet: new Set(),
  } // prettier-ignore
  const at = all.house.clock.now().getTime()
  const field = all.field('person-name')
  const grant = {
    id: newId(), application: newId(), purpose: 'service', modes: new Set(['read', 'copy', 'export', 'print'] as const),
    fields: new Set([field]), from: 0, until: at + 1000, revoked: false,
  } // prettier-ignore
  const proof = { at, windowMs: 1, asks: new Set<string>() }
  const facts: Facts = {
    person,
    customer,
    fields,
    grants: [grant],
    quota,
    purposes: purposesOfAll('service'),
    proof,
    collection: { level: 1, approved: 4 },
  }
  for (const verb of ['list', 'read', 'copy', 'export', 'print', 'write'] as const) {
    const question: Question = {
      actor: owner!,
      verb,
      customer: id,
      fields: [field],
      purpose: 'service',
      reasonStated: true,
      rows: 1,
      at,
    }
    expect(decide(statute, question, facts)).toMatchObject({
      verdict: 'deny',
      because: expect.arrayContaining(['3.2.1/subsidiaries-apart']) as unknown,
    })
  }
})

const quota = { fullViews: 0, fullViewsMax: 9, searches: 0, searchesMax: 999, exportRowsMax: 100 }

/** One person working in each of these departments. */
async function ownersIn(departments: readonly string[]): Promise<string[]> {
  return await all.house.db.transact(async (w) => {
    const ids: string[] = []
    for (const department of departments) {
      const id = newId()
      await w.run(sql`insert into people.department (id, name) values (${department}, ${department})`)
      await w.run(sql`insert into people.person (id, employee_no, name, department_id, employment)
        values (${id}, ${id}, 'x', ${department}, 'regular')`)
      ids.push(id)
    }
    return ids
  })
}
