import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useMay,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import { legalBasisCodes, sourceKinds, sourceStates, type LegalBasis, type SourceRow } from '../wire.ts'
import { SourceTag } from './indirect/shared.tsx'

interface Values {
  name: string
  kind: SourceRow['kind']
  legalBasis: LegalBasis
  note?: string
}

/** The register of sources: what is taken in names one of them. */
export default function Sources() {
  const t = useText()
  const may = useMay('register-source')
  const [open, setOpen] = useState(false)
  const add = may && (
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
        rowHref={(row) => `/sources/${row.id}`}
        defaultSort="-createdAt"
        filters={[
          { kind: 'text', name: 'q', label: t('collection.source.search') },
          {
            kind: 'choice',
            name: 'kind',
            label: t('collection.sources.kind'),
            options: sourceKinds.map((kind) => ({ value: kind, label: t(`collection.sourceKind.${kind}`) })),
          },
          {
            kind: 'choice',
            name: 'state',
            label: t('collection.state'),
            options: sourceStates.map((state) => ({
              value: state,
              label: t(`collection.source.state.${state}`),
            })),
          },
        ]}
        columns={[
          {
            key: 'name',
            title: t('collection.sources.name'),
            fixed: true,
            sortable: true,
            render: (row) => row.name,
          },
          {
            key: 'kind',
            title: t('collection.sources.kind'),
            width: 120,
            render: (row) => t(`collection.sourceKind.${row.kind}`),
          },
          { key: 'provider', title: t('collection.source.provider'), render: (row) => row.provider || '—' },
          {
            key: 'basis',
            title: t('collection.options.basis'),
            render: (row) => t(`collection.basis.${row.legalBasis}`),
          },
          {
            key: 'customers',
            title: t('collection.customers'),
            align: 'end',
            width: 90,
            render: (row) => row.customers.toLocaleString(),
          },
          {
            key: 'validUntil',
            title: t('collection.source.validUntil'),
            width: 120,
            sortable: true,
            render: (row) => row.validUntil ?? '—',
          },
          {
            key: 'responsible',
            title: t('collection.source.responsible'),
            off: true,
            render: (row) => row.responsible || '—',
          },
          { key: 'note', title: t('collection.sources.note'), off: true, render: (row) => row.note },
          {
            key: 'state',
            title: t('collection.state'),
            width: 110,
            render: (row) =>
              row.closedAt === null ? (
                <SourceTag state={row.state} />
              ) : (
                <StatusTag tone="ended">{t('collection.sources.closed')}</StatusTag>
              ),
          },
          {
            key: 'createdAt',
            title: t('collection.at'),
            width: 150,
            sortable: true,
            render: (row) => <Time at={row.createdAt} />,
          },
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
