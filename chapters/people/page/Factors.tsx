import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  del,
  EmptyState,
  Loading,
  PageHeader,
  post,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePerson,
  usePost,
  useRefresh,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { OwnFactors } from '../wire.ts'
import { browserOf } from './browser-of.ts'
import { hasPasskeys, isGivenUp, makePasskey } from './factors/passkeys.ts'
import { RecoveryCodes } from './factors/RecoveryCodes.tsx'
import { TotpSetUp } from './factors/TotpSetUp.tsx'
import './people.css'

type Factor = OwnFactors['factors'][number]

/** One's own second factors: passkeys, authenticator apps, recovery codes, remembered browsers. */
export default function Factors() {
  const t = useText()
  const { mustEnrol } = usePerson()
  const refresh = useRefresh()
  const factors = useGet<OwnFactors>('/account/factors')
  const [adding, setAdding] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const attempt = async (act: () => Promise<{ recoveryCodes: string[] }>): Promise<void> => {
    setError(null)
    try {
      const { recoveryCodes } = await act()
      if (recoveryCodes.length > 0) setCodes(recoveryCodes)
      await refresh(['/account', '/session'])
    } catch (caught) {
      if (!isGivenUp(caught)) setError(caught)
    }
  }
  const addPasskey = (replacing?: string): void => void attempt(() => makePasskey('', replacing))
  const fresh = (): void =>
    void attempt(() => post<{ recoveryCodes: string[] }>('/account/recovery-codes', {}))
  return (
    <>
      <PageHeader
        title={t('people.factors.title')}
        hint={t(mustEnrol ? 'people.factors.must' : 'people.factors.hint')}
        primary={
          <Button type="primary" disabled={!hasPasskeys()} onClick={() => addPasskey()}>
            {t('people.factors.addPasskey')}
          </Button>
        }
        actions={<Button onClick={() => setAdding(true)}>{t('people.factors.addTotp')}</Button>}
      />
      {!hasPasskeys() && <p className="soft">{t('people.factors.noPasskeys')}</p>}
      <ProblemNotice error={error ?? factors.error} />
      {factors.data === undefined ? (
        <Loading />
      ) : (
        <>
          <FactorTable data={factors.data} onRenew={addPasskey} onError={setError} />
          <RecoverySection
            left={factors.data.recoveryLeft}
            has={factors.data.factors.length > 0}
            onFresh={fresh}
          />
          <Devices rows={factors.data.devices} />
        </>
      )}
      {adding && (
        <TotpSetUp
          onClose={() => setAdding(false)}
          onDone={(made) => {
            setAdding(false)
            if (made.length > 0) setCodes(made)
            void refresh(['/account', '/session'])
          }}
        />
      )}
      {codes !== null && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </>
  )
}

function FactorTable({
  data,
  onRenew,
  onError,
}: {
  data: OwnFactors
  onRenew: (id: string) => void
  onError: (error: unknown) => void
}) {
  const t = useText()
  const { modal } = App.useApp()
  const refresh = useRefresh()
  const remove = async (row: Factor): Promise<void> => {
    try {
      await del(`/account/factors/${row.id}`)
      await refresh(['/account', '/session'])
    } catch (error) {
      onError(error)
    }
  }
  if (data.factors.length === 0)
    return <EmptyState title={t('people.factors.none')} hint={t('people.factors.noneHint')} />
  const ask = (row: Factor): void =>
    void modal.confirm({
      title: t('people.factors.removeTitle', { name: row.name || t(`people.factors.kind.${row.kind}`) }),
      content: t('people.factors.removeText'),
      okText: t('people.factors.remove'),
      cancelText: t('people.cancel'),
      okButtonProps: { danger: true },
      // Closed at once: the dialog in which one proves who one is may have to stand in its place.
      onOk: () => void remove(row),
    })
  return (
    <DataTable<Factor>
      name="people.factors"
      label={t('people.factors.title')}
      rows={data.factors}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'kind',
          title: t('people.factors.kind'),
          render: (row) => t(`people.factors.kind.${row.kind}`),
        },
        { key: 'name', title: t('people.factors.name'), render: (row) => <FactorName row={row} /> },
        { key: 'createdAt', title: t('people.factors.added'), render: (row) => <Time at={row.createdAt} /> },
        {
          key: 'usedAt',
          title: t('people.factors.used'),
          render: (row) => (row.usedAt === null ? t('people.none') : <Time at={row.usedAt} />),
        },
        {
          key: 'state',
          title: t('people.state'),
          render: (row) =>
            row.due ? (
              <StatusTag tone="warning">{t('people.factors.renewDue')}</StatusTag>
            ) : (
              <StatusTag tone="good">{t('people.account.open')}</StatusTag>
            ),
        },
        {
          key: 'act',
          title: t('people.more'),
          fixed: true,
          render: (row) => (
            <span className="people-marks">
              {row.kind === 'passkey' && hasPasskeys() && (
                <Button size="small" onClick={() => onRenew(row.id)}>
                  {t('people.factors.renew')}
                </Button>
              )}
              <Button size="small" danger onClick={() => ask(row)}>
                {t('people.factors.remove')}
              </Button>
            </span>
          ),
        },
      ]}
      empty={{ title: t('people.factors.none') }}
    />
  )
}

