import { Button, DatePicker, Drawer, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { PersonPicker, ProblemNotice, useLanguage, usePost, useText } from '../../../../doors/web/ui/index.ts'
import { roleCatalogue } from '../../wire.ts'

interface Values {
  personId: string
  role?: string | null
  office?: string
  duties: string
  from: Dayjs
  until?: Dayjs | null
}

/** Proposes an appointment: person, office, duties and term. */
export function NewAppointment({ onClose }: { onClose: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const [form] = Form.useForm<Values>()
  const make = usePost<object, { id: string }>('/appointments', {
    refresh: ['/appointments'],
    onDone: onClose,
  })
  const required = [{ required: true, message: t('people.required') }]
  return (
    <Drawer
      open
      size={440}
      title={t('people.appointments.new')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={make.isPending} onClick={() => form.submit()}>
          {t('people.appointments.new')}
        </Button>
      }
    >
      <ProblemNotice error={make.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ from: dayjs() }}
        onFinish={({ from, until, role = null, office = '', ...rest }) =>
          make.mutate({
            ...rest,
            role,
            office,
            from: from.format('YYYY-MM-DD'),
            until: until?.format('YYYY-MM-DD') ?? null,
          })
        }
      >
        <Form.Item name="personId" label={t('people.appointments.person')} rules={required}>
          <PersonPicker params={{ state: 'here' }} />
        </Form.Item>
        <Form.Item
          name="role"
          label={t('people.appointments.office')}
          extra={t('people.appointments.officeHint')}
        >
          <Select allowClear options={roleCatalogue.map((one) => ({ value: one.code, label: pick(one) }))} />
        </Form.Item>
        <Form.Item name="office" label={t('people.appointments.officeFree')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="duties" label={t('people.appointments.duty')} rules={[...required, { min: 2 }]}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
        <Form.Item name="from" label={t('people.appointments.from')} rules={required}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="until" label={t('people.appointments.until')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
