import { useText } from '../../../doors/web/ui/index.ts'
import type { CheckedSheet, Sample } from '../wire.ts'

/** The first rows of a sheet, masked. */
export function SampleTable({ sheet, sample }: { sheet: CheckedSheet; sample: Sample }) {
  const t = useText()
  return (
    <section className="collection-gap">
      <h2>{t('collection.sample.title', { count: sample.rows.length })}</h2>
      <div className="collection-scroll" tabIndex={0} role="region" aria-label={t('collection.sample.label')}>
        <table className="collection-table sample">
          <thead>
            <tr>
              <th scope="col">{t('collection.row')}</th>
              {sheet.columns.map((column) => (
                <th key={column.position} scope="col">
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.rows.map((row) => (
              <tr key={row.row} className={row.kind === 'data' ? '' : 'left-out'}>
                <th scope="row">{row.row}</th>
                {row.cells.map((cell, at) => (
                  <td key={sheet.columns[at]?.position ?? at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
