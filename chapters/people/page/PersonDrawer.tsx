import { Button, DatePicker, Drawer, Form, Input, Select, TreeSelect } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { PersonPicker, ProblemNotice, useGet, usePost, useText } from '../../../doors/web/ui/index.ts'
import { employments, endDateNeeded, type Department, type PersonBody, type PersonRow } from '../wire.ts'
import { SecondPosts } from './SecondPosts.tsx'
import { choicesOf, treeOf } from './department-tree.ts'

type Values = Omit<PersonBody, 'startsOn' | 'endsOn'> & { startsOn: Dayjs | null; endsOn: Dayjs | null }

interface Props {
  /** The person to change; null adds one. */
  person: PersonRow | null
  department: string | null
  onClose: () => void
}

const dayOf = (day: string | null | undefined): Dayjs | null =>
  day === null || day === undefined ? null : dayjs(day)

const firstValues = (person: PersonRow | null, department: string | null): Values => ({
  employeeNo: person?.employeeNo ?? '',
  name: person?.name ?? '',
  departmentId: person === null ? department : (person.departmentId ?? null),
  managerId: person?.managerId ?? null,
  post: person?.post ?? '',
  employment: person?.employment ?? 'regular',
  startsOn: dayOf(person?.startsOn),
  endsOn: dayOf(person?.endsOn),
  email: person?.email ?? null,
})

/** Adds or changes a person's entry. */
export function PersonDrawer({ person, department, onClose }: Props) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const employment = Form.useWatch('employment', form) ?? 'regular'
  const list = useGet<{ rows: Department[] }>('/departments')
  const save = usePost<PersonBody & { version?: number }>(
    person === null ? '/people' : `/people/${person.id}`,
    {
      method: person === null ? 'POST' : 'PUT',
      onDone: onClose,
      refresh: ['/people', '/departments'],
    },
  )
  const submit = (values: Values): void =>
    save.mutate({
      ...values,
      departmentId: values.departmentId ?? null,
      managerId: values.managerId ?? null,
      email: values.email?.trim() || null,
      startsOn: values.startsOn?.format('YYYY-MM-DD') ?? null,
      endsOn: values.endsOn?.format('YYYY-MM-DD') ?? null,
      ...(person?.version === undefined ? {} : { version: person.version }),
    })
  const required = { required: true, message: t('people.required') }
  const { managerId, managerName } = person ?? {}
  return (
    <Drawer
      open
      size={520}
      title={t(person === null ? 'people.people.new' : 'people.people.edit')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('people.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={firstValues(person, department)}
        onFinish={submit}
        scrollToFirstError
      >
        <div className="people-two">
          <Form.Item name="name" label={t('people.name')} rules={[required]}>
            <Input autoFocus maxLength={40} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="employeeNo"
            label={t('people.employeeNo')}
            rules={[required, { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, message: t('people.required') }]}
          >
            <Input maxLength={32} autoComplete="off" />
          </Form.Item>
          <Form.Item name="departmentId" label={t('people.department')}>
            <TreeSelect
              allowClear
              showSearch
              treeNodeFilterProp="title"
              treeDefaultExpandAll
              treeData={choicesOf(treeOf(list.data?.rows ?? []))}
            />
          </Form.Item>
          <Form.Item name="post" label={t('people.post')}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="managerId"
            label={t('people.manager')}
            extra={t('people.managerHint')}
            className="whole"
          >
            <PersonPicker known={managerId && managerName ? [{ id: managerId, label: managerName }] : []} />
          </Form.Item>
          <Form.Item name="employment" label={t('people.employment')} rules={[required]}>
            <Select
              options={employments.map((kind) => ({ value: kind, label: t(`people.employment.${kind}`) }))}
            />
          </Form.Item>
          <Form.Item name="email" label={t('people.email')} rules={[{ type: 'email' }]}>
            <Input maxLength={120} autoComplete="off" />
          </Form.Item>
          <Form.Item name="startsOn" label={t('people.startsOn')}>
            <DatePicker />
          </Form.Item>
          <Form.Item
            name="endsOn"
            label={t('people.endsOn')}
            rules={
              endDateNeeded.includes(employment)
                ? [{ required: true, message: t('people.endsOnNeeded') }]
                : []
            }
          >
            <DatePicker />
          </Form.Item>
        </div>
      </Form>
      <p className="soft">{t('people.people.rights')}</p>
      {person !== null && <SecondPosts personId={person.id} />}
    </Drawer>
  )
}
