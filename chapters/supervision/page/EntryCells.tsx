import { Link } from 'react-router'
import { StatusTag, useText } from '../../../doors/web/ui/index.ts'
import type { EntryRow } from '../wire.ts'

/** Permitted or refused; an event that nobody had to decide has neither. */
export function Verdict({ verdict }: { verdict: string }) {
  const t = useText()
  if (verdict === 'permit') return <StatusTag tone="good">{t('supervision.verdict.permit')}</StatusTag>
  if (verdict === 'deny') return <StatusTag tone="bad">{t('supervision.verdict.deny')}</StatusTag>
  return <span className="dash">—</span>
}

export function Actor({ actor }: { actor: EntryRow['actor'] }) {
  const t = useText()
  if (actor === null) return <span className="soft">{t('supervision.program')}</span>
  return (
    <>
      {actor.name === '' ? t('supervision.unknownPerson') : actor.name}{' '}
      <span className="soft">{actor.note}</span>
    </>
  )
}

export function Files({ row }: { row: Pick<EntryRow, 'customers' | 'customersMore'> }) {
  const t = useText()
  if (row.customers.length === 0) return <span className="dash">—</span>
  return (
    <>
      {row.customers.map((one, at) => (
        <span key={one.id}>
          <span className="identifier">{one.name === '' ? t('supervision.unknownFile') : one.name}</span>
          {at < row.customers.length - 1 && t('kit.listComma')}
        </span>
      ))}
      {row.customersMore > 0 && (
        <span className="soft"> {t('supervision.filesMore', { count: row.customersMore })}</span>
      )}
    </>
  )
}

export function ClauseRefs({ numbers }: { numbers: readonly string[] }) {
  const t = useText()
  if (numbers.length === 0) return <span className="dash">—</span>
  return (
    <>
      {numbers.map((number, at) => (
        <span key={number}>
          {at > 0 && ' '}
          {/^[\d.]+$/.test(number) ? (
            <Link to={`/clauses/${number}`}>{number}</Link>
          ) : (
            t('supervision.noClause')
          )}
        </span>
      ))}
    </>
  )
}

export function ApplicationLink({ application }: { application: EntryRow['application'] }) {
  const t = useText()
  if (application === null) return <span className="dash">—</span>
  return (
    <Link to={`/audit/applications/${application.id}`}>
      {application.number === '' ? t('supervision.unnumbered') : application.number}
    </Link>
  )
}
