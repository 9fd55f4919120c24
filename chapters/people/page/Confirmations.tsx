import { App, Button, Popconfirm, Space } from 'antd'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  type Tone,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type {
  ConfirmationDecision,
  ConfirmationRow,
  ConfirmationsDecided,
  ConfirmationsReply,
} from '../wire.ts'
import { NotDone } from './NotDone.tsx'
import './people.css'

const tones: Readonly<Record<ConfirmationRow['state'], Tone>> = {
  open: 'warning',
  over: 'neutral',
  confirmed: 'good',
  declined: 'bad',
  withdrawn: 'neutral',
}

/** What one administrator proposed and another one confirms, and what became of it. */
export default function Confirmations() {
  const t = useText()
  const { pick } = useLanguage()
  const list = useGet<ConfirmationsReply>('/confirmations', {}, { everySeconds: 60 })
  const several = useSeveral(list.data?.rows ?? [])
  return (
    <>
      <PageHeader title={t('people.confirmations.title')} hint={t('people.confirmations.hint')} />
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {several.outcome}
      <DataTable<ConfirmationRow>
        batch={several.batch}
        name="people.confirmations"
        label={t('people.confirmations.title')}
        rows={list.data?.rows ?? []}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'kind',
            title: t('people.confirmations.kind'),
            fixed: true,
            width: 170,
            render: (row) => pick(row.title),
          },
          { key: 'text', title: t('people.confirmations.text'), render: (row) => <Text row={row} /> },
          {
            key: 'by',
            title: t('people.confirmations.by'),
            width: 150,
            render: (row) => (
              <>
                {row.proposedBy}
                <br />
                <span className="soft">
                  <Time at={row.proposedAt} />
                </span>
              </>
            ),
          },
          {
            key: 'state',
            title: t('people.confirmations.state'),
            width: 150,
            render: (row) => <State row={row} />,
          },
          {
            key: 'act',
            title: t('people.more'),
            fixed: true,
            width: 180,
            render: (row) => <Acts row={row} />,
          },
        ]}
        empty={{ title: t('people.confirmations.empty'), hint: t('people.confirmations.emptyHint') }}
      />
    </>
  )
}

function Text({ row }: { row: ConfirmationRow }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <>
      {pick(row.text)}
      {row.reason !== '' && (
        <>
          <br />
          <span className="soft">{t('people.confirmations.reason', { reason: row.reason })}</span>
        </>
      )}
    </>
  )
}

/** Confirming or declining everything that is chosen, and what was left. */
function useSeveral(rows: readonly ConfirmationRow[]) {
  const t = useText()
  const { pick } = useLanguage()
  const { modal } = App.useApp()
  const decide = usePost<object, ConfirmationsDecided>('/confirmations/decisions')
  const one = (outcome: 'confirmed' | 'declined', word: 'confirm' | 'decline') => ({
    key: outcome,
    label: t(`people.confirmations.${word}`),
    danger: outcome === 'declined',
    suits: (chosen: ConfirmationRow[]) => chosen.every((row) => row.mayDecide),
    run: (chosen: ConfirmationRow[], done: () => void) =>
      void modal.confirm({
        title: t(`people.confirmations.${word}All`, { count: chosen.length }),
        okText: t(`people.confirmations.${word}`),
        cancelText: t('people.cancel'),
        onOk: () => decide.mutate({ ids: chosen.map((row) => row.id), outcome }, { onSuccess: () => done() }),
      }),
  })
  const named = (id: string): string => {
    const row = rows.find((found) => found.id === id)
    return row === undefined ? '' : pick(row.text)
  }
  return {
    batch: [one('confirmed', 'confirm'), one('declined', 'decline')],
    outcome: (
      <>
        <ProblemNotice error={decide.error} />
        <NotDone left={decide.data?.left ?? []} nameOf={named} />
      </>
    ),
  }
}

function State({ row }: { row: ConfirmationRow }) {
  const t = useText()
  return (
    <>
      <StatusTag tone={tones[row.state]}>{t(`people.confirmations.state.${row.state}`)}</StatusTag>
      <br />
      <span className="soft">
        {row.decidedAt === null ? (
          <>
            {t('people.confirmations.until')} <Time at={row.expiresAt} />
          </>
        ) : (
          t('people.confirmations.decided', { name: row.decidedBy ?? '' })
        )}
      </span>
    </>
  )
}

function Acts({ row }: { row: ConfirmationRow }) {
  const t = useText()
  const { message } = App.useApp()
  const decide = usePost<ConfirmationDecision>(`/confirmations/${row.id}/decision`, {
    onDone: () => void message.success(t('people.confirmations.done')),
  })
  const open = row.state === 'open' || row.state === 'over'
  if (!open) return <span className="dash">—</span>
  const one = (outcome: ConfirmationDecision['outcome'], word: 'confirm' | 'decline' | 'withdraw') => (
    <Popconfirm
      title={t(`people.confirmations.${word}Title`)}
      okText={t(`people.confirmations.${word}`)}
      cancelText={t('people.cancel')}
      onConfirm={() => decide.mutate({ outcome })}
    >
      <Button
        size="small"
        type={outcome === 'confirmed' ? 'primary' : 'default'}
        loading={decide.isPending && decide.variables.outcome === outcome}
      >
        {t(`people.confirmations.${word}`)}
      </Button>
    </Popconfirm>
  )
  return (
    <>
      <ProblemNotice error={decide.error} />
      <Space size={4} wrap>
        {row.mayDecide && one('confirmed', 'confirm')}
        {row.mayDecide && one('declined', 'decline')}
        {row.own && one('withdrawn', 'withdraw')}
        {!row.own && !row.mayDecide && <span className="soft">{t('people.confirmations.other')}</span>}
      </Space>
    </>
  )
}
