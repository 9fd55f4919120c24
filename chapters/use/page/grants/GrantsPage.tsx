import { Button, Tabs } from 'antd'
import { useState, type ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import {
  ConfirmReason,
  Countdown,
  DataTable,
  isAdministrator,
  PageHeader,
  post,
  Time,
  usePerson,
  useRefresh,
  useText,
  type DataColumn,
  type FilterField,
} from '../../../../doors/web/ui/index.ts'
import type { GrantList } from '../../wire.ts'
import { Extent } from '../shared/Extent.tsx'
import { LinkButton } from '../shared/LinkButton.tsx'
import { usePurposes } from '../shared/purposes.ts'
import { ExportModal } from './ExportModal.tsx'
import { ExportsList } from './ExportsList.tsx'
import { GrantFiles } from './GrantFiles.tsx'
import { GrantState } from './GrantState.tsx'

type Row = GrantList['rows'][number]

const states = ['running', 'upcoming', 'expired', 'revoked', 'used-up'] as const

const filesOf = (row: Row): React.ReactNode => <GrantFiles id={row.id} />

function Ends({ row }: { row: Row }) {
  const t = useText()
  if (row.state === 'running') return <Countdown until={row.until} />
  if (row.state === 'revoked') return <Time at={row.revokedAt} />
  if (row.state === 'upcoming')
    return (
      <>
        {t('use.grant.from')} <Time at={row.from} />
      </>
    )
  return <Time at={row.until} />
}

interface ActsProps {
  row: Row
  onExport: (row: Row) => void
  onRevoke: (row: Row) => void
}

function Acts({ row, onExport, onRevoke }: ActsProps) {
  const t = useText()
  const { id } = usePerson()
  const takesOut =
    row.holderId === id &&
    row.state === 'running' &&
    row.modes.some((mode) => mode === 'export' || mode === 'print')
  return (
    <span className="use-acts">
      {takesOut && (
        <Button
          type="link"
          size="small"
          aria-label={`${t('use.export.title')}: ${row.number}`}
          onClick={() => onExport(row)}
        >
          {t('use.export.short')}
        </Button>
      )}
      {row.mayRevoke && (row.state === 'running' || row.state === 'upcoming') && (
        <Button
          type="link"
          size="small"
          danger
          aria-label={`${t('use.grant.revoke')}: ${row.number}`}
          onClick={() => onRevoke(row)}
        >
          {t('use.grant.revoke')}
        </Button>
      )}
    </span>
  )
}

function useColumns(onExport: (row: Row) => void, onRevoke: (row: Row) => void): DataColumn<Row>[] {
  const t = useText()
  const purposes = usePurposes()
  const dash = <span className="dash">—</span>
  return [
    {
      key: 'number',
      title: t('use.apps.number'),
      fixed: true,
      render: (row) => (
        <Link className="identifier" to={`/approvals/${row.application}`}>
          {row.number}
        </Link>
      ),
    },
    { key: 'state', title: t('use.apps.state'), render: (row) => <GrantState state={row.state} /> },
    { key: 'ends', title: t('use.grant.ends'), render: (row) => <Ends row={row} /> },
    { key: 'holder', title: t('use.grant.holder'), render: (row) => row.holder },
    { key: 'purpose', title: t('use.purpose'), width: 140, render: (row) => purposes.word(row.purpose) },
    {
      key: 'what',
      title: t('use.apps.what'),
      render: (row) => <Extent customers={row.customers} fields={row.fields.length} />,
    },
    {
      key: 'modes',
      title: t('use.form.modes'),
      render: (row) => row.modes.map((mode) => t(`use.mode.${mode}`)).join(t('kit.listComma')),
    },
    {
      key: 'left',
      title: t('use.grant.leftTitle'),
      align: 'end',
      render: (row) => (row.left === null ? dash : `${row.left} / ${row.countLimit ?? ''}`),
    },
    {
      key: 'acts',
      title: t('use.act'),
      fixed: true,
      render: (row) => <Acts row={row} onExport={onExport} onRevoke={onRevoke} />,
    },
  ]
}

/** The way to an application; none for the administrators, who use no customer data. */
function useBegin(): ReactNode {
  const t = useText()
  const { roles } = usePerson()
  if (isAdministrator(roles)) return null
  return (
    <LinkButton type="primary" to="/applications/new">
      {t('use.apps.new')}
    </LinkButton>
  )
}

function GrantsList() {
  const t = useText()
  const { roles } = usePerson()
  const refresh = useRefresh()
  const [exporting, setExporting] = useState<string | null>(null)
  const [revoking, setRevoking] = useState<Row | null>(null)
  const columns = useColumns((row) => setExporting(row.id), setRevoking)
  const begin = useBegin()
  const everybody = roles.includes('security-admin') || roles.includes('secrecy-office')
  const whose = ['mine', 'managed', ...(everybody ? ['all'] : [])]
  const filters: FilterField[] = [
    {
      kind: 'choice',
      name: 'whose',
      label: t('use.grant.whose'),
      options: whose.map((value) => ({ value, label: t(`use.grant.whose.${value}`) })),
    },
    {
      kind: 'choice',
      name: 'state',
      label: t('use.apps.state'),
      options: states.map((state) => ({ value: state, label: t(`use.grant.${state}`) })),
    },
  ]
  return (
    <>
      <DataTable<Row>
        name="use.grants"
        label={t('use.grants.title')}
        path="/grants"
        everySeconds={15}
        rowKey={(row) => row.id}
        columns={columns}
        filters={filters}
        unfold={filesOf}
        empty={{
          title: t('use.grants.empty'),
          ...(begin === null ? {} : { hint: t('use.grants.emptyHint'), action: begin }),
        }}
      />
      <ExportModal id={exporting} onClose={() => setExporting(null)} />
      <ConfirmReason
        open={revoking !== null}
        title={t('use.grant.revokeTitle', { number: revoking?.number ?? '' })}
        text={t('use.grant.revokeText')}
        action={t('use.grant.revoke')}
        danger
        onConfirm={async (reason) => {
          await post(`/grants/${revoking?.id ?? ''}/revoke`, { reason })
          await refresh(['/grants', '/desk'])
        }}
        onClose={() => setRevoking(null)}
      />
    </>
  )
}

/** Grants of use: what runs and until when, what is to come, what has ended; and what was taken out. */
export default function GrantsPage() {
  const t = useText()
  const [query, setQuery] = useSearchParams()
  const exports = query.get('tab') === 'exports'
  return (
    <>
      <PageHeader title={t('use.grants.title')} hint={t('use.grants.hint')} primary={useBegin()} />
      <Tabs
        className="use-tabs"
        destroyOnHidden
        activeKey={exports ? 'exports' : 'grants'}
        onChange={(key) => setQuery(key === 'exports' ? { tab: 'exports' } : {}, { replace: true })}
        items={[
          { key: 'grants', label: t('use.grants.tab'), children: <GrantsList /> },
          { key: 'exports', label: t('use.exports.title'), children: <ExportsList /> },
        ]}
      />
    </>
  )
}
