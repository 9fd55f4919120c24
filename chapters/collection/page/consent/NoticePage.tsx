import { Alert, Button, Popconfirm, Tabs } from 'antd'
import { useParams } from 'react-router'
import {
  Loading,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { NoticeView } from '../../wire.ts'
import { Builder } from './Builder.tsx'
import { Versions } from './Versions.tsx'

/** One notice: the builder, and its versions with their differences. */
export default function NoticePage() {
  const t = useText()
  const { id = '' } = useParams()
  const view = useGet<NoticeView>(`/consent-notices/${id}`)
  if (view.error) return <ProblemNotice error={view.error} onRetry={() => void view.refetch()} />
  if (view.data === undefined) return <Loading rows={8} />
  return <Notice view={view.data} key={view.data.revision} title={t('collection.notices.title')} />
}

function Notice({ view, title }: { view: NoticeView; title: string }) {
  const t = useText()
  const refresh = [`/consent-notices/${view.id}`, '/consent-notices']
  const propose = usePost<{ revision: number }, { id: string }>(`/consent-notices/${view.id}/propose`, {
    refresh,
  })
  const close = usePost<object>(`/consent-notices/${view.id}/close`, { refresh })
  const waits = view.versions.find((one) => one.state === 'proposed')
  const inForce = view.versions.find((one) => one.state === 'published')
  return (
    <>
      <PageHeader
        title={view.name}
        tabTitle={title}
        marks={
          inForce !== undefined && (
            <StatusTag tone="good">{t('collection.notices.versionNo', { number: inForce.number })}</StatusTag>
          )
        }
        hint={
          inForce === undefined ? (
            t('collection.notices.notYet')
          ) : (
            <>
              {t('collection.notices.address')}{' '}
              <a
                href={`/o/notice/${view.code}`}
                target="_blank"
                rel="noreferrer"
              >{`/o/notice/${view.code}`}</a>
            </>
          )
        }
        actions={
          inForce !== undefined && (
            <Popconfirm
              title={t('collection.notices.closeSure')}
              okText={t('collection.notices.close')}
              cancelText={t('collection.cancel')}
              onConfirm={() => close.mutate({})}
            >
              <Button danger>{t('collection.notices.close')}</Button>
            </Popconfirm>
          )
        }
        primary={
          <Button
            type="primary"
            disabled={view.missing.length > 0 || waits !== undefined}
            loading={propose.isPending}
            onClick={() => propose.mutate({ revision: view.revision })}
          >
            {t('collection.notices.propose')}
          </Button>
        }
      />
      <ProblemNotice error={propose.error ?? close.error} />
      {waits !== undefined && (
        <Alert
          type="info"
          showIcon
          className="consent-alert"
          title={t('collection.notices.waits', { number: waits.number })}
          description={t('collection.notices.waitsHint')}
        />
      )}
      <Tabs
        destroyOnHidden
        items={[
          { key: 'draft', label: t('collection.notices.tab.draft'), children: <Builder view={view} /> },
          {
            key: 'versions',
            label: t('collection.notices.tab.versions', { count: view.versions.length }),
            children: <Versions view={view} />,
          },
        ]}
      />
    </>
  )
}
