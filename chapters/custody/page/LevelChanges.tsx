import { Button } from 'antd'
import { Link, useNavigate } from 'react-router'
import {
  DataTable,
  PageHeader,
  StatusTag,
  Time,
  useLanguage,
  useText,
  type Tone,
} from '../../../doors/web/ui/index.ts'
import type { LevelChangesReply } from '../wire.ts'
import { Level } from './shared.tsx'

type Row = LevelChangesReply['rows'][number]

const tones: Record<string, Tone> = {
  running: 'waiting',
  returned: 'warning',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'ended',
}

/** Applications for a change of level: the own ones, or all for those who keep the register. */
export default function LevelChanges() {
  const t = useText()
  const { pick } = useLanguage()
  const navigate = useNavigate()
  const begin = (
    <Button type="primary" onClick={() => void navigate('/level-changes/new')}>
      {t('custody.change.title')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('custody.changes.title')} hint={t('custody.changes.hint')} primary={begin} />
      <DataTable<Row>
        name="custody.level-changes"
        label={t('custody.changes.title')}
        path="/level-changes"
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: t('custody.changes.number'),
            fixed: true,
            render: (row) => <Link to={`/approvals/${row.id}`}>{row.number}</Link>,
          },
          {
            key: 'subject',
            title: t('custody.changes.subject'),
            render: (row) => (
              <>
                {row.customerId === null ? (
                  t('custody.changes.catalogue')
                ) : (
                  <Link to={`/customers/${row.customerId}`}>{row.fileNo}</Link>
                )}
                {row.field === null
                  ? row.customerId !== null && ` · ${t('custody.changes.wholeFile')}`
                  : ` · ${pick(row.field)}`}
              </>
            ),
          },
          {
            key: 'change',
            title: t('custody.changes.change'),
            render: (row) => (
              <span className="custody-move">
                <Level rank={row.fromLevel} /> → <Level rank={row.toLevel} />
              </span>
            ),
          },
          {
            key: 'state',
            title: t('custody.changes.state'),
            render: (row) => (
              <StatusTag tone={tones[row.state] ?? 'neutral'}>{t(`custody.state.${row.state}`)}</StatusTag>
            ),
          },
          { key: 'applicant', title: t('custody.changes.applicant'), render: (row) => row.applicant.name },
          {
            key: 'submitted',
            title: t('custody.changes.submitted'),
            render: (row) => <Time at={row.submittedAt} />,
          },
          {
            key: 'applied',
            title: t('custody.changes.applied'),
            render: (row) => <Time at={row.appliedAt} />,
          },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'mine',
            label: t('custody.changes.whose'),
            options: [{ value: 'true', label: t('custody.changes.mine') }],
          },
        ]}
        empty={{ title: t('custody.changes.empty'), hint: t('custody.changes.emptyHint'), action: begin }}
      />
    </>
  )
}
