import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { purposesOfAll } from '../../../gate/index.ts'
import { heldIdentifiers, openBatch, releaseBatch, type Sealing } from '../index.ts'
import { type CustodyHouse, openCustodyHouse } from '../testing/house/fixture.ts'

let all: CustodyHouse
let sealings: { here: Sealing; thread: Sealing }
beforeAll(async () => {
  all = await openCustodyHouse()
  sealings = { here: await all.custody.openSealing(1), thread: await all.custody.openSealing(1_000_000) }
})
afterAll(async () => {
  await sealings.thread.close()
  await all.close()
})

const values = {
  'person-name': '欧阳子琪',
  mobile: '13900006666',
  'id-card': '11010519491231002X',
  address: '浙江省杭州市西湖区文三路12号',
}

/** Files one customer with these values and says what came of it. */
async function filed(how: 'here' | 'thread') {
  const id = newId()
  const batchId = newId()
  const prepared = await sealings[how].prepare([
    {
      id,
      kind: 'person',
      level: 1,
      legalBasis: 'contract',
      batchId,
      values: new Map(Object.entries(values).map(([code, value]) => [all.field(code), value])),
      raised: new Map([[all.field('mobile'), 4]]),
      createdBy: newId(),
    },
  ])
  await all.house.db.transact(async (w) => {
    const now = all.house.clock.now()
    await openBatch(w, batchId, now)
    await prepared.insert(w, await all.custody.nextFileNos(w, 1))
    await releaseBatch(w, batchId, now)
  })
  const row = await all.house.db.read((r) =>
    r.row<Record<string, unknown>>(sql`
      select c.kind, c.level, c.fields,
        (select array_agg(s.level || ':' || array_to_string(s.fields, ',') order by s.level) from custody.sealed_block s where s.customer_id = c.id) as blocks,
        (select array_agg(k.level order by k.level) from keyring.customer_key k where k.customer_id = c.id) as keys,
        (select array_agg(p order by p) from custody.search_tokens t, unnest(t.tokens) p where t.customer_id = c.id) as parts,
        (select array_agg(i.token::text || '/' || coalesce(i.named::text, '') order by i.token) from custody.identifier i where i.customer_id = c.id) as identifiers,
        (select array_agg(f.field_id || ':' || f.level) from custody.field_level f where f.customer_id = c.id) as raised
      from custody.customer c where c.id = ${id}`),
  )
  return { id, row }
}

test('a customer sealed in the thread is filed as one sealed here: same blocks, keys, hashes and levels', async () => {
  const here = await filed('here')
  const thread = await filed('thread')
  expect(thread.row).toEqual(here.row)
  const token = all.custody.identifierToken('id-card', values['id-card'])!
  const holders = await all.house.db.read((r) => heldIdentifiers(r, [token]))
  expect(holders.map((one) => one.customer)).toEqual(expect.arrayContaining([here.id, thread.id]))
})

test('what was sealed in the thread is read through the gate', async () => {
  const { id } = await filed('thread')
  const material = (await all.custody.material([id])).get(id)!
  const caller = all.person()
  const reading = await all.house.gate.read({
    question: {
      actor: caller.personId, verb: 'read', customer: id, fields: [all.field('person-name'), all.field('address')],
      purpose: 'service', reasonStated: true, at: all.house.clock.now().getTime(),
    },
    facts: {
      person: {
        id: caller.personId, active: true, mustChangePassword: false, roles: new Set(), clearance: 4, scope: 'all',
        departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
      },
      customer: material.facts, fields: material.fields, grants: [], purposes: purposesOfAll('service'),
      quota: { fullViews: 0, fullViewsMax: 50, searches: 0, searchesMax: 50, exportRowsMax: 10 },
    },
    file: material.file,
  }) // prettier-ignore
  if (isRefusal(reading)) throw new Error('refused')
  const { full, masked } = reading.opened
  expect(full.get(all.field('person-name')) ?? masked.get(all.field('person-name'))).toMatch(/^欧/)
})

test('a value of a field that is not in the catalogue is a fault, and the thread goes on', async () => {
  const stray = { id: newId(), kind: 'person', level: 1, legalBasis: 'contract', createdBy: newId() } as const
  await expect(sealings.thread.prepare([{ ...stray, values: new Map([[9999, '甲']]) }])).rejects.toThrow(
    'sealing failed',
  )
  expect((await filed('thread')).row).toBeDefined()
})

test('closed, it seals nothing more and says so', async () => {
  const sealing = await all.custody.openSealing(1_000_000)
  await sealing.close()
  await expect(sealing.prepare([])).rejects.toThrow('ended')
  await sealing.close()
})
