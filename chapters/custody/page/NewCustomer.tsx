import { Button, Checkbox, Form, Popconfirm, Radio, Select } from 'antd'
import { useNavigate } from 'react-router'
import {
  AsyncPicker,
  DraftForm,
  DraftNote,
  FormSection,
  PageHeader,
  PersonPicker,
  ProblemNotice,
  problemOf,
  useDraft,
  usePerson,
  usePost,
  useText,
  Watermark,
} from '../../../doors/web/ui/index.ts'
import { customerKinds, legalBases, type NewCustomerBody } from '../wire.ts'
import { PurposeChoice, usePurposesNeeding } from './PurposeChoice.tsx'
import { ClassFields } from './filing/ClassFields.tsx'
import { useCatalogue, useLevelOptions, useValueErrors } from './shared.tsx'
import { changesOf, ValueFields, type ValueTexts } from './ValueFields.tsx'

interface Values extends ValueTexts {
  kind: 'person' | 'company'
  sourceId: string | null
  purposes: string[]
  legalBasis: NewCustomerBody['legalBasis'] | null
  ownerId: string | null
  level: number | null
  typeCode?: string | null
  categoryCode?: string | null
  marketingRefused: boolean
  duplicateAccepted: boolean
}

interface SourceRow {
  id: string
  name: string
  closedAt: string | null
}

const initial = (ownerId: string): Values => ({
  kind: 'company',
  sourceId: null,
  purposes: [],
  legalBasis: null,
  ownerId,
  level: null,
  marketingRefused: false,
  duplicateAccepted: false,
  values: {},
})

/** Where it comes from and who answers for it. */
function Origin({ duplicate }: { duplicate: boolean }) {
  const t = useText()
  const me = usePerson()
  const levels = useLevelOptions()
  const required = { required: true, message: t('custody.required') }
  return (
    <FormSection number="1" title={t('custody.new.origin')} hint={t('custody.new.originHint')}>
      <div className="custody-columns">
        <Form.Item name="kind" label={t('custody.kind')} className="whole">
          <Radio.Group
            options={customerKinds.map((kind) => ({ value: kind, label: t(`custody.kind.${kind}`) }))}
          />
        </Form.Item>
        <Form.Item name="sourceId" label={t('custody.source')} rules={[required]}>
          <AsyncPicker<SourceRow>
            path="/sources"
            read={(row) => ({ id: row.id, label: row.name, disabled: row.closedAt !== null })}
            placeholder={t('custody.sourceHint')}
          />
        </Form.Item>
        <Form.Item name="legalBasis" label={t('custody.legalBasis')} rules={[required]}>
          <Select
            options={legalBases.map((basis) => ({ value: basis, label: t(`custody.basis.${basis}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="purposes"
          label={t('custody.purposes')}
          extra={t('custody.purposesHint')}
          rules={[required]}
          className="whole"
        >
          <PurposeChoice />
        </Form.Item>
        <Form.Item name="ownerId" label={t('custody.owner')} extra={t('custody.ownerHint')}>
          <PersonPicker known={[{ id: me.id, label: me.name, note: me.employeeNo }]} />
        </Form.Item>
        <Form.Item name="level" label={t('custody.fileLevel')} extra={t('custody.fileLevelHint')}>
          <Select allowClear options={levels} placeholder={t('custody.lowest')} />
        </Form.Item>
        <ClassFields />
        <Form.Item name="marketingRefused" valuePropName="checked" className="whole">
          <Checkbox>{t('custody.marketingRefused')}</Checkbox>
        </Form.Item>
        {duplicate && (
          <Form.Item name="duplicateAccepted" valuePropName="checked" className="whole">
            <Checkbox>{t('custody.duplicateAccepted')}</Checkbox>
          </Form.Item>
        )}
      </div>
    </FormSection>
  )
}

/** Files one customer by hand. */
export default function NewCustomer() {
  const t = useText()
  const navigate = useNavigate()
  const me = usePerson()
  const catalogue = useCatalogue()
  const [form] = Form.useForm<Values>()
  const draft = useDraft<Values>({ name: 'custody.new', initial: initial(me.id) })
  const kind = Form.useWatch('kind', form) ?? draft.values.kind
  const purposes = Form.useWatch('purposes', form) ?? draft.values.purposes ?? []
  const isNeeded = usePurposesNeeding(purposes)
  const save = usePost<NewCustomerBody, { id: string }>('/customers', {
    onDone: ({ id }) => {
      draft.discard()
      void navigate(`/customers/${id}`)
    },
  })
  useValueErrors(form, save.error)
  const problem = save.error === null ? null : problemOf(save.error)
  const duplicate = problem?.kind === 'mistake' && problem.mistake.code === 'custody.duplicate'
  const submit = (values: Values): void => {
    // What was typed for the other kind of customer, or for a purpose no longer chosen, is not sent.
    const suited = new Set(
      catalogue.fields
        .filter((one) => (one.appliesTo === 'both' || one.appliesTo === values.kind) && isNeeded(one.id))
        .map((one) => one.id),
    )
    const texts = Object.entries(changesOf({ values: values.values ?? {} })).filter(([id]) =>
      suited.has(Number(id)),
    )
    save.mutate({
      kind: values.kind,
      legalBasis: values.legalBasis!,
      sourceId: values.sourceId!,
      purposes: values.purposes ?? [],
      marketingRefused: values.marketingRefused === true,
      values: Object.fromEntries(texts),
      ...(values.ownerId === null ? {} : { ownerId: values.ownerId }),
      ...(values.level === null || values.level === undefined ? {} : { level: values.level }),
      ...(values.typeCode ? { typeCode: values.typeCode } : {}),
      ...(values.categoryCode ? { categoryCode: values.categoryCode } : {}),
      ...(duplicate && values.duplicateAccepted ? { duplicateAccepted: true } : {}),
    })
  }
  return (
    <Watermark>
      <PageHeader
        title={t('custody.new.title')}
        hint={<DraftNote state={draft.state} />}
        primary={
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t('custody.new.file')}
          </Button>
        }
        actions={
          <Popconfirm
            title={t('custody.form.clearAsk')}
            okText={t('custody.form.clear')}
            cancelText={t('kit.cancel')}
            placement="bottomRight"
            onConfirm={() => {
              draft.discard()
              form.setFieldsValue(initial(me.id))
              form.resetFields()
            }}
          >
            <Button>{t('custody.form.clear')}</Button>
          </Popconfirm>
        }
      />
      <ProblemNotice error={save.error ?? catalogue.error} />
      <DraftForm<Values> form={form} draft={draft} onSubmit={submit}>
        <Origin duplicate={duplicate} />
        <ValueFields
          fields={catalogue.fields.filter((field) => isNeeded(field.id))}
          kind={kind}
          firstNumber={2}
          required={(field) => field.code === (kind === 'person' ? 'person-name' : 'company-name')}
          present={(field) =>
            !/^\**$/.test(field.maskExample) && field.mask !== 'none'
              ? t('custody.form.shownAs', { example: field.maskExample })
              : null
          }
        />
      </DraftForm>
    </Watermark>
  )
}
