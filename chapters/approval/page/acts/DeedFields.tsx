import { Radio, Select } from 'antd'
import { type ReactNode, useId } from 'react'
import { useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { ApprovalReply } from '../../wire.ts'
import { NarrowFields } from '../signing/NarrowFields.tsx'
import type { Deed, Given } from './deeds.ts'

interface FieldsProps {
  readonly form: ApprovalReply
  readonly deed: Deed
  readonly given: Given
  readonly onChange: (part: Partial<Given>) => void
}

/** What a deed asks for beside people and opinion. */
export function DeedFields(props: FieldsProps) {
  switch (props.deed) {
    case 'approve':
      return <Picks {...props} />
    case 'narrow':
      return (
        <NarrowFields
          form={props.form}
          change={props.given.change}
          onChange={(change) => props.onChange({ change })}
        />
      )
    case 'return':
      return <Target {...props} />
    case 'add':
      return <Where {...props} />
    case 'remove':
    case 'reassign':
      return <Whose {...props} />
    case 'jump':
      return <Jump {...props} />
    default:
      return null
  }
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: { value: string; label: ReactNode }[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <Select id={id} className="whole-width" value={value} options={options} onChange={onChange} />
    </>
  )
}

/** 上一步审批人选择: whom the approver names for the steps that follow. */
function Picks({ form, given, onChange }: FieldsProps) {
  const t = useText()
  const { pick } = useLanguage()
  const id = useId()
  return form.picks.map((one) => (
    <div key={one.stepId}>
      <label className="field-label" htmlFor={`${id}-${one.stepId}`}>
        {t('approval.ask.picks', { step: pick(one.step), most: one.most })}
      </label>
      <Select
        id={`${id}-${one.stepId}`}
        className="whole-width"
        mode="multiple"
        maxCount={one.most}
        optionFilterProp="label"
        value={[...(given.picks[one.stepId] ?? [])]}
        options={one.from.map((person) => ({ value: person.id, label: person.name }))}
        onChange={(people: string[]) => onChange({ picks: { ...given.picks, [one.stepId]: people } })}
      />
    </div>
  ))
}

function Target({ form, given, onChange }: FieldsProps) {
  const t = useText()
  const { pick } = useLanguage()
  const id = useId()
  return (
    <>
      <Choice
        label={t('approval.ask.returnTo')}
        value={given.to}
        onChange={(to) => onChange({ to })}
        options={form.returnTo.map((one) => ({ value: String(one.to), label: pick(one.step) }))}
      />
      <div id={id} className="field-label">
        {t('approval.ask.after')}
      </div>
      <Radio.Group
        aria-labelledby={id}
        className="modal-text lines"
        value={given.after}
        onChange={(event) => onChange({ after: event.target.value === 'back' ? 'back' : 'rerun' })}
        options={['rerun', 'back'].map((value) => ({ value, label: t(`approval.ask.after.${value}`) }))}
      />
    </>
  )
}

const places = ['before', 'after', 'peer'] as const
const modes = ['all', 'any', 'sequence'] as const

function Where({ form, given, onChange }: FieldsProps) {
  const t = useText()
  const id = useId()
  const open = places.filter((where) => (where === 'peer' ? form.may.addPeer : form.may.add))
  return (
    <>
      <div id={id} className="field-label">
        {t('approval.ask.where')}
      </div>
      <Radio.Group
        aria-labelledby={id}
        className="modal-text lines"
        value={given.where}
        onChange={(event) =>
          onChange({ where: places.find((where) => where === event.target.value) ?? 'before' })
        }
        options={open.map((value) => ({ value, label: t(`approval.ask.where.${value}`) }))}
      />
      {given.where !== 'peer' && given.people.length > 1 && (
        <Choice
          label={t('approval.flows.mode')}
          value={given.mode}
          onChange={(mode) => onChange({ mode: modes.find((one) => one === mode) ?? 'all' })}
          options={modes.map((value) => ({ value, label: t(`approval.mode.${value}`) }))}
        />
      )}
    </>
  )
}

/** Whose task: an added signer, or the holder of an open one. */
function Whose({ form, deed, given, onChange }: FieldsProps) {
  const t = useText()
  const { pick } = useLanguage()
  const options =
    deed === 'remove'
      ? form.removable.map((one) => ({
          value: one.taskId,
          label: `${one.person.name} · ${t(`approval.origin.${one.as}`)}`,
        }))
      : form.now.map((one) => ({ value: one.taskId, label: `${one.person.name} · ${pick(one.step)}` }))
  return (
    <Choice
      label={t(deed === 'remove' ? 'approval.ask.whom' : 'approval.ask.whose')}
      value={given.taskId}
      options={options}
      onChange={(taskId) => onChange({ taskId })}
    />
  )
}

function Jump({ form, given, onChange }: FieldsProps) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <Choice
      label={t('approval.ask.jumpTo')}
      value={given.to}
      options={form.jumpTo.map((one) => ({ value: String(one.to), label: pick(one.step) }))}
      onChange={(to) => onChange({ to })}
    />
  )
}
