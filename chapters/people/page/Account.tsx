import { App, Button } from 'antd'
import { Link } from 'react-router'
import {
  DataTable,
  KeyValue,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePerson,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { OwnSessions } from '../wire.ts'
import { OwnAppointments } from './appointments/Own.tsx'
import { browserOf } from './browser-of.ts'
import { OwnLinks } from './sign-on/OwnLinks.tsx'
import { useClearanceName, useRoleName } from './words.ts'
import './people.css'

/** Who I am here, and where I am signed in. */
export default function Account() {
  const t = useText()
  const { message } = App.useApp()
  const person = usePerson()
  const roleName = useRoleName()
  const clearanceName = useClearanceName()
  const sessions = useGet<OwnSessions>('/sessions')
  const end = usePost<{ id?: string }, { ended: number }>('/sessions', {
    method: 'DELETE',
    onDone: ({ ended }) => void message.success(t('people.account.endedCount', { count: ended })),
    refresh: ['/sessions'],
  })
  const rows = sessions.data?.rows ?? []
  return (
    <>
      <PageHeader
        title={t('people.account.title')}
        primary={
          <Link to="/account/factors">
            <Button type="primary">{t('people.factors.title')}</Button>
          </Link>
        }
        actions={
          <>
            <Link to="/account/tokens">
              <Button>{t('people.token.title')}</Button>
            </Link>
            <Link to="/account/password">
              <Button>{t('people.account.changePassword')}</Button>
            </Link>
          </>
        }
      />
      <KeyValue
        columns={4}
        items={[
          { label: t('people.name'), value: person.name },
          { label: t('people.employeeNo'), value: person.employeeNo },
          { label: t('people.department'), value: person.department || t('people.none') },
          { label: t('people.post'), value: person.post || t('people.none') },
          { label: t('people.clearance'), value: clearanceName(Number(person.clearance ?? 0)) },
          {
            label: t('people.roles'),
            wide: true,
            value: person.roles.map(roleName).join(t('kit.listComma')) || t('people.none'),
          },
        ]}
      />
      <div className="people-gap">
        <PageHeader
          title={t('people.account.sessions')}
          tabTitle={t('people.account.title')}
          hint={t('people.account.sessionsHint')}
          actions={
            <Button disabled={rows.length < 2} loading={end.isPending} onClick={() => end.mutate({})}>
              {t('people.account.endOthers')}
            </Button>
          }
        />
      </div>
      <ProblemNotice error={sessions.error ?? end.error} />
      <DataTable<OwnSessions['rows'][number]>
        name="people.sessions"
        label={t('people.account.sessions')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'address',
            title: t('people.account.address'),
            width: 190,
            render: (row) =>
              row.elsewhere ? (
                <>
                  {row.address} <StatusTag tone="warning">{t('people.elsewhere.mark')}</StatusTag>
                </>
              ) : (
                row.address
              ),
          },
          { key: 'agent', title: t('people.account.device'), render: (row) => browserOf(row.agent) },
          {
            key: 'keyed',
            title: t('people.account.bound'),
            render: (row) => t(row.keyed ? 'people.account.boundKey' : 'people.account.boundCookie'),
          },
          {
            key: 'createdAt',
            title: t('people.account.began'),
            render: (row) => <Time at={row.createdAt} />,
          },
          { key: 'seenAt', title: t('people.account.seen'), render: (row) => <Time at={row.seenAt} /> },
          {
            key: 'expiresAt',
            title: t('people.account.until'),
            render: (row) => <Time at={row.expiresAt} relative={false} />,
          },
          {
            key: 'act',
            title: t('people.more'),
            fixed: true,
            render: (row) =>
              row.current ? (
                <StatusTag tone="good">{t('people.account.current')}</StatusTag>
              ) : (
                <Button size="small" onClick={() => end.mutate({ id: row.id })}>
                  {t('people.account.end')}
                </Button>
              ),
          },
        ]}
        empty={{ title: t('people.account.sessions') }}
      />
      <OwnAppointments />
      <OwnLinks />
    </>
  )
}
