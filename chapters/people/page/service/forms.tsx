import { Button, Drawer, Form, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../../doors/web/ui/index.ts'
import { scopes, type ServiceReply } from '../../wire.ts'
import { useLevels } from '../words.ts'
import { IntakeItems } from './Intake.tsx'
import { LimitItems, usePurposeNames } from './parts.tsx'
import { ServiceItems } from './ServiceAccounts.tsx'

interface Shell {
  name: string
  ownerId: string
  task: string
  expiresOn: Dayjs
}

/** Name, owner, task and last day (system administrator). */
export function EditService({ account, onClose }: { account: ServiceReply; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Shell>()
  const save = usePost<object>(`/service-accounts/${account.id}`, {
    method: 'PUT',
    refresh: ['/service-accounts'],
    onDone: onClose,
  })
  return (
    <Drawer
      open
      size={440}
      title={t('people.service.editTitle')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('people.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <p className="soft">{t('people.service.editHint')}</p>
      <Form<Shell>
        form={form}
        layout="vertical"
        initialValues={{
          name: account.name,
          ownerId: account.owner.id,
          task: account.task,
          expiresOn: dayjs(account.expiresOn),
        }}
        onFinish={(values) =>
          save.mutate({
            ...values,
            expiresOn: values.expiresOn.format('YYYY-MM-DD'),
            version: account.version,
          })
        }
      >
        <ServiceItems known={[{ id: account.owner.id, label: account.owner.name }]} />
      </Form>
    </Drawer>
  )
}

type Rights = Pick<
  ServiceReply,
  | 'clearance'
  | 'scope'
  | 'purpose'
  | 'fields'
  | 'verbs'
  | 'maskedOnly'
  | 'addresses'
  | 'perMinute'
  | 'perDay'
  | 'intake'
>

/** Clearance, scope, fields, acts and limits (security administrator). */
export function ServiceRights({ account, onClose }: { account: ServiceReply; onClose: () => void }) {
  const t = useText()
  const { language } = useLanguage()
  const [form] = Form.useForm<Rights>()
  const levels = useLevels()
  const purposes = usePurposeNames()
  const save = usePost<Rights & { version: number }>(`/service-accounts/${account.id}/rights`, {
    method: 'PUT',
    refresh: ['/service-accounts'],
    onDone: onClose,
  })
  const { clearance, scope, purpose, fields, verbs, maskedOnly, addresses, perMinute, perDay, intake } =
    account
  const required = [{ required: true, message: t('people.required') }]
  const ranks = [
    { value: 0, label: t('people.clearanceNone') },
    ...levels.map((level) => ({ value: level.rank, label: level[language] })),
  ]
  return (
    <Drawer
      open
      size={480}
      title={`${t('people.service.rights')} · ${account.name}`}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('people.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Rights>
        form={form}
        layout="vertical"
        initialValues={{
          clearance,
          scope,
          purpose,
          fields,
          verbs,
          maskedOnly,
          addresses,
          perMinute,
          perDay,
          intake,
        }}
        onFinish={(values) =>
          save.mutate({ ...values, intake: values.intake ?? null, version: account.version })
        }
      >
        <Form.Item name="clearance" label={t('people.clearance')} rules={required}>
          <Select options={ranks} />
        </Form.Item>
        <Form.Item name="scope" label={t('people.scope')} rules={required}>
          <Select options={scopes.map((one) => ({ value: one, label: t(`people.scope.${one}`) }))} />
        </Form.Item>
        <Form.Item name="purpose" label={t('people.service.purpose')} rules={required}>
          <Select options={purposes.options} />
        </Form.Item>
        <LimitItems optional />
        <Form.Item name="perMinute" label={t('people.service.perMinute')} rules={required}>
          <InputNumber min={1} max={6000} precision={0} />
        </Form.Item>
        <Form.Item name="perDay" label={t('people.service.perDay')} rules={required}>
          <InputNumber min={1} max={1_000_000} precision={0} />
        </Form.Item>
        <IntakeItems before={account.intake} />
      </Form>
    </Drawer>
  )
}
