import { describe, expect, test } from 'vitest'
import { type ActVerb, type Facts, forbid, MissingFact, permit, silent } from '../../../gate/index.ts'
import {
  p6_1_audit_confirms_combined,
  p6_1_proposer_in_office,
  p6_1_second_confirms,
} from './p6_1_confirm.ts'

const ask = (verb: ActVerb) => ({ actor: 'lin', verb, fields: [], at: 0 })
const person = (...roles: string[]) => ({ roles: new Set(roles) }) as unknown as NonNullable<Facts['person']>

describe('6.1 what takes two administrators', () => {
  test.each(p6_1_second_confirms.verbs as ActVerb[])('%s: never by whoever laid it down', (verb) => {
    const judge = (applicant?: string) =>
      p6_1_second_confirms.judge(
        ask(verb),
        { act: { verb, ...(applicant === undefined ? {} : { applicant }) } },
        undefined,
      )
    expect([judge('lin'), judge('he')]).toEqual([forbid, silent])
    expect(() => judge()).toThrow(MissingFact)
  })

  test.each(p6_1_proposer_in_office.verbs as ActVerb[])('%s: not for a proposer out of office', (verb) => {
    const judge = (proposerInOffice?: boolean) =>
      p6_1_proposer_in_office.judge(
        ask(verb),
        {
          act: { verb, ...(proposerInOffice === undefined ? {} : { proposerInOffice }) },
        },
        undefined,
      )
    expect([judge(true), judge(false)]).toEqual([silent, forbid])
    expect(() => judge()).toThrow(MissingFact)
  })

  test.each([
    [true, ['audit-admin'], permit],
    [false, ['audit-admin'], silent],
    [true, ['system-admin'], silent],
    [true, [], silent],
  ] as const)('combined offices %s, %s: %s', (combined, roles, ruling) => {
    const verb = 'confirm-access'
    const facts = { person: person(...roles), act: { verb, combined } } as const
    expect(p6_1_audit_confirms_combined.judge(ask(verb), facts, undefined)).toBe(ruling)
  })

  test('without knowing whether offices are combined nothing is confirmed', () => {
    const verb = 'confirm-access'
    expect(() =>
      p6_1_audit_confirms_combined.judge(
        ask(verb),
        { person: person('audit-admin'), act: { verb } },
        undefined,
      ),
    ).toThrow(MissingFact)
  })
})
