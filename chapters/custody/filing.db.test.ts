import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql, type Writer } from '../../floor/database/index.ts'
import { KeyDestroyed } from '../../floor/keyring/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import { newId } from '../../floor/ids.ts'
import { type Caller, type Facts, rowFilter, type PersonFacts, purposesOfAll } from '../../gate/index.ts'
import { heldIdentifiers } from './index.ts'
import { expectLedgerWhole } from '../../tests/support/house.ts'
import { type CustodyHouse, openCustodyHouse } from './testing/house/fixture.ts'

let all: CustodyHouse
beforeAll(async () => {
  all = await openCustodyHouse()
})
afterAll(() => all.close())

const person = (more: Partial<PersonFacts>): PersonFacts => ({
  id: newId(), active: true, mustChangePassword: false, roles: new Set(), clearance: 3, scope: 'own', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
  ...more,
}) // prettier-ignore

/** Reads fields of a customer as somebody with everything in scope. */
async function readAs(caller: Caller, id: string, fields: number[], more: Partial<Facts> = {}) {
  const material = (await all.custody.material([id])).get(id)!
  return await all.house.gate.read({
    question: {
      actor: caller.personId, verb: 'read', customer: id, fields, purpose: 'service', reasonStated: true,
      at: all.house.clock.now().getTime(),
    },
    facts: {
      person: person({ id: caller.personId, scope: 'all', clearance: 4 }),
      customer: material.facts, fields: material.fields, grants: [], purposes: purposesOfAll('service'),
      quota: { fullViews: 0, fullViewsMax: 50, searches: 0, searchesMax: 50, exportRowsMax: 10 },
      ...more,
    },
    file: material.file,
  }) // prettier-ignore
}
const list = (who: PersonFacts, query = {}) =>
  all.house.db.read((r) =>
    all.custody.listRows(r, rowFilter(who, all.house.clock.now().getTime()), {
      page: 1,
      size: 200,
      ...query,
    }),
  )
const find = async (
  who: PersonFacts,
  text: string,
  take: { most: number; without?: string[] } = { most: 50 },
) => {
  const filter = rowFilter(who, all.house.clock.now().getTime())
  const found = await all.custody.findFiles(filter, all.custody.queryTokens(text), take)
  return found.map(({ head }) => head.id)
}
const boss = person({ scope: 'all', clearance: 4 })

describe('a filed customer', () => {
  test('many come back in one statement: facts, levels, sealed blocks with their keys', async () => {
    const ids = [await all.file({ 'person-name': '王小红' }), await all.file({ 'person-name': '赵大海' })]
    let statements = 0
    const found = await all.house.db.read((r) =>
      all.custody.material([...ids, newId()], {
        rows: (q) => {
          statements += 1
          return r.rows(q)
        },
        row: (q) => r.row(q),
      }),
    )
    expect(statements).toBe(1)
    expect([...found.keys()].sort()).toEqual([...ids].sort())
    expect(found.get(ids[0]!)!.head).toMatchObject({
      kind: 'person',
      version: 1,
      fields: [all.field('person-name')],
    })
    expect(found.get(ids[0]!)!.file.blocks[0]!.wrappedKey).toBeInstanceOf(Buffer)
  })

  test('file numbers have no gaps, whoever asks at the same time', async () => {
    const taken = await Promise.all(
      [1, 3, 2, 5].map((count) => all.house.db.transact((w) => all.custody.nextFileNos(w, count))),
    )
    const numbers = taken
      .flat()
      .map((no) => Number(no.slice(-6)))
      .sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 11 }, (_, i) => numbers[0]! + i))
  })

  test('values are read back through the gate, each at the sight its level gives', async () => {
    const id = await all.file({ 'person-name': '周文静', 'id-card': '11010519491231002X' })
    const reading = await readAs(all.person(), id, [all.field('person-name'), all.field('id-card')])
    if (isRefusal(reading)) throw new Error('refused')
    const { full, masked } = reading.opened
    expect(full.get(all.field('person-name')) ?? masked.get(all.field('person-name'))).toMatch(/^周/)
    expect(full.has(all.field('id-card'))).toBe(false)
    expect(masked.get(all.field('id-card'))).toBe('1****************X')
  })
})

