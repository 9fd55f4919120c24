import { Button, Checkbox, Drawer, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  PersonPicker,
  ProblemNotice,
  StatusTag,
  useGet,
  useMay,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { type RoomBody, roomKinds, type RoomRow, type RoomSettings } from '../../wire.ts'
import { Level, useLevelOptions } from '../shared.tsx'
import { StandingDrawer } from './Standing.tsx'

const words = (t: (key: string) => string) => ({
  kind: (kind: RoomRow['kind']) => t(`custody.rooms.kind.${kind}`),
})

/** Record rooms and server rooms: who answers for them, and who may enter. */
export default function Rooms() {
  const t = useText()
  const edits = useMay('edit-rooms')
  const reply = useGet<{ rows: RoomRow[] }>('/rooms')
  const [editing, setEditing] = useState<RoomRow | 'new'>()
  const [standing, setStanding] = useState<RoomRow>()
  const add = edits && (
    <Button type="primary" onClick={() => setEditing('new')}>
      {t('custody.rooms.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('custody.rooms.title')} hint={t('custody.rooms.hint')} primary={add} />
      <ProblemNotice error={reply.error} />
      <DataTable<RoomRow>
        name="custody.rooms"
        label={t('custody.rooms.title')}
        rows={reply.data?.rows ?? []}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            title: t('custody.rooms.name'),
            fixed: true,
            render: (row) => (
              <>
                {row.name} {row.closed && <StatusTag tone="ended">{t('custody.rooms.closed')}</StatusTag>}
              </>
            ),
          },
          {
            key: 'kind',
            title: t('custody.rooms.kind'),
            width: 110,
            render: (row) => words(t).kind(row.kind),
          },
          { key: 'place', title: t('custody.rooms.place'), render: (row) => row.place },
          {
            key: 'keeper',
            title: t('custody.rooms.keeper'),
            render: (row) => `${row.keeper.name} ${row.keeper.employeeNo}`,
          },
          {
            key: 'level',
            title: t('custody.rooms.level'),
            width: 120,
            render: (row) => <Level rank={row.level} />,
          },
          { key: 'inside', title: t('custody.rooms.inside'), width: 90, render: (row) => row.inside },
          { key: 'standing', title: t('custody.rooms.standing'), width: 110, render: (row) => row.standing },
          {
            key: 'acts',
            title: t('custody.acts'),
            width: 190,
            render: (row) => (
              <>
                {row.sees && (
                  <Button type="link" size="small" onClick={() => setStanding(row)}>
                    {t('custody.rooms.standing')}
                  </Button>
                )}
                {edits && (
                  <Button type="link" size="small" onClick={() => setEditing(row)}>
                    {t('custody.edit')}
                  </Button>
                )}
              </>
            ),
          },
        ]}
        empty={{ title: t('custody.rooms.empty'), hint: t('custody.rooms.emptyHint'), action: add }}
      />
      <VisitorMonths />
      {editing !== undefined && (
        <EditRoom room={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
      {standing !== undefined && <StandingDrawer room={standing} onClose={() => setStanding(undefined)} />}
    </>
  )
}

/** How long visitors' data is kept; the system administrator changes it. */
function VisitorMonths() {
  const t = useText()
  const may = useMay('settings')
  const reply = useGet<RoomSettings>('/room-settings')
  const [months, setMonths] = useState<number | null>(null)
  const save = usePost<RoomSettings>('/room-settings', {
    method: 'PUT',
    refresh: ['/room-settings'],
    onDone: () => setMonths(null),
  })
  if (reply.data === undefined) return null
  const { visitorMonths } = reply.data
  if (!may) return <p className="soft">{t('custody.rooms.keptFor', { count: visitorMonths })}</p>
  return (
    <div className="custody-kept">
      <label htmlFor="visitor-months">{t('custody.rooms.months')}</label>{' '}
      <InputNumber
        id="visitor-months"
        min={6}
        max={60}
        precision={0}
        value={months ?? visitorMonths}
        onChange={setMonths}
      />{' '}
      <Button
        disabled={months === null || months === visitorMonths}
        loading={save.isPending}
        onClick={() => months !== null && save.mutate({ visitorMonths: months })}
      >
        {t('custody.save')}
      </Button>
      <ProblemNotice error={save.error} />
    </div>
  )
}

function EditRoom({ room, onClose }: { room: RoomRow | undefined; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<RoomBody & { closed: boolean }>()
  const levels = useLevelOptions()
  const save = usePost<object>(room === undefined ? '/rooms' : `/rooms/${room.id}`, {
    method: room === undefined ? 'POST' : 'PUT',
    refresh: ['/rooms'],
    onDone: onClose,
  })
  const required = [{ required: true, message: t('custody.required') }]
  const title = room === undefined ? t('custody.rooms.new') : t('custody.rooms.editOf', { name: room.name })
  return (
    <Drawer
      open
      size={440}
      title={title}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('custody.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <p className="soft">{t('custody.rooms.editHint')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={room === undefined ? { kind: 'records' } : { ...room, keeperId: room.keeper.id }}
        onFinish={({ closed, ...values }) =>
          save.mutate(room === undefined ? values : { ...values, closed, version: room.version })
        }
      >
        <Form.Item name="name" label={t('custody.rooms.name')} rules={required}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="kind" label={t('custody.rooms.kind')} rules={required}>
          <Select options={roomKinds.map((kind) => ({ value: kind, label: words(t).kind(kind) }))} />
        </Form.Item>
        <Form.Item name="place" label={t('custody.rooms.place')} rules={required}>
          <Input maxLength={80} placeholder={t('custody.rooms.placeHint')} />
        </Form.Item>
        <Form.Item
          name="keeperId"
          label={t('custody.rooms.keeper')}
          rules={required}
          extra={t('custody.rooms.keeperHint')}
        >
          <PersonPicker
            params={{ state: 'here' }}
            known={room === undefined ? [] : [{ id: room.keeper.id, label: room.keeper.name }]}
          />
        </Form.Item>
        <Form.Item name="level" label={t('custody.rooms.level')} rules={required}>
          <Select options={levels} />
        </Form.Item>
        <Form.Item name="door" label={t('custody.rooms.door')} extra={t('custody.rooms.doorHint')}>
          <Input maxLength={80} />
        </Form.Item>
        {room !== undefined && (
          <Form.Item name="closed" valuePropName="checked" extra={t('custody.rooms.closeHint')}>
            <Checkbox>{t('custody.rooms.close')}</Checkbox>
          </Form.Item>
        )}
      </Form>
    </Drawer>
  )
}
