import { partsOf } from '../intake/take-in/parts.ts'
import type { PartsAsked } from '../intake/take-in/index.ts'
import { PurposeRegister } from '../purposes/register.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { addSource } from '../desk/sources.ts'
import { openConsentOffice, wholeDraft } from '../consent/fixture.ts'
import { openTakeIn } from '../intake/take-in/index.ts'
import type { DirectContext } from './context.ts'
import { createForm, publish, saveForm, viewForm } from './desk/forms.ts'
import { noticesInForce } from './notices.ts'
import { emptyDraft, type FormDraft, type FormQuestion, type OpenForm, type SubmitBody } from './wire.ts'

const plain = { label: { zh: '', en: '' }, help: { zh: '', en: '' } }

/** A question about a field of the catalogue. */
export const asks = (id: string, field: string, more: Partial<FormQuestion> = {}): FormQuestion =>
  ({ ...plain, id, kind: 'field', field, required: false, choices: [], ...more }) as FormQuestion

const usualQuestions: FormQuestion[] = [
  asks('name', 'person-name', { required: true }),
  asks('mobile', 'mobile', { required: true }),
  asks('want', 'region', {
    choices: [
      { value: '上门', zh: '上门', en: 'Visit' },
      { value: '电话', zh: '电话', en: 'Call' },
    ],
  }),
  asks('where', 'address', { showIf: { question: 'want', is: ['上门'] } }),
]

type ConsentOffice = Awaited<ReturnType<typeof openConsentOffice>>

const partsWith = (
  office: ConsentOffice,
  receipts: WeakMap<object, string>,
  needs: ReadonlyMap<string, ReadonlySet<number>>,
): PartsAsked => {
  const plain = partsOf(office.house, office.consents, {
    receipt: (given, receipt) => void receipts.set(given, receipt),
    tell: () => Promise.resolve(),
  })
  return {
    ...plain,
    purposes: async (r) =>
      (await plain.purposes(r)).map((one) => ({ ...one, fields: needs.get(one.code) ?? one.fields })),
  }
}

/** A company with a notice in force, a source, a collector, and forms that are built by its records officer. */
export async function openDirectOffice() {
  const office = await openConsentOffice()
  const receipts = new WeakMap<object, string>()
  const told: string[] = []
  const needs = new Map<string, ReadonlySet<number>>()
  const parts = partsWith(office, receipts, needs)
  const takeIn = openTakeIn({
    house: office.house,
    people: office.people,
    custody: office.custody,
    asked: parts,
  })
  const ctx: DirectContext = {
    ...office.ctx,
    purposes: new PurposeRegister(office.house.db),
    folder: office.folder,
    people: office.people,
    asked: {
      ...noticesInForce,
      takeIn: (w, input) => takeIn.one(w, input),
      purposes: (r) => parts.purposes(r),
      unneeded: (fields, purposes) => parts.unneeded(fields, purposes),
      receiptOf: (given) => receipts.get(given),
      tell: (_w, ids) => Promise.resolve(void told.push(...ids)),
    },
  }
  const collector = await office.hire('李雷', ['collector'])
  const other = await office.hire('韩梅', ['collector'])
  const clerk = await office.hire('王芳', [])
  const notice = await office.publish('walk-in', wholeDraft())
  const { id: source } = await addSource(ctx, office.officer, {
    name: '官网表单', kind: 'direct', legalBasis: 'consent', note: '',
  }) // prettier-ignore
  const draft = (more: Partial<FormDraft> = {}): FormDraft => ({
    ...emptyDraft,
    title: { zh: '客户信息登记', en: 'Customer form' },
    purposes: ['service'],
    notice: 'walk-in',
    source,
    responsible: collector,
    questions: usualQuestions,
    ...more,
  })
  const published = async (more: Partial<FormDraft> = {}, id?: string) => {
    const form = id ?? must(await createForm(ctx, office.officer, { name: '登记' })).id
    const { revision } = await viewForm(ctx, form, '')
    const saved = must(
      await saveForm(ctx, office.officer, form, { revision, name: '登记', draft: draft(more) }),
    )
    const version = must(await publish(ctx, office.officer, form, saved.revision))
    const { code } = await viewForm(ctx, form, '')
    return { id: form, code, ...version }
  }
  return {
    ...office,
    direct: ctx,
    collector,
    other,
    clerk,
    notice,
    source,
    draft,
    published,
    needs,
    notified: told,
  }
}

/** The answer itself. @throws Error when it was refused */
export function must<T>(answer: T): Exclude<T, { refused: true }> {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.because.join(', ')} ${answer.faults.join(', ')}`)
  return answer as Exclude<T, { refused: true }>
}

let receipts = 0

/** What a customer sends who read the form, agrees to everything but marketing, and answers like this. */
export const filled = (
  form: OpenForm,
  answers: Record<string, string>,
  more: Partial<SubmitBody> = {},
): SubmitBody => ({
  version: form.version.id,
  hash: form.version.hash,
  notice: { version: form.notice.versionId, hash: form.notice.hash },
  receipt: String((receipts += 1)).padStart(20, '0'),
  language: 'zh',
  answers,
  items: form.notice.items.map((item) => ({ item, given: item !== 'marketing' })),
  minor: false,
  guardian: null,
  files: [],
  ...more,
})
