import type { ReactNode } from 'react'
import type { Params } from './api.ts'

/** What the server answers to a list: one page of rows, and how many there are in all. */
export interface ListReply<Row> {
  rows: Row[]
  total: number
}

export interface DataColumn<Row> {
  /** Also the word the server sorts by. */
  key: string
  title: string
  render: (row: Row) => ReactNode
  sortable?: boolean
  /** Pixels. */
  width?: number
  align?: 'start' | 'end' | 'center'
  /** Starts hidden; the person can show it. */
  off?: boolean
  /** Cannot be hidden. */
  fixed?: boolean
}

interface FilterBase {
  /** Name in the address and in the request. */
  name: string
  label: string
}

/**
 * One filter of the bar. `text` may hold customer data, so it is never kept in a saved view;
 * `days` sends `2026-11-01~2026-11-30`; `choices` sends values joined by commas.
 */
export type FilterField =
  | (FilterBase & { kind: 'text'; placeholder?: string; width?: number })
  | (FilterBase & { kind: 'choice' | 'choices'; options: { value: string; label: string }[] })
  | (FilterBase & { kind: 'days' })
  | (FilterBase & { kind: 'person'; path?: string })

export interface BatchAction<Row> {
  key: string
  label: string
  danger?: boolean
  /** Opens the preview of the effect; the page does the rest. `done` clears the selection. */
  run: (rows: Row[], done: () => void) => void
  /** Whether the action suits these rows. */
  suits?: (rows: Row[]) => boolean
}

export interface EmptyTeaching {
  /** What would be here. */
  title: string
  /** How it comes here. */
  hint?: string
  /** The button or link that begins it. */
  action?: ReactNode
}

export interface DataTableProps<Row extends object> {
  /** Names the list's saved views and columns in this browser: `use.applications`. */
  name: string
  /** Read aloud as the table's name. */
  label: string
  /** Path of the list; answers `ListReply` to `?page=&size=&sort=&FILTERS`. Or give `rows`. */
  path?: string
  /** Rows already at hand: no request, no paging by the server. */
  rows?: readonly Row[]
  /** Turns another shape of reply into ListReply. */
  read?: (reply: unknown) => ListReply<Row>
  /** Fixed parameters beside the filters. */
  params?: Params
  columns: readonly DataColumn<Row>[]
  rowKey: (row: Row) => string
  filters?: readonly FilterField[]
  batch?: readonly BatchAction<Row>[]
  empty: EmptyTeaching
  /** `key` or `-key`. */
  defaultSort?: string
  pageSize?: number
  /** At the right of the bar: export and the like. */
  extra?: ReactNode
  /** Set where two lists stand on one page: prefix of their names in the address. */
  prefix?: string
  /** Address a row leads to; the first column then is its link. */
  rowHref?: (row: Row) => string
  everySeconds?: number
  /** False when rows hold customer data in full: they leave memory with the page. */
  keep?: boolean
  /** Without the bar above: where a list is part of a card. */
  bare?: boolean
  /** Row details that unfold. */
  unfold?: (row: Row) => ReactNode
}
