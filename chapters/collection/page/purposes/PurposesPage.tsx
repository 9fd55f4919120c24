import { Alert, Button, Input, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import {
  EmptyState,
  Loading,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  useLanguage,
  usePerson,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { legalBasisCodes, type RegisterReply, type RegisterRow } from '../../wire.ts'
import { HistoryDrawer, Waiting } from './Changes.tsx'
import { PurposeDrawer } from './PurposeDrawer.tsx'
import { usePurposeWords } from './words.ts'

const printers = ['legal', 'secrecy-office', 'archivist', 'general-manager', 'executive', 'audit-admin']

/** The register of processing purposes: in use, waiting for a second person, and what no purpose needs. */
export default function PurposesPage() {
  const t = useText()
  const navigate = useNavigate()
  const { roles } = usePerson()
  const [open, setOpen] = useState<RegisterRow | 'new' | null>(null)
  const reply = useGet<RegisterReply>('/purposes/register')
  const { data } = reply
  const add = data?.mayEdit === true && (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('collection.purposes.add')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('collection.purposes.title')}
        hint={t('collection.purposes.hint')}
        primary={add}
        actions={
          roles.some((role) => printers.includes(role)) && (
            <Button onClick={() => void navigate('/purposes/record')}>
              {t('collection.purposes.record')}
            </Button>
          )
        }
      />
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {data === undefined ? reply.error === null && <Loading /> : <Register reply={data} onOpen={setOpen} />}
      <PurposeDrawer purpose={open} departments={data?.departments ?? []} onClose={() => setOpen(null)} />
    </>
  )
}

function Register({ reply, onOpen }: { reply: RegisterReply; onOpen: (row: RegisterRow) => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const { join } = usePurposeWords()
  const [words, setWords] = useState('')
  const [past, setPast] = useState<{ code: string; name: string } | null>(null)
  const columns = useColumns(reply.mayEdit, onOpen, setPast)
  const wanted = words.trim().toLowerCase()
  const rows = reply.rows.filter((row) => `${row.code} ${row.zh} ${row.en}`.toLowerCase().includes(wanted))
  const waiting = [...reply.proposed, ...reply.rows.flatMap((row) => row.waiting ?? [])]
  return (
    <>
      {reply.without.length > 0 && (
        <Alert
          type="info"
          showIcon
          className="collection-gap"
          title={t('collection.purposes.without', {
            count: reply.without.length,
            names: join(reply.without.map((field) => pick(field))),
          })}
          description={t('collection.purposes.withoutHint')}
        />
      )}
      <Waiting changes={waiting} departments={reply.departments} />
      <div className="table-bar">
        <Input.Search
          allowClear
          className="collection-name"
          aria-label={t('collection.purposes.search')}
          placeholder={t('collection.purposes.search')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <Table<RegisterRow>
        size="small"
        rowKey="code"
        aria-label={t('collection.purposes.title')}
        dataSource={rows}
        columns={columns}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        className="collection-wrap"
        locale={{
          emptyText: (
            <EmptyState title={t('collection.purposes.empty')} hint={t('collection.purposes.emptyHint')} />
          ),
        }}
        expandable={{
          expandedRowRender: (row) => <Details row={row} />,
          columnTitle: <span className="only-read-aloud">{t('kit.table.details')}</span>,
        }}
      />
      <HistoryDrawer purpose={past} departments={reply.departments} onClose={() => setPast(null)} />
    </>
  )
}

/** What does not fit a line: the fields by name, and what the basis rests on. */
function Details({ row }: { row: RegisterRow }) {
  const t = useText()
  const { fields, field, join } = usePurposeWords()
  const sections = [...new Set(fields.map((one) => one.section))]
  return (
    <div className="collection-details">
      {row.note !== '' && (
        <p>
          <strong>{t('collection.purposes.note')}</strong> {row.note}
        </p>
      )}
      {sections.map((section) => {
        const own = fields.filter((one) => one.section === section && row.fields.includes(one.id))
        return own.length === 0 ? null : (
          <p key={section}>
            <strong>{t(`collection.section.${section}`)}</strong>{' '}
            {join(
              own.map((one) =>
                one.sensitive ? `${field(one.id)} (${t('collection.purposes.sensitive')})` : field(one.id),
              ),
            )}
          </p>
        )
      })}
    </div>
  )
}

function useColumns(
  mayEdit: boolean,
  onOpen: (row: RegisterRow) => void,
  onPast: (purpose: { code: string; name: string }) => void,
): TableColumnsType<RegisterRow> {
  const t = useText()
  const { pick } = useLanguage()
  const words = usePurposeWords()
  const column = (key: string, render: (row: RegisterRow) => ReactNode) => ({
    key,
    title: t(`collection.purposes.${key}`),
    render: (_: unknown, row: RegisterRow) => render(row),
  })
  return [
    {
      ...column('name', (row) => <Name row={row} />),
      sorter: (a, b) => pick(a).localeCompare(pick(b)),
    },
    {
      ...column('basis', (row) => <BasisCell row={row} />),
      filters: legalBasisCodes.map((code) => ({ value: code, text: t(`collection.basis.${code}`) })),
      onFilter: (value, row) => row.legalBasis === value,
    },
    {
      ...column('fields', (row) => <FieldCount row={row} />),
      sorter: (a, b) => a.fields.length - b.fields.length,
    },
    {
      ...column('retention', (row) => (
        <>
          {words.retention(row.retentionMonths)}
          <div className="soft">{t(`collection.purposes.after.${row.afterwards}`)}</div>
        </>
      )),
      sorter: (a, b) => (a.retentionMonths ?? Infinity) - (b.retentionMonths ?? Infinity),
    },
    column('who', (row) =>
      words.who(
        row.roles,
        row.departments.map((one) => one.name),
      ),
    ),
    {
      ...column('state', (row) => <State closed={row.closed} />),
      filters: [
        { value: false, text: t('collection.purposes.open') },
        { value: true, text: t('collection.purposes.closed') },
      ],
      onFilter: (value, row) => row.closed === value,
    },
    column('what', (row) => (
      <>
        {mayEdit && <Act act="change" row={row} onClick={() => onOpen(row)} />}
        <Act act="history" row={row} onClick={() => onPast({ code: row.code, name: pick(row) })} />
      </>
    )),
  ]
}

type RowProps = { row: RegisterRow }

function Name({ row }: RowProps) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <>
      {pick(row)}
      <div>
        <code className="soft">{row.code}</code>
      </div>
      {row.waiting !== null && <StatusTag tone="waiting">{t('collection.purposes.waitingTag')}</StatusTag>}
    </>
  )
}

function BasisCell({ row }: RowProps) {
  const t = useText()
  return (
    <>
      {t(`collection.basis.${row.legalBasis}`)}
      {row.note === '' && row.legalBasis !== 'no-personal-data' && (
        <div className="soft">{t('collection.purposes.noteMissing')}</div>
      )}
    </>
  )
}

function State({ closed }: { closed: boolean }) {
  const t = useText()
  return (
    <StatusTag tone={closed ? 'ended' : 'good'}>
      {t(closed ? 'collection.purposes.closed' : 'collection.purposes.open')}
    </StatusTag>
  )
}

function Act({ act, row, onClick }: RowProps & { act: 'change' | 'history'; onClick: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const label = t(`collection.purposes.${act}`)
  return (
    <Button type="link" size="small" aria-label={`${label}: ${pick(row)}`} onClick={onClick}>
      {label}
    </Button>
  )
}

function FieldCount({ row }: RowProps) {
  const t = useText()
  const sensitive = usePurposeWords().sensitive(row.fields)
  if (row.fields.length === 0)
    return <StatusTag tone="warning">{t('collection.purposes.undescribed')}</StatusTag>
  return (
    <>
      {t('collection.purposes.fieldsCount', { count: row.fields.length })}
      {sensitive > 0 && (
        <div className="soft">{t('collection.purposes.sensitiveCount', { count: sensitive })}</div>
      )}
    </>
  )
}
