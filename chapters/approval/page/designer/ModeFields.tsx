import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import type { FlowWords, Step } from '../flow-words.ts'
import { replaced } from './drawing.ts'

interface ModeProps {
  readonly id: string
  readonly step: Step
  readonly words: FlowWords
  readonly onChange: (part: Partial<Step>) => void
}

const modes = ['any', 'all', 'sequence', 'vote', 'groups'] as const
const rules = ['count', 'ratio', 'weight'] as const
type Vote = NonNullable<Step['vote']>

/** How several people decide together, with what that mode needs to know. */
export function ModeFields({ id, step, words, onChange }: ModeProps) {
  const { t } = words
  return (
    <>
      <Form.Item label={t('approval.flows.mode')} htmlFor={`${id}-mode`}>
        <Select
          id={`${id}-mode`}
          value={step.mode}
          onChange={(mode: string) => onChange({ mode, ...needed(mode, step) })}
          options={modes.map((value) => ({ value, label: t(`approval.mode.${value}`) }))}
        />
      </Form.Item>
      {step.mode === 'all' && (
        <Form.Item label={t('approval.flows.ratio')} htmlFor={`${id}-ratio`}>
          <InputNumber
            id={`${id}-ratio`}
            min={1}
            max={100}
            suffix="%"
            value={step.ratio ?? 100}
            onChange={(ratio) => onChange({ ratio: ratio ?? 100 })}
          />
        </Form.Item>
      )}
      {step.mode === 'vote' && <VoteFields id={id} step={step} words={words} onChange={onChange} />}
      {step.mode === 'groups' && <GroupFields id={id} step={step} words={words} onChange={onChange} />}
      <div className="step-checks">
        {step.mode === 'any' && (
          <Checkbox
            checked={step.pool === true}
            onChange={(event) => onChange({ pool: event.target.checked })}
          >
            {t('approval.flows.pool')}
          </Checkbox>
        )}
        {(step.mode === 'all' || step.mode === 'groups') && (
          <Checkbox
            checked={step.veto !== false}
            onChange={(event) => onChange({ veto: event.target.checked })}
          >
            {t('approval.flows.veto')}
          </Checkbox>
        )}
      </div>
    </>
  )
}

const needed = (mode: string, step: Step): Partial<Step> => ({
  ...(mode === 'vote' && step.vote === undefined
    ? { vote: { rule: 'count', threshold: 1, waitForAll: false } }
    : {}),
  ...(mode === 'groups' && step.groups === undefined ? { groups: [] } : {}),
})

function VoteFields({ id, step, words, onChange }: ModeProps) {
  const { t } = words
  const vote: Vote = step.vote ?? { rule: 'count', threshold: 1, waitForAll: false }
  const change = (part: Partial<Vote>): void => onChange({ vote: { ...vote, ...part } })
  return (
    <>
      <Form.Item label={t('approval.flows.voteRule')} htmlFor={`${id}-rule`}>
        <Select
          id={`${id}-rule`}
          value={vote.rule}
          onChange={(rule) => change({ rule })}
          options={rules.map((value) => ({ value, label: t(`approval.vote.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={t('approval.flows.threshold')} htmlFor={`${id}-threshold`}>
        <InputNumber
          id={`${id}-threshold`}
          min={0}
          max={100_000}
          value={vote.threshold}
          onChange={(threshold) => change({ threshold: threshold ?? 0 })}
        />
      </Form.Item>
      <div className="step-checks">
        <Checkbox
          checked={vote.waitForAll}
          onChange={(event) => change({ waitForAll: event.target.checked })}
        >
          {t('approval.flows.waitForAll')}
        </Checkbox>
      </div>
    </>
  )
}

function GroupFields({ step, words, onChange }: ModeProps) {
  const { t } = words
  const groups = step.groups ?? []
  return (
    <div className="source-list wide">
      {groups.map((one, place) => (
        <div key={place} className="source-line">
          <Input
            aria-label={t('approval.flows.groupName', { number: place + 1 })}
            className="source-group"
            placeholder={t('approval.flows.group')}
            value={one.group}
            onChange={(event) =>
              onChange({ groups: replaced(groups, place, { ...one, group: event.target.value }) })
            }
          />
          <InputNumber
            aria-label={t('approval.flows.groupNeeded', { number: place + 1 })}
            prefix={t('approval.flows.needed')}
            min={1}
            max={50}
            value={one.needed}
            onChange={(needs) =>
              onChange({ groups: replaced(groups, place, { ...one, needed: needs ?? 1 }) })
            }
          />
          <Button size="small" onClick={() => onChange({ groups: replaced(groups, place, null) })}>
            {t('approval.flows.removeGroup')}
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => onChange({ groups: [...groups, { group: '', needed: 1 }] })}>
        {t('approval.flows.addGroup')}
      </Button>
    </div>
  )
}
