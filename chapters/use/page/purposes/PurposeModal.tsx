import { Checkbox, Form, Input, InputNumber, Modal } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { PurposeList } from '../../wire.ts'

export type Purpose = PurposeList['rows'][number]

/** Adds a purpose, or changes one; its code stays, since records name it. */
export function PurposeModal({ purpose, onClose }: { purpose: Purpose | 'new' | null; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Purpose>()
  const fresh = purpose === 'new'
  const address = purpose === null || fresh ? '/purposes' : `/purposes/${purpose.code}`
  const save = usePost<Partial<Purpose>>(address, {
    method: fresh ? 'POST' : 'PUT',
    refresh: ['/purposes'],
    onDone: onClose,
  })
  const send = ({ code, zh, en, sort, closed }: Purpose): void =>
    save.mutate(fresh ? { code, zh, en, sort } : { zh, en, sort, closed })
  const needed = [{ required: true, whitespace: true, message: t('use.purposes.needed') }]
  return (
    <Modal
      open={purpose !== null}
      title={t(fresh ? 'use.purposes.add' : 'use.purposes.change')}
      okText={t('kit.save')}
      cancelText={t('kit.cancel')}
      confirmLoading={save.isPending}
      destroyOnHidden
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={() => save.reset()}
    >
      <Form<Purpose>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={purpose === null || fresh ? { sort: 100, closed: false } : purpose}
        onFinish={send}
      >
        {fresh && (
          <Form.Item
            name="code"
            label={t('use.purposes.code')}
            extra={t('use.purposes.codeHint')}
            rules={[
              { required: true, pattern: /^[a-z][a-z0-9-]{1,39}$/, message: t('use.purposes.codeHint') },
            ]}
          >
            <Input maxLength={40} autoFocus />
          </Form.Item>
        )}
        <Form.Item name="zh" label={t('use.purposes.zh')} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="en" label={t('use.purposes.en')} rules={needed}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item
          name="sort"
          label={t('use.purposes.sort')}
          rules={[{ required: true, message: t('use.purposes.needed') }]}
        >
          <InputNumber min={0} max={9999} precision={0} />
        </Form.Item>
        {!fresh && (
          <Form.Item name="closed" valuePropName="checked">
            <Checkbox>{t('use.purposes.close')}</Checkbox>
          </Form.Item>
        )}
      </Form>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
