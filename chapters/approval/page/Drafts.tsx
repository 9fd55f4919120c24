import {
  DataTable,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  useText,
  type DataColumn,
} from '../../../doors/web/ui/index.ts'
import type { DraftsReply } from '../wire.ts'

type Row = DraftsReply['rows'][number]

/** 草稿: forms begun and not handed in, and opinions kept on open tasks. */
export function Drafts() {
  const t = useText()
  const { pick } = useLanguage()
  const list = useGet<DraftsReply>('/desk/drafts')
  const columns: DataColumn<Row>[] = [
    {
      key: 'title',
      title: t('approval.col.title'),
      fixed: true,
      render: (row) => (pick(row.title) === '' ? pick(row.formName) : pick(row.title)),
    },
    {
      key: 'kind',
      title: t('approval.drafts.kind'),
      width: 140,
      render: (row) => (
        <StatusTag tone={row.kind === 'form' ? 'neutral' : 'waiting'}>
          {t(`approval.drafts.${row.kind}`)}
        </StatusTag>
      ),
    },
    { key: 'form', title: t('approval.col.form'), render: (row) => pick(row.formName) },
    {
      key: 'number',
      title: t('approval.col.number'),
      width: 140,
      render: (row) => (row.number === '' ? <span className="dash">—</span> : row.number),
    },
    { key: 'savedAt', title: t('approval.drafts.saved'), render: (row) => <Time at={row.savedAt} /> },
  ]
  return (
    <>
      <ProblemNotice error={list.error} />
      <DataTable<Row>
        name="approval.drafts"
        label={t('approval.desk.drafts')}
        rows={list.data?.rows ?? []}
        columns={columns}
        rowKey={(row) => row.link}
        rowHref={(row) => row.link}
        empty={{ title: t('approval.desk.emptyDrafts'), hint: t('approval.desk.emptyDraftsHint') }}
      />
    </>
  )
}
