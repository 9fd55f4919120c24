import { Button, Drawer, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import {
  ConfirmReason,
  DataTable,
  PageHeader,
  post,
  ProblemNotice,
  StatusTag,
  Time,
  type Tone,
  usePost,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { visitStates, type VisitRow } from '../../wire.ts'
import { VisitForm } from './VisitForm.tsx'

const tones: Record<VisitRow['state'], Tone> = {
  waiting: 'waiting',
  approved: 'good',
  refused: 'bad',
  withdrawn: 'ended',
}

/** Requests to enter rooms: the own ones, and those to decide about. */
export default function Visits() {
  const t = useText()
  const refresh = useRefresh()
  const [asking, setAsking] = useState(false)
  const [deciding, setDeciding] = useState<{ row: VisitRow; decision: 'approve' | 'refuse' }>()
  const withdraw = usePost<{ id: string }>(({ id }) => `/visits/${id}/withdraw`, { refresh: ['/visits'] })
  const begin = (
    <Button type="primary" onClick={() => setAsking(true)}>
      {t('custody.visits.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('custody.visits.title')} hint={t('custody.visits.hint')} primary={begin} />
      <ProblemNotice error={withdraw.error} />
      <DataTable<VisitRow>
        name="custody.visits"
        label={t('custody.visits.title')}
        path="/visits"
        keep={false}
        rowKey={(row) => row.id}
        columns={[
          { key: 'number', title: t('custody.visits.number'), fixed: true, render: (row) => row.number },
          { key: 'who', title: t('custody.visits.who'), render: (row) => <Who row={row} /> },
          { key: 'room', title: t('custody.visits.room'), render: (row) => row.room.name },
          {
            key: 'when',
            title: t('custody.visits.when'),
            render: (row) => (
              <>
                <Time at={row.startsAt} relative={false} /> – <Time at={row.endsAt} relative={false} />
              </>
            ),
          },
          { key: 'purpose', title: t('custody.visits.purpose'), render: (row) => row.purpose },
          {
            key: 'escort',
            title: t('custody.visits.escort'),
            render: (row) => row.escort?.name ?? '—',
          },
          {
            key: 'state',
            title: t('custody.visits.state'),
            render: (row) => (
              <StatusTag tone={tones[row.state]}>{t(`custody.visits.state.${row.state}`)}</StatusTag>
            ),
          },
          {
            key: 'decided',
            title: t('custody.visits.decidedBy'),
            render: (row) => (row.decidedBy === null ? '—' : `${row.decidedBy.name} ${row.opinion}`),
          },
          {
            key: 'acts',
            title: t('custody.acts'),
            width: 150,
            render: (row) => (
              <Acts
                row={row}
                onDecide={(decision) => setDeciding({ row, decision })}
                onWithdraw={() => withdraw.mutate({ id: row.id })}
              />
            ),
          },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('custody.visits.state'),
            options: visitStates.map((state) => ({
              value: state,
              label: t(`custody.visits.state.${state}`),
            })),
          },
        ]}
        empty={{ title: t('custody.visits.empty'), hint: t('custody.visits.emptyHint'), action: begin }}
      />
      {asking && (
        <Drawer open size={520} title={t('custody.visits.new')} onClose={() => setAsking(false)}>
          <VisitForm onDone={() => setAsking(false)} />
        </Drawer>
      )}
      {deciding !== undefined && (
        <ConfirmReason
          open
          title={`${t(`custody.visits.${deciding.decision}`)} · ${deciding.row.number}`}
          text={t(`custody.visits.${deciding.decision}Text`)}
          label={t('custody.visits.opinion')}
          action={t(`custody.visits.${deciding.decision}`)}
          danger={deciding.decision === 'refuse'}
          optional={deciding.decision === 'approve'}
          onConfirm={async (opinion) => {
            await post(`/visits/${deciding.row.id}/decide`, { decision: deciding.decision, opinion })
            await refresh()
          }}
          onClose={() => setDeciding(undefined)}
        />
      )}
    </>
  )
}

function Who({ row }: { row: VisitRow }) {
  const t = useText()
  if (row.kind === 'employee') return <>{`${row.applicant.name} ${row.applicant.employeeNo}`}</>
  if (row.visitor === null)
    return <span className="soft">{t(row.removed ? 'custody.visits.removed' : 'custody.visits.hidden')}</span>
  return (
    <>
      {row.visitor.name} · {row.visitor.organisation}
      <br />
      <span className="soft">
        {t('custody.visits.idLast')} {row.visitor.idLast} · {t('custody.visits.host')} {row.host.name}
      </span>
    </>
  )
}

function Acts({
  row,
  onDecide,
  onWithdraw,
}: {
  row: VisitRow
  onDecide: (decision: 'approve' | 'refuse') => void
  onWithdraw: () => void
}) {
  const t = useText()
  return (
    <Space size={0}>
      {row.mayDecide &&
        (['approve', 'refuse'] as const).map((decision) => (
          <Button
            key={decision}
            type="link"
            size="small"
            danger={decision === 'refuse'}
            onClick={() => onDecide(decision)}
          >
            {t(`custody.visits.${decision}`)}
          </Button>
        ))}
      {row.mayWithdraw && (
        <Popconfirm title={t('custody.visits.withdrawTitle')} onConfirm={onWithdraw}>
          <Button type="link" size="small">
            {t('custody.visits.withdraw')}
          </Button>
        </Popconfirm>
      )}
    </Space>
  )
}
