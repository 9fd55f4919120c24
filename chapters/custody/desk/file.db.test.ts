import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal, type Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type Caller, ForgedPermit } from '../../../gate/index.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { mistake, openStory, refusedBy, type Story } from '../testing/fixture.ts'
import type { HistoryReply } from '../wire.ts'

let all: Story
let archivist: Caller
let sales: Caller
const call: Story['call'] = (...args) => all.call(...args)
beforeAll(async () => {
  all = await openStory()
  archivist = all.archivist
  sales = all.sales
})
afterAll(() => all.close())

describe('the records officer files one customer by hand', () => {
  const body = (values: Record<string, string>, more = {}) => ({
    kind: 'person' as const,
    legalBasis: 'contract' as const,
    sourceId: all.sourceId,
    values: Object.fromEntries(all.values(values)),
    ...more,
  })
  const create = (who: Caller, values: Record<string, string>, more = {}) =>
    call<{ id: string; fileNo: string }>(who, 'POST', '/customers', { body: body(values, more) })

  test('it gets a file number, can be found, and stands in history and ledger', async () => {
    const filed = await create(archivist, { 'person-name': ' 诸葛亮 ', mobile: '１３８ ００１３ ８００１' })
    expect(filed.fileNo).toMatch(/^C-\d{4}-\d{6}$/)
    expect(await all.find('诸葛')).toEqual([filed.id])
    expect(await all.seen(filed.id, 'mobile')).toBe('13800138001')
    const history = await call<HistoryReply>(archivist, 'GET', '/customers/:id/history', {
      params: { id: filed.id },
    })
    expect(history.rows).toMatchObject([{ kind: 'created', person: { id: archivist.personId } }])
    expect(JSON.stringify(history)).not.toMatch(/诸葛|1380013/)
    expect(await all.acts(2)).toMatchObject([
      { verb: 'import', verdict: 'permit', customer: filed.id },
      { verb: 'write', verdict: 'permit', customer: filed.id },
    ])
  })
  test.each([
    ['without a name', { mobile: '13800138002' }, {}, 'custody.name-needed'],
    ['a number that Excel destroyed', { 'person-name': '甲', 'id-card': '5.10322E+17' }, {}, 'custody.value-damaged'],
    ['an identity number with a wrong check digit', { 'person-name': '甲', 'id-card': '110105194912310021' }, {}, 'custody.value-unfit'],
    ['a company field on a person', { 'person-name': '甲', uscc: '91350100M000100Y43' }, {}, 'custody.field-other-kind'],
    ['a source nobody registered', { 'person-name': '甲' }, { sourceId: newId() }, 'custody.no-source'],
  ])('%s is a mistake that names the field', async (_what, values, more, code) => {
    await expect(create(archivist, values, more)).rejects.toEqual(mistake(code))
  }) // prettier-ignore
  test('the same identity number twice is asked about, then accepted', async () => {
    await create(archivist, { 'person-name': '杜甫', 'id-card': '11010519491231002X' })
    const again = { 'person-name': '杜子美', 'id-card': '11010519491231002x' }
    await expect(create(archivist, again)).rejects.toEqual(mistake('custody.duplicate'))
    expect((await create(archivist, again, { duplicateAccepted: true })).fileNo).toBeDefined()
  })
  test('a mistake never repeats the value', async () => {
    const error = await create(archivist, { 'person-name': '甲', 'id-card': '110105194912310021' }).catch(
      (e: unknown) => e,
    )
    expect(JSON.stringify([error, (error as Mistake).values])).not.toContain('110105194912310021')
  })
  test('somebody without the office is refused, and the refusal is recorded', async () => {
    expect(refusedBy(await create(sales, { 'person-name': '偷录' }))).not.toEqual([])
    expect(await all.acts(1)).toMatchObject([{ verb: 'import', verdict: 'deny', actor: sales.personId }])
  })
  test('a collector without clearance for the field is refused', async () => {
    const collector = all.person({ roles: new Set(['collector']), clearance: 1 })
    expect(
      refusedBy(
        await create(
          collector,
          { 'person-name': '乙', 'id-card': '11010519491231002X' },
          { duplicateAccepted: true },
        ),
      ),
    ).toContain('3.2.1')
  })
})

