import { App, Button } from 'antd'
import { useState } from 'react'
import {
  ConfirmReason,
  EmptyState,
  Loading,
  PageHeader,
  post,
  ProblemNotice,
  StatusTag,
  timeText,
  useGet,
  useLanguage,
  useRefresh,
  useText,
  useTimeZone,
} from '../../../../doors/web/ui/index.ts'
import type { DecidedMany, OwnReview, RightToReview } from '../../wire.ts'
import '../people.css'
import './review.css'
import { Decided } from './Decided.tsx'
import { LeftOpen } from './LeftOpen.tsx'
import { PersonRights, type RightOf } from './PersonRights.tsx'

type Many = 'confirm' | 'remove'

/** What a manager confirms or removes: right by right with one click, or everything alike at once. */
export default function Review() {
  const t = useText()
  const timeZone = useTimeZone()
  const reply = useGet<OwnReview>('/rights-review')
  const review = reply.data?.review ?? null
  return (
    <>
      <PageHeader
        title={t('people.review.title')}
        hint={
          review === null
            ? t('people.review.hint')
            : t('people.review.line', {
                number: review.number,
                quarter: review.quarter,
                due: timeText(review.dueAt, timeZone, 'minute'),
              })
        }
        marks={
          review !== null && (
            <StatusTag tone={review.state === 'overdue' ? 'bad' : 'waiting'}>
              {t(`people.review.state.${review.state}`)}
            </StatusTag>
          )
        }
      />
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {reply.data === undefined ? (
        reply.error === null && <Loading />
      ) : review === null ? (
        <EmptyState title={t('people.review.none')} hint={t('people.review.noneHint')} />
      ) : (
        <Running reply={reply.data} days={review.unusedDays} />
      )}
    </>
  )
}

function Running({ reply, days }: { reply: OwnReview; days: number }) {
  const t = useText()
  const { pick } = useLanguage()
  const { message } = App.useApp()
  const refresh = useRefresh()
  const [removing, setRemoving] = useState<RightOf | null>(null)
  const [left, setLeft] = useState<DecidedMany['left']>([])
  const say = (key: string, { name, right }: RightOf): void =>
    void message.success(t(key, { name, right: pick(right.title) }))
  const decide = async (one: RightOf, decision: Many, reason: string): Promise<void> => {
    const { outcome } = await post<{ outcome: 'kept' | 'removed' | 'gone' }>(
      `/rights-review/items/${one.right.id}`,
      { decision, reason },
      crypto.randomUUID(),
    )
    say(
      outcome === 'gone'
        ? 'people.review.didGone'
        : `people.review.did${decision === 'confirm' ? 'Confirm' : 'Remove'}`,
      one,
    )
    await refresh(['/rights-review'])
  }
  const [problem, setProblem] = useState<unknown>(null)
  const confirmOne = (one: RightOf): void => {
    setProblem(null)
    decide(one, 'confirm', '').catch(setProblem)
  }
  const open = reply.people.flatMap((one) => one.rights.filter((right) => !right.gone))
  return (
    <>
      <Toolbar open={open} total={reply.open} days={days} onLeft={setLeft} />
      <ProblemNotice error={problem} />
      <LeftOpen left={left} />
      {reply.people.length === 0 && (
        <EmptyState title={t('people.review.allDone')} hint={t('people.review.allDoneHint')} />
      )}
      {reply.people.map((one) => (
        <PersonRights key={one.id} person={one} days={days} onConfirm={confirmOne} onRemove={setRemoving} />
      ))}
      <Decided rows={reply.decided} />
      <ConfirmReason
        open={removing !== null}
        title={
          removing === null
            ? ''
            : t('people.review.removeOf', { name: removing.name, right: pick(removing.right.title) })
        }
        text={t('people.review.removeText')}
        label={t('people.review.reason')}
        action={t('people.review.remove')}
        danger
        optional
        onConfirm={(reason) => (removing === null ? undefined : decide(removing, 'remove', reason))}
        onClose={() => setRemoving(null)}
      />
    </>
  )
}

function Toolbar(props: {
  open: readonly RightToReview[]
  total: number
  days: number
  onLeft: (left: DecidedMany['left']) => void
}) {
  const { open, total, days, onLeft } = props
  const t = useText()
  const { message } = App.useApp()
  const refresh = useRefresh()
  const [asked, setAsked] = useState<Many | null>(null)
  const used = open.filter((one) => !one.suggested)
  const unused = open.filter((one) => one.suggested)
  const these = asked === 'remove' ? unused : used
  const go = async (reason: string): Promise<void> => {
    const items = these.map((one) => one.id)
    const body = { items, decision: asked, reason, onlyUnused: asked === 'remove' }
    const reply = await post<DecidedMany>('/rights-review/decisions', body, crypto.randomUUID())
    void message.success(t('people.review.didMany', { count: reply.done }))
    onLeft(reply.left)
    await refresh(['/rights-review'])
  }
  if (open.length === 0) return null
  const words = asked === 'remove' ? 'removeUnused' : 'confirmUsed'
  return (
    <section className="review-bar" aria-label={t('people.review.title')}>
      <p>
        {t('people.review.openCount', { open: total, suggested: unused.length, count: total })}
        {total > open.length && (
          <span className="soft"> {t('people.review.more', { shown: open.length })}</span>
        )}
        <br />
        <span className="soft">{t('people.review.keys')}</span>
      </p>
      <Button danger disabled={unused.length === 0} onClick={() => setAsked('remove')}>
        {t('people.review.removeUnused', { count: unused.length })}
      </Button>
      <Button type="primary" disabled={used.length === 0} onClick={() => setAsked('confirm')}>
        {t('people.review.confirmUsed', { count: used.length })}
      </Button>
      <ConfirmReason
        open={asked !== null}
        title={t(`people.review.${words}`, { count: these.length })}
        text={t(`people.review.${words}Text`, { count: these.length, days })}
        label={t('people.review.reason')}
        action={t(asked === 'remove' ? 'people.review.remove' : 'people.review.confirm')}
        danger={asked === 'remove'}
        optional
        onConfirm={go}
        onClose={() => setAsked(null)}
      />
    </section>
  )
}
