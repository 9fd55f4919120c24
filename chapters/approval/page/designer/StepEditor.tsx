import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { PersonPicker } from '../../../../doors/web/ui/index.ts'
import type { FlowWords, Step } from '../flow-words.ts'
import { ConditionEditor } from './ConditionEditor.tsx'
import { type Objection, without } from './drawing.ts'
import { ModeFields } from './ModeFields.tsx'
import { DecidedBy, RightsFields, SignatureField } from './NodeFields.tsx'
import { Objections } from './Objections.tsx'
import { kinds, SourceList } from './SourceList.tsx'

export interface StepProps {
  /** Place of the step as the server names it: `steps.0`, `steps.1.branches.0.steps.2`. */
  readonly at: string
  readonly title: string
  readonly step: Step
  readonly words: FlowWords
  readonly objections: readonly Objection[]
  readonly onChange: (step: Step) => void
  /** Moving and removing. */
  readonly tools: ReactNode
}

const units = ['working-days', 'days', 'hours', 'minutes'] as const
const repeats = ['ask', 'consecutive', 'all'] as const

/** One step of a flow: its name, who decides, how, when it is asked, and until when. */
export function StepEditor({ at, title, step, words, objections, onChange, tools }: StepProps) {
  const { t } = words
  const id = at.replaceAll('.', '-')
  const change = (part: Partial<Step>): void => onChange(without({ ...step, ...part }))
  return (
    <fieldset className="step-editor">
      <legend>{title}</legend>
      <Objections all={objections} at={at} />
      <div className="flow-fields">
        <Name
          id={`${id}-zh`}
          label={t('approval.flows.nameZh')}
          value={step.zh}
          onChange={(zh) => change({ zh })}
        />
        <Name
          id={`${id}-en`}
          label={t('approval.flows.nameEn')}
          value={step.en}
          onChange={(en) => change({ en })}
        />
      </div>
      <div className="field-label">{t('approval.flows.who')}</div>
      <DecidedBy id={id} step={step} words={words} onChange={onChange} />
      {step.sub === undefined && (
        <SourceList
          id={`${id}-source`}
          sources={step.sources}
          mode={step.mode}
          words={words}
          onChange={(sources) => change({ sources })}
        />
      )}
      {step.sub === undefined && (
        <div className="flow-fields three">
          <ModeFields id={id} step={step} words={words} onChange={change} />
          <Form.Item label={t('approval.flows.due')} htmlFor={`${id}-due`}>
            <div className="beside">
              <InputNumber
                id={`${id}-due`}
                min={1}
                max={100_000}
                value={step.due.amount}
                onChange={(amount) => change({ due: { ...step.due, amount: amount ?? 1 } })}
              />
              <Select
                aria-label={t('approval.flows.dueUnit')}
                value={step.due.unit}
                onChange={(unit) => change({ due: { ...step.due, unit } })}
                options={units.map((value) => ({ value, label: t(`approval.unit.${value}`) }))}
              />
            </div>
          </Form.Item>
          <Form.Item label={t('approval.flows.repeats')} htmlFor={`${id}-repeats`}>
            <Select
              id={`${id}-repeats`}
              value={step.repeats}
              onChange={(next) => change({ repeats: next })}
              options={repeats.map((value) => ({ value, label: t(`approval.repeats.${value}`) }))}
            />
          </Form.Item>
        </div>
      )}
      <details className="step-more" open={step.when !== undefined}>
        <summary>{t('approval.flows.when')}</summary>
        <p className="soft">{t('approval.flows.whenHint')}</p>
        <ConditionEditor
          id={`${id}-when`}
          when={step.when}
          words={words}
          onChange={(when) => {
            const { when: _when, ...rest } = step
            onChange(when === undefined ? rest : { ...rest, when })
          }}
        />
      </details>
      <details className="step-more">
        <summary>{t('approval.flows.furtherSettings')}</summary>
        {step.sub === undefined && <RightsFields id={id} step={step} words={words} onChange={onChange} />}
        {step.sub === undefined && <Further id={id} step={step} words={words} onChange={onChange} />}
        <Copies id={id} step={step} words={words} onChange={onChange} />
      </details>
      <div className="step-tools">{tools}</div>
    </fieldset>
  )
}

interface NameProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A name in one language. */
export function Name({ id, label, value, onChange }: NameProps) {
  return (
    <Form.Item label={label} htmlFor={id} required>
      <Input id={id} maxLength={60} value={value} onChange={(event) => onChange(event.target.value)} />
    </Form.Item>
  )
}

