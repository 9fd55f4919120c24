import { Alert, Button, Checkbox, Modal, Select, Space } from 'antd'
import { useState } from 'react'
import {
  apiUrl,
  CopyButton,
  DataTable,
  KeyValue,
  Loading,
  ProblemNotice,
  StatusTag,
  Time,
  type Tone,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ConsentRow, ConsentState, CustomerConsents } from '../../wire.ts'
import { RecordConsent } from './RecordConsent.tsx'

const tones: Record<ConsentState, Tone> = {
  missing: 'warning',
  given: 'good',
  refused: 'bad',
  withdrawn: 'bad',
  expired: 'warning',
  'not-needed': 'neutral',
}

/** What a customer agreed to and took back, on the page of the file. */
export default function ConsentPanel({ customerId }: { customerId: string }) {
  const t = useText()
  const path = `/customers/${customerId}/consents`
  const view = useGet<CustomerConsents>(path)
  const [open, setOpen] = useState<'record' | 'withdraw'>()
  const [secret, setSecret] = useState('')
  const refresh = [path, `/customers/${customerId}`]
  const link = usePost<object, { secret: string }>(`/customers/${customerId}/consent-links`, {
    onDone: (made) => setSecret(made.secret),
  })
  if (view.error) return <ProblemNotice error={view.error} onRetry={() => void view.refetch()} />
  const data = view.data
  if (data === undefined) return <Loading rows={6} />
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <Standing data={data} />
      {data.mayRecord && (
        <Space wrap>
          <Button type="primary" disabled={data.notices.length === 0} onClick={() => setOpen('record')}>
            {t('collection.consent.record')}
          </Button>
          <Button disabled={data.open.length === 0} onClick={() => setOpen('withdraw')}>
            {t('collection.consent.withdraw')}
          </Button>
          <Button loading={link.isPending} onClick={() => link.mutate({ kind: 'receipt' })}>
            {t('collection.consent.receipt')}
          </Button>
          {data.notices.map((one) => (
            <Button
              key={one.versionId}
              loading={link.isPending}
              onClick={() => link.mutate({ kind: 'invitation', notice: one.versionId })}
            >
              {t('collection.consent.invite', { name: one.name })}
            </Button>
          ))}
        </Space>
      )}
      <ProblemNotice error={link.error} />
      {secret !== '' && <Secret secret={secret} onClose={() => setSecret('')} />}
      <History customerId={customerId} data={data} />
      <Ends customerId={customerId} data={data} />
      {open === 'record' && (
        <RecordConsent
          customerId={customerId}
          data={data}
          onClose={() => setOpen(undefined)}
          onReceipt={setSecret}
          refresh={refresh}
        />
      )}
      {open === 'withdraw' && (
        <WithdrawFor
          customerId={customerId}
          data={data}
          onClose={() => setOpen(undefined)}
          refresh={refresh}
        />
      )}
    </Space>
  )
}

function Standing({ data }: { data: CustomerConsents }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <KeyValue
      items={[
        {
          label: t('collection.consent.state'),
          value: <StatusTag tone={tones[data.state]}>{t(`collection.consentState.${data.state}`)}</StatusTag>,
        },
        { label: t('collection.options.basis'), value: t(`collection.basis.${data.legalBasis}`) },
        {
          label: t('collection.consent.barred'),
          wide: true,
          value:
            data.barred.length === 0 ? (
              <span className="dash">—</span>
            ) : (
              <Space wrap>
                {data.barred.map((one) => (
                  <StatusTag key={one.key} tone={one.from > data.at ? 'warning' : 'bad'}>
                    {t('collection.consent.barredFrom', {
                      name: pick(one),
                      day: one.from > '1990' ? one.from.slice(0, 10) : '',
                    })}
                  </StatusTag>
                ))}
              </Space>
            ),
        },
      ]}
    />
  )
}

/** A secret that is shown once, to be handed to the customer. */
function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useText()
  const address = `${window.location.origin}/o/consent#${secret}`
  return (
    <Alert
      type="success"
      closable={{ onClose }}
      title={t('collection.consent.handOver')}
      description={
        <>
          <p className="identifier">{secret}</p>
          <p>
            <span className="consent-address">{address}</span>{' '}
            <CopyButton text={address} label={t('collection.consent.copyLink')} />
          </p>
        </>
      }
    />
  )
}

