import { App, Button, Drawer, Dropdown, Modal, Select } from 'antd'
import { MoreOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  PersonPicker,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useMay,
  usePost,
  useText,
  type DataColumn,
  type Tone,
} from '../../../doors/web/ui/index.ts'
import {
  type AccountRow,
  type AccountsMade,
  endReasons,
  type FactorReset,
  type NewAccount,
  type PersonRow,
  type Waits,
} from '../wire.ts'
import { FactorCode } from './factors/FactorCode.tsx'
import { OneTimePasswords } from './OneTimePasswords.tsx'
import './people.css'
import { useRoleName } from './words.ts'

type Act = 'reset' | 'disable' | 'enable' | 'end-sessions' | 'factor-reset'
const tones: Record<AccountRow['state'], Tone> = {
  open: 'good',
  first: 'waiting',
  locked: 'warning',
  disabled: 'ended',
}

/** Accounts: made, reset, disabled; one-time passwords are shown once. */
export default function Accounts() {
  const t = useText()
  const columns = useAccountColumns()
  const manages = useMay('manage-accounts')
  const resets = useMay('reset-factor')
  const [query, setQuery] = useSearchParams()
  const [act, setAct] = useState<{ row: AccountRow; act: Act } | null>(null)
  const [made, setMade] = useState<readonly NewAccount[] | null>(null)
  const [reset, setReset] = useState<FactorReset | null>(null)
  const wanted = query.get('new')
  const more: DataColumn<AccountRow> = {
    key: 'more',
    title: t('people.more'),
    fixed: true,
    width: 56,
    align: 'center',
    render: (row) => <RowMenu row={row} onAct={(one) => setAct({ row, act: one })} />,
  }
  const showNew = (on: boolean): void =>
    setQuery((before) => {
      const next = new URLSearchParams(before)
      if (on) next.set('new', 'some')
      else next.delete('new')
      return next
    })
  return (
    <>
      <PageHeader
        title={t('people.accounts.title')}
        hint={t('people.accounts.hint')}
        primary={
          manages && (
            <Button type="primary" onClick={() => showNew(true)}>
              {t('people.accounts.new')}
            </Button>
          )
        }
      />
      <DataTable<AccountRow>
        name="people.accounts"
        label={t('people.accounts.title')}
        path="/accounts"
        rowKey={(row) => row.id}
        filters={[
          { kind: 'text', name: 'q', label: t('people.people.search'), width: 190 },
          {
            kind: 'choice',
            name: 'state',
            label: t('people.accounts.state'),
            options: Object.keys(tones).map((value) => ({
              value,
              label: t(`people.accounts.state.${value}`),
            })),
          },
        ]}
        columns={manages || resets ? [...columns, more] : columns}
        empty={{ title: t('people.accounts.empty') }}
      />
      {wanted !== null && manages && (
        <NewAccounts
          first={wanted === 'some' ? [] : [wanted]}
          onClose={() => showNew(false)}
          onMade={(accounts) => {
            showNew(false)
            setMade(accounts)
          }}
        />
      )}
      {act !== null && (
        <AskAct
          {...act}
          onClose={() => setAct(null)}
          onMade={(account) => setMade([account])}
          onReset={setReset}
        />
      )}
      <Shown accounts={made} onClose={() => setMade(null)} />
      <FactorCode reset={reset} onClose={() => setReset(null)} />
    </>
  )
}

function useAccountColumns(): DataColumn<AccountRow>[] {
  const t = useText()
  const roleName = useRoleName()
  return [
    { key: 'name', title: t('people.name'), sortable: true, fixed: true, render: (row) => row.name },
    {
      key: 'employeeNo',
      title: t('people.employeeNo'),
      sortable: true,
      render: (row) => row.employeeNo,
    },
    {
      key: 'department',
      title: t('people.department'),
      render: (row) => row.department || t('people.none'),
    },
    {
      key: 'signInName',
      title: t('people.accounts.signInName'),
      sortable: true,
      render: (row) => row.signInName,
    },
    {
      key: 'roles',
      title: t('people.roles'),
      render: (row) => row.roles.map(roleName).join(t('kit.listComma')) || t('people.none'),
    },
    {
      key: 'state',
      title: t('people.accounts.state'),
      width: 120,
      render: (row) => (
        <StatusTag tone={tones[row.state]}>{t(`people.accounts.state.${row.state}`)}</StatusTag>
      ),
    },
    {
      key: 'lastSignInAt',
      title: t('people.accounts.lastSignIn'),
      sortable: true,
      render: (row) =>
        row.lastSignInAt === null ? (
          <span className="soft">{t('people.accounts.never')}</span>
        ) : (
          <Time at={row.lastSignInAt} />
        ),
    },
    {
      key: 'sessions',
      title: t('people.accounts.sessions'),
      width: 70,
      align: 'end',
      render: (row) => row.sessions,
    },
  ]
}

/** The one-time passwords just made; closed only by saying that they were handed over. */
function Shown({ accounts, onClose }: { accounts: readonly NewAccount[] | null; onClose: () => void }) {
  const t = useText()
  return (
    <Modal
      open={accounts !== null}
      width={760}
      title={t('people.oneTime.title')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('people.oneTime.close')}
        </Button>
      }
    >
      <OneTimePasswords accounts={accounts ?? []} />
    </Modal>
  )
}

