import { App, Button, Form, Input, Select } from 'antd'
import { FormSection, ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { DeliveryReply, DeliverySettingsBody } from '../../wire.ts'

interface Values {
  baseUrl: string
  hosts: string[]
}

/** Under which address people reach the program, and which hosts of the intranet it may connect to. */
export function Reach({ settings }: { settings: DeliveryReply['settings'] }) {
  const t = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const save = usePost<DeliverySettingsBody>('/delivery', {
    method: 'PUT',
    refresh: ['/delivery'],
    onDone: () => void message.success(t('delivery.saved')),
  })
  return (
    <div className="delivery-gap">
      <FormSection title={t('delivery.reach.title')} hint={t('delivery.reach.hint')}>
        <Form<Values>
          form={form}
          layout="vertical"
          className="delivery-narrow"
          initialValues={{ baseUrl: settings.baseUrl, hosts: settings.hosts }}
          onFinish={(values) => save.mutate({ ...values, version: settings.version })}
        >
          <Form.Item
            name="baseUrl"
            label={t('delivery.reach.baseUrl')}
            extra={t('delivery.reach.baseUrlHint')}
          >
            <Input placeholder="https://mifeng.example.com" maxLength={200} autoComplete="off" />
          </Form.Item>
          <Form.Item name="hosts" label={t('delivery.reach.hosts')} extra={t('delivery.reach.hostsHint')}>
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ', '，']} />
          </Form.Item>
          <ProblemNotice error={save.error} />
          <Button htmlType="submit" loading={save.isPending}>
            {t('delivery.save')}
          </Button>
        </Form>
      </FormSection>
    </div>
  )
}
