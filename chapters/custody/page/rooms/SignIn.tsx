import { Button, Card, Checkbox, Col, Form, Input, Row, Select } from 'antd'
import { useState } from 'react'
import { PersonPicker, ProblemNotice, useGet, usePost, useText } from '../../../../doors/web/ui/index.ts'
import type { RoomRow, SignIn as SignInBody, VisitRow } from '../../wire.ts'

const refresh = ['/room-entries', '/rooms', '/visits']

/** Signs employees and visitors in; the moment is the server's. */
export function SignIn({ rooms }: { rooms: readonly RoomRow[] }) {
  const t = useText()
  return (
    <Row gutter={16} className="custody-sign-in">
      <Col span={12}>
        <Card size="small" title={t('custody.register.employee')}>
          <Employee rooms={rooms} />
        </Card>
      </Col>
      <Col span={12}>
        <Card size="small" title={t('custody.register.visitorIn')}>
          <Visitor />
        </Card>
      </Col>
    </Row>
  )
}

function Employee({ rooms }: { rooms: readonly RoomRow[] }) {
  const t = useText()
  const [form] = Form.useForm<{ roomId: string; personId: string; purpose: string }>()
  const enter = usePost<SignInBody>('/room-entries', {
    refresh,
    onDone: () => form.resetFields(['personId', 'purpose']),
  })
  const required = [{ required: true, message: t('custody.required') }]
  return (
    <>
      <ProblemNotice error={enter.error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ roomId: rooms[0]?.id }}
        onFinish={(values) => enter.mutate(values)}
      >
        <Form.Item name="roomId" label={t('custody.visits.room')} rules={required}>
          <Select options={rooms.map((room) => ({ value: room.id, label: room.name }))} />
        </Form.Item>
        <Form.Item name="personId" label={t('custody.rooms.person')} rules={required}>
          <PersonPicker params={{ state: 'here' }} />
        </Form.Item>
        <Form.Item
          name="purpose"
          label={t('custody.visits.purpose')}
          rules={required}
          extra={t('custody.register.employeeHint')}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={enter.isPending}>
          {t('custody.register.enter')}
        </Button>
      </Form>
    </>
  )
}

function Visitor() {
  const t = useText()
  const [visitId, setVisitId] = useState<string>()
  const [present, setPresent] = useState(false)
  const visits = useGet<{ rows: VisitRow[] }>('/visits', { state: 'approved', size: 200 }, { keep: false })
  const expected = (visits.data?.rows ?? []).filter((row) => row.kind === 'visitor' && row.maySignIn)
  const chosen = expected.find((row) => row.id === visitId)
  const enter = usePost<SignInBody>('/room-entries', {
    refresh,
    onDone: () => {
      setVisitId(undefined)
      setPresent(false)
    },
  })
  return (
    <>
      <ProblemNotice error={enter.error ?? visits.error} />
      <label className="field-label" htmlFor="visit-expected">
        {t('custody.register.expected')}
      </label>
      <Select
        id="visit-expected"
        style={{ width: '100%' }}
        value={chosen?.id ?? null}
        placeholder={t('custody.register.expectedHint')}
        notFoundContent={t('custody.register.nobodyExpected')}
        onChange={(id) => {
          setVisitId(id)
          setPresent(false)
        }}
        options={expected.map((row) => ({
          value: row.id,
          label: [row.number, row.visitor?.name, row.room.name]
            .filter((part) => part !== undefined)
            .join(' · '),
        }))}
      />
      <p>
        <Checkbox
          checked={present}
          disabled={chosen === undefined}
          onChange={(event) => setPresent(event.target.checked)}
        >
          {(chosen?.escort ?? null) === null
            ? t('custody.register.present')
            : t('custody.register.presentOf', { name: chosen?.escort?.name ?? '' })}
        </Checkbox>
      </p>
      <p className="soft">{t('custody.register.visitorHint')}</p>
      <Button
        type="primary"
        disabled={chosen === undefined || !present}
        loading={enter.isPending}
        onClick={() => chosen !== undefined && enter.mutate({ visitId: chosen.id, escortPresent: present })}
      >
        {t('custody.register.enter')}
      </Button>
    </>
  )
}
