import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { Channel, DeliveryReply, TestReply } from '../../wire.ts'
import { ChannelDrawer } from './ChannelDrawer.tsx'
import { Outbox } from './Outbox.tsx'
import { Reach } from './Reach.tsx'
import { useReason } from './reasons.ts'
import './delivery.css'

/** The system administrator's page: how notices leave the program, and what could not be delivered. */
export default function Delivery() {
  const t = useText()
  const found = useGet<DeliveryReply>('/delivery')
  const [edited, setEdited] = useState<Channel | 'new' | null>(null)
  const add = (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('delivery.channels.add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('delivery.title')} hint={t('delivery.hint')} primary={add} />
      <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      <Channels rows={found.data?.channels ?? []} onEdit={setEdited} add={add} />
      {found.data !== undefined && <Reach key={found.data.settings.version} settings={found.data.settings} />}
      <section className="delivery-gap">
        <h2>{t('delivery.outbox.title')}</h2>
        <Outbox to="channels" />
      </section>
      {edited !== null && (
        <ChannelDrawer channel={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  )
}

interface ChannelsProps {
  rows: readonly Channel[]
  onEdit: (channel: Channel) => void
  add: React.ReactNode
}

function Channels({ rows, onEdit, add }: ChannelsProps) {
  const t = useText()
  return (
    <DataTable<Channel>
      name="approval.channels"
      label={t('delivery.channels.title')}
      rows={rows}
      bare
      rowKey={(row) => row.id}
      columns={[
        { key: 'name', title: t('delivery.name'), fixed: true, render: (row) => row.name },
        { key: 'kind', title: t('delivery.kind'), render: (row) => t(`delivery.kind.${row.kind}`) },
        {
          key: 'enabled',
          title: t('delivery.state'),
          render: (row) => (
            <StatusTag tone={row.enabled ? 'good' : 'ended'}>
              {t(row.enabled ? 'delivery.on' : 'delivery.off')}
            </StatusTag>
          ),
        },
        { key: 'waiting', title: t('delivery.state.waiting'), align: 'end', render: (row) => row.waiting },
        {
          key: 'dead',
          title: t('delivery.state.dead'),
          align: 'end',
          render: (row) => (row.dead === 0 ? 0 : <StatusTag tone="bad">{row.dead}</StatusTag>),
        },
        {
          key: 'act',
          title: t('delivery.act'),
          fixed: true,
          render: (row) => <ChannelActs channel={row} onEdit={() => onEdit(row)} />,
        },
      ]}
      empty={{ title: t('delivery.channels.none'), hint: t('delivery.channels.noneHint'), action: add }}
    />
  )
}

function ChannelActs({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const t = useText()
  const reason = useReason()
  const { message } = App.useApp()
  const failed = (error: Error): void => void message.error(error.message)
  const test = usePost<object, TestReply>(`/delivery/channels/${channel.id}/test`, {
    onDone: ({ sent, reason: code }) =>
      void (sent ? message.success(t('delivery.test.sent')) : message.error(reason(code), 8)),
  })
  const again = usePost<object, { again: number }>(`/delivery/channels/${channel.id}/resend`, {
    onDone: (reply) => void message.success(t('delivery.resent', { count: reply.again })),
  })
  const remove = usePost(`/delivery/channels/${channel.id}`, { method: 'DELETE' })
  return (
    <span className="delivery-row">
      <Button size="small" onClick={onEdit}>
        {t('delivery.edit')}
      </Button>
      <Button size="small" loading={test.isPending} onClick={() => test.mutate({}, { onError: failed })}>
        {t('delivery.test')}
      </Button>
      {channel.dead > 0 && (
        <Button size="small" loading={again.isPending} onClick={() => again.mutate({}, { onError: failed })}>
          {t('delivery.resendAll')}
        </Button>
      )}
      <Popconfirm
        title={t('delivery.removeAsk', { name: channel.name })}
        okText={t('delivery.remove')}
        cancelText={t('delivery.cancel')}
        onConfirm={() => remove.mutate({}, { onError: failed })}
      >
        <Button size="small" danger>
          {t('delivery.remove')}
        </Button>
      </Popconfirm>
    </span>
  )
}