describe('who finds which rows', () => {
  const li = newId()
  const sales = newId()
  let own: string
  let colleagues: string
  let elsewhere: string
  let high: string
  beforeAll(async () => {
    own = await all.file({ 'person-name': '钱进' }, { ownerId: li, departmentId: sales })
    colleagues = await all.file({ 'person-name': '孙立' }, { departmentId: sales })
    elsewhere = await all.file({ 'person-name': '吴用' }, { departmentId: newId() })
    high = await all.file({ 'person-name': '郑和' }, { departmentId: sales, ownerId: li, level: 4 })
  })
  const among = async (who: PersonFacts) => {
    const { ids } = await list(who)
    return { own: ids.includes(own), colleagues: ids.includes(colleagues), elsewhere: ids.includes(elsewhere), high: ids.includes(high) }
  } // prettier-ignore

  test.each([
    ['own files only', { scope: 'own' }, { own: true, colleagues: false, elsewhere: false, high: false }],
    ['the department', { scope: 'department', departments: new Set([sales]) }, { own: true, colleagues: true, elsewhere: false, high: false }],
    ['everything within clearance', { scope: 'all' }, { own: true, colleagues: true, elsewhere: true, high: false }],
    ['everything, cleared for the highest', { scope: 'all', clearance: 4 }, { own: true, colleagues: true, elsewhere: true, high: true }],
    ['nothing without a scope', { scope: 'none' }, { own: false, colleagues: false, elsewhere: false, high: false }],
    ['nothing for an administrator', { scope: 'all', roles: new Set(['system-admin']) }, { own: false, colleagues: false, elsewhere: false, high: false }],
    ['nothing after the last day', { scope: 'all', employedUntil: 1 }, { own: false, colleagues: false, elsewhere: false, high: false }],
  ] as const)('%s', async (_what, more, expected) => {
    expect(await among(person({ id: li, ...more }))).toEqual(expected)
  }) // prettier-ignore

  test('a running grant adds its file, and only while it runs', async () => {
    const { house } = all
    const [grant, application] = [newId(), newId()]
    const now = house.clock.now()
    const until = new Date(now.getTime() + 60_000)
    await house.db.transact(async (w) => {
      await w.run(
        sql`insert into collection.purpose (code, zh, en) values ('visit', '回访', 'Visit') on conflict do nothing`,
      )
      await w.run(sql`insert into usage.application (id, person_id, purpose, reason, modes, field_ids, starts_at, ends_at, undertaking, created_at)
        values (${application}, ${li}, 'visit', 'r', '{read}', '{1}', ${new Date(now.getTime() - 1000)}, ${until}, true, ${now})`)
      await w.run(sql`insert into usage.grant (id, application_id, person_id, purpose, modes, field_ids, starts_at, ends_at, snapshot_hash, issued_at)
        values (${grant}, ${application}, ${li}, 'visit', '{read}', '{1}', ${new Date(now.getTime() - 1000)}, ${until}, '', ${now})`)
      await w.run(
        sql`insert into usage.grant_customer (customer_id, person_id, grant_id) values (${elsewhere}, ${li}, ${grant})`,
      )
    })
    expect((await among(person({ id: li }))).elsewhere).toBe(true)
    expect((await among(person({ id: newId() }))).elsewhere).toBe(false)
    await house.db.transact((w) => w.run(sql`update usage.grant set revoked_at = now() where id = ${grant}`))
    expect((await among(person({ id: li }))).elsewhere).toBe(false)
  })

  test('a batch stays out of sight until it is released', async () => {
    const batch = newId()
    await all.house.db.transact((w) =>
      w.run(sql`insert into custody.batch (id, created_at) values (${batch}, now())`),
    )
    const id = await all.file({ 'person-name': '隔离甲', mobile: '13900139123' }, { batchId: batch })
    expect((await list(boss)).ids).not.toContain(id)
    expect(await find(boss, '13900139123')).toEqual([])
    expect((await all.custody.material([id])).get(id)!.facts.quarantined).toBe(true)
    const reading = await readAs(all.person(), id, [all.field('mobile')])
    expect(isRefusal(reading) && reading.because).toContain('2.2.2')
    await all.house.db.transact((w) =>
      w.run(sql`update custody.batch set released_at = now() where id = ${batch}`),
    )
    expect((await list(boss)).ids).toContain(id)
    expect(await find(boss, '13900139123')).toEqual([id])
  })
})

