import { Alert, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { CustomerPicker, ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import { rightKinds } from '../../wire.ts'

/** Enters a request that came by letter, by telephone or at the counter; shows the receipt once. */
export function Enter({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<object>()
  const [receipt, setReceipt] = useState<{ number: string; secret: string }>()
  const save = usePost<object>('/rights-requests', {
    refresh: ['/rights-requests'],
    onDone: (reply) => setReceipt(reply as { number: string; secret: string }),
  })
  const options = (group: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: t(`supervision.rights.${group}.${value}`) }))
  const rules = [{ required: true, message: t('supervision.rights.needed') }]
  return (
    <Modal
      open
      title={t('supervision.rights.enter')}
      okText={receipt === undefined ? t('supervision.rights.enter') : t('supervision.rights.close')}
      cancelText={t('supervision.rights.cancel')}
      confirmLoading={save.isPending}
      onOk={() => (receipt === undefined ? form.submit() : onClose())}
      onCancel={onClose}
    >
      {receipt === undefined ? (
        <Form form={form} layout="vertical" onFinish={(values) => save.mutate(values)}>
          <Form.Item name="customer" label={t('supervision.rights.customer')} rules={rules}>
            <CustomerPicker />
          </Form.Item>
          <Form.Item name="kind" label={t('supervision.rights.kindOf')} rules={rules}>
            <Select options={options('kind', rightKinds)} />
          </Form.Item>
          <Form.Item name="channel" label={t('supervision.rights.channelOf')} rules={rules}>
            <Select options={options('channel', ['letter', 'phone', 'counter'])} />
          </Form.Item>
          <Form.Item name="identity" label={t('supervision.rights.identityOf')} rules={rules}>
            <Select options={options('identity', ['document', 'call-back', 'unproven'])} />
          </Form.Item>
          <Form.Item name="text" label={t('supervision.rights.text')} rules={rules}>
            <Input.TextArea rows={3} maxLength={2000} showCount />
          </Form.Item>
        </Form>
      ) : (
        <Alert
          type="success"
          showIcon
          title={t('supervision.rights.receipt')}
          description={<span className="identifier">{`${receipt.number}  ${receipt.secret}`}</span>}
        />
      )}
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
