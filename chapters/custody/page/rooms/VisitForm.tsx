import { Button, DatePicker, Form, Input, Radio, Select, TimePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import {
  PersonPicker,
  ProblemNotice,
  useGet,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { RoomRow, VisitBody } from '../../wire.ts'

interface Values {
  kind: 'employee' | 'visitor'
  roomId: string
  purpose: string
  day: Dayjs
  hours: [Dayjs, Dayjs]
  visitor?: { name: string; organisation: string; idLast: string }
  hostId?: string
  escortId?: string
}

const at = (day: Dayjs, hour: Dayjs): string =>
  day.hour(hour.hour()).minute(hour.minute()).second(0).millisecond(0).toISOString()

/** Asks for entry for oneself, or for a visitor with host and escort. */
export function VisitForm({ onDone }: { onDone: () => void }) {
  const t = useText()
  const me = usePerson()
  const [form] = Form.useForm<Values>()
  const kind = Form.useWatch('kind', form) ?? 'visitor'
  const rooms = useGet<{ rows: RoomRow[] }>('/rooms')
  const ask = usePost<VisitBody>('/visits', { refresh: ['/visits'], onDone })
  const required = [{ required: true, message: t('custody.required') }]
  return (
    <>
      <ProblemNotice error={ask.error ?? rooms.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ kind: 'visitor', day: dayjs(), hostId: me.id, escortId: me.id }}
        onFinish={({ roomId, purpose, day, hours, visitor, hostId, escortId }) =>
          ask.mutate({
            roomId,
            purpose,
            startsAt: at(day, hours[0]),
            endsAt: at(day, hours[1]),
            ...(kind === 'visitor' ? { visitor, hostId, escortId } : {}),
          })
        }
      >
        <Form.Item name="kind" label={t('custody.visits.for')}>
          <Radio.Group
            options={(['visitor', 'employee'] as const).map((one) => ({
              value: one,
              label: t(`custody.visits.for.${one}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="roomId" label={t('custody.visits.room')} rules={required}>
          <Select
            options={(rooms.data?.rows ?? [])
              .filter((room) => !room.closed)
              .map((room) => ({ value: room.id, label: `${room.name} · ${room.place}` }))}
            notFoundContent={t('custody.rooms.empty')}
          />
        </Form.Item>
        {kind === 'visitor' && <VisitorItems known={[{ id: me.id, label: me.name }]} />}
        <Form.Item name="day" label={t('custody.visits.day')} rules={required}>
          <DatePicker minDate={dayjs()} maxDate={dayjs().add(90, 'day')} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="hours" label={t('custody.visits.hours')} rules={required}>
          <TimePicker.RangePicker format="HH:mm" minuteStep={5} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="purpose"
          label={t('custody.visits.purpose')}
          rules={[...required, { min: 4, message: t('custody.visits.purposeShort') }]}
        >
          <Input.TextArea maxLength={200} showCount autoSize={{ minRows: 2, maxRows: 4 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={ask.isPending}>
          {t('custody.visits.send')}
        </Button>
      </Form>
    </>
  )
}

function VisitorItems({ known }: { known: { id: string; label: string }[] }) {
  const t = useText()
  const required = [{ required: true, message: t('custody.required') }]
  return (
    <>
      <Form.Item name={['visitor', 'name']} label={t('custody.visits.name')} rules={required}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name={['visitor', 'organisation']} label={t('custody.visits.organisation')} rules={required}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name={['visitor', 'idLast']}
        label={t('custody.visits.idLast')}
        extra={t('custody.visits.idHint')}
        rules={[...required, { pattern: /^[0-9]{3}[0-9Xx]$/, message: t('custody.visits.idBad') }]}
      >
        <Input maxLength={4} autoComplete="off" style={{ width: 120 }} />
      </Form.Item>
      <Form.Item name="hostId" label={t('custody.visits.host')} rules={required}>
        <PersonPicker params={{ state: 'here' }} known={known} />
      </Form.Item>
      <Form.Item
        name="escortId"
        label={t('custody.visits.escort')}
        rules={required}
        extra={t('custody.visits.escortHint')}
      >
        <PersonPicker params={{ state: 'here' }} known={known} />
      </Form.Item>
    </>
  )
}
