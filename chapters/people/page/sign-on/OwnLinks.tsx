import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { OwnLink } from '../../wire.ts'

interface Linking {
  provider: string
  name?: string
  password?: string
}

/** On the account page: the company's sign-ons and which of them lead to this account. */
export function OwnLinks() {
  const t = useText()
  const list = useGet<{ rows: OwnLink[] }>('/sign-on/links')
  const [asking, setAsking] = useState<OwnLink | null>(null)
  const link = usePost<Linking, { linked: boolean; address?: string }>('/sign-on/links', {
    refresh: ['/sign-on/links'],
    onDone: ({ address }) => {
      setAsking(null)
      if (address !== undefined) window.location.assign(address)
    },
  })
  const unlink = usePost<{ id: string }>(({ id }) => `/sign-on/links/${id}`, {
    method: 'DELETE',
    refresh: ['/sign-on/links'],
  })
  const rows = list.data?.rows ?? []
  // Without any there is nothing to say about them.
  if (rows.length === 0) return null
  const act = (row: OwnLink) => {
    if (row.id === undefined)
      return (
        <Button
          size="small"
          aria-label={`${t('people.signOn.link')} ${row.provider.name}`}
          onClick={() =>
            row.provider.way === 'password' ? setAsking(row) : link.mutate({ provider: row.provider.id })
          }
        >
          {t('people.signOn.link')}
        </Button>
      )
    return (
      <Button
        size="small"
        aria-label={`${t('people.signOn.unlink')} ${row.provider.name}`}
        onClick={() => unlink.mutate({ id: row.id! })}
      >
        {t('people.signOn.unlink')}
      </Button>
    )
  }
  return (
    <section className="people-gap">
      <h2>{t('people.signOn.own')}</h2>
      <p className="soft">{t('people.signOn.ownHint')}</p>
      <ProblemNotice error={list.error ?? unlink.error ?? (asking === null ? link.error : null)} />
      <DataTable<OwnLink>
        name="people.signOnLinks"
        label={t('people.signOn.own')}
        rows={rows}
        rowKey={(row) => row.provider.id}
        columns={[
          { key: 'name', title: t('people.signOn.title'), fixed: true, render: (row) => row.provider.name },
          {
            key: 'state',
            title: t('people.state'),
            width: 100,
            render: (row) => (
              <StatusTag tone={row.id === undefined ? 'neutral' : 'good'}>
                {t(row.id === undefined ? 'people.signOn.notLinked' : 'people.signOn.linked')}
              </StatusTag>
            ),
          },
          {
            key: 'since',
            title: t('people.signOn.since'),
            render: (row) => (row.madeAt === undefined ? '—' : <Time at={row.madeAt} />),
          },
          {
            key: 'used',
            title: t('people.signOn.used'),
            render: (row) => (typeof row.usedAt === 'string' ? <Time at={row.usedAt} /> : '—'),
          },
          { key: 'act', title: t('people.more'), fixed: true, width: 90, render: act },
        ]}
        empty={{ title: t('people.signOn.ownEmpty') }}
      />
      {asking !== null && (
        <AskPassword
          link={asking}
          busy={link.isPending}
          error={link.error}
          onGo={(values) => link.mutate({ provider: asking.provider.id, ...values })}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  )
}

function AskPassword({
  link,
  busy,
  error,
  onGo,
  onClose,
}: {
  link: OwnLink
  busy: boolean
  error: unknown
  onGo: (values: { name: string; password: string }) => void
  onClose: () => void
}) {
  const t = useText()
  const [form] = Form.useForm<{ name: string; password: string }>()
  return (
    <Modal
      open
      width={400}
      title={link.provider.name}
      okText={t('people.signOn.link')}
      cancelText={t('people.cancel')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemNotice error={error} />
      <Form form={form} layout="vertical" onFinish={onGo}>
        <Form.Item
          name="name"
          label={t('people.signOn.account')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <Input autoComplete="off" maxLength={64} autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('people.signOn.directoryPassword')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <Input.Password autoComplete="off" maxLength={256} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
