import { Button, Form, Input, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import {
  CustomerPicker,
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { type HoldRow, holdGrounds } from '../../wire.ts'

/** Files that are not erased: legal holds and retentions by law. */
export default function Holds() {
  const t = useText()
  const [adding, setAdding] = useState(false)
  return (
    <>
      <PageHeader title={t('supervision.rights.holds')} hint={t('supervision.rights.holdsHint')} />
      <DataTable<HoldRow>
        name="supervision.holds"
        label={t('supervision.rights.holds')}
        path="/file-holds"
        rowKey={(row) => row.id}
        extra={
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('supervision.rights.hold')}
          </Button>
        }
        columns={[
          { key: 'fileNo', title: t('supervision.rights.fileNo'), fixed: true, render: (row) => row.fileNo },
          {
            key: 'kind',
            title: t('supervision.rights.holdKind'),
            render: (row) => t(`supervision.rights.hold.${row.kind}`),
          },
          {
            key: 'ground',
            title: t('supervision.rights.ground'),
            render: (row) => t(`supervision.rights.ground.${row.ground}`),
          },
          { key: 'reference', title: t('supervision.rights.reference'), render: (row) => row.reference },
          { key: 'setBy', title: t('supervision.rights.setBy'), render: (row) => row.setBy },
          { key: 'setAt', title: t('supervision.rights.setAt'), render: (row) => <Time at={row.setAt} /> },
          { key: 'state', title: t('supervision.rights.stateOf'), render: (row) => <Standing row={row} /> },
        ]}
        empty={{ title: t('supervision.rights.noHolds'), hint: t('supervision.rights.holdsHint') }}
      />
      {adding && <Add onClose={() => setAdding(false)} />}
    </>
  )
}

function Standing({ row }: { row: HoldRow }) {
  const t = useText()
  const lift = usePost<object>(`/file-holds/${row.id}/lift`, { refresh: ['/file-holds'] })
  if (row.liftedAt !== null) return <StatusTag tone="neutral">{t('supervision.rights.lifted')}</StatusTag>
  return (
    <>
      <StatusTag tone="warning">{t('supervision.rights.stands')}</StatusTag>{' '}
      <Popconfirm
        title={t('supervision.rights.liftSure')}
        okText={t('supervision.rights.liftHold')}
        cancelText={t('supervision.rights.cancel')}
        onConfirm={() => lift.mutate({})}
      >
        <Button size="small" loading={lift.isPending}>
          {t('supervision.rights.liftHold')}
        </Button>
      </Popconfirm>
      <ProblemNotice error={lift.error} />
    </>
  )
}

function Add({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<object>()
  const save = usePost<object>('/file-holds', { refresh: ['/file-holds'], onDone: onClose })
  const rules = [{ required: true, message: t('supervision.rights.needed') }]
  return (
    <Modal
      open
      title={t('supervision.rights.hold')}
      okText={t('supervision.rights.hold')}
      cancelText={t('supervision.rights.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={(values) => save.mutate(values)}>
        <Form.Item name="customer" label={t('supervision.rights.customer')} rules={rules}>
          <CustomerPicker />
        </Form.Item>
        <Form.Item name="kind" label={t('supervision.rights.holdKind')} rules={rules}>
          <Select
            options={['legal-hold', 'retention'].map((value) => ({
              value,
              label: t(`supervision.rights.hold.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="ground" label={t('supervision.rights.ground')} rules={rules}>
          <Select
            options={holdGrounds.map((value) => ({ value, label: t(`supervision.rights.ground.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="reference" label={t('supervision.rights.reference')} rules={rules}>
          <Input minLength={2} maxLength={60} />
        </Form.Item>
      </Form>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
