import { Button, Form, InputNumber, Modal, Switch } from 'antd'
import { useState } from 'react'
import {
  KeyValue,
  ProblemNotice,
  useGet,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ReviewSettings } from '../../wire.ts'

/** When reviews open by themselves, how long they run, and from when on disuse counts. */
export function Rules() {
  const t = useText()
  const { roles } = usePerson()
  const rules = useGet<ReviewSettings>('/rights-review/rules')
  const [changing, setChanging] = useState(false)
  if (rules.data === undefined)
    return <ProblemNotice error={rules.error} onRetry={() => void rules.refetch()} />
  const { automatic, dueDays, unusedDays } = rules.data
  return (
    <section className="people-note" aria-label={t('people.reviews.rules')}>
      <KeyValue
        columns={4}
        items={[
          {
            label: t('people.reviews.automatic'),
            value: t(automatic ? 'people.reviews.automaticOn' : 'people.reviews.automaticOff'),
          },
          { label: t('people.reviews.dueDays'), value: dueDays },
          { label: t('people.reviews.unusedDays'), value: unusedDays },
          ...(roles.includes('security-admin')
            ? [
                {
                  label: t('people.reviews.rules'),
                  value: (
                    <Button size="small" onClick={() => setChanging(true)}>
                      {t('people.reviews.rulesChange')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {changing && <Change rules={rules.data} onClose={() => setChanging(false)} />}
    </section>
  )
}

function Change({ rules, onClose }: { rules: ReviewSettings; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<ReviewSettings>()
  const save = usePost<ReviewSettings>('/rights-review/rules', {
    method: 'PUT',
    onDone: onClose,
    refresh: ['/rights-review/rules'],
  })
  const within = (min: number, max: number) => [
    { required: true, type: 'number' as const, min, max, message: t('people.reviews.range', { min, max }) },
  ]
  return (
    <Modal
      open
      title={t('people.reviews.rulesChange')}
      okText={t('people.save')}
      cancelText={t('people.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="modal-text">{t('people.reviews.rulesHint')}</p>
      <Form form={form} layout="vertical" initialValues={rules} onFinish={(values) => save.mutate(values)}>
        <Form.Item name="automatic" label={t('people.reviews.automatic')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="dueDays" label={t('people.reviews.dueDays')} rules={within(3, 60)}>
          <InputNumber precision={0} />
        </Form.Item>
        <Form.Item name="unusedDays" label={t('people.reviews.unusedDays')} rules={within(30, 730)}>
          <InputNumber precision={0} />
        </Form.Item>
      </Form>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