describe('search over keyed hashes', () => {
  let sima: string
  let works: string
  beforeAll(async () => {
    sima = await all.file({
      'person-name': '司马相如',
      mobile: '13712344321',
      'id-card': '440308199001011236',
    })
    works = await all.file({
      'company-name': '杭州云栖软件有限公司',
      uscc: '91350100M000100Y43',
      'contact-name': '欧阳修',
    })
  })
  test.each([
    ['part of a name', '马相', () => sima],
    ['the whole name', '司马相如', () => sima],
    ['a mobile number as people write it', '137 1234 4321', () => sima],
    ['the last four digits', '4321', () => sima],
    ['part of a company', '云栖软件', () => works],
    ['a credit code in lower case', '91350100m000100y43', () => works],
    ['the contact of a company', '欧阳', () => works],
  ])('%s', async (_what, typed, expected) => {
    expect(await find(boss, typed)).toEqual([expected()])
  })
  test('an identity number finds its file', async () => {
    const id = await all.file({ 'person-name': '陆游', 'id-card': '11010519491231002X' })
    expect(await find(boss, '11010519491231002x')).toContain(id)
  })
  test('a single character is not searched for', () => {
    expect(all.custody.queryTokens('马')).toEqual({ identifiers: [], parts: [] })
  })
  test('search keeps to the rows a person may list', async () => {
    expect(await find(person({}), '司马相如')).toEqual([])
  })
  test('two files with one identifier share a token', async () => {
    const token = all.custody.identifierToken('uscc', '91350100 M000100Y43')!
    const held = await all.house.db.read((r) => heldIdentifiers(r, [token]))
    expect(held).toEqual([
      {
        customer: works,
        token,
        named: all.custody.namedToken('uscc', '91350100M000100Y43', 'company', '杭州云栖软件有限公司'),
      },
    ])
  })
})

/** A level lowered behind the program's back: with a form that nobody approved, or the triggers of the schema object. */
async function lowerByHand(w: Writer, id: string, field: number): Promise<void> {
  await w.run(sql`
    insert into custody.level_change (instance_id, customer_id, field_id, from_level, to_level, reason, applied_in)
    values (${newId()}, ${id}, ${field}, 3, 1, 'forged', pg_current_xact_id())`)
  await w.run(sql`insert into custody.field_level (customer_id, field_id, level) values (${id}, ${field}, 1)`)
}