function RowMenu({ row, onAct }: { row: AccountRow; onAct: (act: Act) => void }) {
  const t = useText()
  const manages = useMay('manage-accounts')
  const resets = useMay('reset-factor')
  const disabled = row.state === 'disabled'
  const lost = [{ key: 'factor-reset', label: t('people.factorReset.action') }]
  const usual = [
    { key: 'reset', label: t('people.accounts.reset') },
    { key: 'end-sessions', label: t('people.accounts.endSessions'), disabled: row.sessions === 0 },
    disabled
      ? { key: 'enable', label: t('people.accounts.enable') }
      : { key: 'disable', label: t('people.accounts.disable'), danger: true },
  ]
  const items = [...(manages ? usual : []), ...(resets ? lost : [])]
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => onAct(key as Act) }}>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined />}
        aria-label={`${t('people.more')} ${row.name}`}
      />
    </Dropdown>
  )
}

const words: Record<Act, { action: string; text?: string }> = {
  reset: { action: 'people.accounts.reset', text: 'people.accounts.resetText' },
  disable: { action: 'people.accounts.disable', text: 'people.accounts.disableText' },
  enable: { action: 'people.accounts.enable' },
  'end-sessions': { action: 'people.accounts.endSessions', text: 'people.endReason.text' },
  'factor-reset': { action: 'people.factorReset.action', text: 'people.factorReset.text' },
}

function AskAct(props: {
  row: AccountRow
  act: Act
  onClose: () => void
  onMade: (account: NewAccount) => void
  onReset: (reset: FactorReset) => void
}) {
  const { row, act, onClose, onMade, onReset } = props
  const t = useText()
  const { message } = App.useApp()
  const { action, text } = words[act]
  const [reason, setReason] = useState<(typeof endReasons)[number]>('suspected')
  const send = usePost<object, NewAccount | FactorReset | Waits>(`/accounts/${row.id}/${act}`, {
    onDone: (reply) => {
      onClose()
      if (act === 'reset' && 'oneTimePassword' in reply) onMade(reply)
      if ('code' in reply) onReset(reply)
      if ('confirmation' in reply) void message.info(t('people.confirmations.waiting'))
    },
    refresh: ['/accounts'],
  })
  return (
    <Modal
      open
      title={`${t(action)} · ${row.name} ${row.employeeNo}`}
      okText={t(action)}
      cancelText={t('people.cancel')}
      okButtonProps={{ danger: act === 'disable' }}
      confirmLoading={send.isPending}
      onOk={() => send.mutate(act === 'end-sessions' ? { reason } : {})}
      onCancel={onClose}
    >
      {text !== undefined && <p>{t(text)}</p>}
      {act === 'end-sessions' && (
        <Select
          className="people-wide"
          aria-label={t('people.endReason.title')}
          value={reason}
          options={endReasons.map((value) => ({ value, label: t(`people.endReason.${value}`) }))}
          onChange={setReason}
        />
      )}
      <ProblemNotice error={send.error} />
    </Modal>
  )
}

function NewAccounts(props: {
  first: string[]
  onClose: () => void
  onMade: (accounts: readonly NewAccount[]) => void
}) {
  const t = useText()
  const [chosen, setChosen] = useState<string[]>(props.first)
  // The page of people tells whom it sent; a name has no place in an address.
  const sent: unknown = useLocation().state
  const all = useGet<{ total: number; rows: PersonRow[] }>('/people', { account: 'without', size: most })
  const known = [...(isSent(sent) ? [sent] : []), ...(all.data?.rows ?? []).map(optionOf)]
  const make = usePost<{ people: { personId: string }[] }, AccountsMade>('/accounts', {
    onDone: ({ accounts }) => props.onMade(accounts),
    refresh: ['/accounts', '/people'],
  })
  return (
    <Drawer
      open
      size={440}
      title={t('people.accounts.new')}
      onClose={props.onClose}
      extra={
        <Button
          type="primary"
          disabled={chosen.length === 0 || chosen.length > most}
          loading={make.isPending}
          onClick={() => make.mutate({ people: chosen.map((personId) => ({ personId })) })}
        >
          {t('people.accounts.newGo', { count: chosen.length })}
        </Button>
      }
    >
      <ProblemNotice error={make.error} />
      <p>{t('people.accounts.newHint')}</p>
      {all.data !== undefined && all.data.rows.length > 0 && (
        <Button onClick={() => setChosen(all.data.rows.map((row) => row.id))}>
          {t('people.accounts.newAll', { count: all.data.rows.length })}
        </Button>
      )}
      <div className="people-gap">
        <PersonPicker
          multiple
          label={t('people.accounts.new')}
          params={{ account: 'without' }}
          known={known}
          value={chosen}
          onChange={(value) => setChosen(Array.isArray(value) ? value : value === null ? [] : [value])}
        />
      </div>
    </Drawer>
  )
}

/** Accounts made in one act. */
const most = 200

const optionOf = ({ id, name, employeeNo, department }: PersonRow) => ({
  id,
  label: name,
  note: [employeeNo, department].filter((part) => part !== '').join(' · '),
})

const isSent = (value: unknown): value is { id: string; label: string } =>
  typeof value === 'object' && value !== null && 'id' in value && 'label' in value
