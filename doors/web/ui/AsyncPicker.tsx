import { Select } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Params } from './api.ts'
import { useGet } from './hooks.ts'
import { problemOf } from './problem.ts'
import { useLanguage, useText } from './text.ts'
import { useDelayed } from './use-delayed.ts'

export interface PickerOption {
  id: string
  label: string
  /** Greyed text after the label: number, department. */
  note?: string
  disabled?: boolean
}

export interface PickerProps {
  /** Path of a list that answers `?q=&size=20` with `{ rows }`. */
  path: string
  params?: Params
  /** One id, or a list of ids with `multiple`. antd Form.Item sets this and `onChange`. */
  value?: string | string[] | null
  onChange?: (value: string | string[] | null, options: PickerOption[]) => void
  multiple?: boolean
  /** Options already known, so that a saved form shows words at once. */
  known?: readonly PickerOption[]
  placeholder?: string
  disabled?: boolean
  id?: string
  label?: string
}

const isList = (value: unknown): value is string[] => Array.isArray(value)

function Row({ option }: { option: PickerOption }): ReactNode {
  return (
    <span className="picker-row">
      {option.label} {option.note !== undefined && <span className="soft">{option.note}</span>}
    </span>
  )
}

/** A select that asks the server while the person types. */
export function AsyncPicker<Found>(props: PickerProps & { read: (row: Found) => PickerOption }) {
  const { path, params = {}, value, onChange, multiple = false, known = [], read } = props
  const t = useText()
  const { pick } = useLanguage()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const q = useDelayed(typed)
  const [picked, setPicked] = useState<PickerOption[]>([])
  const list = useGet<{ rows: Found[] }>(
    open ? path : null,
    { ...params, q, size: 20 },
    { keepPrevious: true },
  )
  const found = (list.data?.rows ?? []).map(read)
  const optionOf = (id: string): PickerOption =>
    [...found, ...picked, ...known].find((option) => option.id === id) ?? { id, label: id }
  const chosen = isList(value) ? value : value === null || value === undefined ? [] : [value]
  const options = [...found, ...chosen.filter((id) => !found.some((o) => o.id === id)).map(optionOf)]
  const problem = list.error === null ? null : problemOf(list.error)
  const empty =
    problem === null
      ? list.isFetching
        ? t('kit.searching')
        : t('kit.nothingFound')
      : problem.kind === 'refusal'
        ? pick(problem.refusal.text)
        : t('kit.fault')
  return (
    <Select<string | string[] | null>
      {...(props.id === undefined ? {} : { id: props.id })}
      {...(multiple ? { mode: 'multiple' as const } : {})}
      className="picker"
      aria-label={props.label}
      value={multiple ? chosen : (chosen[0] ?? null)}
      disabled={props.disabled === true}
      placeholder={props.placeholder ?? t('kit.pickType')}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={list.isFetching}
      notFoundContent={empty}
      onOpenChange={setOpen}
      options={options.map((option) => ({
        value: option.id,
        label: <Row option={option} />,
        disabled: option.disabled === true,
      }))}
      onChange={(next) => {
        const ids = isList(next) ? next : next === null || next === undefined ? [] : [next]
        const chosenNow = ids.map(optionOf)
        setPicked(chosenNow)
        onChange?.(multiple ? ids : (ids[0] ?? null), chosenNow)
      }}
    />
  )
}
