import { DeleteOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import { PersonPicker } from '../../../../doors/web/ui/index.ts'
import type { FlowWords } from '../flow-words.ts'
import { ConditionEditor } from './ConditionEditor.tsx'
import { replaced, type Source } from './drawing.ts'

type Rule = NonNullable<Source['rules']>[number]
type Who = Rule['who'][number]

const kinds = ['direct-manager', 'department-head', 'manager', 'role', 'post', 'person', 'head-of'] as const

interface TableProps {
  readonly id: string
  readonly source: Source
  readonly words: FlowWords
  readonly onChange: (source: Source) => void
}

/** 条件取人: rules from the top, each with when it holds and who decides then; whoever is named when none holds. */
export function RuleTable({ id, source, words, onChange }: TableProps) {
  const { t } = words
  const rules = source.rules ?? []
  const set = (next: Rule[]): void => onChange({ ...source, rules: next })
  return (
    <div className="rule-table">
      <p className="soft">{t('approval.rules.hint')}</p>
      {rules.map((rule, place) => (
        <fieldset key={place} className="step-editor branch-editor">
          <legend>{t('approval.rules.rule', { number: place + 1 })}</legend>
          <ConditionEditor
            id={`${id}-${place}`}
            when={rule.when}
            words={words}
            onChange={(when) => set(replaced(rules, place, { ...rule, when: when ?? {} }))}
          />
          <WhoList
            id={`${id}-${place}-who`}
            label={t('approval.rules.then')}
            list={rule.who}
            words={words}
            onChange={(who) => set(replaced(rules, place, { ...rule, who }))}
          />
          <Button size="small" danger onClick={() => set(replaced(rules, place, null))}>
            {t('approval.rules.remove', { number: place + 1 })}
          </Button>
        </fieldset>
      ))}
      <Button
        size="small"
        onClick={() => set([...rules, { when: { levels: [] }, who: [{ by: 'direct-manager' }] }])}
      >
        {t('approval.rules.add')}
      </Button>
      <WhoList
        id={`${id}-otherwise`}
        label={t('approval.rules.otherwise')}
        list={source.otherwise ?? []}
        words={words}
        onChange={(otherwise) => onChange({ ...source, otherwise })}
      />
    </div>
  )
}

interface ListProps {
  readonly id: string
  readonly label: string
  readonly list: readonly Who[]
  readonly words: FlowWords
  readonly onChange: (list: Who[]) => void
}

function WhoList({ id, label, list, words, onChange }: ListProps) {
  const { t } = words
  return (
    <div className="source-list">
      <div className="field-label">{label}</div>
      {list.map((who, place) => (
        <div key={place} className="source-line">
          <Select
            aria-label={`${label} ${place + 1}`}
            className="source-kind"
            value={who.by}
            options={kinds.map((value) => ({ value, label: t(`approval.source.${value}`) }))}
            onChange={(by: string) =>
              onChange(replaced(list, place, by === 'manager' ? { by, n: 2 } : { by }))
            }
          />
          <WhoField
            id={`${id}-${place}`}
            who={who}
            words={words}
            onChange={(next) => onChange(replaced(list, place, next))}
          />
          <Button
            size="small"
            danger
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('approval.flows.removeSource', { number: place + 1 })}
            onClick={() => onChange(replaced(list, place, null))}
          />
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...list, { by: 'direct-manager' }])}>
        {t('approval.flows.addSource')}
      </Button>
    </div>
  )
}

interface FieldProps extends Pick<ListProps, 'id' | 'words'> {
  readonly who: Who
  readonly onChange: (who: Who) => void
}

function WhoField({ id, who, words, onChange }: FieldProps) {
  const { t, offers } = words
  const label = t(`approval.source.${who.by}`)
  const choice = (name: 'role' | 'post' | 'department', options: { value: string; label: string }[]) => (
    <Select
      aria-label={label}
      className="source-value"
      showSearch
      optionFilterProp="label"
      placeholder={label}
      value={who[name] ?? null}
      options={options}
      onChange={(value: string | null) =>
        onChange(value === null ? { by: who.by } : { by: who.by, [name]: value })
      }
    />
  )
  switch (who.by) {
    case 'manager':
      return (
        <InputNumber
          aria-label={t('approval.flows.nth')}
          min={1}
          max={20}
          value={who.n ?? 1}
          onChange={(n) => onChange({ by: 'manager', n: n ?? 1 })}
        />
      )
    case 'role':
      return choice('role', offers.roles)
    case 'post':
      return choice('post', offers.posts)
    case 'head-of':
      return choice('department', offers.departments)
    case 'person':
      return (
        <div className="source-value">
          <PersonPicker
            id={id}
            label={label}
            known={who.person === undefined ? [] : [{ id: who.person, label: who.personName ?? '' }]}
            value={who.person ?? null}
            onChange={(_, [first]) =>
              onChange(
                first === undefined
                  ? { by: 'person' }
                  : { by: 'person', person: first.id, personName: first.label },
              )
            }
          />
        </div>
      )
    default:
      return null
  }
}
