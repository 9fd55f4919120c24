import { emptyDraft, type FormDraft } from '../../chapters/collection/wire.ts'
import type { Chapters } from '../../office.ts'
import { call, type Cast } from './cast.ts'

const both = (zh: string, en: string) => ({ zh, en })
const plain = { label: both('', ''), help: both('', '') }

const questions: FormDraft['questions'] = [
  { ...plain, id: 'name', kind: 'field', field: 'person-name', required: true, choices: [] },
  { ...plain, id: 'mobile', kind: 'field', field: 'mobile', required: true, choices: [] },
  {
    id: 'how', kind: 'field', field: 'region', required: false, label: both('希望的回访方式', 'How may we call back?'), help: both('', ''),
    choices: [{ value: '上门', zh: '上门', en: 'At your place' }, { value: '电话', zh: '电话', en: 'By telephone' }],
  },
  { ...plain, id: 'where', kind: 'field', field: 'address', required: false, choices: [], showIf: { question: 'how', is: ['上门'] } },
] // prettier-ignore

/** A form for customers that is published at its address: an appointment for a visit, under the notice in force. */
export async function tellForms({ collection }: Chapters, cast: Cast): Promise<void> {
  const collector = cast.who('M047')
  const does = async <T>(method: string, path: string, params: object, body: object = {}): Promise<T> =>
    (await call(collection.routes, method, path, collector, { params, body })) as T
  const source = await collection.addSource(collector.personId, {
    name: '回访预约表单', kind: 'direct', legalBasis: 'consent', note: '展厅与官网二维码',
  }) // prettier-ignore
  const { id } = await does<{ id: string }>('POST', '/forms', {}, { name: '回访预约' })
  const draft: FormDraft = {
    ...emptyDraft,
    title: both('回访预约', 'Book a visit'),
    intro: both('填写后，我们的同事会与您联系。', 'We will get in touch once you have filled this in.'),
    thanks: both('已收到，谢谢。', 'We have received it. Thank you.'),
    purposes: ['visit'],
    notice: 'customers',
    source: source.id,
    responsible: collector.personId,
    questions,
  }
  const { revision } = await does<{ revision: number }>(
    'PUT',
    '/forms/:id',
    { id },
    { revision: 1, name: '回访预约', draft },
  )
  await does('POST', '/forms/:id/publish', { id }, { revision })
}
