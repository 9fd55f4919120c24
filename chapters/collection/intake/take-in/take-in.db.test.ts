import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../../floor/errors.ts'
import { newId } from '../../../../floor/ids.ts'
import type { IntakeLimits, PersonFacts } from '../../../../gate/index.ts'
import { expectLedgerWhole } from '../../../../tests/support/house.ts'
import { addSource } from '../../desk/sources.ts'
import { idCard, type Office, openOffice, phone } from '../../fixture.ts'
import { openTakeIn, type PartsAsked, type TakeIn, type TakeInInput, type TakenIn } from './index.ts'
import { partsOf } from './parts.ts'
import { openConsents } from '../../consent/index.ts'

let office: Office
let desk: TakeIn
let source: string
let crm: string
const field = new Map<string, number>()
const told: { customerId: string; created: boolean }[] = []
/** The purpose `service` needs these; `contract` needs the card number too. */
const parts = (plain: PartsAsked): PartsAsked => ({
  ...plain,
  purposes: async (r) =>
    (await plain.purposes(r)).map((purpose) => ({
      ...purpose,
      fields: new Set(
        [
          'person-name',
          'mobile',
          'remark',
          'id-card',
          ...(purpose.code === 'contract' ? ['bank-card'] : []),
        ].map((code) => field.get(code)!),
      ),
    })),
  unneeded: (fields, purposes) => [...fields].filter((id) => !purposes.some((one) => one.fields.has(id))),
  tell: (_w, taken) => {
    told.push(...taken)
    return Promise.resolve()
  },
})

beforeAll(async () => {
  office = await openOffice()
  for (const one of (await office.custody.catalogue()).fields.values()) field.set(one.code, one.id)
  await office.house.db.transact((w) =>
    w.run(sql`insert into collection.purpose (code, zh, en, sort) values ('service', '售后', 'Service', 1), ('contract', '合同', 'Contract', 2)
      on conflict do nothing`),
  )
  source = (
    await addSource(office.ctx, office.officer, {
      name: 'CRM',
      kind: 'direct',
      legalBasis: 'contract',
      note: '',
    })
  ).id
  crm = await office.hire('@0001', [])
  charge(crm, {})
  desk = openTakeIn({
    house: office.house,
    people: office.people,
    custody: office.custody,
    asked: parts(
      partsOf(
        office.house,
        openConsents({ ...office.ctx, tell: () => Promise.resolve(), send: () => Promise.resolve() }),
      ),
    ),
  })
})
afterAll(() => office.close())

/** Makes a service account of a system with these limits; the records officer answers for it. */
function charge(id: string, more: Partial<IntakeLimits>, person: Partial<PersonFacts> = {}): void {
  const intake: IntakeLimits = {
    system: 'crm',
    fields: new Set(
      ['person-name', 'mobile', 'remark', 'id-card', 'bank-card'].map((code) => field.get(code)!),
    ),
    purposes: new Set(['service', 'contract']),
    source,
    channel: 'api',
    ownerRoles: new Set(['archivist']),
    ...more,
  }
  const limits = {
    owner: office.officer,
    fields: new Set<number>(),
    verbs: new Set<string>(),
    maskedOnly: true,
  }
  office.facts.set(id, { ...office.facts.get(id)!, ...person, service: { ...limits, intake } })
}

const values = (o: Record<string, string>): Map<number, string> =>
  new Map(Object.entries(o).map(([code, text]) => [field.get(code)!, text]))
const delivery = (key: string, o: Record<string, string>, more: Partial<TakeInInput> = {}): TakeInInput => ({
  actor: crm, token: newId(), kind: 'person', values: values(o), purposes: ['service'], legalBasis: 'contract', sourceId: source,
  channel: 'api', reference: { system: 'crm', key }, ...more,
}) // prettier-ignore

