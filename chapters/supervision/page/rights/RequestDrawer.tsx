import { Alert, Button, Drawer, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  download,
  KeyValue,
  Loading,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { RequestView } from '../../wire.ts'
import { Decide } from './Decide.tsx'

const refresh = ['/rights-requests', '/file-holds']

/** One request: the customer's words, what can be decided, and what happened. */
export function RequestDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText()
  const view = useGet<RequestView>(`/rights-requests/${id}`, {}, { keep: false })
  return (
    <Drawer
      open
      size={720}
      title={view.data?.number ?? t('supervision.rights.title')}
      onClose={onClose}
      destroyOnHidden
    >
      <ProblemNotice error={view.error} />
      {view.data === undefined ? view.error === null && <Loading /> : <Body view={view.data} />}
    </Drawer>
  )
}

function Body({ view }: { view: RequestView }) {
  const t = useText()
  const w = (group: string, code: string): string => t(`supervision.rights.${group}.${code}`)
  return (
    <Space orientation="vertical" size={16} style={{ width: '100%' }}>
      <KeyValue
        items={[
          { label: t('supervision.rights.fileNo'), value: view.fileNo },
          { label: t('supervision.rights.kindOf'), value: w('kind', view.kind) },
          { label: t('supervision.rights.channelOf'), value: w('channel', view.channel) },
          { label: t('supervision.rights.identityOf'), value: w('identity', view.identity) },
          { label: t('supervision.rights.madeAt'), value: <Time at={view.madeAt} /> },
          { label: t('supervision.rights.dueAt'), value: <Time at={view.dueAt} /> },
          { label: t('supervision.rights.stateOf'), value: w('state', view.state) },
          {
            label: t('supervision.rights.ground'),
            value: view.ground === null ? '—' : w('ground', view.ground),
          },
          { label: t('supervision.rights.text'), value: view.text, wide: true },
          { label: t('supervision.rights.answer'), value: view.answer ?? '—', wide: true },
        ]}
      />
      {view.holds.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('supervision.rights.held')}
          description={view.holds.map((h) => `${w('ground', h.ground)} ${h.reference}`).join('；')}
        />
      )}
      {view.state === 'open' && <Decide view={view} refresh={refresh} />}
      {view.state === 'erasing' && <Erase view={view} />}
      <Acts view={view} />
      <DataTable<RequestView['steps'][number]>
        name="supervision.rights.steps"
        label={t('supervision.rights.steps')}
        bare
        rows={view.steps}
        rowKey={(row) => `${row.at}${row.step}`}
        columns={[
          { key: 'at', title: t('supervision.rights.at'), render: (row) => <Time at={row.at} /> },
          { key: 'step', title: t('supervision.rights.step'), render: (row) => w('step', row.step) },
          { key: 'name', title: t('supervision.rights.by'), render: (row) => row.name },
        ]}
        empty={{ title: t('supervision.rights.steps') }}
      />
      {view.copies.map((copy) => (
        <div key={copy.toldAt + copy.name}>
          {t('supervision.rights.copiesOf')} {copy.name}{' '}
          <StatusTag tone={copy.confirmedAt === null ? 'waiting' : 'good'}>
            {t(
              copy.confirmedAt === null ? 'supervision.rights.notConfirmed' : 'supervision.rights.confirmed',
            )}
          </StatusTag>
        </div>
      ))}
    </Space>
  )
}

function Erase({ view }: { view: RequestView }) {
  const t = useText()
  const me = usePerson()
  const decide = usePost<object>(`/rights-requests/${view.id}/erase`, {
    refresh: [...refresh, `/rights-requests/${view.id}`],
  })
  return (
    <Alert
      type="warning"
      showIcon
      title={t('supervision.rights.eraseTitle', { name: view.proposedBy?.name ?? '' })}
      description={
        <Space>
          {view.proposedBy?.id !== me.id && view.holds.length === 0 && (
            <Popconfirm
              title={t('supervision.rights.eraseSure')}
              okText={t('supervision.rights.erase')}
              cancelText={t('supervision.rights.cancel')}
              onConfirm={() => decide.mutate({ outcome: 'erased' })}
            >
              <Button danger type="primary" loading={decide.isPending}>
                {t('supervision.rights.erase')}
              </Button>
            </Popconfirm>
          )}
          <Button loading={decide.isPending} onClick={() => decide.mutate({ outcome: 'declined' })}>
            {t('supervision.rights.decline')}
          </Button>
          <ProblemNotice error={decide.error} />
        </Space>
      }
    />
  )
}

function Acts({ view }: { view: RequestView }) {
  const t = useText()
  const { language } = useLanguage()
  const [error, setError] = useState<unknown>(null)
  const lift = usePost<object>('/file-restrictions/lift', {
    refresh: [...refresh, `/rights-requests/${view.id}`],
  })
  const take = (path: string, body: object | undefined, name: string): void => {
    setError(null)
    download(path, body, name).catch(setError)
  }
  return (
    <Space wrap>
      <Button
        onClick={() =>
          take(`/rights-requests/${view.id}/print?language=${language}`, undefined, `${view.number}.pdf`)
        }
      >
        {t('supervision.rights.print')}
      </Button>
      {view.exportUntil !== null && (
        <Button
          onClick={() =>
            take(`/rights-requests/${view.id}/hand-out`, { format: 'xlsx' }, `${view.number}.xlsx`)
          }
        >
          {t('supervision.rights.handOut')}
        </Button>
      )}
      {view.fileStatus === 'restricted' && (
        <Button loading={lift.isPending} onClick={() => lift.mutate({ customer: view.customerId })}>
          {t('supervision.rights.lift')}
        </Button>
      )}
      <ProblemNotice error={error ?? lift.error} />
    </Space>
  )
}
