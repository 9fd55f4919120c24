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
import type { FormRow } from '../../wire.ts'

/** Forms for customers, with what came in through them. */
export default function Forms() {
  const t = useText()
  const [open, setOpen] = useState(false)
  const add = (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('collection.forms.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('collection.forms.title')} hint={t('collection.forms.hint')} primary={add} />
      <DataTable<FormRow>
        name="collection.forms"
        label={t('collection.forms.title')}
        path="/forms"
        rowKey={(row) => row.id}
        rowHref={(row) => `/forms/${row.id}`}
        filters={[
          {
            name: 'state',
            label: t('collection.forms.state'),
            kind: 'choice',
            options: (['draft', 'published', 'closed'] as const).map((value) => ({
              value,
              label: t(`collection.forms.state.${value}`),
            })),
          },
        ]}
        columns={[
          {
            key: 'name',
            title: t('collection.forms.name'),
            fixed: true,
            sortable: true,
            render: (row) => row.name,
          },
          { key: 'code', title: t('collection.forms.code'), render: (row) => row.code },
          {
            key: 'state',
            title: t('collection.forms.state'),
            render: (row) => (
              <StatusTag
                tone={row.state === 'published' ? 'good' : row.state === 'draft' ? 'waiting' : 'ended'}
              >
                {t(`collection.forms.state.${row.state}`)}
              </StatusTag>
            ),
          },
          {
            key: 'version',
            title: t('collection.forms.version'),
            align: 'end',
            render: (row) => row.version ?? '',
          },
          {
            key: 'responsible',
            title: t('collection.forms.responsible'),
            render: (row) => row.responsible?.name ?? '',
          },
          {
            key: 'submissions',
            title: t('collection.forms.submissions'),
            align: 'end',
            render: (row) => row.submissions,
          },
          {
            key: 'waiting',
            title: t('collection.forms.waiting'),
            align: 'end',
            render: (row) => row.waiting,
          },
          {
            key: 'changedAt',
            title: t('collection.forms.changed'),
            render: (row) => <Time at={row.changedAt} />,
          },
        ]}
        empty={{ title: t('collection.forms.none'), hint: t('collection.forms.hint'), action: add }}
      />
      {open && <NewForm onClose={() => setOpen(false)} />}
    </>
  )
}

function NewForm({ onClose }: { onClose: () => void }) {
  const t = useText()
  const go = useNavigate()
  const [form] = Form.useForm<{ name: string }>()
  const create = usePost<{ name: string }, { id: string }>('/forms', {
    onDone: ({ id }) => void go(`/forms/${id}`),
  })
  return (
    <Modal
      open
      title={t('collection.forms.new')}
      okText={t('collection.forms.create')}
      cancelText={t('collection.cancel')}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={(values) => create.mutate(values)}>
        <Form.Item
          name="name"
          label={t('collection.forms.name')}
          rules={[{ required: true, max: 80, message: t('collection.needed') }]}
        >
          <Input />
        </Form.Item>
      </Form>
      <ProblemNotice error={create.error} />
    </Modal>
  )
}
