import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import { legalBasisCodes, sourceKinds, type LegalBasis, type SourceRow } from '../wire.ts'

interface Values {
  name: string
  kind: SourceRow['kind']
  legalBasis: LegalBasis
  note?: string
}

/** The register of sources: what is taken in names one of them. */
export default function Sources() {
  const t = useText()
  const [open, setOpen] = useState(false)
  const add = (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('collection.sources.add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('collection.sources.title')} hint={t('collection.sources.hint')} primary={add} />
      <DataTable<SourceRow>
        name="collection.sources"
        label={t('collection.sources.title')}
        path="/sources"
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: t('collection.sources.name'), fixed: true, render: (row) => row.name },
          {
            key: 'kind',
            title: t('collection.sources.kind'),
            render: (row) => t(`collection.sourceKind.${row.kind}`),
          },
          {
            key: 'basis',
            title: t('collection.options.basis'),
            render: (row) => t(`collection.basis.${row.legalBasis}`),
          },
          {
            key: 'customers',
            title: t('collection.customers'),
            align: 'end',
            render: (row) => row.customers.toLocaleString(),
          },
          { key: 'note', title: t('collection.sources.note'), render: (row) => row.note },
          {
            key: 'closed',
            title: t('collection.state'),
            render: (row) => (
              <StatusTag tone={row.closedAt === null ? 'good' : 'ended'}>
                {t(row.closedAt === null ? 'collection.sources.open' : 'collection.sources.closed')}
              </StatusTag>
            ),
          },
          { key: 'createdAt', title: t('collection.at'), render: (row) => <Time at={row.createdAt} /> },
        ]}
        empty={{ title: t('collection.sources.none'), hint: t('collection.sources.hint'), action: add }}
      />
      {open && <AddSource onClose={() => setOpen(false)} />}
    </>
  )
}

function AddSource({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const save = usePost<Values>('/sources', { refresh: ['/sources'], onDone: onClose })
  return (
    <Modal
      open
      title={t('collection.sources.add')}
      okText={t('collection.sources.save')}
      cancelText={t('collection.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={(values) => save.mutate({ ...values, note: values.note ?? '' })}
      >
        <Form.Item
          name="name"
          label={t('collection.sources.name')}
          rules={[{ required: true, max: 80, message: t('collection.sources.nameNeeded') }]}
        >
          <Input />
        </Form.Item>
        <Form.Item
          name="kind"
          label={t('collection.sources.kind')}
          rules={[{ required: true, message: t('collection.needed') }]}
        >
          <Select
            options={sourceKinds.map((kind) => ({ value: kind, label: t(`collection.sourceKind.${kind}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="legalBasis"
          label={t('collection.options.basis')}
          rules={[{ required: true, message: t('collection.needed') }]}
        >
          <Select
            options={legalBasisCodes.map((code) => ({ value: code, label: t(`collection.basis.${code}`) }))}
          />
        </Form.Item>
        <Form.Item name="note" label={t('collection.sources.note')}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
