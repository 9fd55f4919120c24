import { Button, DatePicker, Drawer, Form, Input, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import {
  DataTable,
  PageHeader,
  PersonPicker,
  ProblemNotice,
  Time,
  useGet,
  useMay,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { serviceKinds, type ServiceRow } from '../../wire.ts'
import { ServiceState, usePurposeNames } from './parts.tsx'

/** Every service account of the company, for the administrators. */
export default function ServiceAccounts() {
  const t = useText()
  const navigate = useNavigate()
  const manages = useMay('manage-services')
  const purposes = usePurposeNames()
  const [making, setMaking] = useState(false)
  const reply = useGet<{ rows: ServiceRow[] }>('/service-accounts')
  return (
    <>
      <PageHeader
        title={t('people.service.title')}
        hint={t('people.service.hint')}
        primary={
          manages && (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('people.service.new')}
            </Button>
          )
        }
      />
      <ProblemNotice error={reply.error} />
      <DataTable<ServiceRow>
        name="people.services"
        label={t('people.service.title')}
        rows={reply.data?.rows ?? []}
        rowKey={(row) => row.id}
        rowHref={(row) => `/service-accounts/${row.id}`}
        columns={[
          { key: 'name', title: t('people.service.name'), fixed: true, render: (row) => row.name },
          { key: 'number', title: t('people.service.number'), width: 90, render: (row) => row.number },
          {
            key: 'kind',
            title: t('people.service.kind'),
            render: (row) => t(`people.service.kind.${row.kind}`),
          },
          {
            key: 'owner',
            title: t('people.service.owner'),
            render: (row) => `${row.owner.name} ${row.owner.employeeNo}`,
          },
          { key: 'purpose', title: t('people.service.purpose'), render: (row) => purposes.name(row.purpose) },
          {
            key: 'state',
            title: t('people.service.state'),
            width: 140,
            render: (row) => <ServiceState state={row.state} />,
          },
          { key: 'expiresOn', title: t('people.service.expires'), render: (row) => row.expiresOn },
          {
            key: 'tokens',
            title: t('people.service.tokens'),
            width: 80,
            render: (row) => row.tokens,
          },
          {
            key: 'usedAt',
            title: t('people.service.used'),
            render: (row) =>
              row.usedAt === null ? (
                <span className="soft">{t('people.service.never')}</span>
              ) : (
                <Time at={row.usedAt} />
              ),
          },
        ]}
        empty={{ title: t('people.service.empty'), hint: t('people.service.emptyHint') }}
      />
      {making && (
        <NewService
          onClose={() => setMaking(false)}
          onMade={(id) => void navigate(`/service-accounts/${id}`)}
        />
      )}
    </>
  )
}

interface Values {
  name: string
  ownerId: string
  kind: ServiceRow['kind']
  task: string
  purpose: string
  expiresOn: Dayjs
}

function NewService({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const purposes = usePurposeNames()
  const make = usePost<object, { id: string }>('/service-accounts', {
    refresh: ['/service-accounts'],
    onDone: ({ id }) => onMade(id),
  })
  const required = [{ required: true, message: t('people.required') }]
  return (
    <Drawer
      open
      size={440}
      title={t('people.service.new')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={make.isPending} onClick={() => form.submit()}>
          {t('people.service.new')}
        </Button>
      }
    >
      <ProblemNotice error={make.error} />
      <p className="soft">{t('people.service.newHint')}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ kind: 'assistant' }}
        onFinish={(values) => make.mutate({ ...values, expiresOn: values.expiresOn.format('YYYY-MM-DD') })}
      >
        <ServiceItems />
        <Form.Item name="kind" label={t('people.service.kind')} rules={required}>
          <Select
            options={serviceKinds.map((kind) => ({ value: kind, label: t(`people.service.kind.${kind}`) }))}
          />
        </Form.Item>
        <Form.Item name="purpose" label={t('people.service.purpose')} rules={required}>
          <Select options={purposes.options} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}

/** Name, owner, task and last day: what the system administrator answers for. */
export function ServiceItems({ known = [] }: { known?: { id: string; label: string }[] }) {
  const t = useText()
  const required = [{ required: true, message: t('people.required') }]
  return (
    <>
      <Form.Item name="name" label={t('people.service.name')} rules={required}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="ownerId" label={t('people.service.owner')} rules={required}>
        <PersonPicker known={known} params={{ state: 'here', account: 'with' }} />
      </Form.Item>
      <Form.Item
        name="task"
        label={t('people.service.task')}
        rules={[...required, { min: 4, message: t('people.service.taskShort') }]}
      >
        <Input.TextArea maxLength={200} autoSize={{ minRows: 2, maxRows: 4 }} />
      </Form.Item>
      <Form.Item name="expiresOn" label={t('people.service.expires')} rules={required}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
    </>
  )
}
