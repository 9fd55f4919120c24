import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  DataTable,
  PageHeader,
  post,
  ProblemNotice,
  Time,
  useMay,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { type DocumentsReply, toSeeKinds } from '../../wire.ts'
import { Level } from '../shared.tsx'
import { Content, useFoundText } from './Content.tsx'
import { DocumentSettings } from './DocumentSettings.tsx'

type Row = DocumentsReply['rows'][number]

/** Documents that somebody of the office should look at, and how documents are taken. */
export default function Documents() {
  const t = useText()
  const may = useMay('handle-document')
  const tabs = [
    ...(may ? [{ key: 'list', label: t('custody.docs.list'), children: <ToSee /> }] : []),
    { key: 'settings', label: t('custody.docs.settings'), children: <DocumentSettings /> },
  ]
  const [tab, setTab] = useState(tabs[0]!.key)
  return (
    <>
      <PageHeader title={t('custody.docs.title')} hint={t('custody.docs.hint')} />
      <Tabs activeKey={tab} onChange={setTab} items={tabs} />
    </>
  )
}

function ToSee() {
  const t = useText()
  const refresh = useRefresh()
  const foundText = useFoundText()
  const [error, setError] = useState<unknown>(null)
  const act = async (row: Row, what: 'settle' | 'read-again'): Promise<void> => {
    setError(null)
    try {
      await post(`/customers/${row.customerId}/attachments/${row.attachmentId}/${what}`, {})
    } catch (caught) {
      setError(caught)
    }
    await refresh(['/documents'])
  }
  return (
    <>
      <ProblemNotice error={error} />
      <DataTable<Row>
        name="custody.documents"
        label={t('custody.docs.title')}
        path="/documents"
        rowKey={(row) => row.attachmentId}
        filters={[
          {
            kind: 'choice',
            name: 'what',
            label: t('custody.docs.what'),
            options: toSeeKinds.map((value) => ({ value, label: t(`custody.docs.what.${value}`) })),
          },
        ]}
        columns={[
          {
            key: 'file',
            title: t('custody.docs.file'),
            width: 150,
            render: (row) => <Link to={`/customers/${row.customerId}`}>{row.fileNo}</Link>,
          },
          {
            key: 'level',
            title: t('custody.level'),
            width: 120,
            render: (row) => <Level rank={row.level} />,
          },
          {
            key: 'content',
            title: t('custody.doc.content'),
            render: (row) => <Content content={row.content} />,
          },
          {
            key: 'found',
            title: t('custody.docs.found'),
            render: (row) => foundText(row.content.found) || <span className="dash">—</span>,
          },
          { key: 'at', title: t('custody.docs.at'), width: 180, render: (row) => <Time at={row.at} /> },
          {
            key: 'acts',
            title: t('custody.acts'),
            width: 200,
            render: (row) => <Acts row={row} onAct={(what) => void act(row, what)} />,
          },
        ]}
        empty={{ title: t('custody.docs.empty'), hint: t('custody.docs.emptyHint') }}
      />
    </>
  )
}

function Acts({ row, onAct }: { row: Row; onAct: (what: 'settle' | 'read-again') => void }) {
  const t = useText()
  return (
    <span className="custody-acts">
      {row.content.flagged && (
        <>
          <Link to={`/level-changes/new?customer=${row.customerId}`}>{t('custody.docs.change')}</Link>
          <Button
            type="link"
            size="small"
            aria-label={t('custody.docs.settleOf', { file: row.fileNo })}
            onClick={() => onAct('settle')}
          >
            {t('custody.docs.settle')}
          </Button>
        </>
      )}
      {row.content.state === 'failed' && (
        <Button
          type="link"
          size="small"
          aria-label={t('custody.docs.retryOf', { file: row.fileNo })}
          onClick={() => onAct('read-again')}
        >
          {t('custody.docs.retry')}
        </Button>
      )}
    </span>
  )
}
