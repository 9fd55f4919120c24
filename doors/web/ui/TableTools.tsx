import { DeleteOutlined, PushpinOutlined, ReloadOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Popover, Tooltip } from 'antd'
import { useState } from 'react'
import type { TablePlace } from './table-query.ts'
import type { DataColumn, FilterField } from './table-types.ts'
import { useStored } from './stored.ts'
import { useText } from './text.ts'

/** A way of looking at a list that a person keeps in this browser. */
export interface SavedView {
  name: string
  sort: string
  filters: Record<string, string>
}

/** The filters that may be kept: texts typed by hand may be customer data and stay out. */
export function filtersToKeep(
  fields: readonly FilterField[],
  filters: Record<string, string>,
): Record<string, string> {
  const kept = fields.filter((field) => field.kind !== 'text' && filters[field.name] !== undefined)
  return Object.fromEntries(kept.map((field) => [field.name, filters[field.name] ?? '']))
}

interface ViewsProps {
  name: string
  fields: readonly FilterField[]
  place: TablePlace
  onGo: (view: Pick<SavedView, 'sort' | 'filters'>) => void
}

function SavedViews({ name, fields, place, onGo }: ViewsProps) {
  const t = useText()
  const [views, setViews] = useStored<SavedView[]>(`views.${name}`, [])
  const [typed, setTyped] = useState('')
  const save = (): void => {
    const view = { name: typed.trim(), sort: place.sort, filters: filtersToKeep(fields, place.filters) }
    if (view.name === '') return
    setViews([...views.filter((one) => one.name !== view.name), view])
    setTyped('')
  }
  return (
    <div className="table-popover">
      <strong>{t('kit.table.views')}</strong>
      {views.length === 0 && <p className="soft">{t('kit.table.noViews')}</p>}
      <ul>
        {views.map((view) => (
          <li key={view.name}>
            <Button type="link" onClick={() => onGo(view)}>
              {view.name}
            </Button>
            <Button
              type="text"
              size="small"
              aria-label={t('kit.table.dropView', { name: view.name })}
              icon={<DeleteOutlined />}
              onClick={() => setViews(views.filter((one) => one !== view))}
            />
          </li>
        ))}
      </ul>
      <div className="row">
        <Input
          value={typed}
          maxLength={20}
          aria-label={t('kit.table.viewName')}
          placeholder={t('kit.table.viewName')}
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={save}
        />
        <Button onClick={save}>{t('kit.save')}</Button>
      </div>
      <p className="soft">{t('kit.table.viewsHint')}</p>
    </div>
  )
}

interface ColumnsProps<Row> {
  columns: readonly DataColumn<Row>[]
  shown: readonly string[]
  onChange: (shown: string[]) => void
}

function ColumnChooser<Row>({ columns, shown, onChange }: ColumnsProps<Row>) {
  const t = useText()
  return (
    <div className="table-popover">
      <strong>{t('kit.table.columns')}</strong>
      {columns.map((column) => (
        <Checkbox
          key={column.key}
          checked={shown.includes(column.key)}
          disabled={column.fixed === true}
          onChange={(event) =>
            onChange(
              columns
                .map((one) => one.key)
                .filter((key) => (key === column.key ? event.target.checked : shown.includes(key))),
            )
          }
        >
          {column.title}
        </Checkbox>
      ))}
    </div>
  )
}

export interface TableToolsProps<Row> extends ViewsProps, ColumnsProps<Row> {
  onRefresh: (() => void) | null
  busy: boolean
}

/** Saved views, columns and reload at the right of a list's bar. */
export function TableTools<Row>(props: TableToolsProps<Row>) {
  const t = useText()
  return (
    <span className="table-tools">
      {props.fields.length > 0 && (
        <Popover
          trigger="click"
          placement="bottomRight"
          content={
            <SavedViews name={props.name} fields={props.fields} place={props.place} onGo={props.onGo} />
          }
        >
          <Button icon={<PushpinOutlined aria-hidden="true" />}>{t('kit.table.views')}</Button>
        </Popover>
      )}
      <Popover
        trigger="click"
        placement="bottomRight"
        content={<ColumnChooser columns={props.columns} shown={props.shown} onChange={props.onChange} />}
      >
        <Button aria-label={t('kit.table.columns')} icon={<SettingOutlined />} />
      </Popover>
      {props.onRefresh !== null && (
        <Tooltip title={t('kit.table.reload')}>
          <Button
            aria-label={t('kit.table.reload')}
            icon={<ReloadOutlined spin={props.busy} />}
            onClick={props.onRefresh}
          />
        </Tooltip>
      )}
    </span>
  )
}
