import { Alert } from 'antd'
import { Link } from 'react-router'
import { useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { BatchReply, DeskLine } from '../wire.ts'

/** Reasons that have a sentence of their own; for the others the form itself says what is wrong. */
const known: readonly string[] = [
  'approval.changed',
  'approval.already-decided',
  'approval.batch-added',
  'approval.opinion-needed',
  'approval.claim-first',
  'approval.pick-needed',
  'approval.suspended',
]

export interface Batched {
  readonly rows: readonly DeskLine[]
  readonly reply: BatchReply
}

/** What became of each form that was approved together with others. */
export function BatchResult({ rows, reply }: Batched) {
  const t = useText()
  const { pick } = useLanguage()
  const done = reply.results.filter((one) => one.done).length
  const left = reply.results.length - done
  const why = (one: BatchReply['results'][number]): string => {
    if (one.because.length > 0) return t('approval.batch.refused', { clauses: one.because.join(' / ') })
    const code = one.code ?? ''
    return t(known.includes(code) ? `approval.batch.why.${code.slice(9)}` : 'approval.batch.why.other')
  }
  return (
    <Alert
      showIcon
      closable
      type={left === 0 ? 'success' : 'warning'}
      className="batch-result"
      title={t(left === 0 ? 'approval.batch.allDone' : 'approval.batch.someLeft', { done, left })}
      description={
        <ul className="plain-list">
          {reply.results.map((one) => {
            const row = rows.find(({ id }) => id === one.id)
            return (
              <li key={one.id}>
                <Link to={`/approvals/${one.id}`}>{row?.number ?? one.id}</Link>{' '}
                {row === undefined ? '' : pick(row.title)}{' '}
                <span className={one.done ? 'part-state approved' : 'part-state rejected'}>
                  {one.done ? t('approval.task.approved') : why(one)}
                </span>
              </li>
            )
          })}
        </ul>
      }
    />
  )
}