async function taken(input: TakeInInput): Promise<TakenIn> {
  const outcome = await desk.alone(input)
  if (isRefusal(outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`)
  return outcome
}
async function refused(input: TakeInInput): Promise<Refusal> {
  const outcome = await desk.alone(input)
  if (!isRefusal(outcome)) throw new Error('was taken in')
  return outcome
}
const mistake = async (input: TakeInInput): Promise<Mistake> => {
  try {
    await desk.alone(input)
  } catch (error) {
    if (error instanceof Mistake) return error
    throw error
  }
  throw new Error('no mistake')
}
const leaves = async (): Promise<number> =>
  (await office.house.ledger.lanes()).reduce((sum, lane) => sum + lane.size, 0)
const customers = async (): Promise<number> =>
  (await office.house.db.read((r) =>
    r.row<{ n: number }>(sql`select count(*)::int as n from custody.customer`),
  ))!.n

describe('the customer system delivers', () => {
  test('somebody new, then the same again, then one value that changed', async () => {
    const first = await taken(delivery('A-1', { 'person-name': '王伟', mobile: phone(1) }))
    expect(first).toMatchObject({ created: true, version: 1 })
    expect(first.fileNo).toMatch(/^C-\d{4}-\d{6}$/)
    const before = await leaves()
    const again = await taken(delivery('A-1', { mobile: phone(1), 'person-name': '王伟' }))
    expect(again).toMatchObject({ customerId: first.customerId, created: false, changed: [], version: 1 })
    expect(await leaves()).toBe(before)
    const moved = await taken(delivery('A-1', { 'person-name': '王伟', mobile: phone(2) }))
    expect(moved).toMatchObject({ customerId: first.customerId, changed: [field.get('mobile')], version: 2 })
    expect(await leaves()).toBeGreaterThan(before)
  })

  test('only what it sends changes; empty text removes a value', async () => {
    const first = await taken(
      delivery('A-2', { 'person-name': '李娜', mobile: phone(3), remark: '周三回访' }),
    )
    const emptied = await taken(delivery('A-2', { remark: '' }))
    expect(emptied.changed).toEqual([field.get('remark')])
    const head = (await office.custody.material([first.customerId])).get(first.customerId)!.head
    expect([...head.fields].sort((a, b) => a - b)).toEqual(
      [field.get('person-name')!, field.get('mobile')!].sort((a, b) => a - b),
    )
    expect((await mistake(delivery('A-2', { 'person-name': '' }))).code).toBe('custody.name-needed')
  })

  test('the nightly repeat does not undo what a colleague corrected by hand', async () => {
    const first = await taken(delivery('A-3', { 'person-name': '张敏', mobile: phone(4) }))
    const byHand = await office.house.db.transact((w) =>
      desk.one(w, {
        actor: office.officer,
        kind: 'person',
        values: values({ mobile: phone(5) }),
        purposes: ['service'],
        legalBasis: 'contract',
        sourceId: source,
        channel: 'counter',
        customerId: first.customerId,
      }),
    )
    expect(byHand).toMatchObject({ changed: [field.get('mobile')], version: 2 })
    expect(await taken(delivery('A-3', { 'person-name': '张敏', mobile: phone(4) }))).toMatchObject({
      changed: [],
      version: 2,
    })
  })

  test('an old version is a conflict, not an overwriting', async () => {
    await taken(delivery('A-4', { 'person-name': '赵丽' }))
    expect((await mistake(delivery('A-4', { 'person-name': '赵莉' }, { expectedVersion: 7 }))).code).toBe(
      'custody.changed-meanwhile',
    )
    expect(await taken(delivery('A-4', { 'person-name': '赵莉' }, { expectedVersion: 1 }))).toMatchObject({
      version: 2,
    })
    expect((await mistake(delivery('A-5', { 'person-name': '孙强' }, { expectedVersion: 1 }))).code).toBe(
      'collection.not-known-yet',
    )
  })

  test('twenty at once under one reference are one customer', async () => {
    const before = await customers()
    const racing = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        office.house.db.transact((w) =>
          desk.one(w, delivery('R-1', { 'person-name': '周磊', mobile: phone(100 + (at % 2)) })),
        ),
      ),
    )
    const ids = new Set(racing.map((one) => (isRefusal(one) ? 'refused' : one.customerId)))
    expect(ids.size).toBe(1)
    expect(racing.filter((one) => !isRefusal(one) && one.created)).toHaveLength(1)
    expect(await customers()).toBe(before + 1)
    const together = await Promise.all(
      Array.from({ length: 30 }, (_, at) => taken(delivery(`R-${2 + (at % 3)}`, { 'person-name': '吴静' }))),
    )
    expect(new Set(together.map((one) => one.customerId)).size).toBe(3)
    expect(await customers()).toBe(before + 4)
  })

  test('one bad delivery among many hurts nobody else', async () => {
    const outcomes = await office.house.db.transact((w) =>
      desk.many(w, [
        delivery('M-1', { 'person-name': '钱多' }),
        delivery('M-2', { mobile: 'abc', 'person-name': '冯' }),
        delivery('M-3', { 'person-name': '陈晨' }, { reference: { system: 'shop', key: 'M-3' } }),
        delivery('M-4', { 'person-name': '褚卫' }),
      ]),
    )
    expect(
      outcomes.map((one) => (one instanceof Mistake ? one.code : isRefusal(one) ? one.because : one.created)),
    ).toEqual([true, 'custody.value-unfit', ['3.2.1'], true])
  })

  test('each is told to whoever listens, the unchanged ones are not', async () => {
    told.length = 0
    const { customerId } = await taken(delivery('T-1', { 'person-name': '蒋薇' }))
    await taken(delivery('T-1', { 'person-name': '蒋薇' }))
    expect(told).toMatchObject([{ customerId, created: true, system: 'crm' }])
  })
})

describe('the door stays shut', () => {
  test.each<[string, Partial<TakeInInput>, string]>([
    ['no purpose', { purposes: [] }, 'collection.purpose-required'],
    ['a purpose that is not on the register', { purposes: ['curiosity'] }, 'collection.no-purpose'],
    ['consent as the basis, and none sent', { legalBasis: 'consent' }, 'collection.consent-needed'],
    ['no basis', { legalBasis: '' }, 'collection.legal-basis-required'],
    [
      'a telephone as the reference',
      { reference: { system: 'crm', key: phone(7) } },
      'collection.reference-personal',
    ],
    [
      'a reference with a path in it',
      { reference: { system: 'crm', key: '../admin' } },
      'collection.reference-shape',
    ],
    [
      'a reference without an end',
      { reference: { system: 'crm', key: 'x'.repeat(129) } },
      'collection.reference-shape',
    ],
    ['a field nobody knows', { values: new Map([[30_000, 'x']]) }, 'custody.no-field'],
  ])('%s', async (_, more, code) => {
    expect((await mistake(delivery('D-1', { 'person-name': '沈' }, more))).code).toBe(code)
  })

  test('a field that no chosen purpose needs is named, with the purpose that would need it', async () => {
    const card = { 'person-name': '韩梅', 'bank-card': '6222021234567890128' }
    const fault = await mistake(delivery('D-2', card))
    expect(fault).toMatchObject({ code: 'collection.not-needed', field: `values.${field.get('bank-card')}` })
    expect(fault.values['neededEn']).toContain('contract')
  })

  test.each<[string, Partial<IntakeLimits>, Partial<PersonFacts>, string]>([
    ['a field outside the limits of the account', { fields: new Set([1]) }, {}, '3.2.1'],
    ['a purpose outside them', { purposes: new Set(['contract']) }, {}, '3.2.1'],
    ['another system’s references', { system: 'shop' }, {}, '3.2.1'],
    ['another source', { source: newId() }, {}, '3.2.1'],
    ['another channel', { channel: 'web' }, {}, '3.2.1'],
    ['an owner who no longer collects', { ownerRoles: new Set() }, {}, 'default-deny'],
    ['an owner who is stopped', {}, { active: false }, '1.2'],
    ['a clearance below the field', {}, { clearance: 0 }, '3.2.1'],
  ])('%s', async (_, limits, person, clause) => {
    const account = await office.hire('@0002', [])
    charge(account, limits, person)
    const before = await leaves()
    const answer = await refused(
      delivery(`L-${newId()}`, { 'person-name': '杨柳', mobile: phone(9) }, { actor: account }),
    )
    expect(answer.because).toContain(clause)
    expect(await leaves()).toBeGreaterThan(before)
  })

  test('an account without the right to deliver, and a source that was closed', async () => {
    const account = await office.hire('@0003', [])
    const person = office.facts.get(account)!
    office.facts.set(account, {
      ...person,
      service: {
        owner: office.officer,
        fields: new Set([1]),
        verbs: new Set(['take-in', 'write']),
        maskedOnly: false,
      },
    })
    expect((await refused(delivery('L-1', { 'person-name': '杨' }, { actor: account }))).because).toContain(
      '3.2.1',
    )
    const closed = newId()
    charge(account, { source: closed })
    expect(
      (await refused(delivery('L-1', { 'person-name': '杨' }, { actor: account, sourceId: closed }))).because,
    ).toEqual(['2.2.1'])
  })

  test('a customer above the clearance of the account is not overwritten', async () => {
    const { customerId } = await taken(delivery('H-1', { 'person-name': '秦总' }))
    await office.house.db.transact((w) =>
      w.run(sql`update custody.customer set level = 3 where id = ${customerId}`),
    )
    const low = await office.hire('@0004', [])
    charge(low, {}, { clearance: 2 })
    expect((await refused(delivery('H-1', { 'person-name': '秦怂' }, { actor: low }))).because).toContain(
      '3.2.1',
    )
    // Nor is it told whether that is what stands there already.
    expect((await refused(delivery('H-1', { 'person-name': '秦总' }, { actor: low }))).because).toContain(
      '3.2.1',
    )
  })

  test('an erased customer is not filed anew by the next nightly run', async () => {
    const { customerId } = await taken(delivery('E-1', { 'person-name': '尤' }))
    await office.house.db.transact((w) =>
      w.run(sql`update custody.customer set status = 'erased' where id = ${customerId}`),
    )
    expect((await mistake(delivery('E-1', { 'person-name': '尤' }))).code).toBe('collection.customer-erased')
  })

  test('somebody who is on file already is offered for merging, and the sender is not told', async () => {
    const card = { 'person-name': '许诺', 'id-card': idCard(77) }
    const first = await taken(delivery('P-1', card))
    const second = await taken(delivery('P-2', card))
    expect(second).toMatchObject({ created: true })
    const pairs = await office.house.db.read((r) =>
      r.rows(
        sql`select other_id as other from collection.duplicate where customer_id = ${second.customerId}`,
      ),
    )
    expect(pairs).toEqual([{ other: first.customerId }])
  })

  test('what waits for its check is filed, and seen by nobody', async () => {
    const { customerId, batchId } = await taken(delivery('Q-1', { 'person-name': '何静' }, { pending: true }))
    expect(batchId).toBeDefined()
    expect((await office.custody.material([customerId])).get(customerId)!.facts.quarantined).toBe(true)
  })
})

test('the ledger is whole, and holds neither names nor references', async () => {
  await expectLedgerWhole(office.house)
  for (const { lane, size } of await office.house.ledger.lanes())
    for (const entry of await office.house.ledger.entries(lane, 0, size))
      expect(entry.text).not.toMatch(/王伟|1380000000|A-1/)
})
