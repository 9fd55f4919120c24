import { App, Button, Space } from 'antd'
import { useState } from 'react'
import {
  CopyButton,
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ProviderRow } from '../../wire.ts'
import { ProviderForm } from './ProviderForm.tsx'
import { ScimTokens } from './ScimTokens.tsx'
import '../people.css'

/** The company's own identity systems: entered, tried, switched on; and the tokens of those that send changes. */
export default function Settings() {
  const t = useText()
  const { message } = App.useApp()
  const list = useGet<{ rows: ProviderRow[] }>('/sign-on/providers')
  const [open, setOpen] = useState<ProviderRow | 'new' | null>(null)
  const refresh = ['/sign-on/providers', '/session', '/organisation']
  const attempt = usePost<{ id: string }>(({ id }) => `/sign-on/providers/${id}/test`, {
    refresh,
    onDone: () => void message.success(t('people.signOn.tried')),
  })
  const turn = usePost<{ id: string; enabled: boolean }, { done: boolean }>(
    ({ id }) => `/sign-on/providers/${id}/state`,
    {
      refresh: [...refresh, '/confirmations'],
      onDone: ({ done }) => void (done || message.success(t('people.signOn.putForward'))),
    },
  )
  const add = (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('people.signOn.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('people.signOn.title')} hint={t('people.signOn.hint')} primary={add} />
      <ProblemNotice error={list.error ?? attempt.error ?? turn.error} />
      <DataTable<ProviderRow>
        name="people.providers"
        label={t('people.signOn.title')}
        rows={list.data?.rows ?? []}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: t('people.signOn.name'), fixed: true, render: (row) => row.name },
          {
            key: 'kind',
            title: t('people.signOn.kind'),
            width: 100,
            render: (row) => t(`people.signOn.kind.${row.config.kind}`),
          },
          { key: 'state', title: t('people.state'), width: 100, render: (row) => <State row={row} /> },
          {
            key: 'linking',
            title: t('people.signOn.linking'),
            render: (row) => t(`people.signOn.linking.${row.linking}`),
          },
          { key: 'links', title: t('people.signOn.links'), width: 80, render: (row) => row.links },
          {
            key: 'returnAddress',
            title: t('people.signOn.returnAddress'),
            render: (row) => (row.config.kind === 'ldap' ? '—' : <CopyButton text={row.returnAddress} />),
          },
          {
            key: 'more',
            title: t('people.more'),
            fixed: true,
            width: 230,
            render: (row) => (
              <Space size={4}>
                <Button
                  size="small"
                  aria-label={`${t('people.signOn.try')} ${row.name}`}
                  loading={attempt.isPending && attempt.variables.id === row.id}
                  onClick={() => attempt.mutate({ id: row.id })}
                >
                  {t('people.signOn.try')}
                </Button>
                <Button
                  size="small"
                  disabled={!row.enabled && (row.testedAt === null || row.waits)}
                  aria-label={`${t(row.enabled ? 'people.signOn.switchOff' : 'people.signOn.switchOn')} ${row.name}`}
                  onClick={() => turn.mutate({ id: row.id, enabled: !row.enabled })}
                >
                  {t(row.enabled ? 'people.signOn.switchOff' : 'people.signOn.switchOn')}
                </Button>
                <Button
                  size="small"
                  aria-label={`${t('people.signOn.edit')} ${row.name}`}
                  onClick={() => setOpen(row)}
                >
                  {t('people.signOn.edit')}
                </Button>
              </Space>
            ),
          },
        ]}
        empty={{ title: t('people.signOn.empty'), hint: t('people.signOn.emptyHint'), action: add }}
      />
      <ScimTokens />
      {open !== null && <ProviderForm row={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  )
}

function State({ row }: { row: ProviderRow }) {
  const t = useText()
  if (row.enabled) return <StatusTag tone="good">{t('people.signOn.on')}</StatusTag>
  if (row.waits) return <StatusTag tone="warning">{t('people.signOn.waits')}</StatusTag>
  return (
    <StatusTag tone="neutral">
      {t(row.testedAt === null ? 'people.signOn.untested' : 'people.signOn.off')}
    </StatusTag>
  )
}
