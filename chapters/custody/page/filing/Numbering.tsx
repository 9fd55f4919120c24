import { Button, Form, Input } from 'antd'
import {
  Loading,
  ProblemNotice,
  Time,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { RulePreview, RuleReply } from '../../wire.ts'

interface Values {
  template: string
  fonds: string
}

/** The rule for file numbers, with what the next numbers would look like. */
export function Numbering({ edits }: { edits: boolean }) {
  const t = useText()
  const { pick } = useLanguage()
  const rule = useGet<RuleReply>('/filing/numbering')
  const [form] = Form.useForm<Values>()
  const preview = usePost<Values, RulePreview>('/filing/numbering/preview', { refresh: [] })
  const save = usePost<Values & { version: number }>('/filing/numbering', {
    method: 'PUT',
    refresh: ['/filing', '/archive'],
  })
  if (rule.error !== null) return <ProblemNotice error={rule.error} />
  if (rule.data === undefined) return <Loading />
  const { template, fonds, version, at, by } = rule.data
  const required = [{ required: true, message: t('custody.required') }]
  return (
    <section className="custody-form">
      <p className="soft">
        {t('custody.filing.ruleNow', { version })} · <Time at={at} /> {by?.name}
      </p>
      <Form
        form={form}
        layout="vertical"
        disabled={!edits}
        initialValues={{ template, fonds }}
        onFinish={(values) => save.mutate({ ...values, version })}
      >
        <Form.Item
          name="template"
          label={t('custody.filing.template')}
          extra={t('custody.filing.templateHint')}
          rules={required}
        >
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="fonds"
          label={t('custody.filing.fonds')}
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
        {edits && (
          <p>
            <Button
              loading={preview.isPending}
              onClick={() =>
                void form.validateFields().then(
                  (values) => preview.mutate(values),
                  () => undefined,
                )
              }
            >
              {t('custody.filing.preview')}
            </Button>{' '}
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t('custody.save')}
            </Button>
          </p>
        )}
      </Form>
      <ProblemNotice error={save.error ?? preview.error} />
      {preview.data !== undefined && (
        <ul>
          {preview.data.examples.map((one) => (
            <li key={one.number}>
              {t('custody.filing.example', {
                type: pick(one.type),
                category: pick(one.category),
                number: one.number,
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
