import { Alert, Button, Form, Input, Radio, Select } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import {
  CustomerPicker,
  DraftForm,
  FormSection,
  PageHeader,
  ProblemNotice,
  useDraft,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { LevelSubject, NewLevelChangeBody } from '../wire.ts'
import { Level, useCatalogue, useLevelOptions } from './shared.tsx'

type Scope = 'file' | 'field' | 'catalogue'
interface Values {
  scope: Scope
  customerId: string | null
  fieldId: number | null
  toLevel: number | null
  reason: string
}

/** What the form is about at first, from the address: `?customer=`, `?field=`, or both. */
function initial(query: URLSearchParams): Values {
  const customerId = query.get('customer')
  const field = Number(query.get('field') ?? 0)
  return {
    scope: customerId === null ? (field > 0 ? 'catalogue' : 'file') : field > 0 ? 'field' : 'file',
    customerId,
    fieldId: field > 0 ? field : null,
    toLevel: null,
    reason: '',
  }
}

const bodyOf = (values: Values): NewLevelChangeBody => ({
  toLevel: values.toLevel!,
  reason: values.reason.trim(),
  ...(values.scope !== 'catalogue' && values.customerId !== null ? { customerId: values.customerId } : {}),
  ...(values.scope !== 'file' && values.fieldId !== null ? { fieldId: values.fieldId } : {}),
})

/** The level that holds now for what was chosen. */
function usePresentLevel(values: Values): {
  rank: number | undefined
  subject: LevelSubject | undefined
  error: unknown
} {
  const { fields } = useCatalogue()
  const needs = values.scope !== 'catalogue' && values.customerId !== null && values.customerId !== undefined
  const subject = useGet<LevelSubject>(needs ? `/customers/${values.customerId}/levels` : null)
  const inCatalogue = fields.find((field) => field.id === values.fieldId)?.level
  const own = subject.data?.fields.find((field) => field.id === values.fieldId)?.level ?? inCatalogue
  const rank =
    values.scope === 'file'
      ? subject.data?.level
      : values.scope === 'catalogue'
        ? inCatalogue
        : needs
          ? own
          : undefined
  return { rank, subject: needs ? subject.data : undefined, error: needs ? subject.error : null }
}

/** Form 20: asks for another level of a file, of one field of it, or of a field for all customers. */
export default function NewLevelChange() {
  const t = useText()
  const { pick } = useLanguage()
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Values>({
    name: `custody.level-change.${query.toString()}`,
    initial: initial(query),
  })
  const watched = Form.useWatch([], form) as Values | undefined
  const values = watched?.scope === undefined ? draft.values : { ...draft.values, ...watched }
  const catalogue = useCatalogue()
  const levels = useLevelOptions()
  const { rank, subject, error } = usePresentLevel(values)
  const save = usePost<NewLevelChangeBody, { id: string }>('/level-changes', {
    onDone: ({ id }) => {
      draft.discard()
      void navigate(`/approvals/${id}`)
    },
  })
  const required = { required: true, message: t('custody.required') }
  const collected = subject === undefined ? null : new Set(subject.fields.map((field) => field.id))
  const choosable = catalogue.fields.filter(
    (field) => values.scope === 'catalogue' || collected === null || collected.has(field.id),
  )
  return (
    <div className="custody-narrow">
      <PageHeader
        title={t('custody.change.title')}
        hint={t('custody.change.hint')}
        primary={
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t('custody.change.submit')}
          </Button>
        }
      />
      <ProblemNotice error={save.error ?? error ?? catalogue.error} />
      <DraftForm<Values> form={form} draft={draft} onSubmit={(all) => save.mutate(bodyOf(all))}>
        <FormSection number="1" title={t('custody.change.subject')}>
          <Form.Item name="scope" label={t('custody.change.scope')}>
            <Radio.Group
              options={(['file', 'field', 'catalogue'] as const).map((scope) => ({
                value: scope,
                label: t(`custody.change.scope.${scope}`),
              }))}
            />
          </Form.Item>
          {values.scope !== 'catalogue' && (
            <Form.Item name="customerId" label={t('custody.change.customer')} rules={[required]}>
              <CustomerPicker
                {...(subject === undefined
                  ? {}
                  : { known: [{ id: subject.customerId, label: subject.fileNo }] })}
              />
            </Form.Item>
          )}
          {values.scope !== 'file' && (
            <Form.Item name="fieldId" label={t('custody.field')} rules={[required]}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                options={choosable.map((field) => ({ value: field.id, label: pick(field) }))}
              />
            </Form.Item>
          )}
          {values.scope === 'catalogue' && (
            <Alert type="info" showIcon title={t('custody.change.allCustomers')} />
          )}
        </FormSection>
        <FormSection number="2" title={t('custody.change.level')}>
          <p className="custody-now">
            {t('custody.presentLevel')}{' '}
            {rank === undefined ? <span className="dash">—</span> : <Level rank={rank} />}
          </p>
          <Form.Item name="toLevel" label={t('custody.change.to')} rules={[required]}>
            <Select options={levels.map((one) => ({ ...one, disabled: one.value === rank }))} />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('custody.change.reason')}
            rules={[required, { min: 5, whitespace: true, message: t('custody.change.reasonShort') }]}
          >
            <Input.TextArea rows={4} maxLength={1000} showCount />
          </Form.Item>
        </FormSection>
      </DraftForm>
    </div>
  )
}
