import { App, Button } from 'antd'
import { Link } from 'react-router'
import { ProblemNotice, StatusTag, Time, useLanguage, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { ConfirmationDecision, WaitingRight, Waits } from '../wire.ts'

const shown = 10

/** Rights that wait for a second administrator, each beside its person; the proposer may withdraw them. */
export function WaitingRights({ rows }: { rows: readonly WaitingRight[] }) {
  const t = useText()
  const { pick } = useLanguage()
  if (rows.length === 0) return null
  const heading = t('people.waiting.title', { count: rows.length })
  return (
    <section className="people-note" aria-label={heading}>
      <h2>{heading}</h2>
      <p className="soft">
        {t('people.waiting.hint')} <Link to="/confirmations">{t('people.confirmations.open')}</Link>
      </p>
      <ul>
        {rows.slice(0, shown).map((one) => (
          <li key={one.confirmation}>
            {pick(one.text)}{' '}
            <span className="soft">
              {t('people.confirmations.until')} <Time at={one.expiresAt} />
            </span>{' '}
            {one.own && <Withdraw row={one} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Withdraw({ row }: { row: WaitingRight }) {
  const t = useText()
  const withdraw = usePost<ConfirmationDecision>(`/confirmations/${row.confirmation}/decision`)
  return (
    <>
      <Button
        size="small"
        aria-label={`${t('people.confirmations.withdraw')}: ${row.name}`}
        loading={withdraw.isPending}
        onClick={() => withdraw.mutate({ outcome: 'withdrawn' })}
      >
        {t('people.confirmations.withdraw')}
      </Button>
      <ProblemNotice error={withdraw.error} />
    </>
  )
}

/** Says beside a person that something of theirs waits. */
export function WaitsMark({ rows, personId }: { rows: readonly WaitingRight[]; personId: string }) {
  const t = useText()
  const { pick } = useLanguage()
  const own = rows.filter((one) => one.personId === personId)
  if (own.length === 0) return null
  return (
    <span title={own.map((one) => pick(one.text)).join(' ')}>
      {' '}
      <StatusTag tone="warning">{t('people.waiting.mark')}</StatusTag>
    </span>
  )
}

/** Tells whoever proposed a right that it waits, or that it holds. */
export function useSaidSo(): (reply: { done: true } | Waits) => void {
  const t = useText()
  const { message } = App.useApp()
  return (reply) =>
    void message.success(t(reply.done ? 'people.confirmations.done' : 'people.confirmations.waiting'))
}
