import { Alert, Form, Input, Modal, Select } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import { legalBasisCodes } from '../../wire.ts'

/** Declares another legal basis for chosen files; a second person confirms it. */
export function DeclareBasis({
  customers,
  onClose,
  onDone,
}: {
  customers: string[]
  onClose: () => void
  onDone: () => void
}) {
  const t = useText()
  const [form] = Form.useForm<{ legalBasis: string; reason: string }>()
  const save = usePost<object>('/basis-declarations', {
    refresh: ['/consent-backlog', '/basis-declarations'],
    onDone,
  })
  return (
    <Modal
      open
      title={t('collection.backlog.declareTitle', { count: customers.length })}
      okText={t('collection.backlog.declare')}
      cancelText={t('collection.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Alert type="info" showIcon title={t('collection.backlog.declareHint')} className="consent-alert" />
      <Form form={form} layout="vertical" onFinish={(values) => save.mutate({ ...values, customers })}>
        <Form.Item
          name="legalBasis"
          label={t('collection.options.basis')}
          rules={[{ required: true, message: t('collection.needed') }]}
        >
          <Select
            options={legalBasisCodes
              .filter((code) => code !== 'consent')
              .map((code) => ({ value: code, label: t(`collection.basis.${code}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('collection.backlog.reason')}
          rules={[{ required: true, min: 4, max: 500, message: t('collection.backlog.reasonNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
      </Form>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
