import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { PersonPicker, useLanguage } from '../../../doors/web/ui/index.ts'
import type { FlowsReply } from '../wire.ts'
import type { FlowWords, Source, Step } from './flow-words.ts'

interface StepProps {
  readonly place: number
  readonly step: Step
  readonly last: boolean
  readonly roles: FlowsReply['roles']
  readonly words: FlowWords
  readonly onChange: (step: Step) => void
  readonly onRemove: () => void
  readonly onUp: () => void
  readonly onDown: () => void
}

/** A source as one word of the select: `direct-manager`, `role:legal`. */
const wordOf = (source: Source): string => (source.by === 'role' ? `role:${source.role ?? ''}` : source.by)
const sourceOf = (word: string): Source =>
  word.startsWith('role:') ? { by: 'role', role: word.slice(5) } : { by: word }

/** One step of a flow: its name, who decides, how and until when. */
export function StepEditor(props: StepProps) {
  const { place, step, words, onChange } = props
  const { t } = words
  const id = `step${place}`
  return (
    <fieldset className="step-editor">
      <legend>{t('approval.flows.stepNumber', { number: place + 1 })}</legend>
      <div className="flow-fields">
        <Form.Item label={t('approval.flows.nameZh')} htmlFor={`${id}-zh`} required>
          <Input
            id={`${id}-zh`}
            value={step.zh}
            onChange={(e) => onChange({ ...step, zh: e.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('approval.flows.nameEn')} htmlFor={`${id}-en`} required>
          <Input
            id={`${id}-en`}
            value={step.en}
            onChange={(e) => onChange({ ...step, en: e.target.value })}
          />
        </Form.Item>
        <Sources {...props} id={id} />
        <Form.Item label={t('approval.flows.mode')} htmlFor={`${id}-mode`}>
          <Select
            id={`${id}-mode`}
            value={step.mode}
            onChange={(mode) => onChange({ ...step, mode })}
            options={['any', 'all'].map((value) => ({ value, label: t(`approval.mode.${value}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('approval.flows.workingDays')} htmlFor={`${id}-days`}>
          <InputNumber
            id={`${id}-days`}
            min={1}
            max={60}
            value={step.due.amount}
            onChange={(days) => onChange({ ...step, due: { ...step.due, amount: days ?? 2 } })}
          />
        </Form.Item>
      </div>
      <Checkbox
        checked={step.repeats !== 'ask'}
        onChange={(e) => onChange({ ...step, repeats: e.target.checked ? 'all' : 'ask' })}
      >
        {t('approval.flows.skip')}
      </Checkbox>
      <div className="step-tools">
        <Button
          size="small"
          aria-label={t('approval.flows.up')}
          icon={<ArrowUpOutlined />}
          disabled={place === 0}
          onClick={props.onUp}
        />
        <Button
          size="small"
          aria-label={t('approval.flows.down')}
          icon={<ArrowDownOutlined />}
          disabled={props.last}
          onClick={props.onDown}
        />
        <Button
          size="small"
          danger
          aria-label={t('approval.flows.remove')}
          icon={<DeleteOutlined />}
          onClick={props.onRemove}
        />
      </div>
    </fieldset>
  )
}

function Sources({ step, roles, words, onChange, id }: StepProps & { id: string }) {
  const { t } = words
  const { language } = useLanguage()
  const persons = step.sources.filter((source) => source.by === 'person')
  const others = step.sources.filter((source) => source.by !== 'person')
  const known = persons.map((source) => ({ id: source.person ?? '', label: source.personName ?? '' }))
  return (
    <>
      <Form.Item label={t('approval.flows.who')} htmlFor={`${id}-who`}>
        <Select
          id={`${id}-who`}
          mode="multiple"
          value={others.map(wordOf)}
          onChange={(chosen: string[]) =>
            onChange({ ...step, sources: [...chosen.map(sourceOf), ...persons] })
          }
          options={[
            ...['direct-manager', 'department-head'].map((value) => ({
              value,
              label: t(`approval.source.${value}`),
            })),
            ...roles.map((role) => ({ value: `role:${role.code}`, label: role[language] })),
          ]}
        />
      </Form.Item>
      <Form.Item label={t('approval.flows.persons')} htmlFor={`${id}-persons`}>
        <PersonPicker
          id={`${id}-persons`}
          multiple
          label={t('approval.flows.persons')}
          known={known}
          value={persons.map((source) => source.person ?? '')}
          onChange={(_, chosen) =>
            onChange({
              ...step,
              sources: [
                ...others,
                ...chosen.map((one) => ({ by: 'person', person: one.id, personName: one.label })),
              ],
            })
          }
        />
      </Form.Item>
    </>
  )
}
