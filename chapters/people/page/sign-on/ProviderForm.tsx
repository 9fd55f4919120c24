import { App, Button, Checkbox, Drawer, Form, Input, Select } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../../doors/web/ui/index.ts'
import {
  linkings,
  type ProviderConfig,
  providerKinds,
  type ProviderKind,
  type ProviderRow,
} from '../../wire.ts'

interface Field {
  readonly key: string
  readonly usual?: string
  readonly optional?: true
  readonly as?: 'check' | 'text'
}
/** What is entered for each kind, in this order; the server holds the same shapes. */
const fields: Readonly<Record<ProviderKind, readonly Field[]>> = {
  oidc: [
    { key: 'issuer', usual: 'https://' },
    { key: 'clientId' },
    { key: 'scopes', usual: 'openid profile email' },
    { key: 'employeeNoClaim', usual: 'employee_no' },
  ],
  ldap: [
    { key: 'url', usual: 'ldaps://' },
    { key: 'startTls', as: 'check' },
    { key: 'bindDn' },
    { key: 'baseDn' },
    { key: 'userFilter', usual: '(&(objectClass=person)(uid={name}))' },
    { key: 'personFilter', usual: '(objectClass=inetOrgPerson)' },
    { key: 'idAttribute', usual: 'entryUUID' },
    { key: 'employeeNoAttribute', usual: 'employeeNumber' },
    { key: 'ca', as: 'text', optional: true },
  ],
  wecom: [
    { key: 'corpId' },
    { key: 'agentId' },
    { key: 'apiBase', usual: 'https://qyapi.weixin.qq.com' },
    { key: 'loginBase', usual: 'https://login.work.weixin.qq.com' },
  ],
  dingtalk: [
    { key: 'clientId' },
    { key: 'apiBase', usual: 'https://api.dingtalk.com' },
    { key: 'oapiBase', usual: 'https://oapi.dingtalk.com' },
    { key: 'loginBase', usual: 'https://login.dingtalk.com' },
  ],
  feishu: [
    { key: 'appId' },
    { key: 'apiBase', usual: 'https://open.feishu.cn' },
    { key: 'loginBase', usual: 'https://accounts.feishu.cn' },
  ],
}

interface Values {
  name: string
  linking: ProviderRow['linking']
  createsAccounts: boolean
  sync: boolean
  origin: string
  secret?: string
  config: Record<string, unknown> & { kind: ProviderKind }
}

const usualConfig = (kind: ProviderKind): Record<string, unknown> => ({
  kind,
  intranet: false,
  ...Object.fromEntries(
    fields[kind].map(({ key, usual, as }) => [key, as === 'check' ? false : (usual ?? '')]),
  ),
})

/** Enters or changes a provider. A secret that was entered before is kept when the field stays empty. */
export function ProviderForm({ row, onClose }: { row: ProviderRow | null; onClose: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const kind = Form.useWatch(['config', 'kind'], form) ?? row?.config.kind ?? 'oidc'
  const save = usePost<object, { linksEnded: number }>(
    row === null ? '/sign-on/providers' : `/sign-on/providers/${row.id}`,
    {
      method: row === null ? 'POST' : 'PUT',
      refresh: ['/sign-on/providers', '/organisation'],
      onDone: ({ linksEnded }) => {
        void message.success(
          linksEnded > 0 ? t('people.signOn.linksEnded', { count: linksEnded }) : t('people.signOn.saved'),
        )
        onClose()
      },
    },
  )
  const submit = ({ secret, ...rest }: Values): void =>
    save.mutate({
      ...rest,
      ...(secret === undefined || secret === '' ? {} : { secret }),
      ...(row === null ? {} : { version: row.version }),
    })
  return (
    <Drawer
      open
      width={560}
      title={t(row === null ? 'people.signOn.newTitle' : 'people.signOn.edit')}
      onClose={onClose}
      footer={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('people.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={{
          name: row?.name ?? '',
          linking: row?.linking ?? 'self',
          createsAccounts: row?.createsAccounts ?? false,
          sync: row?.sync ?? false,
          origin: row?.origin ?? window.location.origin,
          config: row?.config ?? (usualConfig('oidc') as ProviderConfig),
        }}
      >
        <Form.Item name={['config', 'kind']} label={t('people.signOn.kind')}>
          <Select
            disabled={row !== null}
            options={providerKinds.map((value) => ({ value, label: t(`people.signOn.kind.${value}`) }))}
            onChange={(value: ProviderKind) =>
              form.setFieldsValue({ config: usualConfig(value) as Values['config'] })
            }
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('people.signOn.name')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <Input maxLength={40} />
        </Form.Item>
        <ConfigFields kind={kind} />
        {row !== null && row.links > 0 && <p className="soft">{t('people.signOn.elsewhere')}</p>}
        <Form.Item
          name="secret"
          label={t('people.signOn.secret')}
          {...(row?.hasSecret === true ? { extra: t('people.signOn.secretKept') } : {})}
        >
          <Input.Password autoComplete="new-password" maxLength={500} />
        </Form.Item>
        <PeopleFields kind={kind} />
      </Form>
    </Drawer>
  )
}

function ConfigFields({ kind }: { kind: ProviderKind }) {
  const t = useText()
  return (
    <>
      {fields[kind].map(({ key, as, optional }) =>
        as === 'check' ? (
          <Form.Item key={key} name={['config', key]} valuePropName="checked">
            <Checkbox>{t(`people.signOn.${key}`)}</Checkbox>
          </Form.Item>
        ) : (
          <Form.Item
            key={key}
            name={['config', key]}
            label={t(`people.signOn.${key}`)}
            rules={optional === true ? [] : [{ required: true, message: t('people.required') }]}
          >
            {as === 'text' ? <Input.TextArea rows={4} spellCheck={false} /> : <Input spellCheck={false} />}
          </Form.Item>
        ),
      )}
      <Form.Item name={['config', 'intranet']} valuePropName="checked">
        <Checkbox>{t('people.signOn.intranet')}</Checkbox>
      </Form.Item>
      {kind === 'ldap' &&
        ['nameAttribute', 'emailAttribute', 'postAttribute'].map((key) => (
          <Form.Item key={key} name={['config', key]} hidden>
            <Input />
          </Form.Item>
        ))}
    </>
  )
}

function PeopleFields({ kind }: { kind: ProviderKind }) {
  const t = useText()
  return (
    <>
      <Form.Item
        name="origin"
        label={t('people.signOn.origin')}
        {...(kind === 'ldap' ? {} : { extra: t('people.signOn.returnHint') })}
      >
        <Input spellCheck={false} />
      </Form.Item>
      <Form.Item name="linking" label={t('people.signOn.linking')} extra={t('people.signOn.linkingHint')}>
        <Select options={linkings.map((value) => ({ value, label: t(`people.signOn.linking.${value}`) }))} />
      </Form.Item>
      <Form.Item name="createsAccounts" valuePropName="checked">
        <Checkbox>{t('people.signOn.creates')}</Checkbox>
      </Form.Item>
      <Form.Item name="sync" valuePropName="checked" hidden={kind === 'oidc'}>
        <Checkbox>{t('people.signOn.sync')}</Checkbox>
      </Form.Item>
    </>
  )
}
