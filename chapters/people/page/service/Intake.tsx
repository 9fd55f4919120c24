import { Form, Input, InputNumber, Select, Switch } from 'antd'
import { KeyValue, useGet, useText } from '../../../../doors/web/ui/index.ts'
import { intakeChannels, type IntakeRights } from '../../wire.ts'
import { useFieldNames, usePurposeNames } from './parts.tsx'

interface Source {
  readonly id: string
  readonly name: string
  readonly closedAt: string | null
}

/** Sources on record, for choosing and naming one; whoever may not see the register sees the id. */
function useSources(): { options: { value: string; label: string }[]; name: (id: string) => string } {
  const rows = useGet<{ rows: Source[] }>('/sources', { size: 200 }).data?.rows ?? []
  return {
    options: rows.filter((row) => row.closedAt === null).map((row) => ({ value: row.id, label: row.name })),
    name: (id) => rows.find((row) => row.id === id)?.name ?? id,
  }
}

/** What the account may deliver; switched off, it delivers nothing. Part of the form of its rights. */
export function IntakeItems({ before }: { before: IntakeRights | null }) {
  const t = useText()
  const form = Form.useFormInstance<{ intake: IntakeRights | null }>()
  const delivers = Form.useWatch('intake', { form, preserve: true }) ?? null
  const fields = useFieldNames()
  const purposes = usePurposeNames()
  const sources = useSources()
  const required = [{ required: true, message: t('people.required') }]
  const fresh = { channel: 'api', rowsPerDay: 100_000 }
  return (
    <>
      <Form.Item label={t('people.service.delivers')} extra={t('people.service.deliversHint')}>
        <Switch
          aria-label={t('people.service.delivers')}
          checked={delivers !== null}
          onChange={(on) => form.setFieldValue('intake', on ? (before ?? fresh) : null)}
        />
      </Form.Item>
      {delivers !== null && (
        <>
          <Form.Item
            name={['intake', 'system']}
            label={t('people.service.system')}
            extra={t('people.service.systemHint')}
            rules={[
              ...required,
              { pattern: /^[a-z][a-z0-9-]{1,30}$/, message: t('people.service.systemHint') },
            ]}
          >
            <Input maxLength={31} />
          </Form.Item>
          <Form.Item name={['intake', 'fields']} label={t('people.service.deliverFields')} rules={required}>
            <Select mode="multiple" allowClear options={fields.options} optionFilterProp="label" />
          </Form.Item>
          <Form.Item
            name={['intake', 'purposes']}
            label={t('people.service.deliverPurposes')}
            rules={required}
          >
            <Select mode="multiple" options={purposes.options} optionFilterProp="label" />
          </Form.Item>
          <Form.Item name={['intake', 'source']} label={t('people.service.source')} rules={required}>
            <Select options={sources.options} showSearch={{ optionFilterProp: 'label' }} />
          </Form.Item>
          <Form.Item name={['intake', 'channel']} label={t('people.service.channel')} rules={required}>
            <Select
              options={intakeChannels.map((one) => ({
                value: one,
                label: t(`people.service.channel.${one}`),
              }))}
            />
          </Form.Item>
          <Form.Item name={['intake', 'rowsPerDay']} label={t('people.service.rowsPerDay')} rules={required}>
            <InputNumber min={1} max={10_000_000} precision={0} />
          </Form.Item>
        </>
      )}
    </>
  )
}

/** The same, to be read. */
export function IntakeFacts({ intake }: { intake: IntakeRights }) {
  const t = useText()
  const fields = useFieldNames()
  const purposes = usePurposeNames()
  const sources = useSources()
  const comma = t('kit.listComma')
  return (
    <>
      <h2 className="people-gap">{t('people.service.delivers')}</h2>
      <KeyValue
        columns={4}
        items={[
          { label: t('people.service.system'), value: intake.system },
          { label: t('people.service.source'), value: sources.name(intake.source) },
          { label: t('people.service.channel'), value: t(`people.service.channel.${intake.channel}`) },
          { label: t('people.service.rowsPerDay'), value: intake.rowsPerDay },
          {
            label: t('people.service.deliverPurposes'),
            wide: true,
            value: intake.purposes.map(purposes.name).join(comma),
          },
          {
            label: t('people.service.deliverFields'),
            wide: true,
            value: intake.fields.map(fields.name).join(comma),
          },
        ]}
      />
    </>
  )
}
