import { Popover } from 'antd'
import { Link } from 'react-router'
import { useGet, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { ClauseRow } from '../../../supervision/wire.ts'

function ClauseWords({ number }: { number: string }) {
  const t = useText()
  const { pick } = useLanguage()
  const list = useGet<{ rows: ClauseRow[] }>('/clauses')
  const clause = list.data?.rows.find((row) => row.number === number)
  return (
    <div className="use-clause">
      <strong>
        {t('kit.clause', { number })} {clause !== undefined && pick(clause.title)}
      </strong>
      <p>
        {clause !== undefined ? pick(clause.text) : list.isPending ? t('kit.loading') : t('use.clause.more')}
      </p>
    </div>
  )
}

function ClauseLink({ number }: { number: string }) {
  const t = useText()
  return (
    <Popover trigger={['hover', 'focus']} mouseEnterDelay={0.25} content={<ClauseWords number={number} />}>
      <Link to={`/clauses/${number}`} aria-label={t('kit.clause', { number })}>
        {number}
      </Link>
    </Popover>
  )
}

/** The clauses that decided, each with its words on pointing at it. Rules come as `4.2.1/name-of-the-rule`. */
export function ClauseLinks({ numbers }: { numbers: readonly string[] }) {
  const t = useText()
  const unique = [...new Set(numbers.map((one) => one.split('/')[0] ?? one))]
  if (unique.length === 0) return <span className="dash">—</span>
  return (
    <span className="use-clauses">
      {unique.map((number) =>
        /^\d/.test(number) ? (
          <ClauseLink key={number} number={number} />
        ) : (
          <span key={number}>{t('use.clause.none')}</span>
        ),
      )}
    </span>
  )
}
