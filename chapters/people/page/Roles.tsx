import { Button, Modal, Tabs } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  useGet,
  useMay,
  usePerson,
  usePost,
  useText,
  type DataColumn,
} from '../../../doors/web/ui/index.ts'
import type { ClearancesAsked, PersonRow, RoleCode, RolesReply, Waits } from '../wire.ts'
import { Combined } from './Combined.tsx'
import { GiveRole } from './GiveRole.tsx'
import { RightsDrawer, type RightsOf } from './RightsDrawer.tsx'
import { RoleMatrix, type Holder } from './RoleMatrix.tsx'
import { NotDone } from './NotDone.tsx'
import './people.css'
import { useSaidSo, WaitingRights, WaitsMark } from './WaitingRights.tsx'
import { useClearanceName, useRoleName } from './words.ts'

/** How many are proposed in one request. */
const manyMost = 200

/** Who holds which role, and who is cleared for what. */
export default function Roles() {
  const t = useText()
  const [query, setQuery] = useSearchParams()
  const mayGive = useMay('give-role')
  const [giving, setGiving] = useState(false)
  const tab = query.get('tab') === 'clearances' ? 'clearances' : 'matrix'
  const overview = useGet<RolesReply>('/roles')
  return (
    <>
      <PageHeader
        title={t('people.roles.title')}
        hint={mayGive ? t('people.roles.hint') : t('people.roles.readOnly')}
        primary={
          mayGive && (
            <Button type="primary" onClick={() => setGiving(true)}>
              {t('people.roles.giveTitle')}
            </Button>
          )
        }
      />
      <ProblemNotice error={overview.error} />
      <Combined />
      {overview.data !== undefined && <WaitingRights rows={overview.data.waiting} />}
      {overview.data !== undefined && <Wanted reply={overview.data} />}
      <Tabs
        activeKey={tab}
        onChange={(key) => setQuery(key === 'matrix' ? {} : { tab: key })}
        items={[
          {
            key: 'matrix',
            label: t('people.roles.matrix'),
            children: <Matrix reply={overview.data} mayChange={mayGive} />,
          },
          {
            key: 'clearances',
            label: t('people.roles.clearances'),
            children: <Clearances waiting={overview.data?.waiting ?? []} />,
          },
        ]}
      />
      {giving && <GiveRole onClose={() => setGiving(false)} />}
    </>
  )
}

