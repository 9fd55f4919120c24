import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useStored } from './stored.ts'
import { readPlace, writePlace, type TablePlace } from './table-query.ts'
import type { DataColumn, DataTableProps } from './table-types.ts'

export interface TableState {
  place: TablePlace
  /** Moves to another place; filters and sort begin at page 1 again unless `page` is given. */
  move: (change: Partial<TablePlace>) => void
  shown: string[]
  setShown: (keys: string[]) => void
  selected: string[]
  setSelected: (keys: string[]) => void
}

const usuallyShown = <Row>(columns: readonly DataColumn<Row>[]): string[] =>
  columns.filter((column) => column.off !== true).map((column) => column.key)

/** The place of a list in the address, its columns in this browser, its selection in memory. */
export function useTable<Row extends object>(props: DataTableProps<Row>): TableState {
  const { name, columns, filters = [], defaultSort = '', pageSize = 20, prefix = '' } = props
  const [query, setQuery] = useSearchParams()
  const [kept, setShown] = useStored<string[] | null>(`columns.${name}`, null)
  const [selected, setSelected] = useState<string[]>([])
  const defaults = { size: pageSize, sort: defaultSort }
  const names = filters.map((filter) => filter.name)
  const own = new URLSearchParams()
  for (const [key, value] of query) if (key.startsWith(prefix)) own.append(key.slice(prefix.length), value)
  const place = readPlace(own, names, defaults)
  const move = (change: Partial<TablePlace>): void => {
    const next = { ...place, page: 1, ...change }
    const written = writePlace(own, next, names, defaults)
    setSelected([])
    setQuery(
      (present) => {
        const all = new URLSearchParams()
        for (const [key, value] of present) if (!key.startsWith(prefix)) all.append(key, value)
        for (const [key, value] of written) all.append(prefix + key, value)
        return all
      },
      { preventScrollReset: true },
    )
  }
  const usual = usuallyShown(columns)
  const shown = kept ?? usual
  return {
    place,
    move,
    shown: columns.filter((one) => one.fixed === true || shown.includes(one.key)).map((one) => one.key),
    setShown,
    selected,
    setSelected,
  }
}
