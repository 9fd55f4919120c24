import { Button, Progress } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  download,
  PageHeader,
  ProblemNotice,
  Time,
  useGet,
  usePerson,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { AnewFile, AnewRow } from '../../wire.ts'

const exporters = ['archivist', 'secrecy-office', 'legal']

/** Who has to be asked anew, since a notice changed what was agreed to; done by a new consent. */
export default function Anew() {
  const t = useText()
  const { roles } = usePerson()
  const [chosen, setChosen] = useState<AnewRow>()
  const [error, setError] = useState<unknown>(null)
  const list = useGet<{ rows: AnewRow[] }>('/consent-anew')
  const mayExport = roles.some((role) => exporters.includes(role))
  const take = (row: AnewRow): void => {
    setError(null)
    download(`/consent-anew/export?notice=${row.noticeId}`, undefined, 'consent-anew.csv').catch(setError)
  }
  return (
    <>
      <PageHeader title={t('collection.anew.title')} hint={t('collection.anew.hint')} />
      <ProblemNotice error={error} />
      <DataTable<AnewRow>
        name="collection.anew"
        label={t('collection.anew.title')}
        rows={list.data?.rows ?? []}
        rowKey={(row) => row.noticeId}
        columns={[
          { key: 'name', title: t('collection.notices.name'), fixed: true, render: (row) => row.name },
          {
            key: 'number',
            title: t('collection.versions.number'),
            render: (row) => t('collection.notices.versionNo', { number: row.number }),
          },
          { key: 'since', title: t('collection.anew.since'), render: (row) => <Time at={row.since} /> },
          {
            key: 'progress',
            title: t('collection.anew.progress'),
            width: 220,
            render: (row) => (
              <Progress
                size="small"
                aria-label={t('collection.anew.progress')}
                percent={
                  row.done + row.waiting === 0 ? 100 : Math.floor((row.done / (row.done + row.waiting)) * 100)
                }
              />
            ),
          },
          {
            key: 'waiting',
            title: t('collection.anew.waiting'),
            align: 'end',
            render: (row) => row.waiting.toLocaleString(),
          },
          {
            key: 'acts',
            title: t('collection.versions.acts'),
            render: (row) => (
              <>
                <Button size="small" onClick={() => setChosen(row)}>
                  {t('collection.anew.show')}
                </Button>{' '}
                {mayExport && (
                  <Button size="small" disabled={row.waiting === 0} onClick={() => take(row)}>
                    {t('collection.anew.export')}
                  </Button>
                )}
              </>
            ),
          },
        ]}
        empty={{ title: t('collection.anew.none'), hint: t('collection.anew.noneHint') }}
      />
      {chosen !== undefined && (
        <DataTable<AnewFile>
          key={chosen.noticeId}
          name="collection.anewFiles"
          label={t('collection.anew.files', { name: chosen.name })}
          prefix="files."
          path="/consent-anew/files"
          params={{ notice: chosen.noticeId }}
          rowKey={(row) => row.id}
          rowHref={(row) => `/customers/${row.id}?tab=consent`}
          columns={[
            {
              key: 'fileNo',
              title: t('collection.backlog.fileNo'),
              fixed: true,
              render: (row) => <span className="identifier">{row.fileNo}</span>,
            },
            { key: 'owner', title: t('collection.backlog.owner'), render: (row) => row.owner },
            { key: 'department', title: t('collection.backlog.department'), render: (row) => row.department },
          ]}
          empty={{ title: t('collection.anew.allDone') }}
        />
      )}
    </>
  )
}
