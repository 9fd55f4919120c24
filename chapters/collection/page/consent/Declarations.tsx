import { Button, Popconfirm, Space } from 'antd'
import {
  DataTable,
  ProblemNotice,
  StatusTag,
  Time,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { DeclarationRow } from '../../wire.ts'

const deciders = ['secrecy-office', 'legal']

/** Declarations of another legal basis, for a second person to confirm or decline. */
export function Declarations() {
  const t = useText()
  return (
    <DataTable<DeclarationRow>
      name="collection.declarations"
      label={t('collection.backlog.tab.declared')}
      prefix="declared."
      path="/basis-declarations"
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'basis',
          title: t('collection.options.basis'),
          fixed: true,
          render: (row) => t(`collection.basis.${row.legalBasis}`),
        },
        { key: 'reason', title: t('collection.backlog.reason'), render: (row) => row.reason },
        {
          key: 'files',
          title: t('collection.backlog.files'),
          align: 'end',
          render: (row) => row.files.toLocaleString(),
        },
        { key: 'by', title: t('collection.versions.by'), render: (row) => row.proposedBy.name },
        { key: 'at', title: t('collection.at'), render: (row) => <Time at={row.proposedAt} /> },
        {
          key: 'state',
          title: t('collection.state'),
          render: (row) => (
            <StatusTag tone={row.outcome === null ? 'waiting' : row.outcome === 'confirmed' ? 'good' : 'bad'}>
              {row.outcome === null
                ? t('collection.declaration.open')
                : t(`collection.declaration.${row.outcome}`, {
                    name: row.decidedBy,
                    count: row.changed ?? 0,
                  })}
            </StatusTag>
          ),
        },
        { key: 'acts', title: t('collection.versions.acts'), render: (row) => <Decide row={row} /> },
      ]}
      empty={{ title: t('collection.declaration.none'), hint: t('collection.declaration.noneHint') }}
    />
  )
}

function Decide({ row }: { row: DeclarationRow }) {
  const t = useText()
  const me = usePerson()
  const decide = usePost<object>(`/basis-declarations/${row.id}/decide`, {
    refresh: ['/basis-declarations', '/consent-backlog'],
  })
  if (
    row.outcome !== null ||
    row.proposedBy.id === me.id ||
    !me.roles.some((role) => deciders.includes(role))
  )
    return <span className="dash">—</span>
  return (
    <Space size={4} wrap>
      <Popconfirm
        title={t('collection.declaration.sure', { count: row.files })}
        okText={t('collection.declaration.confirm')}
        cancelText={t('collection.cancel')}
        onConfirm={() => decide.mutate({ outcome: 'confirmed' })}
      >
        <Button size="small" type="primary" loading={decide.isPending}>
          {t('collection.declaration.confirm')}
        </Button>
      </Popconfirm>
      <Button
        size="small"
        danger
        loading={decide.isPending}
        onClick={() => decide.mutate({ outcome: 'declined' })}
      >
        {t('collection.declaration.decline')}
      </Button>
      <ProblemNotice error={decide.error} />
    </Space>
  )
}
