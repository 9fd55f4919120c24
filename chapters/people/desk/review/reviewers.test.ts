import { expect, test } from 'vitest'
import { Chart, type OfficeHolders, reviewersOf, superiorsOf } from './reviewers.ts'

const holders = (record: Record<string, string[]>): OfficeHolders => new Map(Object.entries(record))
const usual = holders({
  'security-admin': ['lu'],
  'audit-admin': ['gu'],
  'system-admin': ['shen'],
  'general-manager': ['shi'],
})
const of = (personId: string, office: string | null = null) => ({ personId, office })

test.each([
  ['the manager of a business person', of('jiang'), 'fang', usual, ['fang'], 'manager'],
  ['somebody without a manager: the security administrator', of('shi'), undefined, usual, ['lu'], 'security-admin'],
  ['the security administrator’s own right without a manager: the audit administrator', of('lu'), undefined, usual, ['gu'], 'audit-admin'],
  ['an office is never for a manager', of('shen', 'system-admin'), 'fang', usual, ['lu'], 'security-admin'],
  ['the security administrator’s office: the audit administrator', of('lu', 'security-admin'), undefined, usual, ['gu'], 'audit-admin'],
  ['never another holder of the same office', of('lu', 'security-admin'), undefined, holders({ 'security-admin': ['lu', 'other'], 'system-admin': ['shen'] }), ['shen'], 'system-admin'],
  ['one person with two offices goes to the third', of('one', 'system-admin'), undefined, holders({ 'system-admin': ['one'], 'security-admin': ['one'], 'audit-admin': ['gu'] }), ['gu'], 'audit-admin'],
  ['no administrator left: the general manager', of('gu', 'audit-admin'), undefined, holders({ 'general-manager': ['shi'] }), ['shi'], 'general-manager'],
  ['a manager who is the person is none', of('jiang'), 'jiang', usual, ['lu'], 'security-admin'],
  ['nobody at all', of('jiang'), undefined, holders({}), [], 'nobody'],
] as const)('%s', (_, subject, manager, known, people, capacity) => {
  expect(reviewersOf(subject, manager, known)).toEqual({ people, capacity })
}) // prettier-ignore

test.each([
  ['the manager’s manager', of('jiang'), ['fang'], 'manager', 'shi', ['shi'], 'manager'],
  ['never the holder, though he manages his manager', of('shi'), ['fang'], 'manager', 'shi', ['lu'], 'security-admin'],
  ['a manager without one above: the security administrator', of('jiang'), ['shi'], 'manager', undefined, ['lu'], 'security-admin'],
  ['the office that comes next', of('lu', 'security-admin'), ['gu'], 'audit-admin', undefined, ['shi'], 'general-manager'],
] as const)('long overdue: %s', (_, subject, people, capacity, above, more, as) => {
  expect(superiorsOf(subject, { people, capacity }, above, usual)).toEqual({ people: more, capacity: as })
}) // prettier-ignore

test('whatever the company looks like, nobody reviews the own right', () => {
  const ids = ['a', 'b', 'c', 'd']
  for (let seed = 0; seed < 500; seed += 1) {
    const pick = (n: number): string | null => [...ids, null][(seed * 7 + n * 13 + ((seed * n) % 11)) % 5]!
    const chart = new Chart({
      places: ids.map((id, n) => ({ id, managerId: pick(n), departmentId: n % 2 === 0 ? 'u' : 'v', active: (seed + n) % 7 !== 0 })),
      units: [{ id: 'u', parentId: null, managerId: pick(5) }, { id: 'v', parentId: 'u', managerId: pick(6) }],
      acting: seed % 3 === 0 ? [{ departmentId: 'v', personId: ids[seed % 4]! }] : [],
      holders: holders({ 'security-admin': [ids[seed % 4]!], 'audit-admin': [ids[(seed + 1) % 4]!] }),
    }) // prettier-ignore
    for (const id of ids)
      for (const office of [null, 'security-admin', 'audit-admin']) {
        expect(chart.reviewers(of(id, office)).people).not.toContain(id)
        expect(chart.superiors(of(id, office)).people).not.toContain(id)
      }
  }
})
