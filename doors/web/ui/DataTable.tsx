import { Button, Table, type TableProps } from 'antd'
import type { SortOrder } from 'antd/es/table/interface'
import { Link } from 'react-router'
import { EmptyState } from './EmptyState.tsx'
import { FilterBar } from './FilterBar.tsx'
import { useGet } from './hooks.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { pageSizes, placeParams } from './table-query.ts'
import type { DataColumn, DataTableProps, ListReply } from './table-types.ts'
import { TableTools } from './TableTools.tsx'
import { useText } from './text.ts'
import { useTable, type TableState } from './use-table.ts'

const orderOf = (sort: string, key: string): SortOrder =>
  sort === key ? 'ascend' : sort === `-${key}` ? 'descend' : null

function antColumns<Row extends object>(props: DataTableProps<Row>, table: TableState) {
  const cell = (column: DataColumn<Row>, row: Row, first: boolean) =>
    first && props.rowHref !== undefined ? (
      <Link to={props.rowHref(row)}>{column.render(row)}</Link>
    ) : (
      column.render(row)
    )
  return props.columns
    .filter((column) => table.shown.includes(column.key))
    .map((column, place) => ({
      key: column.key,
      title: column.title,
      align: column.align ?? ('start' as const),
      sorter: column.sortable === true && props.path !== undefined,
      sortOrder: orderOf(table.place.sort, column.key),
      showSorterTooltip: false,
      render: (_: unknown, row: Row) => cell(column, row, place === 0),
      ...(column.width === undefined ? {} : { width: column.width }),
    }))
}

function BatchBar<Row extends object>(props: { table: DataTableProps<Row>; rows: Row[]; clear: () => void }) {
  const t = useText()
  const { table, rows, clear } = props
  if (rows.length === 0) return null
  return (
    <div className="batch-bar" role="toolbar" aria-label={t('kit.table.batch')}>
      <strong>{t('kit.table.selected', { count: rows.length })}</strong>
      {(table.batch ?? []).map((action) => (
        <Button
          key={action.key}
          danger={action.danger === true}
          disabled={action.suits?.(rows) === false}
          onClick={() => action.run(rows, clear)}
        >
          {action.label}
        </Button>
      ))}
      <Button type="text" onClick={clear}>
        {t('kit.table.unselect')}
      </Button>
    </div>
  )
}

/** Names the column of the buttons that unfold a row, for those who hear the table. */
function UnfoldTitle() {
  return <span className="only-read-aloud">{useText()('kit.table.details')}</span>
}

/** Sorting and paging of antd, as a move of the list. */
function moveFrom<Row extends object>(table: TableState): NonNullable<TableProps<Row>['onChange']> {
  return (pages, _filters, sorter, { action }) => {
    if (action === 'sort') {
      const one = Array.isArray(sorter) ? sorter[0] : sorter
      const key = String(one?.columnKey ?? '')
      table.move({ sort: one?.order === 'ascend' ? key : one?.order === 'descend' ? `-${key}` : '' })
    } else if (action === 'paginate') {
      const size = pages.pageSize ?? table.place.size
      table.move({ page: size === table.place.size ? (pages.current ?? 1) : 1, size })
    }
  }
}

const readList = <Row,>(reply: unknown): ListReply<Row> => reply as ListReply<Row>

/**
 * A list: filters, saved views, columns, sort, paging, selection with batch actions, an empty state that
 * teaches. Its place is in the address.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { filters = [], batch = [], empty, rowKey, unfold, read = readList<Row> } = props
  const t = useText()
  const table = useTable(props)
  const { place, move } = table
  const list = useGet<unknown>(
    props.path ?? null,
    { ...props.params, ...placeParams(place) },
    {
      keepPrevious: true,
      ...(props.keep === undefined ? {} : { keep: props.keep }),
      ...(props.everySeconds === undefined ? {} : { everySeconds: props.everySeconds }),
    },
  )
  const reply = list.data === undefined ? null : read(list.data)
  const rows = props.rows ?? reply?.rows ?? []
  const chosen = rows.filter((row) => table.selected.includes(rowKey(row)))
  const filtered = Object.keys(place.filters).length > 0
  const waiting = props.rows === undefined && reply === null && list.error === null
  const nothing = filtered ? (
    <EmptyState
      title={t('kit.table.noMatch')}
      action={<Button onClick={() => move({ filters: {} })}>{t('kit.table.clear')}</Button>}
    />
  ) : (
    <EmptyState {...empty} />
  )
  return (
    <div className="data-table">
      {props.bare !== true && (
        <div className="table-bar">
          {filters.length > 0 && (
            <FilterBar fields={filters} values={place.filters} onChange={(next) => move({ filters: next })} />
          )}
          <span className="table-right">
            {props.extra}
            <TableTools
              name={props.name}
              fields={filters}
              place={place}
              onGo={(view) => move({ sort: view.sort, filters: view.filters })}
              columns={props.columns}
              shown={table.shown}
              onChange={table.setShown}
              onRefresh={props.path === undefined ? null : () => void list.refetch()}
              busy={list.isFetching}
            />
          </span>
        </div>
      )}
      <BatchBar table={props} rows={chosen} clear={() => table.setSelected([])} />
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.error === null && (
        <Table<Row>
          size="small"
          aria-label={props.label}
          columns={antColumns(props, table)}
          dataSource={rows}
          rowKey={rowKey}
          loading={waiting}
          locale={{ emptyText: waiting ? <div className="table-wait" /> : nothing }}
          onChange={moveFrom<Row>(table)}
          {...(unfold === undefined
            ? {}
            : { expandable: { expandedRowRender: unfold, columnTitle: <UnfoldTitle /> } })}
          {...(batch.length === 0
            ? {}
            : {
                rowSelection: {
                  selectedRowKeys: table.selected,
                  onChange: (keys: React.Key[]) => table.setSelected(keys.map(String)),
                  getCheckboxProps: (row: Row) => ({
                    'aria-label': t('kit.table.select', { row: rows.indexOf(row) + 1 }),
                  }),
                },
              })}
          pagination={{
            current: place.page,
            pageSize: place.size,
            total: props.rows?.length ?? reply?.total ?? 0,
            showSizeChanger: true,
            pageSizeOptions: [...pageSizes],
            hideOnSinglePage: rows.length <= 10 && place.page === 1 && place.size === (props.pageSize ?? 20),
            showTotal: (count) => t('kit.table.total', { count }),
          }}
        />
      )}
    </div>
  )
}
