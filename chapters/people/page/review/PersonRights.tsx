import { Button } from 'antd'
import type { KeyboardEvent } from 'react'
import { StatusTag, Time, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { OwnReview, RightToReview } from '../../wire.ts'

type Person = OwnReview['people'][number]

/** A right and the name of whoever holds it. */
export interface RightOf {
  readonly name: string
  readonly right: RightToReview
}

interface Acts {
  readonly onConfirm: (one: RightOf) => void
  readonly onRemove: (one: RightOf) => void
}

/** The row above or below, over the borders of the tables. */
function beside(row: HTMLElement, by: 1 | -1): HTMLElement | undefined {
  const rows = [...document.querySelectorAll<HTMLElement>('tr[data-right]')]
  return rows[rows.indexOf(row) + by]
}

/** A row that is decided leaves the list: the focus goes on to the one that follows, not to nowhere. */
const goOn = (row: HTMLElement | null): void => {
  if (row !== null) (beside(row, 1) ?? beside(row, -1))?.focus({ preventScroll: true })
}

/** The rights of one person, a row each. */
export function PersonRights({ person, days, ...acts }: { person: Person; days: number } & Acts) {
  const t = useText()
  const heading = `review-${person.id}`
  return (
    <section className="review-person" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>
          {person.name} <span className="soft">{person.employeeNo}</span>
        </h2>
        <p className="soft">
          {[person.department, person.post].filter((part) => part !== '').join(' · ')}
          {' · '}
          {t('people.review.signedIn')}{' '}
          {person.lastSignInAt === null ? (
            t('people.review.neverSignedIn')
          ) : (
            <Time at={person.lastSignInAt} form="day" />
          )}
        </p>
      </header>
      <div className="people-scroll">
        <table className="people-plain review-table">
          <thead>
            <tr>
              <th scope="col">{t('people.review.right')}</th>
              <th scope="col">{t('people.review.since')}</th>
              <th scope="col">{t('people.review.lastUse')}</th>
              <th scope="col">{t('people.review.suggestion')}</th>
              <th scope="col">{t('people.more')}</th>
            </tr>
          </thead>
          <tbody>
            {person.rights.map((right) => (
              <Row key={right.id} one={{ name: person.name, right }} days={days} {...acts} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ one, days, onConfirm, onRemove }: { one: RightOf; days: number } & Acts) {
  const t = useText()
  const { pick } = useLanguage()
  const { right, name } = one
  const title = pick(right.title)
  const press = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const key = event.key.toLowerCase()
    if (key === 'arrowdown') beside(event.currentTarget, 1)?.focus()
    else if (key === 'arrowup') beside(event.currentTarget, -1)?.focus()
    else if (key === 'y' && !right.gone) {
      goOn(event.currentTarget)
      onConfirm(one)
    } else if (key === 'x' && !right.gone) onRemove(one)
    else return
    event.preventDefault()
  }
  return (
    <tr data-right={right.id} tabIndex={0} onKeyDown={press}>
      <th scope="row">
        {title}
        {right.capacity !== 'manager' && (
          <small className="review-why">{t(`people.review.why.${right.capacity}`)}</small>
        )}
      </th>
      <td>
        <Time at={right.since} form="day" />
        {right.givenBy !== null && (
          <small className="review-why">{t('people.review.by', { name: right.givenBy })}</small>
        )}
      </td>
      <td>{right.usedAt === null ? t('people.review.neverUsed') : <Time at={right.usedAt} />}</td>
      <td>
        {right.gone ? (
          <StatusTag tone="ended">{t('people.review.gone')}</StatusTag>
        ) : right.suggested ? (
          <StatusTag tone="warning">{t('people.review.suggestRemove', { days })}</StatusTag>
        ) : (
          <StatusTag tone="good">{t('people.review.inUse')}</StatusTag>
        )}
      </td>
      <td className="review-acts">
        {!right.gone && (
          <>
            <Button
              size="small"
              type={right.suggested ? 'default' : 'primary'}
              aria-label={t('people.review.confirmOf', { name, right: title })}
              onClick={(event) => {
                goOn(event.currentTarget.closest('tr'))
                onConfirm(one)
              }}
            >
              {t('people.review.confirm')}
            </Button>
            <Button
              size="small"
              danger
              aria-label={t('people.review.removeOf', { name, right: title })}
              onClick={() => onRemove(one)}
            >
              {t('people.review.remove')}
            </Button>
          </>
        )}
      </td>
    </tr>
  )
}
