import { Alert, Button } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  download,
  ProblemNotice,
  StatusTag,
  useLanguage,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ExtraColumn } from '../../wire.ts'

/** Columns that no chosen purpose needs: they are not taken in. Nothing is shown where there are none. */
export function ExtraColumns({ id, columns }: { id: string; columns: readonly ExtraColumn[] }) {
  const t = useText()
  const { language, pick } = useLanguage()
  const [error, setError] = useState<unknown>(null)
  if (columns.length === 0) return null
  const save = async (): Promise<void> => {
    setError(null)
    try {
      await download(`/imports/${id}/extra-columns?language=${language}`, undefined, 'extra-columns.xlsx')
    } catch (caught) {
      setError(caught)
    }
  }
  return (
    <section className="collection-gap" aria-label={t('collection.extra.title')}>
      <Alert
        type="warning"
        showIcon
        title={t('collection.extra.title', { count: columns.length })}
        description={t('collection.extra.hint')}
        action={
          <Button size="small" onClick={() => void save()}>
            {t('collection.extra.download')}
          </Button>
        }
      />
      <ProblemNotice error={error} />
      <DataTable<ExtraColumn>
        name="collection.extra"
        label={t('collection.extra.title', { count: columns.length })}
        rows={[...columns]}
        rowKey={(row) => `${row.sheet} ${row.position}`}
        columns={[
          { key: 'sheet', title: t('collection.extra.sheet'), render: (row) => row.sheet },
          { key: 'header', title: t('collection.extra.column'), fixed: true, render: (row) => row.header },
          {
            key: 'field',
            title: t('collection.extra.field'),
            render: (row) => (
              <>
                {pick(row.field)}{' '}
                {row.sensitive && <StatusTag tone="warning">{t('collection.purposes.sensitive')}</StatusTag>}
              </>
            ),
          },
          {
            key: 'neededBy',
            title: t('collection.extra.neededBy'),
            render: (row) =>
              row.neededBy.length === 0
                ? t('collection.extra.nobody')
                : row.neededBy.map((one) => pick(one)).join(t('collection.purposes.comma')),
          },
        ]}
        empty={{ title: t('collection.extra.none'), hint: '' }}
      />
    </section>
  )
}
