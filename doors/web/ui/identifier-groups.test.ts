import { expect, test } from 'vitest'
import { identifierGroups, type IdentifierKind } from './identifier-groups.ts'

const cases: [string, IdentifierKind, string][] = [
  ['13800138000', 'phone', '138 0013 8000'],
  ['138****8000', 'phone', '138 **** 8000'],
  ['0571-88880000', 'phone', '0571-88880000'],
  ['11010519491231002X', 'id-card', '110105 19491231 002X'],
  ['110105491231002', 'id-card', '110105491231002'],
  ['91350100M000100Y43', 'credit-code', '91 350100 M000100Y4 3'],
  ['6222021234567890123', 'bank-card', '6222 0212 3456 7890 123'],
  ['KH-2026-0018', 'file-no', 'KH-2026-0018'],
  ['', 'phone', ''],
]

test.each(cases)('%s as %s reads %s', (text, kind, grouped) => {
  expect(identifierGroups(text, kind).join(' ')).toBe(grouped)
})

test('the groups put together are the identifier again', () => {
  for (const [text, kind] of cases) expect(identifierGroups(text, kind).join('')).toBe(text)
})
