import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { openOffice } from '../fixture.ts'
import type { ConsentContext } from './context.ts'
import { addNotice, decideVersion, proposeVersion, saveNotice, viewNotice } from './desk/notices.ts'
import type { ConsentGiven } from './desk/giving.ts'
import { openConsents } from './index.ts'
import { noticeDraft, type NoticeDraft } from '../wire/consent.ts'

/** A message that was handed over for a customer. */
export type Sent = Parameters<ConsentContext['send']>[0]

const both = (zh: string) => ({ zh, en: '' })

/** A draft with every statutory item. */
export const wholeDraft = (more: Partial<NoticeDraft> = {}): NoticeDraft =>
  noticeDraft.parse({
    title: { zh: '个人信息收集告知同意书', en: 'Notice and consent' },
    processor: { name: '密封示范公司', contact: '400-100-2000', address: '', officer: '' },
    purposes: [
      { purpose: 'service', method: both('电话与上门'), fields: ['person-name', 'mobile'] },
      { purpose: 'offers', method: both('短信'), fields: ['mobile'] },
      { purpose: 'visit', method: both('回访'), fields: ['id-card'] },
    ],
    retention: both('合同终止后三年。'),
    afterwards: both('到期后删除或者匿名化。'),
    sensitive: { necessity: both('核验身份。'), impact: both('泄露可能导致身份被冒用。') },
    recipients: [
      { name: '甲物流', contact: '021-1', purpose: both('送货'), method: both('接口'), fields: ['mobile'] },
    ],
    rights: both('拨打上述电话或者使用回执上的网址。'),
    withdrawal: both('使用回执随时撤回。'),
    minors: both('须由监护人同意。'),
    ...more,
  })

/** A company whose secrecy office writes notices that legal publishes, and one person on file. */
export async function openConsentOffice() {
  const office = await openOffice()
  const sent: Sent[] = []
  const told: { kind: string; people: readonly string[] }[] = []
  const ctx: ConsentContext = {
    ...office.ctx,
    tell: (_w, people, kind) => {
      told.push({ kind, people })
      return Promise.resolve()
    },
    send: (message) => {
      sent.push(message)
      return Promise.resolve()
    },
  }
  const consents = openConsents(ctx)
  const [gu, xu] = [
    { personId: await office.hire('顾言', ['secrecy-office']) },
    { personId: await office.hire('许明', ['legal']) },
  ]
  const officer = { personId: office.officer }
  await office.house.db.transact(async (w) => {
    await w.run(sql`insert into collection.purpose (code, zh, en, sort, marketing) values
      ('service', '售后服务', 'Service', 1, false), ('visit', '回访', 'Visit', 2, false), ('offers', '推介', 'Offers', 3, true)
      on conflict (code) do update set marketing = excluded.marketing`)
    await w.run(
      sql`update collection.purpose set legal_basis = 'consent' where code in ('service', 'visit', 'offers')`,
    )
  })
  const customer = async (
    values: Record<string, string>,
    more: { legalBasis?: string } = {},
  ): Promise<string> => {
    const id = newId()
    const catalogue = await office.custody.catalogue()
    await office.house.db.transact(async (w) => {
      const [fileNo] = await office.custody.nextFileNos(w, 1)
      await office.custody.insertCustomers(w, [
        {
          id, fileNo: fileNo!, kind: 'person', level: 1, legalBasis: more.legalBasis ?? 'consent', createdBy: office.officer, ownerId: office.officer,
          values: new Map(Object.entries(values).map(([code, value]) => [catalogue.byCode.get(code)!.id, value])),
        },
      ]) // prettier-ignore
    })
    return id
  }
  const publish = async (code: string, draft: NoticeDraft = wholeDraft(), id?: string) => {
    const notice = id ?? mustGo(await addNotice(ctx, gu, { code, name: code })).id
    const { revision } = await viewNotice(ctx, notice)
    const saved = mustGo(await saveNotice(ctx, gu, notice, { revision, name: code, draft }))
    const version = mustGo(await proposeVersion(ctx, gu, notice, saved.revision))
    mustGo(await decideVersion(ctx, xu, version.id, { outcome: 'published', hash: version.hash }))
    return { notice, ...version }
  }
  const give = (id: string, given: ConsentGiven) =>
    office.house.db.transact((w) => consents.consentIn(w, id, given))
  const headOf = (id: string) =>
    office.house.db.read(async (r) => (await office.custody.material([id], r)).get(id)!)
  return { ...office, ctx, consents, gu, xu, archivist: officer, sent, told, customer, publish, give, headOf }
}

/** The answer itself. @throws Error when it was refused */
export function mustGo<T>(answer: T): Exclude<T, { refused: true }> {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.because.join(', ')}`)
  return answer as Exclude<T, { refused: true }>
}

/** The answers of somebody who says yes to everything but marketing. */
export const answers = (
  version: { id: string; hash: string },
  at: Date,
  more: Partial<ConsentGiven> = {},
): ConsentGiven => ({
  noticeVersionId: version.id,
  noticeHash: version.hash,
  items: [
    { item: 'general', given: true },
    { item: 'sensitive', given: true },
    { item: 'provision', given: true },
    { item: 'marketing', given: false },
  ],
  purposes: [],
  channel: 'web',
  at,
  ...more,
})
