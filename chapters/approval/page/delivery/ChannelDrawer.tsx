import { Button, Checkbox, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import {
  type Channel,
  type ChannelBody,
  type ChannelConfig,
  channelKinds,
  type ChannelKind,
  type ChannelSecret,
  topicNames,
} from '../../wire.ts'
import { usersOf, usersText } from './users.ts'

interface Values {
  name: string
  enabled: boolean
  kind: ChannelKind
  topics: ChannelBody['topics']
  config: Record<string, string | number | undefined>
  secret: ChannelSecret
  users: string
}

/** Adds a channel or changes one. A secret is typed in and never shown again; left empty it stays as it is. */
export function ChannelDrawer({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const kind = Form.useWatch('kind', form) ?? channel?.kind ?? 'email'
  const save = usePost<object>(channel === null ? '/delivery/channels' : `/delivery/channels/${channel.id}`, {
    method: channel === null ? 'POST' : 'PUT',
    refresh: ['/delivery'],
    onDone: onClose,
  })
  return (
    <Drawer
      open
      size={560}
      title={t(channel === null ? 'delivery.channels.add' : 'delivery.channels.edit')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('delivery.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={firstValues(channel)}
        scrollToFirstError
        onFinish={(values) => save.mutate(bodyOf(values, channel))}
      >
        <div className="delivery-two">
          <Form.Item name="kind" label={t('delivery.kind')}>
            <Select
              disabled={channel !== null}
              options={channelKinds.map((value) => ({ value, label: t(`delivery.kind.${value}`) }))}
            />
          </Form.Item>
          <Needed name="name" label={t('delivery.name')} />
          <Form.Item name="enabled" label={t('delivery.on')} valuePropName="checked">
            <Switch />
          </Form.Item>
        </div>
        <KindFields kind={kind} stored={channel?.hasSecret === true} />
      </Form>
    </Drawer>
  )
}

function Needed(props: { name: string | string[]; label: string; extra?: string; placeholder?: string }) {
  const t = useText()
  const { placeholder, ...item } = props
  return (
    <Form.Item {...item} rules={[{ required: true, message: t('delivery.needed') }]}>
      <Input maxLength={200} autoComplete="off" placeholder={placeholder ?? ''} />
    </Form.Item>
  )
}

/** A secret: typed in, never shown. */
function Secret({ name, stored, optional = false }: { name: string; stored: boolean; optional?: boolean }) {
  const t = useText()
  const rules = stored || optional ? [] : [{ required: true, message: t('delivery.needed') }]
  return (
    <Form.Item
      name={['secret', name]}
      label={t(`delivery.secret.${name}`)}
      extra={stored ? t('delivery.secret.kept') : undefined}
      rules={rules}
      className="whole"
    >
      <Input.Password autoComplete="new-password" maxLength={1000} />
    </Form.Item>
  )
}

function KindFields({ kind, stored }: { kind: ChannelKind; stored: boolean }) {
  if (kind === 'email') return <MailFields stored={stored} />
  if (kind === 'wecom-app' || kind === 'dingtalk-app' || kind === 'feishu-app')
    return <AppFields kind={kind} stored={stored} />
  if (kind === 'sms-gateway') return <SmsFields stored={stored} />
  return <RobotFields kind={kind} stored={stored} />
}

/** One HTTP request a message; the body says where number and text go. */
function SmsFields({ stored }: { stored: boolean }) {
  const t = useText()
  return (
    <div className="delivery-two">
      <Needed
        name={['config', 'baseUrl']}
        label={t('delivery.sms.url')}
        placeholder="https://sms.example.com/send"
      />
      <Form.Item name={['config', 'format']} label={t('delivery.sms.format')} initialValue="json">
        <Select
          options={['json', 'form'].map((value) => ({ value, label: t(`delivery.sms.format.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name={['config', 'body']}
        label={t('delivery.sms.body')}
        extra={t('delivery.sms.bodyHint')}
        initialValue={'{"phone":"{{phone}}","text":"{{text}}"}'}
        rules={[
          {
            required: true,
            pattern: /\{\{phone\}\}[^]*\{\{text\}\}|\{\{text\}\}[^]*\{\{phone\}\}/,
            message: t('delivery.sms.bodyHint'),
          },
        ]}
        className="whole"
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Form.Item
        name={['config', 'accepted']}
        label={t('delivery.sms.accepted')}
        extra={t('delivery.sms.acceptedHint')}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Secret name="authorization" stored={stored} optional />
    </div>
  )
}

function MailFields({ stored }: { stored: boolean }) {
  const t = useText()
  return (
    <div className="delivery-two">
      <Needed name={['config', 'host']} label={t('delivery.mail.host')} placeholder="smtp.example.com" />
      <Form.Item name={['config', 'port']} label={t('delivery.mail.port')}>
        <InputNumber min={1} max={65_535} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name={['config', 'security']}
        label={t('delivery.mail.security')}
        extra={t('delivery.mail.securityHint')}
        className="whole"
      >
        <Select
          options={['tls', 'starttls', 'none'].map((value) => ({
            value,
            label: t(`delivery.mail.security.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name={['config', 'user']} label={t('delivery.mail.user')} className="whole">
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Secret name="password" stored={stored} optional />
      <Needed name={['config', 'from']} label={t('delivery.mail.from')} placeholder="mifeng@example.com" />
      <Needed name={['config', 'fromName']} label={t('delivery.mail.fromName')} />
      <Form.Item
        name={['config', 'ca']}
        label={t('delivery.mail.ca')}
        extra={t('delivery.mail.caHint')}
        className="whole"
      >
        <Input.TextArea rows={3} maxLength={20_000} />
      </Form.Item>
    </div>
  )
}

function AppFields({ kind, stored }: { kind: 'wecom-app' | 'dingtalk-app' | 'feishu-app'; stored: boolean }) {
  const t = useText()
  const id = { 'wecom-app': 'corpId', 'dingtalk-app': 'appKey', 'feishu-app': 'appId' }[kind]
  return (
    <div className="delivery-two">
      <Needed name={['config', id]} label={t(`delivery.app.${id}`)} />
      {kind === 'feishu-app' ? null : (
        <Form.Item
          name={['config', 'agentId']}
          label={t('delivery.app.agentId')}
          rules={[{ required: true, pattern: /^\d{1,19}$/, message: t('delivery.app.agentIdHint') }]}
        >
          <Input maxLength={19} autoComplete="off" />
        </Form.Item>
      )}
      <Secret name="appSecret" stored={stored} />
      <Form.Item
        name={['config', 'baseUrl']}
        label={t('delivery.app.baseUrl')}
        extra={t('delivery.app.baseUrlHint')}
        className="whole"
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="users"
        label={t('delivery.app.users')}
        extra={t('delivery.app.usersHint')}
        className="whole"
      >
        <Input.TextArea rows={4} />
      </Form.Item>
    </div>
  )
}

function RobotFields({ kind, stored }: { kind: ChannelKind; stored: boolean }) {
  const t = useText()
  return (
    <div className="delivery-two">
      <Secret name="robotUrl" stored={stored} />
      {kind !== 'wecom-robot' && <Secret name="signKey" stored={stored} optional />}
      <Form.Item
        name="topics"
        label={t('delivery.robot.topics')}
        extra={t('delivery.robot.topicsHint')}
        className="whole"
      >
        <Checkbox.Group
          options={topicNames
            .filter((topic) => topic !== 'digest')
            .map((value) => ({ value, label: t(`delivery.topic.${value}`) }))}
        />
      </Form.Item>
    </div>
  )
}

function firstValues(channel: Channel | null): Partial<Values> {
  if (channel === null)
    return {
      kind: 'email',
      name: '',
      enabled: true,
      topics: ['task'],
      config: { port: 465, security: 'tls', fromName: 'Mifeng' },
    }
  const { kind: _kind, ...config } = channel.config
  const users = 'users' in config ? usersText(config.users) : ''
  const { name, enabled, kind, topics } = channel
  return { name, enabled, kind, topics, users, config: config as Values['config'] }
}

function bodyOf(values: Values, channel: Channel | null): object {
  const secret = Object.fromEntries(
    Object.entries(values.secret ?? {}).filter(([, text]) => text !== undefined && text !== ''),
  )
  const users = values.kind.endsWith('-app') ? { users: usersOf(values.users ?? '') } : {}
  const { users: _users, ...fields } = values.config ?? {}
  const config = { kind: values.kind, ...fields, ...users } as ChannelConfig
  return {
    name: values.name,
    enabled: values.enabled,
    topics: values.topics ?? [],
    config,
    ...(Object.keys(secret).length === 0 ? {} : { secret }),
    ...(channel === null ? {} : { version: channel.version }),
  }
}
