import { Form, Input, Modal, Radio } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import { type Answer, sourcePoints, type SourceView } from '../../wire.ts'

type Values = Record<string, Answer> & { note?: string }

/** The check of a source, point by point. */
export function CheckSource({ view, onClose }: { view: SourceView; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const save = usePost<object>(`/sources/${view.id}/check`, { onDone: onClose })
  return (
    <Modal
      open
      width={720}
      title={t('collection.source.check')}
      okText={t('collection.source.checkSave')}
      cancelText={t('collection.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="soft">{t('collection.source.checkHint')}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={({ note, ...checklist }) =>
          save.mutate({ version: view.version, checklist, note: note ?? '' })
        }
      >
        {sourcePoints.map((point) => (
          <Form.Item
            key={point}
            name={point}
            label={t(`collection.point.${point}`)}
            rules={[{ required: true, message: t('collection.needed') }]}
          >
            <Radio.Group
              options={(['yes', 'no'] as const).map((value) => ({
                value,
                label: t(`collection.answer.${value}`),
              }))}
            />
          </Form.Item>
        ))}
        <Form.Item name="note" label={t('collection.source.checkNote')}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
