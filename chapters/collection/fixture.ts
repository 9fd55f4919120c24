import { sql } from '../../floor/database/index.ts'
import { newId } from '../../floor/ids.ts'
import { scratch } from '../../floor/sheet/testing.ts'
import type { PersonFacts } from '../../gate/index.ts'
import { openTestHouse } from '../../tests/support/house.ts'
import { openCustody } from '../custody/index.ts'
import { type Context, importFolder } from './context.ts'
import { collecting } from './origins/collecting.ts'
import { PurposeRegister } from './purposes/register.ts'
import { seedPurposes } from './purposes/seeds.ts'

/** A company with a records officer, over a database of its own; people are told by hand. */
export async function openOffice() {
  const house = await openTestHouse()
  const facts = new Map<string, PersonFacts>()
  const hire = async (name: string, roles: string[]): Promise<string> => {
    const id = newId()
    facts.set(id, {
      id,
      active: true,
      mustChangePassword: false,
      clearance: 4,
      scope: 'all',
      roles: new Set(roles),
      departments: new Set<string>(),
      reach: 'everything' as const,
      authority: 'everything' as const,
      unmet: new Set<string>(),
    })
    await house.db.transact((w) =>
      w.run(sql`insert into people.person (id, employee_no, name, employment)
        values (${id}, ${`T${facts.size}`}, ${name}, 'regular')`),
    )
    return id
  }
  const people = {
    knownFiles: () => Promise.resolve([]),
    personFacts: (ids: readonly string[]) =>
      Promise.resolve(new Map(ids.flatMap((id) => (facts.has(id) ? [[id, facts.get(id)!] as const] : [])))),
    // The real ones know more of a person than name and number too.
    names: (ids: readonly string[]) =>
      Promise.resolve(new Map(ids.map((id) => [id, { id, name: '周岚', employeeNo: 'T1' }] as const))),
    holdersOf: () => Promise.resolve([...facts.keys()].slice(0, 1)),
  }
  const custody = openCustody(house, people, {
    register: () => undefined,
    submit: () => Promise.reject(new Error('no forms in this test')),
    resubmit: () => Promise.reject(new Error('no forms in this test')),
    instance: () => Promise.resolve(undefined),
    straightTo: () => Promise.resolve(undefined),
    knownFiles: () => Promise.resolve([]),
    notify: () => Promise.resolve(),
  })
  await house.db.transact((w) => custody.seed(w, 'company'))
  await custody.start?.()
  const purposes = new PurposeRegister(house.db)
  const ctx: Context = { house, people, custody, purposes, folder: importFolder(house) }
  custody.useCollecting(collecting(ctx))
  await house.db.transact((w) => seedPurposes(w))
  const officer = await hire('周岚', ['archivist'])
  const files = scratch()
  return {
    ctx,
    house,
    custody,
    people,
    officer,
    hire,
    facts,
    files,
    folder: ctx.folder,
    close: async () => {
      files.remove()
      await house.close()
    },
  }
}

export type Office = Awaited<ReturnType<typeof openOffice>>

/** An identity number with its check digit, another one for every number below some millions. */
export function idCard(n: number): string {
  const [day, month, year] = [
    Math.floor(n / 1000) % 28,
    Math.floor(n / 28_000) % 12,
    Math.floor(n / 336_000) % 70,
  ]
  const body = `110105${1930 + year}${two(month + 1)}${two(day + 1)}${String(n % 1000).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return body + '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11]!
}
const two = (n: number): string => String(n).padStart(2, '0')
export const phone = (n: number): string => `138${String(n).padStart(8, '0')}`

/** A plain ledger of people, as CSV. */
export const ledger = (rows: number, from = 0): string =>
  ['姓名,手机号,身份证号码,备注', ...Array.from({ length: rows }, (_, at) => line(from + at))].join('\n')

const line = (n: number): string =>
  `王${'伟芳娜敏静丽强磊'[n % 8]!}${'明华国'[n % 3]!},${phone(n)},${idCard(n)},`
