import { Button } from 'antd'
import { apiUrl, DataTable, StatusTag, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { RowError } from '../wire.ts'

/** Problems by row, with the remedy; the same as a workbook. */
export function Problems({ id, count }: { id: string; count: number }) {
  const t = useText()
  const { pick, language } = useLanguage()
  if (count === 0) return <p>{t('collection.problems.none')}</p>
  return (
    <section className="collection-gap">
      <h2>{t('collection.problems.title', { count: count.toLocaleString() })}</h2>
      <DataTable<RowError>
        key={count}
        keep={false}
        name="collection.problems"
        label={t('collection.problems')}
        path={`/imports/${id}/errors`}
        rowKey={(row) => `${row.sheet} ${row.row} ${row.column} ${row.code}`}
        prefix="e"
        columns={[
          {
            key: 'sheet',
            title: t('collection.sheet'),
            render: (row) => <span className="collection-problem-place">{row.sheet}</span>,
          },
          { key: 'row', title: t('collection.row'), align: 'end', width: 80, render: (row) => row.row },
          {
            key: 'column',
            title: t('collection.column.header'),
            render: (row) => <span className="collection-problem-place">{row.column}</span>,
          },
          {
            key: 'level',
            title: t('collection.problems.kind'),
            render: (row) => (
              <StatusTag tone={row.level === 'error' ? 'bad' : 'warning'}>
                {t(`collection.problems.${row.level}`)}
              </StatusTag>
            ),
          },
          { key: 'text', title: t('collection.problems.remedy'), render: (row) => pick(row.text) },
          { key: 'masked', title: t('collection.problems.value'), render: (row) => row.masked },
        ]}
        extra={
          <Button href={apiUrl(`/imports/${id}/error-file`, { language })}>
            {t('collection.problems.download')}
          </Button>
        }
        empty={{ title: t('collection.problems.none') }}
      />
    </section>
  )
}
