import { Button, Checkbox, Drawer, Form, Input, Switch } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import {
  approvalEvents,
  type EventName,
  eventNames,
  type LinkBody,
  type NewLinkReply,
  type OutsideLink,
} from '../../wire.ts'
import { usersOf, usersText } from './users.ts'

interface Values extends Omit<LinkBody, 'users'> {
  users: string
}

interface LinkDrawerProps {
  link: OutsideLink | null
  onClose: () => void
  onMade: (made: NewLinkReply) => void
}

/** Adds a connection or changes one; the secret of a new one is shown once afterwards. */
export function LinkDrawer({ link, onClose, onMade }: LinkDrawerProps) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const save = usePost<object, Partial<NewLinkReply>>(
    link === null ? '/outside-links' : `/outside-links/${link.id}`,
    {
      method: link === null ? 'POST' : 'PUT',
      refresh: ['/outside-links'],
      onDone: ({ id, secret }) => {
        onClose()
        if (id !== undefined && secret !== undefined) onMade({ id, secret })
      },
    },
  )
  const finish = ({ users, system, ...values }: Values): void =>
    save.mutate({
      ...values,
      system: system === '' ? null : system,
      users: usersOf(users),
      ...(link === null ? {} : { version: link.version }),
    })
  return (
    <Drawer
      open
      size={560}
      title={t(link === null ? 'outside.add' : 'outside.edit')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('delivery.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Values> form={form} layout="vertical" initialValues={firstValues(link)} onFinish={finish}>
        <LinkFields />
      </Form>
    </Drawer>
  )
}

function LinkFields() {
  const t = useText()
  const needed = [{ required: true, message: t('delivery.needed') }]
  return (
    <>
      <Form.Item name="name" label={t('delivery.name')} rules={needed}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="url" label={t('outside.url')} extra={t('outside.urlHint')} rules={needed}>
        <Input maxLength={500} placeholder="https://oa.example.com/hooks/mifeng" autoComplete="off" />
      </Form.Item>
      <Form.Item name="events" label={t('outside.events')}>
        <Checkbox.Group
          options={eventNames.map((value) => ({ value, label: t(`outside.event.${value}`) }))}
        />
      </Form.Item>
      <div className="delivery-two">
        {(['enabled', 'mayStart', 'mayDecide'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`outside.${name}`)} valuePropName="checked">
            <Switch />
          </Form.Item>
        ))}
      </div>
      <Form.Item
        name="system"
        label={t('outside.system')}
        extra={t('outside.systemHint')}
        rules={[{ pattern: /^[a-z][a-z0-9-]{1,30}$/, message: t('outside.systemHint') }]}
      >
        <Input maxLength={31} autoComplete="off" />
      </Form.Item>
      <Form.Item name="users" label={t('outside.users')} extra={t('outside.usersHint')}>
        <Input.TextArea rows={5} />
      </Form.Item>
    </>
  )
}

function firstValues(link: OutsideLink | null): Values {
  if (link === null)
    return {
      name: '',
      url: '',
      enabled: true,
      events: [...approvalEvents] as EventName[],
      system: '',
      mayStart: false,
      mayDecide: false,
      users: '',
    }
  const { name, url, enabled, events, mayStart, mayDecide, users, system } = link
  return { name, url, enabled, events, mayStart, mayDecide, users: usersText(users), system: system ?? '' }
}
