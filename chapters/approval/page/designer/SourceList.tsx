import { DeleteOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select } from 'antd'
import { PersonPicker } from '../../../../doors/web/ui/index.ts'
import type { FlowWords } from '../flow-words.ts'
import { replaced, type Source } from './drawing.ts'
import { RuleTable } from './RuleTable.tsx'

/** Every kind of approver, in the order in which they are offered. */
export const kinds = [
  'direct-manager',
  'department-head',
  'manager',
  'managers',
  'role',
  'post',
  'person',
  'group',
  'applicant-picks',
  'previous-picks',
  'form-person',
  'form-department-head',
  'rules',
] as const

interface ListProps {
  readonly id: string
  readonly sources: readonly Source[]
  readonly mode: string
  readonly kinds?: readonly string[]
  readonly words: FlowWords
  readonly onChange: (sources: Source[]) => void
}

/** Who decides in a step: one line for each source of approvers. */
export function SourceList({ id, sources, mode, kinds: offered = kinds, words, onChange }: ListProps) {
  const { t } = words
  return (
    <div className="source-list">
      {sources.map((source, place) => (
        <div key={place} className="source-line">
          <Select
            aria-label={t('approval.flows.sourceOf', { number: place + 1 })}
            className="source-kind"
            value={source.by}
            options={offered.map((value) => ({ value, label: t(`approval.source.${value}`) }))}
            onChange={(by: string) => onChange(replaced(sources, place, begun(by)))}
          />
          <SourceFields
            id={`${id}-${place}`}
            source={source}
            words={words}
            onChange={(next) => onChange(replaced(sources, place, next))}
          />
          <Standing
            source={source}
            mode={mode}
            words={words}
            onChange={(next) => onChange(replaced(sources, place, next))}
          />
          <Button
            size="small"
            danger
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('approval.flows.removeSource', { number: place + 1 })}
            onClick={() => onChange(replaced(sources, place, null))}
          />
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...sources, begun('direct-manager')])}>
        {t('approval.flows.addSource')}
      </Button>
    </div>
  )
}

function begun(by: string): Source {
  if (by === 'manager' || by === 'managers') return { by, n: 2 }
  if (by === 'group') return { by, people: [] }
  if (by === 'rules')
    return { by, rules: [{ when: { levels: [] }, who: [{ by: 'direct-manager' }] }], otherwise: [] }
  return by.endsWith('-picks') ? { by, choice: { roles: [], people: [], most: 1 } } : { by }
}

interface FieldsProps {
  readonly id: string
  readonly source: Source
  readonly words: FlowWords
  readonly onChange: (source: Source) => void
}

function SourceFields({ id, source, words, onChange }: FieldsProps) {
  const { t, offers } = words
  const label = t(`approval.source.${source.by}`)
  switch (source.by) {
    case 'manager':
    case 'managers':
      return (
        <>
          <InputNumber
            aria-label={t('approval.flows.nth')}
            min={1}
            max={20}
            value={source.n ?? 1}
            onChange={(n) => onChange({ ...source, n: n ?? 1 })}
          />
          {source.by === 'managers' && (
            <Roles
              words={words}
              label={t('approval.flows.untilRole')}
              value={source.role}
              onChange={(role) => {
                const { role: _role, ...rest } = source
                onChange(role === undefined ? rest : { ...rest, role })
              }}
            />
          )}
        </>
      )
    case 'role':
      return (
        <Roles
          words={words}
          label={label}
          value={source.role}
          onChange={(role) =>
            onChange({ by: 'role', ...kept(source), ...(role === undefined ? {} : { role }) })
          }
        />
      )
    case 'post':
      return (
        <Select
          aria-label={label}
          showSearch
          className="source-value"
          placeholder={label}
          {...(source.post === undefined ? {} : { value: source.post })}
          options={offers.posts}
          onChange={(post: string) => onChange({ ...source, post })}
        />
      )
    case 'person':
    case 'group':
      return <People id={id} source={source} words={words} onChange={onChange} />
    case 'applicant-picks':
    case 'previous-picks':
      return <ChoiceOf id={id} source={source} words={words} onChange={onChange} />
    case 'rules':
      return <RuleTable id={id} source={source} words={words} onChange={onChange} />
    case 'form-person':
    case 'form-department-head':
      return (
        <Input
          aria-label={t('approval.flows.entry')}
          className="source-value"
          placeholder={t('approval.flows.entry')}
          value={source.entry}
          onChange={(event) => onChange({ ...source, entry: event.target.value })}
        />
      )
    default:
      return null
  }
}

