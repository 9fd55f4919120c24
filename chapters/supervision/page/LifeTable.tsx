import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { StatusTag, Time, useText } from '../../../doors/web/ui/index.ts'
import type { EntryRow, LifeOfApplication } from '../wire.ts'
import { Actor, Verdict } from './EntryCells.tsx'
import { type Happening, happeningsOf } from './happenings.ts'
import { placeOf, useEntryTitle, useWords } from './words.ts'

function Approval({
  action,
  life,
}: {
  action: LifeOfApplication['actions'][number]
  life: LifeOfApplication
}) {
  const t = useText()
  const word = useWords()
  return (
    <>
      <strong>{word('deed', action.verb)}</strong> <Actor actor={action.actor} />
      {action.snapshotHash !== life.snapshotHash && (
        <>
          {' '}
          <StatusTag tone="warning">{t('supervision.life.earlierContent')}</StatusTag>
        </>
      )}
      {action.opinion !== '' && <blockquote style={{ margin: '2px 0 0' }}>{action.opinion}</blockquote>}
    </>
  )
}

function GrantEvent({ what, life }: { what: 'from' | 'until' | 'revoked'; life: LifeOfApplication }) {
  const t = useText()
  const word = useWords()
  const { grant } = life
  if (grant === null) return null
  return (
    <>
      <strong>{t(`supervision.life.grant.${what}`)}</strong>{' '}
      {what === 'from' && (
        <span className="soft">
          {grant.modes.map((mode) => word('mode', mode)).join(t('kit.listComma'))}
          {grant.countLimit !== null &&
            ` · ${t('supervision.life.used', { used: grant.used, most: grant.countLimit })}`}
        </span>
      )}
      {what === 'revoked' && <Actor actor={grant.revokedBy} />}
    </>
  )
}

function Place({ entry, odd }: { entry: EntryRow; odd: boolean }) {
  const t = useText()
  return (
    <>
      <Link to={`?entry=${placeOf(entry)}`}>
        {t('supervision.placeAt', { lane: entry.lane, index: entry.index })}
      </Link>
      {odd && (
        <>
          {' '}
          <StatusTag tone="bad">{t('supervision.life.odd')}</StatusTag>
        </>
      )}
    </>
  )
}

/** Columns of one happening: form and approval, grant, use, ledger. */
function useCells(life: LifeOfApplication): (one: Happening) => ReactNode[] {
  const titleOf = useEntryTitle()
  const isOdd = (entry: EntryRow): boolean =>
    life.findings.some((one) => one.lane === entry.lane && one.index === entry.index)
  return (one) => {
    if (one.what === 'action') return [<Approval key="a" action={one.action} life={life} />, null, null, null]
    if (one.what === 'grant') return [null, <GrantEvent key="g" what={one.event} life={life} />, null, null]
    const { entry } = one
    const place = <Place key="p" entry={entry} odd={isOdd(entry)} />
    const title = (
      <span key="t">
        {titleOf(entry)} {entry.verdict !== '' && <Verdict verdict={entry.verdict} />}
      </span>
    )
    if (one.what === 'use')
      return [
        null,
        null,
        <span key="u">
          <Actor actor={entry.actor} /> {title}
        </span>,
        place,
      ]
    return [null, null, null, <span key="l">{place} {title}</span>] // prettier-ignore
  }
}

/** What happened, by time, each in the column of what it belongs to: gaps and misfits are seen at a glance. */
export function LifeTable({ life }: { life: LifeOfApplication }) {
  const t = useText()
  const cells = useCells(life)
  return (
    <section aria-label={t('supervision.life.timeline')}>
      <h2>{t('supervision.life.timeline')}</h2>
      <table className="plain-table" style={{ width: '100%' }}>
        <thead>
          <tr>
            {['at', 'life.approvals', 'life.grant', 'life.use', 'life.ledger'].map((key) => (
              <th key={key} scope="col">
                {t(`supervision.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {happeningsOf(life).map((one) => (
            <tr key={one.key}>
              <td style={{ whiteSpace: 'nowrap' }}>
                <Time at={one.at} form="second" relative={false} />
              </td>
              {cells(one).map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
