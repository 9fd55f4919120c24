import { Button, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import {
  ConfirmReason,
  DataTable,
  KeyValue,
  Loading,
  PageHeader,
  post,
  ProblemNotice,
  Time,
  useGet,
  useLanguage,
  usePost,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { FrozenRow, SourceStep, SourceView } from '../../wire.ts'
import { EditSource } from './EditSource.tsx'
import { Part, SourceTag } from './shared.tsx'
import { CheckSource } from './CheckSource.tsx'
import { Papers } from './Papers.tsx'

/** One source: what is on record, its papers, its check, freezing, history. */
export default function SourcePage() {
  const { id = '' } = useParams()
  const view = useGet<SourceView>(`/sources/${id}`)
  const { data, error } = view
  if (data === undefined)
    return error === null ? <Loading /> : <ProblemNotice error={error} onRetry={() => void view.refetch()} />
  return <Shown view={data} />
}

function Shown({ view }: { view: SourceView }) {
  const t = useText()
  const { may } = view
  const [editing, setEditing] = useState(false)
  const [checking, setChecking] = useState(false)
  const use = usePost<{ version: number }>(`/sources/${view.id}/open`)
  return (
    <>
      <PageHeader
        title={view.name}
        tabTitle={t('collection.source.title')}
        hint={t(`collection.sourceKind.${view.kind}`)}
        marks={<SourceTag state={view.state} />}
        primary={
          <Space>
            {may.edit && <Button onClick={() => setEditing(true)}>{t('collection.source.edit')}</Button>}
            {may.check && (
              <Button type="primary" onClick={() => setChecking(true)}>
                {t('collection.source.check')}
              </Button>
            )}
            {may.open && (
              <Popconfirm
                title={t('collection.source.use')}
                description={t('collection.source.useText')}
                onConfirm={() => use.mutate({ version: view.version })}
              >
                <Button type="primary" loading={use.isPending}>
                  {t('collection.source.use')}
                </Button>
              </Popconfirm>
            )}
            <Link to={`/sources/${view.id}/print`}>{t('collection.source.print')}</Link>
          </Space>
        }
      />
      <ProblemNotice error={use.error} />
      <Freezing view={view} />
      <Record view={view} />
      {view.kind === 'partner' && <Papers view={view} />}
      <Came view={view} />
      <History steps={view.steps} />
      {editing && <EditSource view={view} onClose={() => setEditing(false)} />}
      {checking && <CheckSource view={view} onClose={() => setChecking(false)} />}
    </>
  )
}

/** What is on record of a partner, or of another source. */
export function Record({ view }: { view: SourceView }) {
  const t = useText()
  const { pick } = useLanguage()
  const { partner } = view
  const words = (list: readonly { zh: string; en: string }[]): string => list.map(pick).join('、') || '—'
  const item = (key: string, value: string, wide = false) => ({
    key,
    label: t(`collection.source.${key}`),
    value: value === '' ? '—' : value,
    wide,
  })
  const span = (from: string | null, until: string | null): string => `${from ?? '—'} – ${until ?? '—'}`
  return (
    <Part title={t('collection.source.title')}>
      {partner !== null && partner.provider === '' && (
        <p className="collection-note">{t('collection.source.draftHint')}</p>
      )}
      <KeyValue
        columns={3}
        items={[
          item('legalBasis', t(`collection.basis.${view.legalBasis}`)),
          item('customers', view.customers.toLocaleString()),
          item('batches', view.batches.toLocaleString()),
          ...(partner === null
            ? []
            : [
                item('provider', partner.provider),
                item('creditCode', partner.creditCode),
                item('contact', partner.contact),
                item('contractNo', partner.contractNo),
                item('contract', span(partner.contractFrom, partner.contractUntil)),
                item('validity', span(partner.validFrom, partner.validUntil)),
                item('responsible', partner.responsible?.name ?? '—'),
                item('onExpiry', t(`collection.source.onExpiry.${partner.onExpiry}`)),
                item('version', `${view.version} · ${view.hash.slice(0, 16)}`),
                item('authority', partner.authority, true),
                item('purposes', words(partner.purposes), true),
                item('fields', words(partner.fields), true),
              ]),
        ]}
      />
    </Part>
  )
}

/** The freeze that waits or holds, and what may be proposed. */
function Freezing({ view }: { view: SourceView }) {
  const t = useText()
  const refresh = useRefresh()
  const [asking, setAsking] = useState<'freeze' | 'lift'>()
  const [waiting] = view.freezes.filter((one) => one.state === 'waiting')
  const decide = usePost<{ decision: 'confirm' | 'refuse' }>(`/source-freezes/${waiting?.id ?? ''}/decide`)
  const { may } = view
  return (
    <>
      {view.frozen && (
        <p className="collection-note bad" role="status">
          {t('collection.source.frozenNote')}
        </p>
      )}
      {waiting !== undefined && (
        <div className="collection-note" role="status">
          <p>
            {t('collection.source.waits', {
              name: waiting.proposedBy.name,
              what: t(`collection.source.kind.${waiting.kind}`),
              reason: waiting.reason,
            })}
          </p>
          {may.confirm && (
            <Space>
              {(['confirm', 'refuse'] as const).map((decision) => (
                <Popconfirm
                  key={decision}
                  title={t(`collection.source.${decision}`)}
                  description={t(`collection.source.${waiting.kind}Text`)}
                  onConfirm={() => decide.mutate({ decision })}
                >
                  <Button danger={decision === 'confirm' && waiting.kind === 'freeze'}>
                    {t(`collection.source.${decision}`)}
                  </Button>
                </Popconfirm>
              ))}
            </Space>
          )}
        </div>
      )}
      <ProblemNotice error={decide.error} />
      {(may.freeze || may.lift) && (
        <div className="collection-actions">
          <Button danger={may.freeze} onClick={() => setAsking(may.freeze ? 'freeze' : 'lift')}>
            {t(may.freeze ? 'collection.source.freeze' : 'collection.source.lift')}
          </Button>
        </div>
      )}
      {asking !== undefined && (
        <ConfirmReason
          open
          title={t(`collection.source.${asking}`)}
          text={t(`collection.source.${asking}Text`)}
          label={t('collection.source.reason')}
          action={t(`collection.source.${asking}`)}
          danger={asking === 'freeze'}
          minimum={4}
          onConfirm={async (reason) => {
            await post(`/sources/${view.id}/freezes`, { kind: asking, reason })
            await refresh()
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  )
}

/** Files that came from the source, by number. */
function Came({ view }: { view: SourceView }) {
  const t = useText()
  return (
    <Part title={t('collection.source.came', { count: view.customers.toLocaleString() })}>
      <DataTable<FrozenRow>
        name="collection.source.came"
        label={t('collection.source.came', { count: view.customers.toLocaleString() })}
        path={`/sources/${view.id}/files-of-customers`}
        prefix="came"
        bare
        rowKey={(row) => row.id}
        columns={[
          { key: 'fileNo', title: t('collection.source.fileNo'), fixed: true, render: (row) => row.fileNo },
          {
            key: 'whole',
            title: t('collection.source.whole'),
            render: (row) =>
              row.whole
                ? t('collection.source.whole.yes')
                : t('collection.source.whole.no', { count: row.fields }),
          },
          {
            key: 'createdAt',
            title: t('collection.source.filed'),
            render: (row) => <Time at={row.createdAt} />,
          },
        ]}
        empty={{ title: t('collection.source.cameNone'), hint: t('collection.source.cameHint') }}
      />
    </Part>
  )
}

/** What was done with the source, newest first. */
export function History({ steps }: { steps: readonly SourceStep[] }) {
  const t = useText()
  return (
    <Part title={t('collection.source.history')}>
      <DataTable<SourceStep>
        name="collection.source.history"
        label={t('collection.source.history')}
        rows={steps}
        bare
        rowKey={(row) => String(row.n)}
        columns={[
          {
            key: 'step',
            title: t('collection.source.step'),
            fixed: true,
            render: (row) => t(`collection.source.step.${row.step}`),
          },
          { key: 'version', title: t('collection.source.version'), width: 80, render: (row) => row.version },
          {
            key: 'by',
            title: t('collection.source.by'),
            render: (row) => row.by?.name ?? t('collection.source.program'),
          },
          { key: 'note', title: t('collection.source.checkNote'), render: (row) => row.note || '—' },
          { key: 'at', title: t('collection.at'), width: 160, render: (row) => <Time at={row.at} /> },
        ]}
        empty={{ title: t('collection.source.history') }}
      />
    </Part>
  )
}
