import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { statute } from '../chapters/statute.ts'
import { isRefusal } from '../floor/errors.ts'
import { newId } from '../floor/ids.ts'
import { expectLedgerWhole, openTestHouse, type TestHouse } from '../tests/support/house.ts'
import type { Facts } from './facts.ts'
import {
  ForgedPermit,
  Permit,
  packFields,
  blockName,
  blockSchemaVersion,
  type Question,
  type SealedFile,
  unseal,
  purposesOfAll,
} from './index.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const li = newId()
const now = (): number => house.clock.now().getTime()

/** One customer with a mobile number sealed at level 2. */
function customerFile(): { file: SealedFile; facts: Facts } {
  const id = newId()
  const keys = house.keyring.prepareCustomer(id, [2])
  const sealed = keys.seal(2, blockName(1), blockSchemaVersion, packFields(new Map([[7, '13800138000']])))
  const wrapped = keys.rows.find((row) => row.level === 2)!.wrapped
  return {
    file: {
      customer: id,
      blocks: [
        { level: 2, schemaVersion: blockSchemaVersion, version: 1, wrappedKey: wrapped, fields: [7], sealed },
      ],
    },
    facts: {
      person: {
        id: li,
        active: true,
        mustChangePassword: false,
        roles: new Set(),
        clearance: 2,
        scope: 'own',
        departments: new Set(),
        reach: 'everything' as const,
        authority: 'everything' as const,
        unmet: new Set<string>(),
      },
      customer: {
        id,
        level: 1,
        ownerId: li,
        status: 'active',
        quarantined: false,
        frozen: false,
        barred: {},
      },
      fields: new Map([
        [
          7,
          {
            id: 7,
            level: 2,
            category: 'basic',
            sensitive: true,
            fullNeeds: 'reason',
            type: 'mobile',
            mask: 'mobile',
          },
        ],
      ]),
      grants: [],
      purposes: purposesOfAll('service'),
      quota: { fullViews: 0, fullViewsMax: 10, searches: 0, searchesMax: 10, exportRowsMax: 100 },
    },
  }
}
const asks = (customer: string, more: Partial<Question> = {}): Question & { verb: 'read' } => ({
  actor: li, customer, fields: [7], at: now(), ...more, verb: 'read',
}) // prettier-ignore

describe('a reading', () => {
  test('Li sees the number masked; with purpose and reason whole; both are in the ledger', async () => {
    const { file, facts } = customerFile()
    const masked = await house.gate.read({ question: asks(file.customer), facts, file })
    const whole = await house.gate.read({
      question: asks(file.customer, { purpose: 'service', reasonStated: true }),
      facts,
      file,
    })
    if (isRefusal(masked) || isRefusal(whole)) throw new Error('refused')
    expect([...masked.opened.masked]).toEqual([[7, '138****8000']])
    expect(masked.opened.full.size).toBe(0)
    expect([...whole.opened.full]).toEqual([[7, '13800138000']])
    const leaf = whole.permit.leaf!
    const [entry] = await house.ledger.entries(leaf.lane, leaf.index, leaf.index + 1)
    expect(JSON.parse(entry!.text)).toMatchObject({
      kind: 'reading',
      actor: li,
      customer: file.customer,
      full: [7],
      verdict: 'permit',
    })
    expect(entry!.text).not.toContain('138')
  })

  test('a refusal is returned and recorded too', async () => {
    const { file, facts } = customerFile()
    const answer = await house.gate.read({
      question: asks(file.customer),
      facts: { ...facts, person: { ...facts.person!, clearance: 1 } },
      file,
    })
    expect(answer).toMatchObject({ refused: true, because: ['3.2.1'] })
    const lane = (await house.ledger.lanes()).find(({ name }) => name.startsWith('readings'))!
    const [entry] = await house.ledger.entries(lane.lane, lane.size - 1, lane.size)
    expect(JSON.parse(entry!.text)).toMatchObject({
      verdict: 'deny',
      because: ['3.2.1/clearance-covers-level'],
    })
  })
})

describe('attacks on permits', () => {
  test('a permit written down by hand is refused by the compiler and at run time', async () => {
    const { file, facts } = customerFile()
    const lookAlike = {
      verb: 'read',
      actor: li,
      customer: file.customer,
      full: new Set([7]),
      masked: new Set<number>(),
      grant: undefined,
      leaf: undefined,
      at: now(),
    }
    const open = (): Buffer => Buffer.from('{}')
    // @ts-expect-error a literal can never have the private mark of a permit
    expect(() => unseal(open, lookAlike, file, facts.fields!)).toThrow(ForgedPermit)
    const dressedUp = Object.setPrototypeOf({ ...lookAlike }, Permit.prototype) as Permit
    expect(() => unseal(open, dressedUp, file, facts.fields!)).toThrow(ForgedPermit)
    // @ts-expect-error the mint key is not exported
    expect(() => new Permit(Symbol('mint'), lookAlike)).toThrow(ForgedPermit)
  })

  test('a genuine permit replayed for another customer opens nothing', async () => {
    const [mine, other] = [customerFile(), customerFile()]
    const reading = await house.gate.read({
      question: asks(mine.file.customer, { purpose: 'service', reasonStated: true }),
      facts: mine.facts,
      file: mine.file,
    })
    if (isRefusal(reading)) throw new Error('refused')
    expect(() =>
      unseal(() => Buffer.from('{"7":"x"}'), reading.permit, other.file, other.facts.fields!),
    ).toThrow(ForgedPermit)
    expect(() => Object.assign(reading.permit, { customer: other.file.customer })).toThrow(TypeError)
  })

  test('two sealed blocks swapped by the database administrator open for nobody', async () => {
    const [mine, other] = [customerFile(), customerFile()]
    const swapped: SealedFile = {
      customer: mine.file.customer,
      blocks: [{ ...mine.file.blocks[0]!, sealed: other.file.blocks[0]!.sealed }],
    }
    await expect(
      house.gate.read({ question: asks(mine.file.customer), facts: mine.facts, file: swapped }),
    ).rejects.toThrow()
  })

  test('no permit without a leaf: when the entry cannot be made durable nothing is released', async () => {
    const { file, facts } = customerFile()
    const { Gate } = await import('./index.ts')
    const opened: string[] = []
    const gate = new Gate(
      statute,
      { append: () => Promise.reject(new Error('no space')), record: () => ({ position: undefined }) },
      () => {
        opened.push('decrypted')
        return packFields(new Map([[7, 'x']]))
      },
    )
    await expect(gate.read({ question: asks(file.customer), facts, file })).rejects.toThrow('no space')
  })
})

test('the ledger is whole after all of this', () => expectLedgerWhole(house))
