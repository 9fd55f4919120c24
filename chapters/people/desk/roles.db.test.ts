import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { openRoles } from '../store/roles.ts'
import {
  address,
  agent,
  callRoute,
  type Company,
  hire,
  lastEntries,
  mistakeOf,
  must,
  openCompany,
  person,
  signedIn,
} from '../support.ts'

let company: Company
let as: Record<'system' | 'security' | 'audit', { personId: string }>
beforeAll(async () => {
  company = await openCompany()
  const { system, security, audit } = company
  as = { system: { personId: system }, security: { personId: security }, audit: { personId: audit } }
})
afterAll(() => company.close())

const rolesOf = (id: string) => company.house.db.read((r) => openRoles(r, id))
let count = 0
let staff: Awaited<ReturnType<typeof hire>>
beforeEach(async () => {
  staff = await hire(company, person(`B${(count += 1)}`, '赵衡'))
})

describe('three administrators', () => {
  test('陆安 gives the role of records officer to 赵衡, who has to sign in again and then holds it', async () => {
    must(await company.people.changeRole(as.security, staff.id, 'archivist', 'give'))
    expect(await company.people.authenticate(staff.token, address)).toBeUndefined()
    const entered = signedIn(
      await company.people.signIn({ name: `B${count}`, password: staff.password, address, agent }),
    )
    expect((await company.people.authenticate(entered.token, address))?.roles).toEqual(['archivist'])
    expect(await company.house.db.read((r) => company.people.holdersOf(r, 'archivist'))).toContain(staff.id)
  })

  test('the administrator who grants himself a role: refused by 6.1 and recorded, whoever of the three tries', async () => {
    for (const who of [as.system, as.security, as.audit]) {
      const before = await rolesOf(who.personId)
      const answer = await company.people.changeRole(who, who.personId, 'archivist', 'give')
      expect(answer).toMatchObject({ refused: true, because: expect.arrayContaining(['6.1']) as unknown })
      expect(await rolesOf(who.personId)).toEqual(before)
      const [entry] = await lastEntries(company.house, 1)
      expect(entry).toMatchObject({
        kind: 'act',
        verb: 'give-role',
        verdict: 'deny',
        actor: who.personId,
        subject: who.personId,
      })
    }
  })

  test('the administrator who grants himself a clearance: refused, and stays at nothing', async () => {
    for (const who of [as.system, as.security, as.audit]) {
      expect(
        await company.people.setClearance(who, who.personId, { clearance: 4, scope: 'all' }),
      ).toMatchObject({ refused: true })
      expect((await company.people.personFacts([who.personId])).get(who.personId)).toMatchObject({
        clearance: 0,
        scope: 'own',
      })
    }
  })

  test('the system administrator hands out neither roles nor clearances, the security administrator makes neither people nor accounts', async () => {
    expect(await company.people.changeRole(as.system, staff.id, 'archivist', 'give')).toMatchObject({
      refused: true,
    })
    expect(
      await company.people.setClearance(as.system, staff.id, { clearance: 3, scope: 'all' }),
    ).toMatchObject({ refused: true })
    expect(await company.people.createPerson(as.security, person('X1', '假人'))).toMatchObject({
      refused: true,
    })
    expect(await company.people.createAccounts(as.security, [{ personId: staff.id }])).toMatchObject({
      refused: true,
    })
    expect(
      await company.people.changeRole({ personId: staff.id }, staff.id, 'archivist', 'give'),
    ).toMatchObject({ refused: true })
  })

  test('two administrators’ roles in one hand: refused for a holder of either, and for a holder of a business office', async () => {
    const { people } = company
    expect(await people.changeRole(as.security, company.system, 'audit-admin', 'give')).toMatchObject({
      refused: true,
      because: ['6.1'],
    })
    expect(await people.changeRole(as.security, company.audit, 'collector', 'give')).toMatchObject({
      refused: true,
    })
    must(await people.changeRole(as.security, staff.id, 'collector', 'give'))
    expect(await people.changeRole(as.security, staff.id, 'system-admin', 'give')).toMatchObject({
      refused: true,
    })
    expect(await rolesOf(staff.id)).toEqual(new Set(['collector']))
  })

  test('two administrators’ roles given to one person at the same moment: at most one sticks', async () => {
    const { people } = company
    const given = await Promise.all([
      people.changeRole(as.security, staff.id, 'system-admin', 'give'),
      people.changeRole(as.security, staff.id, 'audit-admin', 'give'),
      people.changeRole(as.security, staff.id, 'collector', 'give'),
    ])
    expect(given.filter((one) => 'done' in one)).toHaveLength(1)
    const held = [...(await rolesOf(staff.id))]
    expect(held).toHaveLength(1)
    must(await people.changeRole(as.security, staff.id, held[0] as 'collector', 'take'))
  })

  test('the last of them cannot be taken away, disabled or sent off, not even two at once each relying on the other', async () => {
    const { people, system, audit } = company
    expect(await mistakeOf(people.changeRole(as.security, audit, 'audit-admin', 'take'))).toBe(
      'people.last-holder',
    )
    expect(await mistakeOf(people.endEmployment(as.system, audit, 'left'))).toBe('people.last-holder')
    must(await people.changeRole(as.security, staff.id, 'audit-admin', 'give'))
    const both = await Promise.all([
      mistakeOf(people.changeRole(as.security, staff.id, 'audit-admin', 'take')),
      mistakeOf(people.changeRole(as.security, audit, 'audit-admin', 'take')),
    ])
    expect(both.sort()).toEqual(['no mistake', 'people.last-holder'])
    expect(await company.house.db.read((r) => people.holdersOf(r, 'audit-admin'))).toHaveLength(1)
    if ((await rolesOf(audit)).size === 0) {
      must(await people.changeRole(as.security, audit, 'audit-admin', 'give'))
      must(await people.changeRole(as.security, staff.id, 'audit-admin', 'take'))
    }
    expect(system).not.toBe(audit)
  })

  test('the system administrator resets another administrator to act in his name: refused; at the server it leaves an entry', async () => {
    const { people, house, administrators } = company
    const security = administrators[1]!
    const caller = { ...as.system, accountId: administrators[0]!.accountId }
    const reset = callRoute(people, 'POST', '/accounts/:id/reset', caller, {
      params: { id: security.accountId },
    })
    expect(await mistakeOf(reset)).toBe('people.reset-administrator')
    // Nor a second system administrator, in whose name one alone would confirm what takes two.
    const second = await hire(company, person('S009', '韩素'))
    must(await people.changeRole(as.security, second.id, 'system-admin', 'give'))
    const colleague = callRoute(people, 'POST', '/accounts/:id/reset', caller, {
      params: { id: second.accountId },
    })
    expect(await mistakeOf(colleague)).toBe('people.reset-administrator')
    must(await people.changeRole(as.security, second.id, 'system-admin', 'take'))
    const made = await people.resetAtServer('S002')
    expect((await lastEntries(house, 1))[0]).toMatchObject({
      kind: 'account-reset-at-server',
      person: company.security,
    })
    expect(made.oneTimePassword).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
    await house.db.transact((w) =>
      w.run(sql`update people.account set must_change = false where id = ${security.accountId}`),
    )
  })
})

test('no leaf of all this names a person, a number or a word that somebody typed', async () => {
  const { size } = await company.house.ledger.head(0)
  const all = (await company.house.ledger.entries(0, 0, size)).map((entry) => entry.text).join('\n')
  expect(all).not.toMatch(/赵衡|沈清|陆安|顾言|S00\d|"B\d+"|10\.0\.0\.7/)
})
