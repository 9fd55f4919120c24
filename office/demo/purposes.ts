import { isRefusal } from '../../floor/errors.ts'
import type { PurposeContent } from '../../chapters/collection/index.ts'
import type { Chapters } from '../../office.ts'
import type { Cast } from './cast.ts'

/** What the records officer has written down so far of the purposes the company started with. */
const written: Readonly<Record<string, Partial<PurposeContent>>> = {
  service: { note: '销售合同第七条：质保期内的上门维修和备件更换' },
  contract: { note: '销售合同、服务合同；保存至合同终止后诉讼时效届满' },
  billing: { note: '《会计档案管理办法》第十四条；增值税发票开具的要求' },
  complaint: { note: '《消费者权益保护法》第三十九条；投诉处理办法' },
  audit: {
    note: '公司内部审计制度；《个人信息保护法》第五十四条合规审计',
    roles: ['archivist', 'executive', 'general-manager', 'legal', 'secrecy-office'],
  },
}

/** The records officer says what the bases rest on, and proposes a purpose that waits for the legal department. */
export async function tellPurposes({ collection, custody }: Chapters, cast: Cast): Promise<void> {
  const archivist = cast.who('M046')
  for (const one of await collection.purposes()) {
    const more = written[one.code]
    if (more === undefined) continue
    const content: PurposeContent = {
      zh: one.zh, en: one.en, sort: one.sort, legalBasis: one.legalBasis, noticeCode: one.noticeCode, fields: [...one.fields],
      retentionMonths: one.retentionMonths ?? null, afterwards: one.afterwards, roles: [...one.roles],
      departments: [...one.departments], note: one.note, marketing: one.marketing, closed: !one.open, ...more,
    } // prettier-ignore
    await lay(collection, archivist, one.code, content, one.version, '补充依据')
  }
  const { byCode } = await custody.catalogue()
  const fields = ['person-name', 'company-name', 'contact-name', 'mobile', 'region', 'customer-grade']
  const fair: PurposeContent = {
    zh: '展会与活动邀请', en: 'Invitations to fairs and events', sort: 20, legalBasis: 'consent', noticeCode: null,
    fields: fields.map((code) => byCode.get(code)!.id), retentionMonths: 12, afterwards: 'delete', roles: [], departments: [],
    note: '客户在签到时勾选同意接收活动邀请', marketing: true, closed: false,
  } // prettier-ignore
  await lay(collection, archivist, 'event', fair, 0, '明年春季展会需要邀请老客户')
}

async function lay(
  collection: Chapters['collection'],
  caller: ReturnType<Cast['who']>,
  code: string,
  content: PurposeContent,
  base: number,
  reason: string,
): Promise<void> {
  const answer = await collection.layDownPurpose(caller, code, { content, base, reason })
  if (isRefusal(answer))
    throw new Error(`the demo company could not lay down a purpose: ${answer.because.join()}`)
}