function FactorName({ row }: { row: Factor }) {
  const t = useText()
  const [name, setName] = useState<string | null>(null)
  const save = usePost<{ name: string }>(`/account/factors/${row.id}`, {
    method: 'PUT',
    refresh: ['/account/factors'],
    onDone: () => setName(null),
  })
  return (
    <>
      {row.name || t(`people.factors.kind.${row.kind}`)}{' '}
      <Button size="small" type="link" onClick={() => setName(row.name)}>
        {t('people.factors.rename')}
      </Button>
      <Modal
        open={name !== null}
        title={t('people.factors.rename')}
        okText={t('people.save')}
        cancelText={t('people.cancel')}
        okButtonProps={{ disabled: (name ?? '').trim() === '', loading: save.isPending }}
        onOk={() => save.mutate({ name: (name ?? '').trim() })}
        onCancel={() => setName(null)}
        destroyOnHidden
      >
        <ProblemNotice error={save.error} />
        <label className="field-label" htmlFor={`name-${row.id}`}>
          {t('people.factors.name')}
        </label>
        <input
          id={`name-${row.id}`}
          className="ant-input people-wide"
          value={name ?? ''}
          maxLength={40}
          onChange={(event) => setName(event.target.value)}
        />
      </Modal>
    </>
  )
}

function RecoverySection({ left, has, onFresh }: { left: number; has: boolean; onFresh: () => void }) {
  const t = useText()
  if (!has) return null
  return (
    <div className="people-gap">
      <PageHeader
        title={t('people.recovery.title')}
        tabTitle={t('people.factors.title')}
        hint={t('people.recovery.left', { count: left })}
        actions={<Button onClick={onFresh}>{t('people.recovery.renew')}</Button>}
      />
    </div>
  )
}

function Devices({ rows }: { rows: OwnFactors['devices'] }) {
  const t = useText()
  const forget = usePost<{ id?: string }, { ended: number }>('/account/devices', {
    method: 'DELETE',
    refresh: ['/account/factors'],
  })
  if (rows.length === 0) return null
  return (
    <div className="people-gap">
      <PageHeader
        title={t('people.devices.title')}
        tabTitle={t('people.factors.title')}
        hint={t('people.devices.hint')}
        actions={<Button onClick={() => forget.mutate({})}>{t('people.devices.forgetAll')}</Button>}
      />
      <ProblemNotice error={forget.error} />
      <DataTable<OwnFactors['devices'][number]>
        name="people.devices"
        label={t('people.devices.title')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: 'agent', title: t('people.account.device'), render: (row) => browserOf(row.agent) },
          { key: 'address', title: t('people.account.address'), render: (row) => row.address },
          { key: 'usedAt', title: t('people.factors.used'), render: (row) => <Time at={row.usedAt} /> },
          {
            key: 'expiresAt',
            title: t('people.account.until'),
            render: (row) => <Time at={row.expiresAt} relative={false} />,
          },
          {
            key: 'act',
            title: t('people.more'),
            fixed: true,
            render: (row) => (
              <Button size="small" onClick={() => forget.mutate({ id: row.id })}>
                {t(row.current ? 'people.devices.forgetThis' : 'people.devices.forget')}
              </Button>
            ),
          },
        ]}
        empty={{ title: t('people.devices.title') }}
      />
    </div>
  )
}
