import { useCallback, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  useGet,
  useLanguage,
  usePages,
  usePerson,
  useText,
  Watermark,
  type FilterField,
  type ListReply,
} from '../../../../doors/web/ui/index.ts'
import type { CustomerList } from '../../wire.ts'
import type { Handed } from '../application/known-customers.ts'
import { useLevels } from '../shared/levels.tsx'
import { LinkButton } from '../shared/LinkButton.tsx'
import { customerColumns } from './columns.tsx'
import type { CustomerRow } from './ListCell.tsx'
import { useListKeys } from './list-keys.ts'

type Note = '' | 'too-short' | 'more'

const noteOf = (list: CustomerList): Note => (list.tooShort ? 'too-short' : list.more ? 'more' : '')

function useFilters(): FilterField[] {
  const t = useText()
  const { pick } = useLanguage()
  const levels = useLevels()
  const departments = useGet<{ rows: { id: string; name: string; closed?: boolean }[] }>('/departments')
  const purposes = useGet<{ rows: { code: string; zh: string; en: string; closed: boolean }[] }>('/purposes')
  const open = (departments.data?.rows ?? []).filter((one) => one.closed !== true)
  return [
    {
      kind: 'text',
      name: 'q',
      label: t('use.customers.search'),
      placeholder: t('use.customers.searchHint'),
      width: 250,
    },
    {
      kind: 'choice',
      name: 'kind',
      label: t('use.kind'),
      options: ['person', 'company'].map((value) => ({ value, label: t(`use.kind.${value}`) })),
    },
    {
      kind: 'choice',
      name: 'level',
      label: t('use.level'),
      options: levels.map((level) => ({ value: String(level.rank), label: pick(level) })),
    },
    { kind: 'person', name: 'owner', label: t('use.owner') },
    {
      kind: 'choice',
      name: 'department',
      label: t('use.department'),
      options: open.map((one) => ({ value: one.id, label: one.name })),
    },
    {
      kind: 'choice',
      name: 'purpose',
      label: t('use.forPurpose'),
      options: (purposes.data?.rows ?? [])
        .filter((one) => !one.closed)
        .map((one) => ({ value: one.code, label: pick(one) })),
    },
  ]
}

/** What an archivist begins from here, as far as the pages exist. */
function Begin() {
  const t = useText()
  const { roles } = usePerson()
  const paths = usePages().map((page) => page.path)
  const create = paths.find((path) => path === '/customers/new')
  const bring = paths.find((path) => path === '/imports/new') ?? paths.find((path) => path === '/imports')
  if (!roles.some((role) => role === 'archivist' || role === 'collector')) return null
  return (
    <>
      {bring !== undefined && <LinkButton to={bring}>{t('use.customers.import')}</LinkButton>}
      {create !== undefined && (
        <LinkButton type="primary" to={create}>
          {t('use.customers.new')}
        </LinkButton>
      )}
    </>
  )
}

/** The list of customer files, and the search over them. */
export default function CustomersPage() {
  const t = useText()
  const navigate = useNavigate()
  const host = useRef<HTMLDivElement>(null)
  const [note, setNote] = useState<Note>('')
  const searching = useSearchParams()[0].has('q')
  useListKeys(host)
  const read = useCallback((reply: unknown): ListReply<CustomerRow> => {
    const list = reply as CustomerList
    queueMicrotask(() => setNote(noteOf(list)))
    return list
  }, [])
  const apply = (rows: CustomerRow[]): void => {
    const state: Handed = {
      customers: rows.map(({ id, fileNo, kind, level }) => ({ id, fileNo, kind, level })),
    }
    void navigate(`/applications/new?customers=${rows.map((row) => row.id).join(',')}`, { state })
  }
  return (
    <Watermark>
      <PageHeader
        title={t('use.customers.title')}
        hint={t('use.customers.hint')}
        primary={<Begin />}
        actions={<LinkButton to="/documents/search">{t('use.docs.byContent')}</LinkButton>}
      />
      <p className="use-note" role="status">
        {note !== '' && searching && t(`use.customers.note.${note}`)}
      </p>
      <div ref={host}>
        <DataTable<CustomerRow>
          name="use.customers"
          label={t('use.customers.title')}
          path="/customers"
          read={read}
          columns={customerColumns(t)}
          rowKey={(row) => row.id}
          rowHref={(row) => `/customers/${row.id}`}
          filters={useFilters()}
          batch={[{ key: 'apply', label: t('use.apply'), run: apply, suits: (rows) => rows.length <= 100 }]}
          defaultSort="-fileNo"
          empty={{
            title: t('use.customers.empty'),
            hint: t('use.customers.emptyHint'),
            action: <Begin />,
          }}
        />
      </div>
    </Watermark>
  )
}
