import { Button } from 'antd'
import type { Ref } from 'react'
import { Link } from 'react-router'
import { nextStepAddress } from './next-steps.ts'
import { hasPage, usePages } from './page.ts'
import type { RefusalReply } from './problem.ts'
import { useLanguage, useText } from './text.ts'

export interface RefusalNoticeProps {
  refusal: RefusalReply
  /** Address of the next step when the page knows a better one (for example with the customer filled in). */
  nextHref?: string
  /** Or what the button does. */
  onNext?: () => void
  /** To move the focus here. */
  ref?: Ref<HTMLElement>
}

const isClause = (number: string): boolean => /^\d/.test(number)
const isCode = (text: string): boolean => /^[a-z-]+$/.test(text)

/** The policy said no: which clause, in one sentence, and what helps. */
export function RefusalNotice({ refusal, nextHref, onNext, ref }: RefusalNoticeProps) {
  const t = useText()
  const { pick } = useLanguage()
  const pages = usePages()
  const usual = nextStepAddress(refusal.next)
  const href = nextHref ?? (usual !== null && hasPage(pages, usual) ? usual : null)
  const idle = refusal.next === 'nothing' || refusal.next === 'wait'
  const label = t(`kit.next.${refusal.next}`)
  // Where no clause permits, the reply names a code in place of a clause.
  const clauses = refusal.because.filter((clause) => isClause(clause.number))
  const text = isCode(pick(refusal.text)) ? t('kit.noClause') : pick(refusal.text)
  return (
    <section className="notice refusal" role="alert" ref={ref} tabIndex={-1}>
      <h2>{t('kit.refused')}</h2>
      <p>{text}</p>
      {clauses.length > 0 && (
        <ul>
          {clauses.map((clause) => (
            <li key={clause.number}>
              <Link to={`/clauses/${clause.number}`}>{t('kit.clause', { number: clause.number })}</Link>{' '}
              {pick(clause) !== text && pick(clause)}
            </li>
          ))}
        </ul>
      )}
      {refusal.faults.length > 0 && (
        <p className="soft">
          {t('kit.refusedForMissing', { facts: refusal.faults.join(t('kit.listComma')) })}
        </p>
      )}
      {onNext !== undefined && !idle && (
        <Button onClick={onNext} type="primary">
          {label}
        </Button>
      )}
      {onNext === undefined && href !== null && !idle && (
        <Link className="next-step" to={href}>
          {label} →
        </Link>
      )}
      {(idle || (onNext === undefined && href === null)) && <p className="soft">{label}</p>}
    </section>
  )
}