function Matrix({ reply, mayChange }: { reply: RolesReply | undefined; mayChange: boolean }) {
  const t = useText()
  const { id: me } = usePerson()
  const roleName = useRoleName()
  const [asked, setAsked] = useState<{ holder: Holder; role: RoleCode; held: boolean } | null>(null)
  if (reply === undefined) return null
  return (
    <>
      <RoleMatrix
        holdings={reply.holdings}
        {...(mayChange
          ? {
              onAsk: (holder: Holder, role: RoleCode, held: boolean) => setAsked({ holder, role, held }),
              not: me,
            }
          : {})}
      />
      {asked !== null && (
        <AskChange
          title={`${asked.holder.name} · ${roleName(asked.role)}`}
          text={t(asked.held ? 'people.roles.takeText' : 'people.roles.giveText', {
            name: asked.holder.name,
            role: roleName(asked.role),
          })}
          personId={asked.holder.personId}
          role={asked.role}
          held={asked.held}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

function AskChange(props: {
  title: string
  text: string
  personId: string
  role: RoleCode
  held: boolean
  onClose: () => void
}) {
  const { title, text, personId, role, held, onClose } = props
  const t = useText()
  const path = `/people/${personId}/roles`
  const done = { onDone: onClose, refresh: ['/roles', '/people'] }
  const said = useSaidSo()
  const give = usePost<{ role: RoleCode }, { done: true } | Waits>(path, {
    ...done,
    onDone: (reply) => {
      said(reply)
      onClose()
    },
  })
  const take = usePost<undefined>(`${path}/${role}`, { ...done, method: 'DELETE' })
  return (
    <Modal
      open
      title={title}
      okText={t(held ? 'people.roles.take' : 'people.roles.give')}
      cancelText={t('people.cancel')}
      okButtonProps={{ danger: held }}
      confirmLoading={give.isPending || take.isPending}
      onOk={() => (held ? take.mutate(undefined) : give.mutate({ role }))}
      onCancel={onClose}
    >
      <p>{text}</p>
      <ProblemNotice error={give.error ?? take.error} />
    </Modal>
  )
}

function Wanted({ reply }: { reply: RolesReply }) {
  const t = useText()
  const mayClear = useMay('set-clearance')
  const clearanceName = useClearanceName()
  const [open, setOpen] = useState<RightsOf | null>(null)
  const asked = new Set(reply.waiting.flatMap((one) => (one.role === null ? [one.personId] : [])))
  const wanted = reply.wanted.filter((one) => !asked.has(one.personId))
  const all = usePost<object, ClearancesAsked>('/clearances', {
    refresh: ['/roles', '/people', '/confirmations'],
  })
  if (wanted.length === 0) return null
  const people = wanted
    .slice(0, manyMost)
    .map((one) => ({ personId: one.personId, clearance: one.wanted, scope: one.scope }))
  return (
    <>
      <section className="people-note" aria-label={t('people.roles.wanted')}>
        <h2>{t('people.roles.wanted')}</h2>
        <p className="soft">{t('people.roles.wantedHint')}</p>
        <ProblemNotice error={all.error} />
        <NotDone left={all.data?.left ?? []} />
        {mayClear && people.length > 1 && (
          <Button size="small" loading={all.isPending} onClick={() => all.mutate({ people })}>
            {t('people.waiting.proposeAll', { count: people.length })}
          </Button>
        )}
        <ul>
          {wanted.map((one) => (
            <li key={one.personId}>
              {t('people.roles.wantedLine', {
                name: one.name,
                employeeNo: one.employeeNo,
                wanted: clearanceName(one.wanted),
                now: clearanceName(one.clearance),
              })}{' '}
              {mayClear && (
                <Button
                  size="small"
                  aria-label={t('people.roles.setTitle', { name: one.name })}
                  onClick={() =>
                    setOpen({ id: one.personId, name: one.name, clearance: one.wanted, scope: one.scope })
                  }
                >
                  {t('people.roles.set')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      {open !== null && <RightsDrawer person={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function Clearances({ waiting }: { waiting: RolesReply['waiting'] }) {
  const t = useText()
  const { id: me } = usePerson()
  const mayClear = useMay('set-clearance')
  const clearanceName = useClearanceName()
  const roleName = useRoleName()
  const [open, setOpen] = useState<RightsOf | null>(null)
  const columns: DataColumn<PersonRow>[] = [
    {
      key: 'name',
      title: t('people.name'),
      sortable: true,
      fixed: true,
      render: (row) => (
        <>
          {row.name}
          <WaitsMark rows={waiting} personId={row.id} />
        </>
      ),
    },
    { key: 'employeeNo', title: t('people.employeeNo'), sortable: true, render: (row) => row.employeeNo },
    {
      key: 'department',
      title: t('people.department'),
      sortable: true,
      render: (row) => row.department || t('people.none'),
    },
    { key: 'post', title: t('people.post'), render: (row) => row.post || t('people.none') },
    {
      key: 'roles',
      title: t('people.roles'),
      render: (row) => (row.roles ?? []).map(roleName).join(t('kit.listComma')) || t('people.none'),
    },
    {
      key: 'clearance',
      title: t('people.clearance'),
      sortable: true,
      render: (row) => clearanceName(row.clearance ?? 0),
    },
    { key: 'scope', title: t('people.scope'), render: (row) => t(`people.scope.${row.scope ?? 'none'}`) },
  ]
  const act: DataColumn<PersonRow> = {
    key: 'act',
    title: t('people.more'),
    fixed: true,
    width: 80,
    render: (row) => (
      <Button
        size="small"
        disabled={row.id === me}
        onClick={() =>
          setOpen({
            id: row.id,
            name: row.name,
            clearance: row.clearance ?? 0,
            scope: row.scope ?? 'none',
            groupLevel: row.groupLevel,
          })
        }
      >
        {t('people.roles.set')}
      </Button>
    ),
  }
  return (
    <>
      <DataTable<PersonRow>
        name="people.clearances"
        label={t('people.roles.clearances')}
        path="/people"
        rowKey={(row) => row.id}
        columns={mayClear ? [...columns, act] : columns}
        filters={[{ kind: 'text', name: 'q', label: t('people.people.search'), width: 190 }]}
        empty={{ title: t('people.people.empty') }}
      />
      {open !== null && <RightsDrawer person={open} onClose={() => setOpen(null)} />}
    </>
  )
}
