import { CopyButton, DataTable, Time, useText } from '../../../../doors/web/ui/index.ts'
import type { ExportList } from '../../wire.ts'

/** What I took out, with the hash by which a file is told to be that one. */
export function ExportsList() {
  const t = useText()
  return (
    <DataTable<ExportList['rows'][number]>
      name="use.exports"
      label={t('use.exports.title')}
      prefix="exports."
      path="/exports"
      rowKey={(row) => row.id}
      columns={[
        { key: 'at', title: t('use.time'), fixed: true, render: (row) => <Time at={row.at} form="second" /> },
        { key: 'mode', title: t('use.form.modes'), render: (row) => t(`use.mode.${row.mode}`) },
        { key: 'number', title: t('use.apps.number'), render: (row) => row.number },
        { key: 'rows', title: t('use.exports.files'), align: 'end', render: (row) => row.rows },
        { key: 'leftOut', title: t('use.exports.leftOut'), align: 'end', render: (row) => row.leftOut },
        {
          key: 'sha256',
          title: t('use.exports.hash'),
          render: (row) => (
            <>
              <code>{row.sha256.slice(0, 16)}…</code>
              <CopyButton text={row.sha256} label={t('use.exports.copyHash')} />
            </>
          ),
        },
      ]}
      empty={{ title: t('use.exports.empty'), hint: t('use.exports.emptyHint') }}
    />
  )
}
