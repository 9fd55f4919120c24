import { Button, Drawer, Form, Input, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import {
  KeyValue,
  PersonPicker,
  ProblemNotice,
  useGet,
  useMay,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { Department } from '../../wire.ts'
import type { OrganisationBody, SecrecyReply, SecrecyStatement } from '../../wire.ts'
import { useAct } from '../use-act.ts'

/** The organisation of secrecy work in force, and the one that waits for a signature. */
export function SecrecyOrganisation() {
  const t = useText()
  const found = useGet<SecrecyReply>('/secrecy-organisation')
  const proposes = useMay('propose-appointment')
  const [making, setMaking] = useState(false)
  if (found.data === undefined) return <ProblemNotice error={found.error} />
  const { inForce, open } = found.data
  return (
    <section>
      <h2>{t('people.appointments.organisation')}</h2>
      {inForce === null ? <p className="soft">{t('people.appointments.none')}</p> : <Shown one={inForce} />}
      {open !== null && <Waiting one={open} />}
      {proposes && (
        <p className="people-gap">
          <Button onClick={() => setMaking(true)}>{t('people.appointments.propose')}</Button>
        </p>
      )}
      {making && <Propose from={open ?? inForce} onClose={() => setMaking(false)} />}
    </section>
  )
}

function Shown({ one }: { one: SecrecyStatement }) {
  const t = useText()
  const comma = t('kit.listComma')
  const person = (who: { name: string; employeeNo: string }): string => `${who.name} ${who.employeeNo}`
  return (
    <KeyValue
      columns={2}
      items={[
        { label: t('people.appointments.lead'), value: one.leadDepartment.name },
        { label: t('people.appointments.head'), value: person(one.head) },
        {
          label: t('people.appointments.members'),
          wide: true,
          value: one.members.map(person).join(comma) || t('people.none'),
        },
        {
          label: t('people.appointments.duties'),
          wide: true,
          value:
            one.duties.map(({ department, duty }) => `${department.name}: ${duty}`).join(comma) ||
            t('people.none'),
        },
        {
          label: t('people.appointments.signedBy'),
          value: one.decidedBy === null ? t('people.none') : person(one.decidedBy),
        },
      ]}
    />
  )
}

function Waiting({ one }: { one: SecrecyStatement }) {
  const t = useText()
  const me = usePerson()
  const signs = useMay('sign-appointment') && me.id !== one.head.id && me.id !== one.proposedBy.id
  const sign = useAct(['/secrecy-organisation'])
  const decide = (outcome: 'signed' | 'declined') =>
    sign.run(`/secrecy-organisation/${one.id}/signature`, { outcome })
  return (
    <div className="people-note people-gap">
      <h3>{t('people.appointments.waiting')}</h3>
      <ProblemNotice error={sign.error} />
      <Shown one={one} />
      {signs && (
        <p className="people-gap">
          <Popconfirm
            title={t('people.appointments.signSure')}
            okText={t('people.appointments.sign')}
            cancelText={t('people.cancel')}
            onConfirm={() => void decide('signed')}
          >
            <Button type="primary">{t('people.appointments.sign')}</Button>
          </Popconfirm>{' '}
          <Button onClick={() => void decide('declined')}>{t('people.appointments.decline')}</Button>
        </p>
      )}
    </div>
  )
}

function Propose({ from, onClose }: { from: SecrecyStatement | null; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<OrganisationBody>()
  const departments = useGet<{ rows: Department[] }>('/departments')
  const options = (departments.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name }))
  const make = usePost<object, { id: string }>('/secrecy-organisation', {
    refresh: ['/secrecy-organisation'],
    onDone: onClose,
  })
  const required = [{ required: true, message: t('people.required') }]
  const known = from === null ? [] : [from.head, ...from.members].map(({ id, name }) => ({ id, label: name }))
  return (
    <Drawer
      open
      size={560}
      title={t('people.appointments.propose')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={make.isPending} onClick={() => form.submit()}>
          {t('people.appointments.propose')}
        </Button>
      }
    >
      <ProblemNotice error={make.error} />
      <Form<OrganisationBody>
        form={form}
        layout="vertical"
        initialValues={{
          ...(from === null ? {} : { leadDepartmentId: from.leadDepartment.id, headId: from.head.id }),
          memberIds: from?.members.map(({ id }) => id) ?? [],
          duties: from?.duties.map(({ department, duty }) => ({ departmentId: department.id, duty })) ?? [],
        }}
        onFinish={(values) => make.mutate(values)}
      >
        <Form.Item name="leadDepartmentId" label={t('people.appointments.lead')} rules={required}>
          <Select options={options} />
        </Form.Item>
        <Form.Item name="headId" label={t('people.appointments.head')} rules={required}>
          <PersonPicker known={known} params={{ state: 'here' }} />
        </Form.Item>
        <Form.Item name="memberIds" label={t('people.appointments.members')}>
          <PersonPicker multiple known={known} params={{ state: 'here' }} />
        </Form.Item>
        <h3>{t('people.appointments.duties')}</h3>
        <Form.List name="duties">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <div key={key} className="people-two">
                  <Form.Item name={[name, 'departmentId']} label={t('people.department')} rules={required}>
                    <Select options={options} />
                  </Form.Item>
                  <Form.Item name={[name, 'duty']} label={t('people.appointments.duty')} rules={required}>
                    <Input maxLength={200} />
                  </Form.Item>
                  <Button size="small" onClick={() => remove(name)}>
                    {t('people.appointments.remove')}
                  </Button>
                </div>
              ))}
              <Button onClick={() => add({})}>{t('people.appointments.addDuty')}</Button>
            </>
          )}
        </Form.List>
      </Form>
    </Drawer>
  )
}
