import { Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import {
  EmptyState,
  Loading,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { OriginRow, OriginsReply } from '../wire.ts'

/** Ways the program knows by name; any other is shown by its code. */
const known = [
  'import', 'before', 'hand', 'correction', 'addition', 'form', 'counter', 'paper', 'api', 'merge', 'request',
] // prettier-ignore

interface Row {
  key: string
  field: OriginsReply['fields'][number] | null
  origin: OriginRow
  earlier: Row[]
}

/** Where every value of a file is from, for what, and until when. Never values. */
export function OriginsPanel({ customerId }: { customerId: string }) {
  const t = useText()
  const reply = useGet<OriginsReply>(`/customers/${customerId}/origins`)
  const columns = useColumns()
  if (reply.error !== null) return <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
  if (reply.data === undefined) return <Loading rows={4} />
  if (reply.data.fields.length === 0) return <EmptyState title={t('collection.origins.empty')} />
  const rows = rowsOf(reply.data)
  return (
    <>
      <p className="soft">{t('collection.origins.hint')}</p>
      <Table<Row>
        size="small"
        rowKey="key"
        aria-label={t('collection.origins.title')}
        pagination={false}
        dataSource={rows}
        columns={columns}
        className="collection-wrap"
        expandable={{
          rowExpandable: (row) => row.earlier.length > 0,
          columnTitle: <span className="only-read-aloud">{t('kit.table.details')}</span>,
          expandedRowRender: (row) => (
            <Table<Row>
              size="small"
              rowKey="key"
              aria-label={t('collection.origins.earlier', { count: row.earlier.length })}
              pagination={false}
              dataSource={row.earlier}
              columns={columns.slice(1)}
            />
          ),
        }}
      />
    </>
  )
}

function rowsOf({ fields, origins }: OriginsReply): Row[] {
  const byId = new Map(origins.map((origin) => [origin.id, origin]))
  return fields.flatMap((field) => {
    const [newest, ...earlier] = field.origins.flatMap((id): Row[] => {
      const origin = byId.get(id)
      return origin === undefined ? [] : [{ key: `${field.id} ${id}`, field, origin, earlier: [] }]
    })
    return newest === undefined ? [] : [{ ...newest, earlier }]
  })
}

type RowProps = Pick<Row, 'field' | 'origin'>

function Field({ field }: RowProps) {
  const t = useText()
  const { pick } = useLanguage()
  if (field === null) return null
  return (
    <>
      {pick(field)}{' '}
      {field.sensitive && <StatusTag tone="warning">{t('collection.purposes.sensitive')}</StatusTag>}
    </>
  )
}

function Source({ origin: { source } }: RowProps) {
  const t = useText()
  if (source === null) return <span className="soft">{t('collection.origins.noSource')}</span>
  return (
    <>
      {source.name} <span className="soft">{t(`collection.sourceKind.${source.kind}`)}</span>
      {source.closed && <div className="soft">{t('collection.origins.sourceClosed')}</div>}
    </>
  )
}

function Basis({ origin }: RowProps) {
  const t = useText()
  return (
    <>
      {t(`collection.basis.${origin.legalBasis}`)}
      {origin.notice !== null && (
        <div className="soft">
          {t('collection.origins.notice')} <code>{origin.notice.slice(0, 8)}</code>
        </div>
      )}
    </>
  )
}

function Purposes({ field, origin: { purposes } }: RowProps) {
  const t = useText()
  const { pick } = useLanguage()
  if (purposes.length === 0) return <span className="soft">{t('collection.origins.noPurpose')}</span>
  return (
    <>
      {purposes.map((one) => pick(one)).join(t('collection.purposes.comma'))}
      {field?.needed === false && (
        <div>
          <StatusTag tone="warning">{t('collection.origins.notNeeded')}</StatusTag>
        </div>
      )}
    </>
  )
}

function useColumns(): TableColumnsType<Row> {
  const t = useText()
  const column = (key: string, render: (row: Row) => ReactNode) => ({
    key,
    title: t(`collection.origins.${key}`),
    render: (_: unknown, row: Row) => render(row),
  })
  return [
    column('field', (row) => <Field {...row} />),
    {
      ...column('kind', ({ origin }) =>
        known.includes(origin.kind) ? t(`collection.origins.kind.${origin.kind}`) : origin.kind,
      ),
      width: 104,
    },
    column('source', (row) => <Source {...row} />),
    column('basis', (row) => <Basis {...row} />),
    column('purposes', (row) => <Purposes {...row} />),
    column('until', ({ origin }) =>
      origin.until === null ? t('collection.origins.whole') : <Time at={origin.until} form="day" />,
    ),
    column('by', ({ origin }) => (
      <>
        {origin.by.name} <span className="soft">{origin.by.employeeNo}</span>
      </>
    )),
    column('at', ({ origin }) => <Time at={origin.at} />),
  ]
}
/** Panels that stand on the page of a customer's file; the chapter use finds them by this address. */
export { default as ConsentPanel } from './consent/ConsentPanel.tsx'

/** Panels of this chapter that stand on a customer's file. */
export { default as QualityPanel } from './tidying/QualityPanel.tsx'
