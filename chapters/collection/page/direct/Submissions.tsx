import { Button, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  DataTable,
  post,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useLanguage,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { submissionStates, type SubmissionRow } from '../../wire.ts'

/** What came in through forms, for the one who answers for it; names of fields, never a value. */
export default function Submissions() {
  const t = useText()
  const { pick } = useLanguage()
  const refresh = useRefresh()
  const [problem, setProblem] = useState<unknown>(null)
  const decide = (id: string, outcome: 'accepted' | 'rejected'): void => {
    setProblem(null)
    post(`/form-submissions/${id}/decide`, { outcome })
      .then(() => refresh())
      .catch(setProblem)
  }
  const tones = { new: 'waiting', accepted: 'good', rejected: 'ended' } as const
  return (
    <>
      <PageHeader title={t('collection.submissions.title')} hint={t('collection.submissions.hint')} />
      <ProblemNotice error={problem} />
      <DataTable<SubmissionRow>
        name="collection.submissions"
        label={t('collection.submissions.title')}
        path="/form-submissions"
        rowKey={(row) => row.id}
        filters={[
          {
            name: 'state',
            label: t('collection.forms.state'),
            kind: 'choice',
            options: submissionStates.map((value) => ({
              value,
              label: t(`collection.submissions.state.${value}`),
            })),
          },
          {
            name: 'channel',
            label: t('collection.submissions.channel'),
            kind: 'choice',
            options: (['web', 'counter'] as const).map((value) => ({
              value,
              label: t(`collection.channel.${value}`),
            })),
          },
        ]}
        columns={[
          {
            key: 'at',
            title: t('collection.submissions.at'),
            sortable: true,
            render: (row) => <Time at={row.at} />,
          },
          {
            key: 'form',
            title: t('collection.submissions.form'),
            render: (row) => (
              <Link to={`/forms/${row.form.id}`}>{`${row.form.name} · v${row.form.version}`}</Link>
            ),
          },
          {
            key: 'channel',
            title: t('collection.submissions.channel'),
            render: (row) => t(`collection.channel.${row.channel}`),
          },
          {
            key: 'fields',
            title: t('collection.submissions.fields'),
            render: (row) => row.fields.map(pick).join('、'),
          },
          {
            key: 'files',
            title: t('collection.submissions.files'),
            align: 'end',
            render: (row) => row.files,
          },
          {
            key: 'fileNo',
            title: t('collection.submissions.file-no'),
            render: (row) =>
              row.customerId === null ? (
                (row.fileNo ?? '')
              ) : (
                <Link to={`/customers/${row.customerId}`}>{row.fileNo}</Link>
              ),
          },
          {
            key: 'same',
            title: t('collection.submissions.same'),
            render: (row) =>
              row.same.map((one) => (
                <div key={one.id}>
                  <Link to="/duplicates">{t('collection.submissions.compare', { fileNo: one.fileNo })}</Link>
                </div>
              )),
          },
          {
            key: 'responsible',
            title: t('collection.forms.responsible'),
            render: (row) => row.responsible.name,
          },
          {
            key: 'state',
            title: t('collection.forms.state'),
            render: (row) => (
              <StatusTag tone={tones[row.state]}>{t(`collection.submissions.state.${row.state}`)}</StatusTag>
            ),
          },
          {
            key: 'act',
            title: t('collection.submissions.acts'),
            render: (row) => (row.mayDecide ? <Acts row={row} onDecide={decide} /> : null),
          },
        ]}
        empty={{ title: t('collection.submissions.none'), hint: t('collection.submissions.hint') }}
      />
    </>
  )
}

function Acts({
  row,
  onDecide: decide,
}: {
  row: SubmissionRow
  onDecide: (id: string, outcome: 'accepted' | 'rejected') => void
}) {
  const t = useText()
  return (
    <Space>
      <Button size="small" type="primary" onClick={() => decide(row.id, 'accepted')}>
        {t('collection.submissions.accept')}
      </Button>
      {row.pending ? (
        <Popconfirm
          title={t('collection.submissions.reject-text')}
          okText={t('collection.submissions.reject')}
          cancelText={t('collection.cancel')}
          onConfirm={() => decide(row.id, 'rejected')}
        >
          <Button size="small">{t('collection.submissions.reject')}</Button>
        </Popconfirm>
      ) : null}
    </Space>
  )
}