const withholdable = ['return', 'transfer', 'delegate', 'add', 'take-back'] as const
const deeds = ['escalate', 'reassign', 'close', 'wait'] as const
const copied = kinds.filter((kind) => kind !== 'rules' && !kind.endsWith('-picks'))

function Further({
  id,
  step,
  words,
  onChange,
}: Pick<StepProps, 'step' | 'words' | 'onChange'> & { id: string }) {
  const { t } = words
  const timeout = step.timeout ?? { reminders: 1, everyHours: 4, deed: 'escalate', afterDays: 1 }
  const figure = (name: 'reminders' | 'everyHours' | 'afterDays', most: number) => (
    <Form.Item label={t(`approval.timeout.${name}`)} htmlFor={`${id}-${name}`}>
      <InputNumber
        id={`${id}-${name}`}
        min={name === 'afterDays' ? 0 : 1}
        max={most}
        value={timeout[name]}
        onChange={(next) => onChange({ ...step, timeout: { ...timeout, [name]: next ?? timeout[name] } })}
      />
    </Form.Item>
  )
  return (
    <>
      <div className="step-checks">
        <Checkbox
          checked={step.opinion === 'required'}
          onChange={(event) => onChange({ ...step, opinion: event.target.checked ? 'required' : 'optional' })}
        >
          {t('approval.flows.opinionRequired')}
        </Checkbox>
        <SignatureField step={step} words={words} onChange={onChange} />
      </div>
      <div className="flow-fields three">
        <Form.Item label={t('approval.flows.withheld')} htmlFor={`${id}-withheld`}>
          <Select
            id={`${id}-withheld`}
            mode="multiple"
            placeholder={t('approval.flows.nothingWithheld')}
            value={[...(step.withheld ?? [])]}
            onChange={(withheld) => onChange({ ...step, withheld })}
            options={withholdable.map((value) => ({ value, label: t(`approval.do.${value}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('approval.timeout.deed')} htmlFor={`${id}-deed`}>
          <Select
            id={`${id}-deed`}
            value={timeout.deed}
            onChange={(deed) => onChange({ ...step, timeout: { ...timeout, deed } })}
            options={deeds.map((value) => ({ value, label: t(`approval.timeout.${value}`) }))}
          />
        </Form.Item>
        {timeout.deed === 'reassign' && (
          <Form.Item label={t('approval.timeout.to')} htmlFor={`${id}-to`}>
            <PersonPicker
              id={`${id}-to`}
              label={t('approval.timeout.to')}
              known={timeout.to === undefined ? [] : [{ id: timeout.to, label: timeout.toName ?? '' }]}
              value={timeout.to ?? null}
              onChange={(_, [first]) => {
                const { to: _to, toName: _name, ...rest } = timeout
                onChange({
                  ...step,
                  timeout: first === undefined ? rest : { ...rest, to: first.id, toName: first.label },
                })
              }}
            />
          </Form.Item>
        )}
        {figure('afterDays', 60)}
        {figure('reminders', 10)}
        {figure('everyHours', 240)}
      </div>
    </>
  )
}

/** Who is put in the know, and when. */
function Copies({
  id,
  step,
  words,
  onChange,
}: Pick<StepProps, 'step' | 'words' | 'onChange'> & { id: string }) {
  const { t } = words
  return (
    <>
      <div className="flow-fields three">
        <Form.Item label={t('approval.flows.ccMoment')} htmlFor={`${id}-cc`}>
          <Select
            id={`${id}-cc`}
            value={step.cc?.moment ?? 'none'}
            onChange={(moment: 'none' | 'opened' | 'passed') => {
              const { cc, ...rest } = step
              const sources = cc?.sources ?? [{ by: 'department-head' }]
              onChange(moment === 'none' ? rest : { ...rest, cc: { sources, moment } })
            }}
            options={['none', 'opened', 'passed'].map((value) => ({
              value,
              label: t(`approval.ccMoment.${value}`),
            }))}
          />
        </Form.Item>
      </div>
      {step.cc !== undefined && (
        <SourceList
          id={`${id}-cc-source`}
          sources={step.cc.sources}
          mode="any"
          kinds={copied}
          words={words}
          onChange={(sources) => {
            const { cc, ...rest } = step
            onChange(sources.length === 0 || cc === undefined ? rest : { ...rest, cc: { ...cc, sources } })
          }}
        />
      )}
    </>
  )
}
