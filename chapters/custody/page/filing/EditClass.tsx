import { Button, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { CustomerType, FileCategory, TypeBody } from '../../wire.ts'
import { useCatalogue } from '../shared.tsx'

interface Values {
  code: string
  zh: string
  en: string
  numberCode: string
  sort: number
  retired: boolean
  appliesTo?: TypeBody['appliesTo']
  required?: string[]
  staleMonths?: number | null
}

/** Adds or changes a customer type or a category. */
export function EditClass(props: {
  kind: 'type' | 'category'
  known: CustomerType | FileCategory | undefined
  onClose: () => void
}) {
  const { kind, known } = props
  const t = useText()
  const { pick } = useLanguage()
  const [form] = Form.useForm<Values>()
  const save = usePost<object>(kind === 'type' ? '/filing/types' : '/filing/categories', {
    method: 'PUT',
    refresh: ['/filing'],
    onDone: props.onClose,
  })
  const required = [{ required: true, message: t('custody.required') }]
  const submit = ({ code, zh, en, numberCode, sort, retired, ...more }: Values): void =>
    save.mutate({
      code: known?.code ?? code,
      zh, en, numberCode, sort, retired,
      version: known?.version ?? 0,
      ...(kind === 'type'
        ? { appliesTo: more.appliesTo, required: more.required ?? [], staleMonths: more.staleMonths ?? null }
        : {}),
    }) // prettier-ignore
  const fresh = { sort: 10, retired: false, appliesTo: 'both' as const, required: [], staleMonths: 24 }
  return (
    <Drawer
      open
      size={460}
      title={
        known === undefined ? t('custody.filing.new') : t('custody.filing.editOf', { name: pick(known) })
      }
      onClose={props.onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('custody.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form form={form} layout="vertical" initialValues={known ?? fresh} onFinish={submit}>
        {known === undefined && (
          <Form.Item
            name="code"
            label={t('custody.filing.code')}
            extra={t('custody.filing.codeHint')}
            rules={[
              { required: true, pattern: /^[a-z][a-z0-9-]{0,30}$/, message: t('custody.filing.codeHint') },
            ]}
          >
            <Input maxLength={31} />
          </Form.Item>
        )}
        <Form.Item name="zh" label={t('custody.filing.zh')} rules={required}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="en" label={t('custody.filing.en')} rules={required}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="numberCode"
          label={t('custody.filing.numberCode')}
          extra={t('custody.filing.numberCodeHint')}
          rules={[
            {
              required: true,
              pattern: /^[A-Z0-9\p{Script=Han}]{1,8}$/u,
              message: t('custody.filing.numberCodeHint'),
            },
          ]}
        >
          <Input maxLength={8} />
        </Form.Item>
        {kind === 'type' && <TypeFields />}
        <Form.Item name="sort" label={t('custody.filing.sort')} rules={required}>
          <InputNumber min={0} max={999} precision={0} />
        </Form.Item>
        {known !== undefined && known.code !== '' && (
          <Form.Item name="retired" label={t('custody.filing.retired')} valuePropName="checked">
            <Switch />
          </Form.Item>
        )}
        {(known === undefined || known.code === '') && <Form.Item name="retired" hidden noStyle />}
      </Form>
    </Drawer>
  )
}

function TypeFields() {
  const t = useText()
  const { pick } = useLanguage()
  const { fields } = useCatalogue()
  return (
    <>
      <Form.Item name="appliesTo" label={t('custody.filing.appliesTo')}>
        <Select
          options={(['both', 'person', 'company'] as const).map((value) => ({
            value,
            label: t(`custody.filing.appliesTo.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="required" label={t('custody.filing.required')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={fields
            .filter((field) => !field.retired)
            .map((field) => ({ value: field.code, label: pick(field) }))}
        />
      </Form.Item>
      <Form.Item name="staleMonths" label={t('custody.filing.staleMonths')}>
        <InputNumber min={1} max={120} precision={0} placeholder={t('custody.filing.never')} />
      </Form.Item>
    </>
  )
}
