import { Button } from 'antd'
import {
  DataTable,
  ProblemNotice,
  StatusTag,
  Time,
  type Tone,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { OutboxReply } from '../../wire.ts'
import { useReason } from './reasons.ts'

type Row = OutboxReply['rows'][number]

const tones: Readonly<Record<string, Tone>> = {
  waiting: 'waiting',
  sent: 'good',
  dead: 'bad',
  dropped: 'ended',
}

/** What waits, went out and failed: messages by the channels, or events for other systems. */
export function Outbox({ to }: { to: 'systems' | 'channels' }) {
  const t = useText()
  const reason = useReason()
  const again = usePost<string>((id) => `/delivery/outbox/${id}/resend`, { refresh: ['/delivery'] })
  return (
    <>
      <ProblemNotice error={again.error} />
      <DataTable<Row>
        name="approval.outbox"
        prefix="outbox-"
        label={t('delivery.outbox.title')}
        path="/delivery/outbox"
        params={{ to }}
        everySeconds={15}
        rowKey={(row) => row.id}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('delivery.state'),
            options: ['dead', 'waiting', 'sent', 'dropped'].map((value) => ({
              value,
              label: t(`delivery.state.${value}`),
            })),
          },
        ]}
        columns={[
          {
            key: 'createdAt',
            title: t('delivery.at'),
            fixed: true,
            render: (row) => <Time at={row.createdAt} />,
          },
          { key: 'channel', title: t('delivery.channel'), render: (row) => row.channel },
          { key: 'kind', title: t('delivery.what'), render: (row) => <What row={row} /> },
          { key: 'number', title: t('delivery.number'), render: (row) => row.number },
          { key: 'person', title: t('delivery.person'), render: (row) => row.person ?? '—' },
          {
            key: 'state',
            title: t('delivery.state'),
            render: (row) => (
              <StatusTag tone={tones[row.state] ?? 'neutral'}>{t(`delivery.state.${row.state}`)}</StatusTag>
            ),
          },
          { key: 'attempts', title: t('delivery.attempts'), align: 'end', render: (row) => row.attempts },
          {
            key: 'reason',
            title: t('delivery.reason'),
            render: (row) => (row.reason === null ? '' : reason(row.reason)),
          },
          {
            key: 'act',
            title: t('delivery.act'),
            fixed: true,
            render: (row) =>
              row.state === 'dead' && (
                <Button size="small" onClick={() => again.mutate(row.id)}>
                  {t('delivery.resend')}
                </Button>
              ),
          },
        ]}
        empty={{ title: t('delivery.outbox.none'), hint: t('delivery.outbox.noneHint') }}
      />
    </>
  )
}

function What({ row }: { row: Row }) {
  const t = useText()
  const key = `delivery.what.${row.kind}`
  const known = t(key)
  return <>{known === key ? row.kind : known}</>
}
