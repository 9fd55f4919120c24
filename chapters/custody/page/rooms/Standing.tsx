import { Button, DatePicker, Drawer, Form, Popconfirm, Table } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import {
  PersonPicker,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { RoomRow, StandingReply } from '../../wire.ts'

/** Who may enter one room without being asked for each time. */
export function StandingDrawer({ room, onClose }: { room: RoomRow; onClose: () => void }) {
  const t = useText()
  const path = `/rooms/${room.id}/standing`
  const reply = useGet<StandingReply>(path)
  const end = usePost<{ id: string }>(({ id }) => `/room-standing/${id}/end`, { refresh: ['/rooms'] })
  return (
    <Drawer open size={640} title={`${room.name} · ${t('custody.rooms.standing')}`} onClose={onClose}>
      <p className="soft">{t('custody.rooms.standingHint')}</p>
      <ProblemNotice error={reply.error ?? end.error} />
      {room.gives && <Give path={path} />}
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        loading={reply.isPending}
        dataSource={reply.data?.rows ?? []}
        locale={{ emptyText: t('custody.rooms.standingEmpty') }}
        columns={[
          {
            title: t('custody.rooms.person'),
            render: (_, row) => `${row.person.name} ${row.person.employeeNo}`,
          },
          {
            title: t('custody.rooms.until'),
            render: (_, row) => (
              <>
                {row.until} {row.over && <StatusTag tone="ended">{t('custody.rooms.over')}</StatusTag>}
              </>
            ),
          },
          { title: t('custody.rooms.givenBy'), render: (_, row) => row.givenBy.name },
          { title: t('custody.rooms.givenAt'), render: (_, row) => <Time at={row.givenAt} /> },
          {
            title: t('custody.acts'),
            render: (_, row) =>
              room.gives && (
                <Popconfirm
                  title={t('custody.rooms.endStanding', { name: row.person.name })}
                  onConfirm={() => end.mutate({ id: row.id })}
                >
                  <Button type="link" danger size="small">
                    {t('custody.rooms.end')}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
    </Drawer>
  )
}

function Give({ path }: { path: string }) {
  const t = useText()
  const [form] = Form.useForm<{ personId: string; until: Dayjs }>()
  const give = usePost<{ personId: string; until: string }>(path, {
    refresh: ['/rooms'],
    onDone: () => form.resetFields(),
  })
  const required = [{ required: true, message: t('custody.required') }]
  return (
    <>
      <ProblemNotice error={give.error} />
      <Form
        form={form}
        layout="inline"
        className="custody-inline"
        onFinish={({ personId, until }) => give.mutate({ personId, until: until.format('YYYY-MM-DD') })}
      >
        <Form.Item name="personId" label={t('custody.rooms.person')} rules={required}>
          <PersonPicker params={{ state: 'here' }} />
        </Form.Item>
        <Form.Item name="until" label={t('custody.rooms.until')} rules={required}>
          <DatePicker minDate={dayjs()} maxDate={dayjs().add(1, 'year')} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={give.isPending}>
          {t('custody.rooms.give')}
        </Button>
      </Form>
    </>
  )
}
