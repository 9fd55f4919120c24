import { Form, InputNumber, Select } from 'antd'
import type { FlowWords } from '../flow-words.ts'
import { type Condition, conditionWith } from './drawing.ts'

interface ConditionProps {
  readonly id: string
  readonly when: Condition | undefined
  readonly words: FlowWords
  readonly onChange: (when: Condition | undefined) => void
}

/** When a step is asked or a branch is taken: every part that is filled in must hold. */
export function ConditionEditor({ id, when, words, onChange }: ConditionProps) {
  const { t, offers } = words
  const change = (part: Parameters<typeof conditionWith>[1]): void => onChange(conditionWith(when, part))
  const many = (
    name: 'levels' | 'actions' | 'purposes' | 'posts' | 'departments' | 'categories',
    options: { value: string | number; label: string }[],
  ) => (
    <Form.Item label={t(`approval.when.${name}`)} htmlFor={`${id}-${name}`}>
      <Select
        id={`${id}-${name}`}
        mode="multiple"
        optionFilterProp="label"
        placeholder={t('approval.when.any')}
        value={[...(when?.[name] ?? [])]}
        options={options}
        onChange={(next: (string | number)[]) => change({ [name]: next })}
      />
    </Form.Item>
  )
  const figure = (name: 'customersFrom' | 'customersTo') => (
    <Form.Item label={t(`approval.when.${name}`)} htmlFor={`${id}-${name}`}>
      <InputNumber
        id={`${id}-${name}`}
        min={0}
        precision={0}
        value={when?.[name] ?? null}
        onChange={(next) => change({ [name]: next })}
      />
    </Form.Item>
  )
  return (
    <div className="flow-fields three">
      {many('levels', offers.levels)}
      {many('actions', offers.actions)}
      {many('purposes', offers.purposes)}
      {many('posts', offers.posts)}
      {many('departments', offers.departments)}
      {many('categories', offers.categories)}
      {figure('customersFrom')}
      {figure('customersTo')}
    </div>
  )
}
