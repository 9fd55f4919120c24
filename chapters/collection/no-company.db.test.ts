import { expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { Mistake } from '../../floor/errors.ts'
import { scratch } from '../../floor/sheet/testing.ts'
import { openTestHouse } from '../../tests/support/house.ts'
import { openCustody } from '../custody/index.ts'
import { ledger } from './fixture.ts'
import { openCollection } from './index.ts'

test('an import before the first run files nothing and says in both languages what to do; a dry run works', async () => {
  const house = await openTestHouse()
  const files = scratch()
  try {
    const nobody = {
      knownFiles: () => Promise.resolve([]),
      personFacts: () => Promise.resolve(new Map()),
      names: () => Promise.resolve(new Map<string, { name: string; employeeNo: string }>()),
      holdersOf: () => Promise.resolve([]),
    }
    const noForms = {
      register: () => undefined,
      submit: () => Promise.reject(new Error('no forms in this test')),
      resubmit: () => Promise.reject(new Error('no forms in this test')),
      instance: () => Promise.resolve(undefined),
      straightTo: () => Promise.resolve(undefined),
      knownFiles: () => Promise.resolve([]),
      notify: () => Promise.resolve(),
    }
    const collection = openCollection(house, nobody, openCustody(house, nobody, noForms))
    const file = files.write('a.csv', ledger(3))
    const end = await collection.importFile({ file, dryRun: false }).catch((error: unknown) => error)
    expect(end).toBeInstanceOf(Mistake)
    const { code, message } = end as Mistake
    expect(code).toBe('collection.no-company')
    expect(message).toMatch(/npx mifeng serve.*首次设置.* \/ .*npx mifeng serve.*first-run/s)
    const left = await house.db.read((r) =>
      r.row(
        sql`select (select count(*)::int from collection.import) + (select count(*)::int from collection.source) as rows`,
      ),
    )
    expect(left).toEqual({ rows: 0 })
    expect((await collection.importFile({ file, dryRun: true })).customers).toBe(3)
  } finally {
    files.remove()
    await house.close()
  }
})
