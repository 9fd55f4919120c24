import { DatePicker, InputNumber, Select } from 'antd'
import { useId } from 'react'
import { timeText, useLanguage, useText, useTimeZone } from '../../../../doors/web/ui/index.ts'
import type { ApprovalReply } from '../../wire.ts'
import type { Given } from '../acts/deeds.ts'

interface NarrowProps {
  readonly form: ApprovalReply
  readonly change: Given['change']
  readonly onChange: (change: Given['change']) => void
}

type Part = ApprovalReply['narrowable'][number]

/** What the step lets its approver leave out or shorten; only what was touched is sent. */
export function NarrowFields({ form, change, onChange }: NarrowProps) {
  return (
    <>
      {form.narrowable.map((part) => (
        <PartField
          key={part.key}
          part={part}
          value={change[part.key]}
          onChange={(value) => {
            const { [part.key]: _old, ...rest } = change
            onChange(value === undefined ? rest : { ...rest, [part.key]: value })
          }}
        />
      ))}
    </>
  )
}

interface FieldProps {
  readonly part: Part
  readonly value: Given['change'][string] | undefined
  readonly onChange: (value: Given['change'][string] | undefined) => void
}

function PartField({ part, value, onChange }: FieldProps) {
  const t = useText()
  const { pick } = useLanguage()
  const id = useId()
  const zone = useTimeZone()
  const now =
    part.kind === 'until'
      ? timeText(String(part.value), zone)
      : part.kind === 'some'
        ? t('approval.narrow.count', { count: part.options.length })
        : part.value === null
          ? t('approval.narrow.unlimited')
          : String(part.value)
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {t(`approval.narrow.${part.kind}`, { name: pick(part.name) })}{' '}
        <span className="soft">{t('approval.narrow.now', { now })}</span>
      </label>
      <div className="modal-text">
        {part.kind === 'until' && (
          <DatePicker
            id={id}
            className="whole-width"
            onChange={(date) => onChange(date === null ? undefined : date.format('YYYY-MM-DD'))}
          />
        )}
        {part.kind === 'most' && (
          <InputNumber
            id={id}
            className="whole-width"
            min={1}
            {...(typeof part.value === 'number' ? { max: part.value } : {})}
            value={typeof value === 'number' ? value : null}
            onChange={(next) => onChange(next ?? undefined)}
          />
        )}
        {part.kind === 'some' && (
          <Select
            id={id}
            className="whole-width"
            mode="multiple"
            optionFilterProp="label"
            value={Array.isArray(value) ? [...value] : part.options.map((option) => option.id)}
            options={part.options.map((option) => ({ value: option.id, label: pick(option.name) }))}
            onChange={(ids: string[]) => onChange(ids.length === part.options.length ? undefined : ids)}
          />
        )}
      </div>
    </>
  )
}
