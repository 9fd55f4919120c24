import { Button, Drawer, Form, Input, Select } from 'antd'
import {
  PersonPicker,
  ProblemNotice,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import { type Holding, type RoleCode, roleCatalogue, type Waits } from '../wire.ts'
import { useSaidSo } from './WaitingRights.tsx'
import { useRoleName } from './words.ts'

interface Values {
  personId: string
  role: RoleCode
  reason?: string
}

/** Gives a role to somebody who may hold none yet. */
export function GiveRole({ onClose }: { onClose: () => void }) {
  const t = useText()
  const { language } = useLanguage()
  const [form] = Form.useForm<Values>()
  const personId: string | null = Form.useWatch('personId', form) ?? null
  const said = useSaidSo()
  const give = usePost<Omit<Values, 'personId'>, { done: true } | Waits>(`/people/${personId ?? ''}/roles`, {
    onDone: (reply) => {
      said(reply)
      onClose()
    },
    refresh: ['/roles', '/people'],
  })
  const required = [{ required: true, message: t('people.required') }]
  const groups = [true, false].map((separated) => ({
    label: t(separated ? 'people.roles.separated' : 'people.roles.business'),
    options: roleCatalogue
      .filter((role) => role.separated === separated)
      .map((role) => ({ value: role.code, label: role[language] })),
  }))
  return (
    <Drawer
      open
      size={420}
      title={t('people.roles.giveTitle')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={give.isPending} onClick={() => form.submit()}>
          {t('people.roles.give')}
        </Button>
      }
    >
      <ProblemNotice error={give.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={({ role, reason }) => give.mutate({ role, reason: reason ?? '' })}
      >
        <Form.Item name="personId" label={t('people.roles.chosen')} rules={required}>
          <PersonPicker />
        </Form.Item>
        <Form.Item name="role" label={t('people.roles.role')} rules={required}>
          <Select options={groups} />
        </Form.Item>
        <Form.Item name="reason" label={t('people.waiting.reason')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      {personId !== null && <History personId={personId} />}
    </Drawer>
  )
}

/** What somebody held and holds. */
export function History({ personId }: { personId: string }) {
  const t = useText()
  const roleName = useRoleName()
  const past = useGet<{ rows: Holding[] }>(`/people/${personId}/roles`)
  const rows = past.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="people-gap">
      <h3>{t('people.roles.history')}</h3>
      <ul>
        {rows.map((one) => (
          <li key={`${one.role} ${one.givenAt}`}>
            {t('people.roles.historyLine', {
              role: roleName(one.role),
              from: one.givenAt.slice(0, 10),
              to: one.endedAt?.slice(0, 10) ?? t('people.roles.now'),
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}
