import { Form, Input, InputNumber, Modal, Select } from 'antd'
import { PersonPicker, ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { ManyReply } from '../../wire.ts'
import { useClasses } from './classes.ts'

/** Acts on files of the queue that ask for something first. */
export type TidyTask = 'assign' | 'postpone' | 'classify' | 'tidy'

interface Values {
  personId?: string
  days?: number
  reason?: string
  typeCode?: string
  categoryCode?: string
}

/** One act on the chosen files, with what it needs. */
export function TidyDialog(props: {
  task: TidyTask
  ids: readonly string[]
  onDone: (reply: ManyReply) => void
  onClose: () => void
}) {
  const { task, ids } = props
  const t = useText()
  const [form] = Form.useForm<Values>()
  const send = usePost<object, ManyReply>(`/tidying/${task}`, {
    refresh: ['/tidying', '/customers'],
    onDone: props.onDone,
  })
  const submit = (values: Values): void => {
    const reason = (values.reason ?? '').trim()
    if (task === 'assign') send.mutate({ ids, personId: values.personId ?? null })
    else if (task === 'postpone') send.mutate({ ids, days: values.days, reason })
    else if (task === 'tidy') send.mutate({ ids, ...(reason === '' ? {} : { reason }) })
    else send.mutate({ ids, typeCode: values.typeCode, categoryCode: values.categoryCode })
  }
  return (
    <Modal
      open
      title={t(`collection.tidying.${task}.title`)}
      okText={t('collection.tidying.ok')}
      cancelText={t('kit.cancel')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
      destroyOnHidden
    >
      {(task === 'assign' || task === 'tidy') && (
        <p>{t(`collection.tidying.${task}.what`, { count: ids.length })}</p>
      )}
      <Form form={form} layout="vertical" initialValues={{ days: 5 }} onFinish={submit}>
        {task === 'assign' && (
          <Form.Item name="personId" label={t('collection.tidying.assignee')}>
            <PersonPicker params={{ state: 'here' }} />
          </Form.Item>
        )}
        {task === 'postpone' && (
          <Form.Item
            name="days"
            label={t('collection.tidying.postpone.days')}
            rules={[{ required: true, message: t('collection.tidying.required') }]}
          >
            <InputNumber min={1} max={60} precision={0} />
          </Form.Item>
        )}
        {(task === 'postpone' || task === 'tidy') && <Reason task={task} />}
        {task === 'classify' && <Classes />}
      </Form>
      <ProblemNotice error={send.error} />
    </Modal>
  )
}

function Reason({ task }: { task: 'postpone' | 'tidy' }) {
  const t = useText()
  return (
    <Form.Item
      name="reason"
      label={t(task === 'tidy' ? 'collection.tidying.tidy.reason' : 'collection.tidying.reason')}
      extra={t('collection.tidying.reasonHint')}
      rules={[
        {
          required: task === 'postpone',
          min: 2,
          whitespace: true,
          message: t('collection.tidying.required'),
        },
      ]}
    >
      <Input.TextArea rows={2} maxLength={200} showCount />
    </Form.Item>
  )
}

function Classes() {
  const t = useText()
  const { typeOptions, categoryOptions } = useClasses()
  return (
    <>
      <Form.Item name="typeCode" label={t('collection.tidying.classify.type')}>
        <Select allowClear options={typeOptions} />
      </Form.Item>
      <Form.Item
        name="categoryCode"
        label={t('collection.tidying.classify.category')}
        extra={t('collection.tidying.classify.hint')}
        dependencies={['typeCode']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_rule, value) =>
              value === undefined && getFieldValue('typeCode') === undefined
                ? Promise.reject(new Error(t('collection.tidying.one')))
                : Promise.resolve(),
          }),
        ]}
      >
        <Select allowClear options={categoryOptions} />
      </Form.Item>
    </>
  )
}
