import { Button, DatePicker, Drawer, Form, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { ProblemNotice, Time, useGet, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { CustomerConsents } from '../../wire.ts'
import { AnswerFields, answersOf, type AnswerValues, useNotice } from './AnswerFields.tsx'

interface Values extends AnswerValues {
  channel: 'paper' | 'spoken' | 'counter' | 'wechat'
  at: Dayjs
  evidence?: string
}

/** Puts on record what a customer answered on paper, spoken, at the counter or by WeChat. */
export function RecordConsent({
  customerId,
  data,
  onClose,
  onReceipt,
  refresh,
}: {
  customerId: string
  data: CustomerConsents
  onClose: () => void
  onReceipt: (secret: string) => void
  refresh: string[]
}) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const channel = Form.useWatch('channel', form)
  const notice = useNotice(Form.useWatch('notice', form))
  const attachments = useGet<{ rows: { id: string; title: string | null; addedAt: string }[] }>(
    `/customers/${customerId}/attachments`,
    {},
    { keep: false },
  )
  const save = usePost<object, { receipt: string }>(`/customers/${customerId}/consents`, {
    refresh,
    onDone: ({ receipt }) => {
      onReceipt(receipt)
      onClose()
    },
  })
  const needed = [{ required: true, message: t('collection.needed') }]
  const submit = (values: Values): void => {
    if (notice === undefined) return
    save.mutate({
      ...answersOf(notice, values),
      channel: values.channel,
      at: values.at.toISOString(),
      ...(values.evidence === undefined ? {} : { evidence: values.evidence }),
    })
  }
  return (
    <Drawer
      open
      size={520}
      title={t('collection.consent.record')}
      onClose={onClose}
      extra={
        <Button
          type="primary"
          loading={save.isPending}
          disabled={notice === undefined}
          onClick={() => form.submit()}
        >
          {t('collection.consent.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ at: dayjs(), answers: {} }}
        onFinish={submit}
      >
        <Form.Item name="channel" label={t('collection.consent.channel')} rules={needed}>
          <Select
            options={['paper', 'spoken', 'counter', 'wechat'].map((value) => ({
              value,
              label: t(`collection.channel.${value}`),
            }))}
          />
        </Form.Item>
        <AnswerFields versions={data.notices} notice={notice} />
        <Form.Item name="at" label={t('collection.consent.at')} rules={needed}>
          <DatePicker
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            style={{ width: '100%' }}
            disabledDate={(day) => day.isAfter(dayjs())}
          />
        </Form.Item>
        <Form.Item
          name="evidence"
          label={t('collection.consent.evidence')}
          extra={t('collection.consent.evidenceHint')}
          rules={channel === 'counter' ? [] : needed}
        >
          <Select
            allowClear
            notFoundContent={t('collection.consent.noAttachment')}
            options={(attachments.data?.rows ?? []).map((one) => ({
              value: one.id,
              label: (
                <>
                  {one.title ?? t('collection.consent.hiddenTitle')} · <Time at={one.addedAt} />
                </>
              ),
            }))}
          />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