const kept = ({ weight, group }: Source) => ({
  ...(weight === undefined ? {} : { weight }),
  ...(group === undefined ? {} : { group }),
})

interface RolesProps {
  readonly words: FlowWords
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (role: string | undefined) => void
}

function Roles({ words, label, value, onChange }: RolesProps) {
  return (
    <Select
      aria-label={label}
      className="source-value"
      placeholder={label}
      allowClear
      value={value}
      options={words.offers.roles}
      onChange={(role: string | undefined) => onChange(role)}
    />
  )
}

function People({ id, source, words, onChange }: FieldsProps) {
  const label = words.t(`approval.source.${source.by}`)
  const several = source.by === 'group'
  const ids = several ? (source.people ?? []) : source.person === undefined ? [] : [source.person]
  const names = several ? (source.peopleNames ?? []) : [source.personName ?? '']
  const known = ids.map((one, place) => ({ id: one, label: names[place] ?? '' }))
  return (
    <div className="source-value">
      <PersonPicker
        id={id}
        label={label}
        multiple={several}
        known={known}
        value={several ? [...ids] : (ids[0] ?? null)}
        onChange={(_, chosen) => {
          const [first] = chosen
          if (several)
            onChange({
              ...source,
              people: chosen.map((one) => one.id),
              peopleNames: chosen.map((one) => one.label),
            })
          else if (first === undefined) onChange({ by: 'person', ...kept(source) })
          else onChange({ ...source, person: first.id, personName: first.label })
        }}
      />
    </div>
  )
}

function ChoiceOf({ id, source, words, onChange }: FieldsProps) {
  const { t, offers } = words
  const choice = source.choice ?? { roles: [], people: [], most: 1 }
  return (
    <>
      <Select
        mode="multiple"
        aria-label={t('approval.flows.choiceRoles')}
        className="source-value"
        placeholder={t('approval.flows.choiceRoles')}
        value={[...choice.roles]}
        options={offers.roles}
        onChange={(roles: string[]) => onChange({ ...source, choice: { ...choice, roles } })}
      />
      <div className="source-value">
        <PersonPicker
          id={`${id}-choice`}
          label={t('approval.flows.choicePeople')}
          placeholder={t('approval.flows.choicePeople')}
          multiple
          known={choice.people.map((one, place) => ({ id: one, label: source.choiceNames?.[place] ?? '' }))}
          value={[...choice.people]}
          onChange={(_, chosen) =>
            onChange({
              ...source,
              choice: { ...choice, people: chosen.map((one) => one.id) },
              choiceNames: chosen.map((one) => one.label),
            })
          }
        />
      </div>
      <InputNumber
        aria-label={t('approval.flows.choiceMost')}
        min={1}
        max={20}
        suffix={t('approval.flows.atMost')}
        value={choice.most}
        onChange={(most) => onChange({ ...source, choice: { ...choice, most: most ?? 1 } })}
      />
    </>
  )
}

/** 票签: what the vote weighs; 分组会签: to which group the people belong. */
function Standing({ source, mode, words, onChange }: Omit<FieldsProps, 'id'> & { mode: string }) {
  const { t } = words
  if (mode === 'vote')
    return (
      <InputNumber
        aria-label={t('approval.flows.weight')}
        prefix={t('approval.flows.weight')}
        min={1}
        max={1000}
        value={source.weight ?? 1}
        onChange={(weight) => onChange({ ...source, weight: weight ?? 1 })}
      />
    )
  if (mode === 'groups')
    return (
      <Input
        aria-label={t('approval.flows.group')}
        className="source-group"
        placeholder={t('approval.flows.group')}
        value={source.group}
        onChange={(event) => onChange({ ...source, group: event.target.value })}
      />
    )
  return null
}
