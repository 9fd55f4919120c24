import { Alert, Button, Form, Input, InputNumber, Modal, Space } from 'antd'
import { useState } from 'react'
import {
  CopyButton,
  DataTable,
  ProblemNotice,
  StatusTag,
  Time,
  type Tone,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ScimTokenMade, ScimTokenRow } from '../../wire.ts'

const tones: Record<ScimTokenRow['state'], Tone> = { open: 'good', expired: 'warning', revoked: 'ended' }

/** Tokens of identity systems that send joiners and leavers. A token is shown once. */
export function ScimTokens() {
  const t = useText()
  const list = useGet<{ rows: ScimTokenRow[] }>('/scim-tokens')
  const [asking, setAsking] = useState(false)
  const [made, setMade] = useState<ScimTokenMade | null>(null)
  const show = (token: ScimTokenMade): void => {
    setAsking(false)
    setMade(token)
  }
  const refresh = ['/scim-tokens']
  const make = usePost<{ name: string; days: number }, ScimTokenMade>('/scim-tokens', {
    refresh,
    onDone: show,
  })
  const rotate = usePost<{ id: string }, ScimTokenMade>(({ id }) => `/scim-tokens/${id}/rotate`, {
    refresh,
    onDone: show,
  })
  const end = usePost<{ id: string }>(({ id }) => `/scim-tokens/${id}`, { method: 'DELETE', refresh })
  return (
    <section className="people-gap">
      <h2>{t('people.scim.title')}</h2>
      <p className="soft">{t('people.scim.hint', { address: `${window.location.origin}/scim/v2` })}</p>
      <p>
        <Button onClick={() => setAsking(true)}>{t('people.scim.new')}</Button>
      </p>
      <ProblemNotice error={list.error ?? rotate.error ?? end.error} />
      <DataTable<ScimTokenRow>
        name="people.scim"
        label={t('people.scim.title')}
        rows={list.data?.rows ?? []}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: t('people.scim.name'), fixed: true, render: (row) => row.name },
          {
            key: 'state',
            title: t('people.state'),
            width: 100,
            render: (row) => (
              <StatusTag tone={tones[row.state]}>{t(`people.scim.state.${row.state}`)}</StatusTag>
            ),
          },
          {
            key: 'expires',
            title: t('people.scim.expires'),
            render: (row) => <Time at={row.expiresAt} relative={false} />,
          },
          {
            key: 'used',
            title: t('people.scim.used'),
            render: (row) => (row.usedAt === null ? '—' : <Time at={row.usedAt} />),
          },
          {
            key: 'more',
            title: t('people.more'),
            fixed: true,
            width: 150,
            render: (row) =>
              row.state === 'revoked' ? null : (
                <Space size={4}>
                  <Button
                    size="small"
                    aria-label={`${t('people.scim.rotate')} ${row.name}`}
                    onClick={() => rotate.mutate({ id: row.id })}
                  >
                    {t('people.scim.rotate')}
                  </Button>
                  <Button
                    size="small"
                    danger
                    aria-label={`${t('people.scim.end')} ${row.name}`}
                    onClick={() => end.mutate({ id: row.id })}
                  >
                    {t('people.scim.end')}
                  </Button>
                </Space>
              ),
          },
        ]}
        empty={{ title: t('people.scim.empty'), hint: t('people.scim.emptyHint') }}
      />
      {asking && (
        <AskToken
          busy={make.isPending}
          error={make.error}
          onGo={make.mutate}
          onClose={() => setAsking(false)}
        />
      )}
      {made !== null && (
        <Modal open title={t('people.scim.title')} footer={null} onCancel={() => setMade(null)}>
          <Alert type="warning" showIcon title={t('people.scim.once')} />
          <p className="people-gap">
            <code className="people-token">{made.token}</code> <CopyButton text={made.token} />
          </p>
        </Modal>
      )}
    </section>
  )
}

function AskToken({
  busy,
  error,
  onGo,
  onClose,
}: {
  busy: boolean
  error: unknown
  onGo: (values: { name: string; days: number }) => void
  onClose: () => void
}) {
  const t = useText()
  const [form] = Form.useForm<{ name: string; days: number }>()
  return (
    <Modal
      open
      width={400}
      title={t('people.scim.new')}
      okText={t('people.scim.new')}
      cancelText={t('people.cancel')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemNotice error={error} />
      <Form form={form} layout="vertical" initialValues={{ name: '', days: 90 }} onFinish={onGo}>
        <Form.Item
          name="name"
          label={t('people.scim.name')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <Form.Item name="days" label={t('people.scim.days')}>
          <InputNumber min={1} max={366} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
