import { useState } from 'react'
import { Pagination } from 'antd'
import { ProblemNotice, useGet, useMay, useText } from '../../../../doors/web/ui/index.ts'
import type { ConflictList, QuarantineView } from '../../wire.ts'
import { Part } from './shared.tsx'

const size = 20

/** Pairs of the batch and customers on file, by file number. */
export function Conflicts({ view }: { view: QuarantineView }) {
  const t = useText()
  const may = useMay('verify-batch')
  const [page, setPage] = useState(1)
  const list = useGet<ConflictList>(
    may ? `/quarantine/${view.id}/conflicts` : null,
    { page, size },
    { keep: false },
  )
  const { data } = list
  return (
    <Part title={t('collection.quarantine.compare')}>
      <p className="soft">{t('collection.quarantine.compareHint')}</p>
      <ProblemNotice error={list.error} />
      {data === undefined || data.total === 0 ? (
        <p>
          {(view.conflicts ?? 0) === 0
            ? t('collection.quarantine.noPairs')
            : t('collection.quarantine.pairs', {
                count: view.conflicts ?? 0,
                known: '—',
                names: '—',
                others: '—',
              })}
        </p>
      ) : (
        <>
          <p>
            {t('collection.quarantine.pairs', {
              count: data.total,
              known: data.counts.known,
              names: data.counts['name-differs'],
              others: data.counts['identifier-differs'],
            })}
          </p>
          <table className="collection-table">
            <thead>
              <tr>
                {['inBatch', 'onFile', 'what'].map((key) => (
                  <th key={key} scope="col">
                    {t(`collection.quarantine.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.n}>
                  <td>{row.fileNo}</td>
                  <td>{row.other}</td>
                  <td>{t(`collection.quarantine.what.${row.what}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {data.total > size && (
            <Pagination current={page} pageSize={size} total={data.total} onChange={setPage} />
          )}
        </>
      )}
    </Part>
  )
}
