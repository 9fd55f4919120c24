import { App, Button, Checkbox, Drawer, Form, Input, InputNumber, Radio, Select } from 'antd'
import { ProblemNotice, usePost, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import { roleCatalogue } from '../../../people/wire.ts'
import {
  afterwardsCodes,
  basisWords,
  legalBasisCodes,
  type PurposeSaved,
  type RegisterRow,
} from '../../wire.ts'
import { FieldChoice } from './FieldChoice.tsx'

interface Values {
  code: string
  zh: string
  en: string
  sort: number
  legalBasis: (typeof legalBasisCodes)[number]
  noticeCode: string | null
  note: string
  fields: number[]
  retentionMonths: number | null
  afterwards: (typeof afterwardsCodes)[number]
  roles: string[]
  departments: string[]
  marketing: boolean
  closed: boolean
  reason: string
}

const fresh: Partial<Values> = {
  sort: 100,
  legalBasis: 'contract',
  noticeCode: null,
  note: '',
  fields: [],
  retentionMonths: null,
  afterwards: 'delete',
  roles: [],
  departments: [],
  marketing: false,
  closed: false,
  reason: '',
}

const valuesOf = (row: RegisterRow): Partial<Values> => ({
  code: row.code,
  zh: row.zh,
  en: row.en,
  sort: row.sort,
  legalBasis: row.legalBasis,
  noticeCode: row.noticeCode,
  note: row.note,
  fields: row.fields,
  retentionMonths: row.retentionMonths,
  afterwards: row.afterwards,
  roles: row.roles,
  departments: row.departments.map((one) => one.id),
  marketing: row.marketing,
  closed: row.closed,
  reason: '',
})

interface PurposeDrawerProps {
  purpose: RegisterRow | 'new' | null
  departments: readonly { id: string; name: string }[]
  onClose: () => void
}

/** Lays down a purpose, or a change of one; its code stays, since records name it. */
export function PurposeDrawer({ purpose, departments, onClose }: PurposeDrawerProps) {
  const t = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const isNew = purpose === 'new'
  const row = purpose === null || isNew ? null : purpose
  const save = usePost<object, PurposeSaved>(row === null ? '/purposes' : `/purposes/${row.code}`, {
    method: row === null ? 'POST' : 'PUT',
    refresh: ['/purposes'],
    onDone: ({ waits }) => {
      void message.success(t(waits === null ? 'collection.purposes.saved' : 'collection.purposes.waits'))
      onClose()
    },
  })
  const send = ({ code, closed, noticeCode, retentionMonths, note, ...rest }: Values): void =>
    save.mutate({
      ...rest,
      note: note ?? '',
      noticeCode: noticeCode === undefined || noticeCode === '' ? null : noticeCode,
      retentionMonths: retentionMonths ?? null,
      ...(row === null ? { code } : { closed, base: row.version }),
    })
  return (
    <Drawer
      open={purpose !== null}
      size={780}
      destroyOnHidden
      title={t(isNew ? 'collection.purposes.add' : 'collection.purposes.change')}
      onClose={onClose}
      afterOpenChange={(open) => !open && save.reset()}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('kit.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={row === null ? fresh : valuesOf(row)}
        onFinish={send}
        scrollToFirstError
      >
        <Names fresh={isNew} />
        <Basis />
        <Form.Item
          name="fields"
          label={t('collection.purposes.fields')}
          extra={t('collection.purposes.fieldsHint')}
          rules={[{ required: true, type: 'array', min: 1, message: t('collection.purposes.fieldsNeeded') }]}
        >
          <FieldChoice />
        </Form.Item>
        <Keeping />
        <Who departments={departments} />
        {!isNew && (
          <Form.Item name="closed" valuePropName="checked">
            <Checkbox>{t('collection.purposes.close')}</Checkbox>
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t('collection.purposes.reason')}
          extra={t('collection.purposes.reasonHint')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('collection.purposes.needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}

function Names({ fresh: isNew }: { fresh: boolean }) {
  const t = useText()
  const needed = [{ required: true, whitespace: true, message: t('collection.purposes.needed') }]
  return (
    <div className="collection-columns">
      {isNew && (
        <Form.Item
          name="code"
          label={t('collection.purposes.code')}
          extra={t('collection.purposes.codeHint')}
          rules={[
            { required: true, pattern: /^[a-z][a-z0-9-]{1,39}$/, message: t('collection.purposes.codeHint') },
          ]}
        >
          <Input maxLength={40} autoFocus />
        </Form.Item>
      )}
      <Form.Item name="zh" label={t('collection.purposes.zh')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="en" label={t('collection.purposes.en')} rules={needed}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="sort"
        label={t('collection.purposes.sort')}
        rules={[{ required: true, message: t('collection.purposes.needed') }]}
      >
        <InputNumber min={0} max={9999} precision={0} />
      </Form.Item>
    </div>
  )
}

function Basis() {
  const t = useText()
  const { pick } = useLanguage()
  const basis = Form.useWatch<Values['legalBasis'] | undefined>('legalBasis') ?? 'contract'
  const free = basis === 'consent' || basis === 'no-personal-data'
  return (
    <>
      <Form.Item
        name="legalBasis"
        label={t('collection.purposes.basis')}
        extra={t('collection.purposes.evidence', { what: pick(basisWords[basis].evidence) })}
      >
        <Select options={legalBasisCodes.map((code) => ({ value: code, label: pick(basisWords[code]) }))} />
      </Form.Item>
      {basis === 'consent' && (
        <Form.Item
          name="noticeCode"
          label={t('collection.purposes.notice')}
          extra={t('collection.purposes.noticeHint')}
        >
          <Input maxLength={60} />
        </Form.Item>
      )}
      <Form.Item
        name="note"
        label={t('collection.purposes.note')}
        rules={[{ required: !free, whitespace: !free, message: t('collection.purposes.noteNeeded') }]}
      >
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} />
      </Form.Item>
    </>
  )
}

function Keeping() {
  const t = useText()
  return (
    <div className="collection-columns">
      <Form.Item
        name="retentionMonths"
        label={t('collection.purposes.months')}
        extra={t('collection.purposes.monthsHint')}
      >
        <InputNumber min={1} max={1200} precision={0} />
      </Form.Item>
      <Form.Item name="marketing" valuePropName="checked" extra={t('collection.purposes.marketingHint')}>
        <Checkbox>{t('collection.purposes.marketing')}</Checkbox>
      </Form.Item>
      <Form.Item name="afterwards" label={t('collection.purposes.afterwards')}>
        <Radio.Group
          options={afterwardsCodes.map((code) => ({
            value: code,
            label: t(`collection.purposes.after.${code}`),
          }))}
        />
      </Form.Item>
    </div>
  )
}

function Who({ departments }: Pick<PurposeDrawerProps, 'departments'>) {
  const t = useText()
  const { pick } = useLanguage()
  const offices = roleCatalogue.filter((role) => !role.separated)
  return (
    <>
      <div className="collection-columns">
        <Form.Item name="roles" label={t('collection.purposes.roles')}>
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={offices.map((role) => ({ value: role.code, label: pick(role) }))}
          />
        </Form.Item>
        <Form.Item name="departments" label={t('collection.purposes.departments')}>
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={departments.map((one) => ({ value: one.id, label: one.name }))}
          />
        </Form.Item>
      </div>
      <p className="soft">{t('collection.purposes.whoHint')}</p>
    </>
  )
}
