import { CloseOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { PersonPicker } from './PersonPicker.tsx'
import type { FilterField } from './table-types.ts'
import { useText } from './text.ts'

export interface FilterBarProps {
  fields: readonly FilterField[]
  values: Record<string, string>
  onChange: (values: Record<string, string>) => void
}

interface OneProps<Kind extends FilterField['kind']> {
  field: Extract<FilterField, { kind: Kind }>
  value: string
  set: (value: string) => void
}

function TextFilter({ field, value, set }: OneProps<'text'>) {
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    setTyped(value)
  }
  return (
    <Input
      allowClear
      prefix={<SearchOutlined aria-hidden="true" />}
      style={{ width: field.width ?? 200 }}
      value={typed}
      aria-label={field.label}
      placeholder={field.placeholder ?? field.label}
      onChange={(event) => {
        setTyped(event.target.value)
        if (event.target.value === '') set('')
      }}
      onPressEnter={() => set(typed.trim())}
      onBlur={() => typed.trim() !== value && set(typed.trim())}
    />
  )
}

const day = (text: string): dayjs.Dayjs | null => (text === '' ? null : dayjs(text))

function DaysFilter({ field, value, set }: OneProps<'days'>) {
  const t = useText()
  const [from = '', to = ''] = value.split('~')
  return (
    <DatePicker.RangePicker
      value={[day(from), day(to)]}
      allowEmpty={[true, true]}
      placeholder={[`${field.label}: ${t('kit.from')}`, t('kit.to')]}
      onChange={(range) => {
        const texts = (range ?? []).map((one) => one?.format('YYYY-MM-DD') ?? '')
        set(texts.some((text) => text !== '') ? texts.join('~') : '')
      }}
    />
  )
}

function ChoiceFilter({ field, value, set }: OneProps<'choice' | 'choices'>) {
  const several = field.kind === 'choices'
  const chosen = value === '' ? [] : value.split(',')
  const shared = {
    className: 'filter-choice',
    allowClear: true,
    placeholder: field.label,
    'aria-label': field.label,
    popupMatchSelectWidth: false,
    options: field.options,
  }
  if (several)
    return (
      <Select<string[]>
        {...shared}
        mode="multiple"
        maxTagCount={2}
        value={chosen}
        onChange={(next) => set(next.join(','))}
      />
    )
  return <Select<string | null> {...shared} value={chosen[0] ?? null} onChange={(next) => set(next ?? '')} />
}

function OneFilter({
  field,
  value,
  set,
}: {
  field: FilterField
  value: string
  set: (value: string) => void
}) {
  if (field.kind === 'text') return <TextFilter field={field} value={value} set={set} />
  if (field.kind === 'days') return <DaysFilter field={field} value={value} set={set} />
  if (field.kind === 'person')
    return (
      <PersonPicker
        label={field.label}
        placeholder={field.label}
        {...(field.path === undefined ? {} : { path: field.path })}
        value={value === '' ? null : value}
        onChange={(next) => set(typeof next === 'string' ? next : '')}
      />
    )
  return <ChoiceFilter field={field} value={value} set={set} />
}

/** The filters above a list. Each change goes into the address at once. */
export function FilterBar({ fields, values, onChange }: FilterBarProps) {
  const t = useText()
  const any = fields.some((field) => values[field.name] !== undefined)
  return (
    <div className="filter-bar" role="search">
      {fields.map((field) => (
        <OneFilter
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          set={(value) => onChange({ ...values, [field.name]: value })}
        />
      ))}
      {any && (
        <Button type="text" icon={<CloseOutlined aria-hidden="true" />} onClick={() => onChange({})}>
          {t('kit.table.clear')}
        </Button>
      )}
    </div>
  )
}
