import { Button, Drawer, Form, InputNumber } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { TidySettings } from '../../wire.ts'

const limits = { dueDays: [1, 60], postponeMost: [1, 120], confirmDays: [1, 60], undoDays: [0, 365] } as const

/** The periods of tidying; who may edit the catalogue changes them. */
export function TidySettingsDrawer({ settings, onClose }: { settings: TidySettings; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<TidySettings>()
  const save = usePost<TidySettings>('/tidying/settings', {
    method: 'PUT',
    refresh: ['/tidying'],
    onDone: onClose,
  })
  return (
    <Drawer
      open
      size={420}
      title={t('collection.tidying.settings.title')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('collection.tidying.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={settings}
        onFinish={(values) => save.mutate({ ...values, version: settings.version })}
      >
        {(Object.keys(limits) as (keyof typeof limits)[]).map((name) => (
          <Form.Item
            key={name}
            name={name}
            label={t(`collection.tidying.settings.${name}`)}
            rules={[{ required: true, message: t('collection.tidying.required') }]}
          >
            <InputNumber min={limits[name][0]} max={limits[name][1]} precision={0} />
          </Form.Item>
        ))}
      </Form>
    </Drawer>
  )
}
