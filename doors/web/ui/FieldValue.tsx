import { EyeInvisibleOutlined, LockOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import { Countdown } from './Countdown.tsx'
import { Identifier } from './Identifier.tsx'
import type { IdentifierKind } from './identifier-groups.ts'
import { useText } from './text.ts'

/** What a field of a customer file is for this person at this moment. */
export type FieldState =
  | { state: 'shown'; text: string; purpose?: string; until?: string | number }
  | { state: 'masked'; text: string }
  | { state: 'hidden'; because?: string }
  | { state: 'never' }

export interface FieldValueProps {
  value: FieldState
  /** The field's label, so that the button can be told apart when read aloud. */
  label: string
  kind?: IdentifierKind
  /** Offers 申请查看 on hidden and masked fields. */
  onApply?: () => void
  /** The field is already in the application that is being put together. */
  chosen?: boolean
  /** The grant includes copying. */
  mayCopy?: boolean
  /** The grant has run out while the page was open. */
  onEnd?: () => void
}

function Apply({ label, onApply, chosen }: Pick<FieldValueProps, 'label' | 'onApply' | 'chosen'>) {
  const t = useText()
  if (onApply === undefined) return null
  const word = chosen === true ? t('kit.field.chosen') : t('kit.field.apply')
  return (
    <Button
      type="link"
      size="small"
      className="field-apply"
      aria-pressed={chosen === true}
      aria-label={`${word}: ${label}`}
      onClick={onApply}
    >
      {word}
    </Button>
  )
}

function Shown(props: FieldValueProps & { value: Extract<FieldState, { state: 'shown' }> }) {
  const { value, kind, mayCopy, onEnd } = props
  const t = useText()
  return (
    <span className="field-value shown">
      {kind === undefined ? <span>{value.text}</span> : <Identifier text={value.text} kind={kind} />}
      {mayCopy === true && <CopyButton text={value.text} label={`${t('kit.copy')}: ${props.label}`} />}
      {(value.purpose !== undefined || value.until !== undefined) && (
        <small className="field-grant">
          {value.purpose !== undefined && <span>{t('kit.field.for', { purpose: value.purpose })}</span>}
          {value.until !== undefined && <Countdown until={value.until} {...(onEnd ? { onEnd } : {})} />}
        </small>
      )}
    </span>
  )
}

/** A value that is shown, masked, hidden, or was never collected; the four never look alike. */
export function FieldValue(props: FieldValueProps) {
  const t = useText()
  const { value, kind = 'plain' } = props
  const apply = (
    <Apply
      label={props.label}
      {...(props.onApply ? { onApply: props.onApply } : {})}
      chosen={props.chosen === true}
    />
  )
  let body: ReactNode
  if (value.state === 'shown') return <Shown {...props} value={value} />
  if (value.state === 'never') return <span className="field-value never">{t('kit.field.never')}</span>
  if (value.state === 'masked')
    body = (
      <Tooltip title={t('kit.field.maskedHint')}>
        <span className="field-mask">
          <EyeInvisibleOutlined aria-label={t('kit.field.masked')} />{' '}
          <Identifier text={value.text} kind={kind} />
        </span>
      </Tooltip>
    )
  else
    body = (
      <Tooltip title={value.because ?? t('kit.field.hiddenHint')}>
        <span className="field-lock">
          <LockOutlined aria-hidden="true" /> {t('kit.field.hidden')}
        </span>
      </Tooltip>
    )
  return (
    <span className={`field-value ${value.state}`}>
      {body}
      {apply}
    </span>
  )
}
