import type { Caller } from '../../../gate/index.ts'
import { phone } from '../../collection/fixture.ts'
import { openConsentOffice } from '../../collection/consent/fixture.ts'
import { Projection } from '../projection.ts'
import type { RightsContext } from './context.ts'
import { askOwn, askRightsCode } from './receiving.ts'

/** A secrecy office (Gu), legal (Xu), and customers with phones who ask for codes. */
export async function openRightsOffice() {
  const office = await openConsentOffice()
  const raised: string[] = []
  const settled: string[] = []
  const forgotten: string[] = []
  const projection = new Projection(office.house.db, office.house.ledger)
  const ctx: RightsContext = {
    house: office.house,
    people: office.people,
    custody: office.custody,
    consents: office.consents,
    projection,
    events: { erased: (_w, customer) => Promise.resolve(void forgotten.push(customer)) },
    duties: {
      kind: () => undefined,
      raise: (_w, duty) => {
        raised.push(`${duty.kind} ${duty.subject}`)
        return Promise.resolve({ id: duty.subject })
      },
      settle: (_w, kind, subject) => {
        settled.push(`${kind} ${subject}`)
        return Promise.resolve(true)
      },
    },
  }
  const caller = (personId: string): Caller => ({
    personId,
    accountId: personId,
    sessionId: personId,
    roles: ['legal'],
    name: '测试',
    employeeNo: 'T0',
    address: '127.0.0.1',
    channel: 'web',
    proof: { at: office.house.clock.now().getTime(), windowMs: 3_600_000, asks: new Set() },
  })
  let count = 70
  const person = async (name: string): Promise<{ id: string; phone: string }> => {
    count += 1
    const number = phone(count)
    return { id: await office.customer({ 'person-name': name, mobile: number }), phone: number }
  }
  const codeFor = async (address: string): Promise<{ challenge: string; code: string }> => {
    const before = office.sent.length
    const { challenge } = await askRightsCode(ctx, { address, language: 'zh' })
    const code = office.sent.length > before ? /\d{6}/.exec(office.sent.at(-1)!.text)![0] : '000000'
    return { challenge, code }
  }
  const ask = async (address: string, kind: 'see' | 'delete' | 'restrict' | 'correct', text = '请处理') =>
    await askOwn(ctx, { ...(await codeFor(address)), kind, text })
  return { ...office, rights: ctx, projection, raised, settled, forgotten, caller, person, codeFor, ask, gu: caller(office.gu.personId), xu: caller(office.xu.personId) } // prettier-ignore
}