describe('attacks on the database', () => {
  const block = (id: string, level: number) =>
    all.house.db.read((r) =>
      r.row<{ sealed: Buffer; version: number }>(
        sql`select sealed, version from custody.sealed_block where customer_id = ${id} and level = ${level}`,
      ),
    )
  const mobileLevel = () => all.catalogue.byCode.get('mobile')!.level

  test('no value stands anywhere in the database: names, numbers and parts of them', async () => {
    const canary = {
      'person-name': '皇甫金丝雀',
      mobile: '13698765432',
      address: '贵州省贵阳市金丝雀路 77 号',
    }
    await all.file(canary)
    const tables = await all.house.fresh.db.read((r) =>
      r.rows<{
        name: string
      }>(sql`select format('%s.%s', table_schema, table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`),
    )
    for (const text of ['皇甫', '金丝雀', '13698765432', '5432']) {
      const asHex = Buffer.from(text, 'utf8').toString('hex')
      for (const { name } of tables) {
        const found = await all.house.fresh.db.read((r) =>
          r.rows(sql`select 1 from ${sql.identifier(name)} t
            where (${text.length > 4 || !/^\d+$/.test(text)} and t::text like ${`%${text}%`}) or t::text like ${`%${asHex}%`}`),
        )
        expect(found.length, `${text} in ${name}`).toBe(0)
      }
    }
  })

  test('the DBA swaps the sealed blocks of two customers: neither opens', async () => {
    const [a, b] = [
      await all.file({ 'person-name': '甲', mobile: '13511112222' }),
      await all.file({ 'person-name': '乙', mobile: '13533334444' }),
    ]
    const level = mobileLevel()
    const [blockA, blockB] = [await block(a, level), await block(b, level)]
    await all.house.db.transact(async (w) => {
      await w.run(
        sql`update custody.sealed_block set sealed = ${blockB!.sealed} where customer_id = ${a} and level = ${level}`,
      )
      await w.run(
        sql`update custody.sealed_block set sealed = ${blockA!.sealed} where customer_id = ${b} and level = ${level}`,
      )
    })
    await expect(readAs(all.person(), a, [all.field('mobile')])).rejects.toThrow()
    await expect(readAs(all.person(), b, [all.field('mobile')])).rejects.toThrow()
  })

  test('the DBA files a block under a lower level: it does not open', async () => {
    const id = await all.file({ 'person-name': '丙', 'id-card': '11010519491231002X' })
    const from = all.catalogue.byCode.get('id-card')!.level
    await all.house.db.transact(async (w) => {
      await w.run(sql`delete from custody.sealed_block where customer_id = ${id} and level = 1`)
      await w.run(
        sql`update custody.sealed_block set level = 1 where customer_id = ${id} and level = ${from}`,
      )
      await lowerByHand(w, id, all.field('id-card'))
    })
    await expect(readAs(all.person(), id, [all.field('id-card')])).rejects.toThrow()
  })

  test('the DBA lowers the level of one field, for one customer or in the catalogue: nothing more is shown', async () => {
    const id = await all.file({ 'person-name': '丁', 'id-card': '11010519491231002X' })
    const idCard = all.field('id-card')
    const level = all.catalogue.byCode.get('id-card')!.level
    await expect(
      all.house.db.transact((w) =>
        w.run(
          sql`insert into custody.field_level (customer_id, field_id, level) values (${id}, ${idCard}, 1)`,
        ),
      ),
    ).rejects.toThrow('falls by approved application only')
    await all.house.db.transact((w) => lowerByHand(w, id, idCard))
    expect((await all.custody.material([id])).get(id)!.fields.get(idCard)).toMatchObject({
      level,
      fullNeeds: 'grant',
    })
    const reading = await readAs(all.person(), id, [idCard])
    if (isRefusal(reading)) throw new Error('refused')
    expect(reading.opened.full.size).toBe(0)
    const low = await readAs(all.person(), id, [idCard], {
      person: person({ scope: 'all', clearance: level - 1 }),
    })
    expect(isRefusal(low) && low.because).toContain('3.2.1')
  })

  test('the DBA also strikes the field from its block and lists it under a lower one: it stays inside', async () => {
    const id = await all.file({ 'person-name': '己', 'id-card': '11010519491231002X', passport: 'E12345678' })
    const [idCard, passport] = [all.field('id-card'), all.field('passport')]
    const level = all.catalogue.byCode.get('id-card')!.level
    expect(all.catalogue.byCode.get('passport')!.level).toBe(level)
    await all.house.db.transact(async (w) => {
      await lowerByHand(w, id, idCard)
      await w.run(
        sql`update custody.sealed_block set fields = array[${passport}]::smallint[] where customer_id = ${id} and level = ${level}`,
      )
    })
    const reading = await readAs(all.person(), id, [idCard, passport])
    if (isRefusal(reading)) throw new Error('refused')
    expect(reading.opened.full.has(idCard)).toBe(false)
    expect(reading.opened.masked.has(idCard)).toBe(false)
  })

  test('a file whose keys were destroyed is unreadable for ever', async () => {
    const id = await all.file({ 'person-name': '戊', mobile: '13544445555' })
    await all.house.db.transact((w) => all.house.keyring.destroyCustomer(w, id))
    await expect(readAs(all.person(), id, [all.field('mobile')])).rejects.toBeInstanceOf(KeyDestroyed)
  })

  test('after all that the ledger is whole', () => expectLedgerWhole(all.house))
})
