import { Button, Drawer, Form, Input, Radio, Select } from 'antd'
import {
  PersonPicker,
  ProblemNotice,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { PartnerBody, PartnerEdit, SourceChoices, SourceView } from '../../wire.ts'

type Values = PartnerBody & { note?: string }

/** Writes a new version of what is on record of a partner. */
export function EditSource({ view, onClose }: { view: SourceView; onClose: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const [form] = Form.useForm<Values>()
  const choices = useGet<SourceChoices>('/source-choices')
  const save = usePost<PartnerEdit>(`/sources/${view.id}`, { method: 'PUT', onDone: onClose })
  const { partner } = view
  const required = [{ required: true, message: t('collection.source.required') }]
  const dated = [{ required: true, pattern: /^\d{4}-\d{2}-\d{2}$/, message: t('collection.source.required') }]
  const text = (name: keyof Values, most: number, extra?: string) => (
    <Form.Item name={name} label={t(`collection.source.${name}`)} rules={required} extra={extra}>
      <Input maxLength={most} />
    </Form.Item>
  )
  const day = (name: keyof Values) => (
    <Form.Item name={name} label={t(`collection.source.${name}`)} rules={dated}>
      <Input type="date" />
    </Form.Item>
  )
  const many = (
    name: 'purposes' | 'fields',
    options: readonly { code: string; zh: string; en: string }[],
  ) => (
    <Form.Item name={name} label={t(`collection.source.${name}`)} rules={required}>
      <Select
        mode="multiple"
        optionFilterProp="label"
        options={options.map((one) => ({ value: one.code, label: pick(one) }))}
      />
    </Form.Item>
  )
  return (
    <Drawer
      open
      size={560}
      title={t('collection.source.edit')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('collection.source.write')}
        </Button>
      }
    >
      <p className="soft">{t('collection.source.editHint')}</p>
      <ProblemNotice error={save.error ?? choices.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={initial(view)}
        onFinish={({ note, ...values }) =>
          save.mutate({ ...values, note: note ?? '', version: view.version })
        }
      >
        {text('provider', 120)}
        {text('creditCode', 40)}
        {text('contact', 120, t('collection.source.contactHint'))}
        {text('contractNo', 80)}
        <div className="collection-days">
          {day('contractFrom')}
          {day('contractUntil')}
        </div>
        <Form.Item name="authority" label={t('collection.source.authority')} rules={required}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
        {many('purposes', choices.data?.purposes ?? [])}
        {many('fields', choices.data?.fields ?? [])}
        <div className="collection-days">
          {day('validFrom')}
          {day('validUntil')}
        </div>
        <Form.Item name="responsible" label={t('collection.source.responsible')} rules={required}>
          <PersonPicker
            params={{ state: 'here' }}
            known={
              partner === null || partner.responsible === null
                ? []
                : [{ id: partner.responsible.id, label: partner.responsible.name }]
            }
          />
        </Form.Item>
        <Form.Item name="onExpiry" label={t('collection.source.onExpiry')} rules={required}>
          <Radio.Group
            options={(['keep', 'freeze'] as const).map((value) => ({
              value,
              label: t(`collection.source.onExpiry.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="note" label={t('collection.sources.note')}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}

function initial({ partner, note }: SourceView): Partial<Values> {
  if (partner === null || partner.provider === '') return { onExpiry: 'freeze', note }
  const { purposes, fields, responsible, contractFrom, contractUntil, validFrom, validUntil, ...rest } =
    partner
  return {
    ...rest,
    note,
    purposes: purposes.map(({ code }) => code),
    fields: fields.map(({ code }) => code),
    ...(responsible === null ? {} : { responsible: responsible.id }),
    contractFrom: contractFrom ?? '',
    contractUntil: contractUntil ?? '',
    validFrom: validFrom ?? '',
    validUntil: validUntil ?? '',
  }
}
