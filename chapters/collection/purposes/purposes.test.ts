import { describe, expect, test } from 'vitest'
import { mayUsePurpose } from '../../../gate/index.ts'
import { untilOf } from '../origins/view.ts'
import { chosenPurposes, mustBeNeeded, neededBy, openOnly, unneeded } from './necessity.ts'
import type { Purpose } from './register.ts'
import { widens } from './widening.ts'
import type { PurposeContent } from './wire.ts'

const purpose = (code: string, fields: number[], more: Partial<Purpose> = {}): Purpose => ({
  code, zh: code, en: code, sort: 0, legalBasis: 'contract', noticeCode: null, afterwards: 'delete', note: '合同', version: 1, open: true, marketing: false,
  fields: new Set(fields), roles: new Set(), departments: new Set(), ...more,
}) // prettier-ignore
const field = (id: number) => ({ id, zh: `项目${id}`, en: `Field ${id}` })
const catalogue = { fields: new Map([1, 2, 3].map((id) => [id, field(id)])) } as unknown as Parameters<
  typeof mustBeNeeded
>[3]

describe('what is needed', () => {
  const service = purpose('service', [1, 2])
  const billing = purpose('billing', [2, 3])
  test.each<[number[], Purpose[], number[]]>([
    [[1, 2], [service], []],
    [[1, 3], [service], [3]],
    [[1, 3], [service, billing], []],
    [[3, 3, 9], [service], [3, 9]],
    [[1, 2], [], [1, 2]],
    // Not described yet: it needs nothing.
    [[1], [purpose('fair', [])], [1]],
    [[], [], []],
  ])('%j for %#', (fields, purposes, extra) => expect(unneeded(fields, purposes)).toEqual(extra))

  test('the stop names the fields, the purposes that would need them, and the box', () => {
    const stopped = (): void => mustBeNeeded([1, 3], [service], [service, billing], catalogue)
    expect(stopped).toThrow(
      expect.objectContaining({ code: 'collection.unneeded', field: 'values.3', status: 422 }),
    )
    try {
      stopped()
    } catch (error) {
      expect(error).toMatchObject({ values: { zh: '项目3（billing）', purposes_zh: 'service' } })
    }
    expect(() => mustBeNeeded([1, 2], [service], [service, billing], catalogue)).not.toThrow()
  })
  test('a closed purpose is not named as one that would need it', () =>
    expect(() => mustBeNeeded([3], [service], [service, { ...billing, open: false }], catalogue)).toThrow(
      expect.objectContaining({ code: 'collection.unneeded-by-all' }),
    ))
  test('closed, unknown or no purposes are not chosen', () => {
    const open = openOnly([service, { ...billing, open: false }])
    expect(chosenPurposes(['service', 'service'], open)).toEqual([service])
    for (const code of ['billing', 'curiosity', '__proto__'])
      expect(() => chosenPurposes(['service', code], open)).toThrow(
        expect.objectContaining({ code: 'collection.no-purpose' }),
      )
    expect(() => chosenPurposes([], open)).toThrow(
      expect.objectContaining({ code: 'collection.purpose-required' }),
    )
    expect([...neededBy([service, billing])]).toEqual([1, 2, 3])
  })
})

describe('what a change opens further', () => {
  const before: PurposeContent = {
    zh: '开票', en: 'Billing', sort: 1, legalBasis: 'contract', noticeCode: null, fields: [1, 2], retentionMonths: 24, afterwards: 'anonymise', marketing: false,
    roles: ['legal', 'archivist'], departments: [], note: '合同', closed: false,
  } // prettier-ignore
  test.each<[string, Partial<PurposeContent>, string[]]>([
    ['words and order', { zh: '开发票', en: 'Invoices', sort: 9, note: '另一份合同' }, []],
    ['a field less', { fields: [1] }, []],
    ['a field more', { fields: [1, 2, 3] }, ['fields']],
    ['a field for another', { fields: [1, 3] }, ['fields']],
    ['a role less', { roles: ['legal'] }, []],
    ['a role more', { roles: ['legal', 'archivist', 'collector'] }, ['people']],
    ['a department beside the roles', { departments: ['d1'] }, ['people']],
    ['attack: nobody named any more is everybody', { roles: [] }, ['people']],
    ['shorter', { retentionMonths: 12 }, []],
    ['longer', { retentionMonths: 25 }, ['retention']],
    ['without an end', { retentionMonths: null }, ['retention']],
    ['deleted instead of made anonymous', { afterwards: 'delete' }, []],
    ['kept instead of made anonymous', { afterwards: 'restrict' }, ['afterwards']],
    ['for marketing from now on', { marketing: true }, []],
    ['another basis', { legalBasis: 'consent' }, ['basis']],
    ['another notice', { noticeCode: 'N-1' }, ['basis']],
    ['closing', { closed: true }, []],
    ['closing with a field more', { closed: true, fields: [1, 2, 3] }, ['fields']],
  ])('%s', (_, more, found) => expect(widens(before, { ...before, ...more })).toEqual(found))
  test('a new one, and one opened again', () => {
    expect(widens(undefined, before)).toEqual(['new'])
    expect(widens({ ...before, closed: true }, before)).toEqual(['open'])
    expect(widens({ ...before, roles: [] }, before)).toEqual([])
  })
})

describe('until when', () => {
  const at = new Date('2026-01-31T08:00:00Z')
  test.each<[string, (number | undefined)[], string | null]>([
    ['a year', [12], '2027-01-31T08:00:00.000Z'],
    ['the last day of a shorter month', [1], '2026-02-28T08:00:00.000Z'],
    ['the longest counts', [1, 13], '2027-02-28T08:00:00.000Z'],
    ['one without a term', [12, undefined], null],
    ['no purpose', [], null],
  ])('%s', (_, months, until) =>
    expect(
      untilOf(
        at,
        months.map((one) => (one === undefined ? {} : { retentionMonths: one })),
      )?.toISOString() ?? null,
    ).toBe(until),
  )
})

test('nobody named is everybody; a person without departments is in none', () => {
  const li = { roles: new Set<string>(), departments: new Set<string>() }
  expect(mayUsePurpose({ roles: new Set(), departments: new Set() }, li)).toBe(true)
  expect(mayUsePurpose({ roles: new Set(), departments: new Set(['sales']) }, li)).toBe(false)
})