describe('a correction', () => {
  const correct = (who: Caller, id: string, expectedVersion: number, values: Record<string, string>) =>
    call<{ version: number }>(who, 'PUT', '/customers/:id', {
      params: { id },
      body: { expectedVersion, values: Object.fromEntries(all.values(values)) },
    })
  test('changes the value, the search, the history; keeps the past block; commits in the ledger', async () => {
    const id = await all.file({ 'person-name': '苏轼', mobile: '13911110000' }, { ownerId: sales.personId })
    expect(await correct(sales, id, 1, { mobile: '13911119999' })).toEqual({ version: 2 })
    expect(await all.seen(id, 'mobile')).toBe('13911119999')
    expect(await all.seen(id, 'person-name')).toBe('苏轼')
    expect([await all.find('13911110000'), await all.find('13911119999'), await all.find('苏轼')]).toEqual([
      [],
      [id],
      [id],
    ])
    const past = await all.house.db.read((r) =>
      r.rows<{ version: number }>(
        sql`select version from custody.sealed_block_past where customer_id = ${id}`,
      ),
    )
    expect(past).toEqual([{ version: 1 }])
    const [ask, leaf] = await all.acts(2)
    expect(ask).toMatchObject({ verb: 'write', verdict: 'permit', full: [all.field('mobile')] })
    expect(leaf).toMatchObject({
      kind: 'custody-change',
      customer: id,
      fields: [all.field('mobile')],
      blocks: [{ version: 2 }],
    })
    expect(JSON.stringify(leaf)).not.toContain('1391111')
    expect((await all.custody.checkBlocks()).faults).toEqual([])
  })
  test('of a stale page is refused as a conflict, and nothing changes', async () => {
    const id = await all.file({ 'person-name': '苏辙', mobile: '13911110001' }, { ownerId: sales.personId })
    await correct(sales, id, 1, { mobile: '13911110002' })
    await expect(correct(sales, id, 1, { mobile: '13911110003' })).rejects.toEqual(
      mistake('custody.changed-meanwhile'),
    )
    expect(await all.seen(id, 'mobile')).toBe('13911110002')
  })
  test('of which two happen at once: one wins, the other is told', async () => {
    const id = await all.file({ 'person-name': '苏洵', mobile: '13911110004' }, { ownerId: sales.personId })
    const both = await Promise.allSettled([
      correct(sales, id, 1, { mobile: '13911110005' }),
      correct(sales, id, 1, { mobile: '13911110006' }),
    ])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  })
  test('removing a value makes it never collected, and a value at a new level makes a new block', async () => {
    const id = await all.file({ 'person-name': '曾巩', mobile: '13911110007' })
    await correct(archivist, id, 1, { mobile: '', 'bank-card': '6222020200112233440' }).catch(() => undefined)
    await correct(archivist, id, 1, { mobile: '', 'id-card': '11010519491231002X' })
    expect(await all.seen(id, 'mobile')).toBeUndefined()
    expect(await all.seen(id, 'id-card')).toBe('11010519491231002X')
    // The level is used again: its version goes on, so that the removed block never fits again.
    await correct(archivist, id, 2, { mobile: '13911110008', 'id-card': '' })
    await correct(archivist, id, 3, { mobile: '13911110009', 'id-card': '11010519491231002X' })
    expect(await all.seen(id, 'mobile')).toBe('13911110009')
    expect((await all.custody.checkBlocks()).faults).toEqual([])
  })
  test('a field above the clearance refuses the whole correction', async () => {
    const id = await all.file({ 'person-name': '王安石', mobile: '13911110010' }, { ownerId: sales.personId })
    const answer = await correct(sales, id, 1, { mobile: '13911110011', 'id-card': '11010519491231002X' })
    expect(refusedBy(answer)).toContain('3.2.1')
    expect(await all.seen(id, 'mobile')).toBe('13911110010')
    expect(await all.acts(1)).toMatchObject([
      { verb: 'write', verdict: 'deny', asked: [all.field('id-card')] },
    ])
  })
  test("somebody else's file is refused", async () => {
    const id = await all.file({ 'person-name': '欧阳询' })
    expect(refusedBy(await correct(sales, id, 1, { mobile: '13911110012' }))).not.toEqual([])
  })
  test('a permit to write one customer does not write another', async () => {
    const [a, b] = [await all.file({ 'person-name': '甲' }), await all.file({ 'person-name': '乙' })]
    const mobile = all.field('mobile')
    const attack = all.house.db.transact(async (w) => {
      const material = (await all.custody.material([a], w)).get(a)!
      const permit = all.house.gate.askIn(
        w,
        { actor: archivist.personId, verb: 'write', customer: a, fields: [mobile], at: all.house.clock.now().getTime() },
        {
          person: { id: archivist.personId, active: true, mustChangePassword: false, roles: new Set(['archivist']), clearance: 4, scope: 'all', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>() },
          customer: material.facts, fields: material.fields, grants: [],
        },
      ) // prettier-ignore
      if (isRefusal(permit)) throw new Error('refused')
      await all.custody.write(w, permit, b, new Map([[mobile, '13900000000']]), 1)
    })
    await expect(attack).rejects.toBeInstanceOf(ForgedPermit)
  })
  test('the DBA puts an older block back: it does not open; with its older version it opens, and the check names it', async () => {
    const id = await all.file({ 'person-name': '司马光', mobile: '13911110013' })
    await correct(archivist, id, 1, { mobile: '13911110014' })
    const level = all.catalogue.byCode.get('mobile')!.level
    const old = await all.house.db.read((r) =>
      r.row<{ sealed: Buffer }>(
        sql`select sealed from custody.sealed_block_past where customer_id = ${id} and level = ${level}`,
      ),
    )
    const set = (version: number) =>
      all.house.db.transact((w) =>
        w.run(
          sql`update custody.sealed_block set sealed = ${old!.sealed}, version = ${version} where customer_id = ${id} and level = ${level}`,
        ),
      )
    await set(2)
    await expect(all.seen(id, 'mobile')).rejects.toThrow()
    await set(1)
    expect(await all.seen(id, 'mobile')).toBe('13911110013')
    expect((await all.custody.checkBlocks()).faults).toEqual([
      { customerId: id, level, version: 2, what: 'older-or-other' },
    ])
    await all.house.db.transact((w) =>
      w.run(sql`delete from custody.sealed_block where customer_id = ${id} and level = ${level}`),
    )
    expect((await all.custody.checkBlocks()).faults).toMatchObject([{ customerId: id, what: 'missing' }])
    await all.house.db.transact((w) => all.house.keyring.destroyCustomer(w, id))
    await all.house.db.transact((w) =>
      w.run(sql`update custody.customer set status = 'erased' where id = ${id}`),
    )
    expect((await all.custody.checkBlocks()).faults).toEqual([])
  })
})

test('after all that the ledger is whole', () => expectLedgerWhole(all.house))
