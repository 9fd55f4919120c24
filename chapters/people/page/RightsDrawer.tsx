import { Button, Drawer, Form, Input, Radio } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../doors/web/ui/index.ts'
import { type PersonRow, scopes, type Waits } from '../wire.ts'
import { History } from './GiveRole.tsx'
import { GroupLevel } from './Reach.tsx'
import { useSaidSo } from './WaitingRights.tsx'
import { useClearanceName, useLevels } from './words.ts'

export interface RightsOf {
  id: string
  name: string
  clearance: number
  scope: NonNullable<PersonRow['scope']>
  groupLevel?: boolean | undefined
}

type Values = Pick<RightsOf, 'clearance' | 'scope'> & { reason?: string }

/** Sets clearance and scope of one person. */
export function RightsDrawer({ person, onClose }: { person: RightsOf; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const levels = useLevels()
  const clearanceName = useClearanceName()
  const ranks = levels.length === 0 ? [1, 2, 3, 4] : levels.map((level) => level.rank)
  const said = useSaidSo()
  const save = usePost<Values, { done: true } | Waits>(`/people/${person.id}/clearance`, {
    method: 'PUT',
    onDone: (reply) => {
      said(reply)
      onClose()
    },
    refresh: ['/people', '/roles'],
  })
  return (
    <Drawer
      open
      size={420}
      title={t('people.roles.setTitle', { name: person.name })}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('people.roles.set')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <p className="soft">{t('people.roles.setHint')}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        className="people-gap"
        initialValues={{ clearance: person.clearance, scope: person.scope }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="clearance" label={t('people.clearance')}>
          <Radio.Group
            vertical
            options={[0, ...ranks].map((rank) => ({ value: rank, label: clearanceName(rank) }))}
          />
        </Form.Item>
        <Form.Item name="scope" label={t('people.scope')}>
          <Radio.Group
            vertical
            options={scopes.map((scope) => ({ value: scope, label: t(`people.scope.${scope}`) }))}
          />
        </Form.Item>
        <Form.Item name="reason" label={t('people.waiting.reason')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      {person.groupLevel !== undefined && <GroupLevel personId={person.id} groupLevel={person.groupLevel} />}
      <History personId={person.id} />
    </Drawer>
  )
}
