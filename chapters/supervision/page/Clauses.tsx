import { Input, Segmented } from 'antd'
import { Link, useSearchParams } from 'react-router'
import {
  EmptyState,
  FormSection,
  Loading,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  useLanguage,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { ClauseRow } from '../wire.ts'
import { standingText, tones } from './words.ts'

const statuses = ['live', 'partly', 'planned'] as const

function Clause({ clause }: { clause: ClauseRow }) {
  const t = useText()
  const { pick } = useLanguage()
  const decided = clause.permits + clause.refusals
  return (
    <li id={`clause-${clause.number}`} style={{ padding: '10px 0', listStyle: 'none' }}>
      <h3 style={{ margin: 0 }}>
        <Link to={`/clauses/${clause.number}`}>
          {clause.number} {pick(clause.title)}
        </Link>{' '}
        <StatusTag tone={tones[clause.status]}>{t(`supervision.status.${clause.status}`)}</StatusTag>
      </h3>
      <p style={{ margin: '4px 0' }}>{pick(clause.text)}</p>
      {clause.missing !== null && (
        <p style={{ margin: '4px 0' }}>{t('supervision.clauses.missing', { what: pick(clause.missing) })}</p>
      )}
      <p className="soft" style={{ margin: 0 }}>
        {t(`supervision.enforced.${clause.kind}`)} · {clause.who.map(pick).join(t('kit.listComma'))}
        {clause.rules.length > 0 && ` · ${t('supervision.clauses.rules', { count: clause.rules.length })}`}
        {decided > 0 && ` · ${t('supervision.clauses.decided', { permits: clause.permits, refusals: clause.refusals })}`}
      </p>
      {clause.standings.length > 0 && (
        <p className="soft" style={{ margin: 0 }}>
          {clause.standings
            .map((one) => t('supervision.clauses.standing', { label: pick(one.label), figure: standingText(t, one) }))
            .join(' · ')}
        </p>
      )}
    </li>
  ) // prettier-ignore
}

/** Clauses by chapter of the rule book, in its order. */
function byChapter(rows: readonly ClauseRow[]): { title: ClauseRow['chapter']; rows: ClauseRow[] }[] {
  const chapters = new Map<string, { title: ClauseRow['chapter']; rows: ClauseRow[] }>()
  for (const row of rows) {
    const chapter = chapters.get(row.chapter.zh) ?? { title: row.chapter, rows: [] }
    chapter.rows.push(row)
    chapters.set(row.chapter.zh, chapter)
  }
  return [...chapters.values()]
}

function List({ rows }: { rows: readonly ClauseRow[] }) {
  const t = useText()
  const { pick } = useLanguage()
  if (rows.length === 0) return <EmptyState title={t('supervision.clauses.none')} />
  return byChapter(rows).map((chapter) => (
    <FormSection key={chapter.title.en} title={pick(chapter.title)}>
      <ul style={{ margin: 0, padding: 0 }}>
        {chapter.rows.map((clause) => (
          <Clause key={clause.number} clause={clause} />
        ))}
      </ul>
    </FormSection>
  ))
}

/** The rule book with, for every clause, whether and how the program enforces it. */
export default function Clauses() {
  const t = useText()
  const reply = useGet<{ rows: ClauseRow[] }>('/clauses')
  const [query, setQuery] = useSearchParams()
  const status = query.get('status') ?? 'all'
  const typed = query.get('q') ?? ''
  const all = reply.data?.rows ?? []
  const count = (one: string): number => all.filter((row) => row.status === one).length
  const set = (name: string, value: string): void =>
    setQuery(
      (present) => {
        if (value === '' || value === 'all') present.delete(name)
        else present.set(name, value)
        return present
      },
      { replace: true },
    )
  const matches = (row: ClauseRow): boolean =>
    (status === 'all' || row.status === status) &&
    (typed === '' ||
      [row.number, row.title.zh, row.title.en, row.text.zh, row.text.en].some((text) =>
        text.toLowerCase().includes(typed.toLowerCase()),
      ))
  return (
    <>
      <PageHeader title={t('supervision.clauses.title')} hint={t('supervision.clauses.hint')} />
      <div className="table-bar">
        <Segmented
          aria-label={t('supervision.clauses.status')}
          value={status}
          onChange={(value) => set('status', value)}
          options={[
            { value: 'all', label: t('supervision.clauses.all', { count: all.length }) },
            ...statuses.map((one) => ({
              value: one as string,
              label: `${t(`supervision.status.${one}`)} ${count(one)}`,
            })),
          ]}
        />
        <Input
          allowClear
          style={{ width: 240 }}
          value={typed}
          aria-label={t('supervision.clauses.search')}
          placeholder={t('supervision.clauses.search')}
          onChange={(event) => set('q', event.target.value)}
        />
      </div>
      {reply.isPending && <Loading />}
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {reply.data !== undefined && <List rows={all.filter(matches)} />}
    </>
  )
}
