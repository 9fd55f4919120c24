import { expect, test } from 'vitest'
import type { Catalogue } from '../../custody/index.ts'
import type { ColumnMapping, ImportOptions } from '../wire.ts'
import { bringsOf } from './brings.ts'

const fields = [
  { code: 'person-name', category: 'basic', level: 1, searchable: 'fragment' },
  { code: 'remark', category: 'basic', level: 2, searchable: 'none' },
  { code: 'bank-card', category: 'finance', level: 3, searchable: 'exact' },
].map((one, at) => [at + 1, { ...one, id: at + 1 }] as const)
const catalogue = {
  levels: new Map(),
  fields: new Map(fields),
  byCode: new Map(fields.map(([, one]) => [one.code, one])),
} as unknown as Catalogue
const column = (target: ColumnMapping['target'], more: Partial<ColumnMapping> = {}): ColumnMapping => ({
  position: 0,
  header: '列',
  target,
  extract: false,
  ...more,
})
const options = (columns: ColumnMapping[], take = true): ImportOptions =>
  ({ sheets: [{ sheet: '客户', take, kind: 'person', columns }] }) as unknown as ImportOptions
const name = column({ to: 'field', field: 'person-name' })

test.each([
  ['a name', [name], true, ['basic 1']],
  ['a column that is raised', [column({ to: 'field', field: 'person-name' }, { raiseTo: 3 })], true, ['basic 3']],
  ['bank cards', [name, column({ to: 'field', field: 'bank-card' })], true, ['basic 1', 'finance 3']],
  ['a column that goes to the remark', [column({ to: 'remark' })], true, ['basic 2']],
  ['a remark out of which identifiers are taken', [column({ to: 'remark' }, { extract: true })], true, ['basic 2', 'finance 3']],
  ['a column that is left out', [column({ to: 'skip' }, { extract: true })], true, []],
  ['a sheet that is left out', [name], false, []],
] as const)('an import files the kinds of data of its columns: %s', (_, columns, take, kinds) => {
  const brought = bringsOf(options([...columns], take), catalogue)
  expect(brought.map(({ category, level }) => `${category} ${level}`)).toEqual(kinds)
}) // prettier-ignore
