import { Button, Checkbox, Drawer, Form, Input, InputNumber, TreeSelect } from 'antd'
import { PersonPicker, ProblemNotice, useGet, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { Department } from '../wire.ts'
import { ActingHeads } from './ActingHeads.tsx'
import { choicesOf, treeOf } from './department-tree.ts'

interface Values {
  name: string
  parentId: string | null
  managerId: string | null
  code: string | null
  sort: number
  closed: boolean
}

interface Props {
  /** The department to change; null adds one. */
  department: Department | null
  /** Where a new one stands at first. */
  under: string | null
  onClose: () => void
}

/** Adds or changes a department. */
export function DepartmentDrawer({ department, under, onClose }: Props) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const list = useGet<{ rows: Department[] }>('/departments')
  const save = usePost<Values>(department === null ? '/departments' : `/departments/${department.id}`, {
    method: department === null ? 'POST' : 'PUT',
    onDone: onClose,
    refresh: ['/departments', '/people'],
  })
  const submit = ({ code, parentId, managerId, closed, ...rest }: Values): void => {
    const body = {
      ...rest,
      parentId: parentId ?? null,
      managerId: managerId ?? null,
      code: code?.trim() || null,
    }
    save.mutate((department === null ? body : { ...body, closed }) as Values)
  }
  const first: Values =
    department === null
      ? { name: '', parentId: under, managerId: null, code: null, sort: 0, closed: false }
      : {
          name: department.name,
          parentId: department.parentId,
          managerId: department.managerId,
          code: department.code,
          sort: department.sort,
          closed: department.closed,
        }
  const { managerId, managerName } = department ?? {}
  return (
    <Drawer
      open
      size={420}
      title={t(department === null ? 'people.people.newDepartment' : 'people.people.editDepartment')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('people.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<Values> form={form} layout="vertical" initialValues={first} onFinish={submit}>
        <Form.Item
          name="name"
          label={t('people.departmentForm.name')}
          rules={[{ required: true, message: t('people.required') }]}
        >
          <Input autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item name="parentId" label={t('people.departmentForm.parent')}>
          <TreeSelect
            allowClear
            treeDefaultExpandAll
            placeholder={t('people.departmentForm.top')}
            treeData={choicesOf(treeOf(list.data?.rows ?? []), department?.id)}
          />
        </Form.Item>
        <Form.Item name="managerId" label={t('people.departmentForm.manager')}>
          <PersonPicker known={managerId && managerName ? [{ id: managerId, label: managerName }] : []} />
        </Form.Item>
        <div className="people-two">
          <Form.Item name="code" label={t('people.departmentForm.code')}>
            <Input maxLength={32} />
          </Form.Item>
          <Form.Item name="sort" label={t('people.departmentForm.sort')}>
            <InputNumber min={0} max={9999} precision={0} />
          </Form.Item>
        </div>
        {department !== null && (
          <Form.Item name="closed" valuePropName="checked" extra={t('people.departmentForm.closedHint')}>
            <Checkbox>{t('people.departmentForm.closed')}</Checkbox>
          </Form.Item>
        )}
      </Form>
      {department !== null && !department.closed && <ActingHeads departmentId={department.id} />}
    </Drawer>
  )
}