function History({ customerId, data }: { customerId: string; data: CustomerConsents }) {
  const t = useText()
  const { language } = useLanguage()
  return (
    <DataTable<ConsentRow>
      name="collection.consents"
      label={t('collection.consent.history')}
      rows={data.consents}
      bare
      rowKey={(row) => row.id}
      columns={[
        { key: 'at', title: t('collection.consent.at'), render: (row) => <Time at={row.at} /> },
        {
          key: 'notice',
          title: t('collection.consent.notice'),
          render: (row) => `${row.notice} ${t('collection.notices.versionNo', { number: row.number })}`,
        },
        {
          key: 'items',
          title: t('collection.consent.items'),
          render: (row) => (
            <Space size={4} wrap>
              {row.items.map((one) => (
                <StatusTag key={one.item} tone={one.given ? 'good' : 'ended'}>
                  {t(one.given ? 'collection.consent.yesTo' : 'collection.consent.noTo', {
                    name: t(`collection.item.${one.item}`),
                  })}
                </StatusTag>
              ))}
            </Space>
          ),
        },
        {
          key: 'channel',
          title: t('collection.consent.channel'),
          render: (row) => t(`collection.channel.${row.channel}`),
        },
        {
          key: 'operator',
          title: t('collection.consent.operator'),
          render: (row) => row.operator || <span className="dash">—</span>,
        },
        {
          key: 'expires',
          title: t('collection.consent.expires'),
          render: (row) =>
            row.expiresAt === null ? <span className="dash">—</span> : <Time at={row.expiresAt} />,
        },
        {
          key: 'print',
          title: t('collection.versions.acts'),
          render: (row) => (
            <Button
              size="small"
              target="_blank"
              rel="noreferrer"
              href={apiUrl(`/customers/${customerId}/consents/${row.id}/print`, { language })}
            >
              {t('collection.versions.print')}
            </Button>
          ),
        },
      ]}
      empty={{ title: t('collection.consent.none'), hint: t('collection.consent.noneHint') }}
    />
  )
}

function Ends({ customerId, data }: { customerId: string; data: CustomerConsents }) {
  const t = useText()
  const { pick } = useLanguage()
  const [asked, setAsked] = useState('')
  const told = usePost<object>(`/customers/${customerId}/consents/${asked}/told`, {
    refresh: [`/customers/${customerId}/consents`],
  })
  const words = new Map([...data.barred, ...data.open].map((one) => [one.key, pick(one)]))
  if (data.ends.length === 0) return null
  return (
    <>
      <DataTable<CustomerConsents['ends'][number]>
        name="collection.consentEnds"
        label={t('collection.consent.ends')}
        rows={data.ends}
        bare
        rowKey={(row) => row.id}
        columns={[
          { key: 'at', title: t('collection.consent.endedAt'), render: (row) => <Time at={row.at} /> },
          {
            key: 'keys',
            title: t('collection.consent.items'),
            render: (row) => row.keys.map((key) => words.get(key) ?? key).join(' · '),
          },
          {
            key: 'channel',
            title: t('collection.consent.channel'),
            render: (row) => t(`collection.channel.${row.channel}`),
          },
          {
            key: 'operator',
            title: t('collection.consent.operator'),
            render: (row) => row.operator || t('collection.consent.customer'),
          },
          {
            key: 'told',
            title: t('collection.consent.told'),
            render: (row) => {
              const open = row.told.filter((one) => one.toldAt === null).length
              if (row.told.length === 0) return t('collection.consent.nobodyToTell')
              if (open === 0)
                return (
                  <StatusTag tone="good">
                    {t('collection.consent.allTold', { count: row.told.length })}
                  </StatusTag>
                )
              return (
                <Button
                  size="small"
                  disabled={!data.mayRecord}
                  onMouseDown={() => setAsked(row.id)}
                  onFocus={() => setAsked(row.id)}
                  onClick={() => told.mutate({})}
                >
                  {t('collection.consent.tellDone', { count: open })}
                </Button>
              )
            },
          },
        ]}
        empty={{ title: t('collection.consent.none') }}
      />
      <ProblemNotice error={told.error} />
    </>
  )
}

function WithdrawFor({
  customerId,
  data,
  onClose,
  refresh,
}: {
  customerId: string
  data: CustomerConsents
  onClose: () => void
  refresh: string[]
}) {
  const t = useText()
  const { pick } = useLanguage()
  const [keys, setKeys] = useState<string[]>([])
  const [channel, setChannel] = useState('spoken')
  const save = usePost<object>(`/customers/${customerId}/consents/withdraw`, { refresh, onDone: onClose })
  return (
    <Modal
      open
      title={t('collection.consent.withdrawTitle')}
      okText={t('collection.consent.withdraw')}
      cancelText={t('collection.cancel')}
      okButtonProps={{ danger: true, disabled: keys.length === 0 }}
      confirmLoading={save.isPending}
      onOk={() => save.mutate({ keys, channel })}
      onCancel={onClose}
    >
      <p>{t('collection.consent.withdrawHint')}</p>
      <Checkbox.Group
        className="consent-column"
        value={keys}
        onChange={setKeys}
        options={data.open.map((one) => ({ value: one.key, label: pick(one) }))}
      />
      <p>
        <Select
          aria-label={t('collection.consent.channel')}
          value={channel}
          onChange={setChannel}
          style={{ width: 200 }}
          options={['spoken', 'paper', 'counter', 'wechat'].map((value) => ({
            value,
            label: t(`collection.channel.${value}`),
          }))}
        />
      </p>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
