import { Button } from 'antd'
import {
  ApiError,
  Countdown,
  EmptyState,
  PageHeader,
  ProblemNotice,
  ProgressPanel,
  StatusTag,
  useText,
} from '../ui/index.ts'

const refusal = new ApiError({
  kind: 'refusal',
  refusal: {
    refused: true,
    because: [
      {
        number: '4.2.1',
        zh: '使用客户资料应先填写使用申请表并经批准。',
        en: 'Use needs an approved application.',
      },
    ],
    faults: [],
    next: 'apply',
    text: { zh: '您还没有这位客户证件号码的使用批准。', en: 'You have no approval for this ID number yet.' },
  },
})
const mistake = new ApiError({
  kind: 'mistake',
  mistake: {
    code: 'period-too-long',
    field: 'until',
    values: {},
    text: { zh: '使用期限最长 30 天，请改短。', en: 'The period is 30 days at most; please shorten it.' },
  },
})

const soon = Date.now() + 400_000

/** Refusal, mistake, fault, offline, states, progress, empty. */
export function Notices() {
  const t = useText()
  return (
    <>
      <PageHeader title={t('g.desk')} primary={<Button type="primary">{t('g.new')}</Button>} />
      <ProblemNotice error={refusal} />
      <ProblemNotice error={mistake} />
      <ProblemNotice
        error={new ApiError({ kind: 'fault', id: 'F-20261124-0007' })}
        onRetry={() => undefined}
      />
      <p style={{ display: 'flex', gap: 8, marginBottom: 12 }}>
        <StatusTag tone="good">{t('g.running')}</StatusTag>
        <StatusTag tone="waiting">{t('g.waiting')}</StatusTag>
        <StatusTag tone="bad">{t('g.rejected')}</StatusTag>
        <StatusTag tone="warning">{t('g.waiting')}</StatusTag>
        <StatusTag tone="ended">{t('g.ended')}</StatusTag>
        <Countdown until={soon} />
        <Countdown until={0} />
      </p>
      <ProgressPanel title={t('g.import')} path="/jobs/1" cancelPath="/jobs/1/cancel" />
      <EmptyState
        title={t('g.emptyTitle')}
        hint={t('g.emptyHint')}
        action={<Button type="primary">{t('g.begin')}</Button>}
      />
    </>
  )
}
