import { useCallback, useState } from 'react'
import { StatusTag, DataTable, useText, type ListReply, type Tone } from '../../../../doors/web/ui/index.ts'
import type { WhoList } from '../../wire.ts'
import { bySection, sectionKey } from '../shared/catalogue.ts'
import { ClauseLinks } from '../shared/ClauseLinks.tsx'

type WhoRow = WhoList['rows'][number]
type Section = WhoRow['sections'][number]

const tones: Record<Section['sight'], Tone> = { full: 'warning', masked: 'neutral', hidden: 'ended' }

function Sections({ row }: { row: WhoRow }) {
  const t = useText()
  return (
    <span className="use-tags">
      {bySection(row.sections).map(([section, [one]]) =>
        one === undefined ? null : (
          <span key={section} title={t(`use.who.by.${one.by}`)}>
            <StatusTag tone={tones[one.sight]}>
              {t(sectionKey(section))} {t(`use.sight.${one.sight}`)}
            </StatusTag>
          </span>
        ),
      )}
    </span>
  )
}

function Details({ row }: { row: WhoRow }) {
  const t = useText()
  return (
    <table className="plain-table">
      <thead>
        <tr>
          {['use.who.section', 'use.who.sight', 'use.who.why', 'use.who.counts', 'use.because'].map((key) => (
            <th key={key} scope="col">
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bySection(row.sections).flatMap(([section, list]) =>
          list.map((one) => (
            <tr key={section}>
              <th scope="row">{t(sectionKey(section))}</th>
              <td>{t(`use.sight.${one.sight}`)}</td>
              <td>{t(`use.who.by.${one.by}`)}</td>
              <td>{t('use.who.count', { full: one.full, masked: one.masked, hidden: one.hidden })}</td>
              <td>
                <ClauseLinks numbers={one.because} />
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}

const details = (row: WhoRow): React.ReactNode => <Details row={row} />

/** Who can see this file now, how much of it, and what that rests on. */
export function WhoPanel({ customer }: { customer: string }) {
  const t = useText()
  const [without, setWithout] = useState<number | null>(null)
  const read = useCallback((reply: unknown): ListReply<WhoRow> => {
    const list = reply as WhoList
    queueMicrotask(() => setWithout(list.without))
    return list
  }, [])
  return (
    <>
      <p className="soft use-lead">
        {t('use.who.hint')} {without !== null && without > 0 && t('use.who.without', { count: without })}
      </p>
      <DataTable<WhoRow>
        name="use.who"
        label={t('use.tab.who')}
        prefix="who."
        path={`/customers/${customer}/who`}
        rowKey={(row) => row.personId}
        columns={[
          {
            key: 'name',
            title: t('use.person'),
            fixed: true,
            render: (row) => (
              <>
                {row.name} <span className="soft">{row.employeeNo}</span>
              </>
            ),
          },
          {
            key: 'department',
            title: t('use.department'),
            render: (row) => [row.department, row.post].filter((part) => part !== '').join(' · '),
          },
          { key: 'sections', title: t('use.who.sees'), render: (row) => <Sections row={row} /> },
          {
            key: 'grants',
            title: t('use.who.grants'),
            render: (row) => (row.grants.length === 0 ? <span className="dash">—</span> : row.grants.length),
          },
        ]}
        read={read}
        unfold={details}
        empty={{ title: t('use.who.empty') }}
      />
    </>
  )
}
