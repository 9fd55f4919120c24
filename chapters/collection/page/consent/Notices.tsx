import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { NoticeRow } from '../../wire.ts'

/** The company's notices: what is in force, what waits for confirmation, how many consents stand on each. */
export default function Notices() {
  const t = useText()
  const [open, setOpen] = useState(false)
  const add = (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('collection.notices.add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('collection.notices.title')} hint={t('collection.notices.hint')} primary={add} />
      <DataTable<NoticeRow>
        name="collection.notices"
        label={t('collection.notices.title')}
        path="/consent-notices"
        rowKey={(row) => row.id}
        rowHref={(row) => `/consent-notices/${row.id}`}
        columns={[
          {
            key: 'name',
            title: t('collection.notices.name'),
            fixed: true,
            sortable: true,
            render: (row) => row.name,
          },
          {
            key: 'code',
            title: t('collection.notices.code'),
            sortable: true,
            render: (row) => <code>{row.code}</code>,
          },
          {
            key: 'published',
            title: t('collection.notices.inForce'),
            render: (row) =>
              row.published === null ? (
                <span className="dash">—</span>
              ) : (
                <a href={`/o/notice/${row.code}`} target="_blank" rel="noreferrer">
                  {t('collection.notices.versionNo', { number: row.published.number })}
                </a>
              ),
          },
          {
            key: 'state',
            title: t('collection.state'),
            render: (row) => <NoticeState row={row} />,
          },
          {
            key: 'standing',
            title: t('collection.notices.standing'),
            align: 'end',
            render: (row) => row.standing.toLocaleString(),
          },
          {
            key: 'since',
            title: t('collection.notices.since'),
            render: (row) =>
              row.published === null ? (
                <span className="dash">—</span>
              ) : (
                <Time at={row.published.decidedAt} />
              ),
          },
        ]}
        empty={{ title: t('collection.notices.none'), hint: t('collection.notices.hint'), action: add }}
      />
      {open && <AddNotice onClose={() => setOpen(false)} />}
    </>
  )
}

function NoticeState({ row }: { row: NoticeRow }) {
  const t = useText()
  if (row.closedAt !== null) return <StatusTag tone="ended">{t('collection.notices.closed')}</StatusTag>
  if (row.proposed !== null)
    return (
      <StatusTag tone="waiting">{t('collection.notices.waits', { number: row.proposed.number })}</StatusTag>
    )
  return row.published === null ? (
    <StatusTag tone="neutral">{t('collection.notices.draft')}</StatusTag>
  ) : (
    <StatusTag tone="good">{t('collection.notices.published')}</StatusTag>
  )
}

function AddNotice({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const [form] = Form.useForm<{ code: string; name: string }>()
  const save = usePost<{ code: string; name: string }, { id: string }>('/consent-notices', {
    refresh: ['/consent-notices'],
    onDone: ({ id }) => void navigate(`/consent-notices/${id}`),
  })
  return (
    <Modal
      open
      title={t('collection.notices.add')}
      okText={t('collection.notices.start')}
      cancelText={t('collection.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={(values) => save.mutate(values)}>
        <Form.Item
          name="name"
          label={t('collection.notices.name')}
          rules={[{ required: true, max: 80, message: t('collection.needed') }]}
        >
          <Input />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('collection.notices.code')}
          extra={t('collection.notices.codeHint')}
          rules={[
            {
              required: true,
              pattern: /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/,
              message: t('collection.notices.codeHint'),
            },
          ]}
        >
          <Input autoComplete="off" placeholder="customers" />
        </Form.Item>
      </Form>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
