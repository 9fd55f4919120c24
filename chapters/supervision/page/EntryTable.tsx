import { useSearchParams } from 'react-router'
import {
  type DataColumn,
  DataTable,
  type DataTableProps,
  type FilterField,
  Time,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { EntryRow } from '../wire.ts'
import { Actor, ApplicationLink, ClauseRefs, Files, Verdict } from './EntryCells.tsx'
import { EntryDrawer } from './EntryDrawer.tsx'
import { kinds, placeOf, useEntryTitle, useWords, verbs } from './words.ts'

const pattern = /^(\d{1,5})-(\d{1,15})$/

/** The filters of the console; everything in them is an id, a number or a code. */
export function useEntryFilters(): FilterField[] {
  const t = useText()
  const word = useWords()
  const choice = (name: string, label: string, group: string, codes: readonly string[]): FilterField => ({
    kind: 'choice',
    name,
    label,
    options: codes.map((value) => ({ value, label: word(group, value) })),
  })
  return [
    { kind: 'days', name: 'days', label: t('supervision.days') },
    { kind: 'person', name: 'person', label: t('supervision.person') },
    { kind: 'text', name: 'customer', label: t('supervision.fileNo'), width: 150 },
    { kind: 'text', name: 'application', label: t('supervision.applicationNo'), width: 150 },
    choice('verb', t('supervision.action'), 'verb', verbs),
    choice('kind', t('supervision.kindOf'), 'kind', kinds),
    choice('verdict', t('supervision.result'), 'verdict', ['permit', 'deny']),
    { kind: 'text', name: 'clause', label: t('supervision.clauseNo'), width: 110 },
  ]
}

function useColumns(): DataColumn<EntryRow>[] {
  const t = useText()
  const titleOf = useEntryTitle()
  return [
    {
      key: 'at',
      title: t('supervision.at'),
      fixed: true,
      width: 180,
      render: (row) => <Time at={row.at} form="second" relative={false} />,
    },
    {
      key: 'actor',
      title: t('supervision.person'),
      width: 110,
      render: (row) => <Actor actor={row.actor} />,
    },
    { key: 'what', title: t('supervision.action'), width: 130, render: (row) => titleOf(row) },
    { key: 'files', title: t('supervision.fileNo'), render: (row) => <Files row={row} /> },
    {
      key: 'application',
      title: t('supervision.applicationNo'),
      width: 126,
      render: (row) => <ApplicationLink application={row.application} />,
    },
    {
      key: 'verdict',
      title: t('supervision.result'),
      width: 90,
      render: (row) => <Verdict verdict={row.verdict} />,
    },
    {
      key: 'clauses',
      title: t('supervision.clauseNo'),
      render: (row) => <ClauseRefs numbers={row.clauses} />,
    },
    {
      key: 'place',
      title: t('supervision.place'),
      width: 110,
      align: 'end',
      render: (row) => t('supervision.placeAt', { lane: row.lane, index: row.index }),
    },
  ]
}

/** Entries of the ledger; a row opens as it was recorded, at an address of its own. */
export function EntryTable(
  props: Pick<DataTableProps<EntryRow>, 'name' | 'filters' | 'params' | 'extra' | 'pageSize' | 'empty'>,
) {
  const t = useText()
  const columns = useColumns()
  const [query, setQuery] = useSearchParams()
  const [, lane, index] = pattern.exec(query.get('entry') ?? '') ?? []
  const close = (): void =>
    setQuery((present) => {
      present.delete('entry')
      return present
    })
  return (
    <>
      <DataTable<EntryRow>
        {...props}
        label={t('supervision.console.title')}
        path="/audit/entries"
        rowKey={placeOf}
        columns={columns}
        rowHref={(row) => {
          const next = new URLSearchParams(query)
          next.set('entry', placeOf(row))
          return `?${next.toString()}`
        }}
      />
      {lane !== undefined && index !== undefined && (
        <EntryDrawer lane={Number(lane)} index={Number(index)} onClose={close} />
      )}
    </>
  )
}
