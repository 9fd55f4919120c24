import { Button, Checkbox, Input, Select, Table } from 'antd'
import { useId, useState } from 'react'
import { Link } from 'react-router'
import {
  EmptyState,
  PageHeader,
  post,
  ProblemNotice,
  Time,
  useText,
  Watermark,
} from '../../../../doors/web/ui/index.ts'
import type { DocumentSearchReply } from '../../wire.ts'
import { Level } from '../shared/levels.tsx'
import { usePurposes } from '../shared/purposes.ts'

type Row = DocumentSearchReply['rows'][number]

interface Asked {
  readonly q: string
  readonly purpose?: string
  readonly reason?: string
}

const size = 20
const reasonLeast = 4

/** Search in the content of documents. What is typed stands in no address. */
export default function SearchPage() {
  const t = useText()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [rows, setRows] = useState<readonly Row[]>([])
  const [last, setLast] = useState<DocumentSearchReply | null>(null)
  const [page, setPage] = useState(1)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const find = async (wanted: Asked, number: number): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const reply = await post<DocumentSearchReply>('/documents/search', { ...wanted, page: number, size })
      setAsked(wanted)
      setPage(number)
      setLast(reply)
      setRows((before) => (number === 1 ? reply.rows : [...before, ...reply.rows]))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Watermark>
      <PageHeader title={t('use.docs.title')} hint={t('use.docs.hint')} />
      <SearchForm busy={busy} onFind={(wanted) => void find(wanted, 1)} />
      <ProblemNotice error={error} />
      <p className="use-note" role="status">
        {last?.tooShort === true && t('use.docs.tooShort')}
        {last !== null &&
          rows.length > 0 &&
          t(last.more ? 'use.docs.more' : 'use.docs.found', { count: rows.length })}
      </p>
      {last === null ? (
        <EmptyState title={t('use.docs.begin')} hint={t('use.docs.beginHint')} />
      ) : rows.length === 0 ? (
        <EmptyState title={t('use.docs.empty')} hint={t('use.docs.emptyHint')} />
      ) : (
        <Results rows={rows} withPassages={asked?.reason !== undefined} />
      )}
      {last?.more === true && asked !== null && (
        <Button loading={busy} onClick={() => void find(asked, page + 1)}>
          {t('use.docs.next')}
        </Button>
      )}
    </Watermark>
  )
}

function SearchForm({ busy, onFind }: { busy: boolean; onFind: (asked: Asked) => void }) {
  const t = useText()
  const id = useId()
  const purposes = usePurposes()
  const [q, setQ] = useState('')
  const [why, setWhy] = useState(false)
  const [purpose, setPurpose] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < reasonLeast
  const submit = (): void => {
    setTried(true)
    if (q.trim() === '' || (why && (purpose === null || short))) return
    onFind({ q: q.trim(), ...(why ? { purpose: purpose!, reason: reason.trim() } : {}) })
  }
  return (
    <form
      role="search"
      className="use-docs-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="use-docs-line">
        <Input
          aria-label={t('use.docs.q')}
          placeholder={t('use.docs.placeholder')}
          value={q}
          maxLength={100}
          allowClear
          autoFocus
          onChange={(event) => setQ(event.target.value)}
        />
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('use.docs.find')}
        </Button>
      </div>
      <Checkbox checked={why} onChange={(event) => setWhy(event.target.checked)}>
        {t('use.docs.why')}
      </Checkbox>
      {why && (
        <div className="use-docs-line">
          <Select<string | null>
            className="use-docs-purpose"
            aria-label={t('use.docs.purpose')}
            placeholder={t('use.docs.purposeNeeded')}
            status={tried && purpose === null ? 'error' : ''}
            value={purpose}
            options={purposes.options}
            onChange={setPurpose}
          />
          <Input
            aria-label={t('use.docs.reason')}
            placeholder={t('use.docs.reasonShort')}
            aria-describedby={`${id}-help`}
            status={tried && short ? 'error' : ''}
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      )}
      <p id={`${id}-help`} className="field-error" role="status">
        {why && tried && purpose === null
          ? t('use.docs.purposeNeeded')
          : why && tried && short
            ? t('use.docs.reasonShort')
            : ''}
      </p>
    </form>
  )
}

function Results({ rows, withPassages }: { rows: readonly Row[]; withPassages: boolean }) {
  const t = useText()
  return (
    <Table<Row>
      size="small"
      rowKey="attachment"
      aria-label={t('use.docs.title')}
      pagination={false}
      dataSource={[...rows]}
      columns={[
        {
          key: 'title',
          title: t('use.docs.name'),
          render: (_, row) => (
            <Link to={`/customers/${row.customer}#attachments`}>{row.title ?? t('use.docs.hidden')}</Link>
          ),
        },
        { key: 'file', title: t('use.docs.file'), width: 150, render: (_, row) => row.fileNo },
        { key: 'level', title: t('use.level'), width: 130, render: (_, row) => <Level rank={row.level} /> },
        {
          key: 'pages',
          title: t('use.docs.pages'),
          width: 70,
          align: 'end',
          render: (_, row) => row.pages ?? '—',
        },
        {
          key: 'added',
          title: t('use.docs.added'),
          width: 180,
          render: (_, row) => <Time at={row.addedAt} />,
        },
        ...(withPassages
          ? [
              {
                key: 'passage',
                title: t('use.docs.passage'),
                width: 420,
                render: (_: unknown, row: Row) =>
                  row.passage ?? <span className="soft">{t('use.docs.noPassage')}</span>,
              },
            ]
          : []),
      ]}
    />
  )
}
