import { laterDay, dayIn } from '../../chapters/people/index.ts'
import { sql } from '../../floor/database/index.ts'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'
import { companyName } from './people.ts'

const both = (zh: string, en = '') => ({ zh, en })

/** A form 6 with every statutory item, in both languages where a customer may read English. */
const draft = {
  title: both('个人信息收集告知同意书', 'Notice and consent on personal data'),
  processor: { name: companyName, contact: '400-100-2000，privacy@example.com', address: '', officer: '顾敏' },
  purposes: [
    { purpose: 'visit', method: both('电话、上门和线上会议', 'By telephone, visit and online meeting'), fields: ['person-name', 'mobile', 'address'] },
    { purpose: 'service', method: both('受理工单并回访', 'Handling requests and calling back'), fields: ['person-name', 'mobile', 'id-card'] },
    { purpose: 'marketing', method: both('短信和电话', 'By text message and telephone'), fields: ['mobile'] },
  ],
  retention: both('自合同终止之日起三年。', 'Three years from the end of the contract.'),
  afterwards: both('到期后删除；法律另有规定的，停止除存储和保护之外的处理。', 'It is deleted then; where a law forbids that, it is only stored and protected.'),
  sensitive: { necessity: both('核验身份和开具发票所必需。', 'Needed to verify identity and to issue invoices.'), impact: both('泄露可能导致身份被冒用或者财产受损。', 'A leak may lead to abuse of your identity or loss of property.') },
  recipients: [
    { name: '迅达物流有限公司', contact: '021-5000-1000', purpose: both('送货', 'Delivery'), method: both('接口传输', 'Through an interface'), fields: ['person-name', 'mobile', 'address'] },
  ],
  abroad: [],
  rights: both('您可以查阅、复制、更正、删除个人信息，请拨打上述电话或者使用回执上的网址，我们在十五个工作日内答复。', 'You may see, copy, correct and delete your data: call the number above or use the address on your receipt; we answer within fifteen working days.'),
  withdrawal: both('打开回执上的网址，或者用登记的手机号获取验证码，逐项撤回，立即生效。', 'Open the address on your receipt, or get a code by your phone on file, and withdraw item by item; it counts at once.'),
  minors: both('不满十四周岁的，须由父母或者其他监护人阅读并同意。', 'Under fourteen, a parent or guardian reads this and consents.'),
  validMonths: 24,
  asksAnew: false,
} // prettier-ignore

/** A notice in its second version, consents by phone and at the counter, withdrawals, and a backlog that shrinks. */
export async function tellConsent(house: House, chapters: Chapters, cast: Cast): Promise<void> {
  const { routes, consents } = chapters.collection
  const does = async <T>(
    no: string,
    method: string,
    path: string,
    params: object,
    body: object = {},
  ): Promise<T> => (await call(routes, method, path, cast.who(no), { params, body })) as T
  await house.db.transact((w) =>
    w.run(sql`insert into collection.purpose (code, zh, en, sort, legal_basis, marketing) values ('marketing', '产品推介', 'Marketing', 20, 'consent', true)
      on conflict (code) do update set marketing = true`),
  )
  const notice = await does<{ id: string }>(
    'M040',
    'POST',
    '/consent-notices',
    {},
    { code: 'customers', name: '客户告知同意书' },
  )
  const publish = async (revision: number, content: object): Promise<{ id: string; hash: string }> => {
    await does(
      'M040',
      'PUT',
      '/consent-notices/:id',
      { id: notice.id },
      { revision, name: '客户告知同意书', draft: content },
    )
    const made = await does<{ id: string; hash: string }>(
      'M040',
      'POST',
      '/consent-notices/:id/propose',
      { id: notice.id },
      { revision: revision + 1 },
    )
    await does(
      legal,
      'POST',
      '/notice-versions/:id/decide',
      { id: made.id },
      { outcome: 'published', hash: made.hash },
    )
    return made
  }
  const first = await publish(1, draft)
  const customers = await oldest(house, 30)
  const give = giver(house, consents, cast)
  for (const [at, id] of customers.slice(0, 12).entries()) await give(first, id, at % 3 === 0)
  const wider = {
    ...draft,
    purposes: draft.purposes.map((one) =>
      one.purpose === 'visit' ? { ...one, fields: [...one.fields, 'email'] } : one,
    ),
  }
  const second = await publish(2, wider)
  for (const id of customers.slice(6, 12)) await give(second, id, false)
  for (const id of customers.slice(4, 6))
    await house.db.transact((w) => consents.withdraw(w, id, { keys: ['visit', 'marketing'], channel: 'web' }))
  await does('M046', 'POST', '/basis-declarations', {}, {
    customers: customers.slice(20, 26), legalBasis: 'contract', reason: '均有在履行的服务合同，见合同台账',
  }) // prettier-ignore
  await house.db.transact((w) => earlierDays(house, w))
  await consents.countBacklog()
}

/** Puts consents on record as the counter does: yes to everything, marketing as the customer likes. */
function giver(house: House, consents: Chapters['collection']['consents'], cast: Cast) {
  const items = (marketing: boolean) =>
    (['general', 'sensitive', 'provision', 'marketing'] as const).map((item) => ({
      item,
      given: item !== 'marketing' || marketing,
    }))
  return (version: { id: string; hash: string }, id: string, marketing: boolean) =>
    house.db.transact(
      (w) =>
      consents.consentIn(w, id, {
        noticeVersionId: version.id, noticeHash: version.hash, items: items(marketing), purposes: [],
        channel: 'counter', operator: cast.idOf('M046'), at: house.clock.now(),
      }), // prettier-ignore
    )
}

const legal = 'M041'

/** Files that rest on consent, the oldest first: some of the ledger's did so in the days of paper. */
async function oldest(house: House, count: number): Promise<string[]> {
  return await house.db.transact(async (w) => {
    const rows = await w.rows<{ id: string }>(sql`
      update custody.customer set legal_basis = 'consent' where id in (
        select id from custody.customer where kind = 'person' and status = 'active' order by file_no limit 240) returning id, file_no`)
    return rows.map((row) => row.id).slice(0, count)
  })
}

/** The company is as old as its first start; the counts of the three weeks before are written as if it had been there. */
async function earlierDays(
  house: House,
  w: Parameters<Parameters<House['db']['transact']>[0]>[0],
): Promise<void> {
  const today = dayIn(house.timeZone, house.clock.now())
  for (let back = 21; back >= 1; back -= 1)
    await w.run(sql`insert into collection.consent_backlog_day (day, missing, of_files, old_version)
      values (${laterDay(today, -back)}, ${230 + back * 9 - (back % 4) * 3}, ${240 + back * 9}, ${back > 10 ? 0 : 6}) on conflict do nothing`)
}
