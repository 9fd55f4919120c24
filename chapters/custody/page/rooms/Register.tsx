import { Button, DatePicker, Input, Modal, Popconfirm, Space } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { RegisterRow, RoomRow } from '../../wire.ts'
import { SignIn } from './SignIn.tsx'

/** The entry register: who is inside now, who comes in and goes out, and everything before. */
export default function Register() {
  const t = useText()
  const navigate = useNavigate()
  const rooms = useGet<{ rows: RoomRow[] }>('/rooms')
  const kept = (rooms.data?.rows ?? []).filter((room) => room.signs)
  const [late, setLate] = useState<RegisterRow>()
  const leave = usePost<{ id: string }>(({ id }) => `/room-entries/${id}/leave`, {
    refresh: ['/room-entries', '/rooms', '/visits'],
  })
  return (
    <>
      <PageHeader title={t('custody.register.title')} hint={t('custody.register.hint')} />
      <ProblemNotice error={rooms.error ?? leave.error} />
      {kept.length > 0 && <SignIn rooms={kept} />}
      <DataTable<RegisterRow>
        name="custody.register"
        label={t('custody.register.title')}
        path="/room-entries"
        keep={false}
        rowKey={(row) => row.id}
        extra={
          <Button onClick={() => void navigate(`/room-entries/print${window.location.search}`)}>
            {t('custody.register.print')}
          </Button>
        }
        columns={[
          { key: 'who', title: t('custody.register.who'), fixed: true, render: (row) => <Who row={row} /> },
          { key: 'room', title: t('custody.visits.room'), render: (row) => row.room.name },
          { key: 'purpose', title: t('custody.visits.purpose'), render: (row) => row.purpose },
          {
            key: 'basis',
            title: t('custody.register.basis'),
            render: (row) => t(`custody.register.basis.${row.basis}`),
          },
          { key: 'in', title: t('custody.register.in'), render: (row) => <Time at={row.enteredAt} /> },
          {
            key: 'out',
            title: t('custody.register.out'),
            render: (row) =>
              row.leftAt === null ? (
                <StatusTag tone={row.overdue ? 'bad' : 'waiting'}>
                  {t(row.overdue ? 'custody.register.overdue' : 'custody.register.inside')}
                </StatusTag>
              ) : (
                <>
                  <Time at={row.leftAt} />{' '}
                  {row.late && <StatusTag tone="warning">{t('custody.register.late')}</StatusTag>}
                </>
              ),
          },
          { key: 'remark', title: t('custody.register.remark'), off: true, render: (row) => row.remark },
          {
            key: 'acts',
            title: t('custody.acts'),
            width: 170,
            render: (row) =>
              row.maySignOut && (
                <Space size={0}>
                  {!row.overdue && (
                    <Popconfirm
                      title={t('custody.register.leaveTitle')}
                      onConfirm={() => leave.mutate({ id: row.id })}
                    >
                      <Button type="link" size="small">
                        {t('custody.register.leave')}
                      </Button>
                    </Popconfirm>
                  )}
                  <Button type="link" size="small" onClick={() => setLate(row)}>
                    {t('custody.register.leaveLate')}
                  </Button>
                </Space>
              ),
          },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('custody.visits.state'),
            options: (['inside', 'overdue', 'left'] as const).map((state) => ({
              value: state,
              label: t(`custody.register.${state}`),
            })),
          },
          {
            kind: 'choice',
            name: 'room',
            label: t('custody.visits.room'),
            options: (rooms.data?.rows ?? []).map((room) => ({ value: room.id, label: room.name })),
          },
          { kind: 'days', name: 'days', label: t('custody.register.days') },
        ]}
        empty={{ title: t('custody.register.empty'), hint: t('custody.register.emptyHint') }}
      />
      {late !== undefined && <LateLeave row={late} onClose={() => setLate(undefined)} />}
    </>
  )
}

/** Who a line is about; a visitor's name only for those who answer for the room or watch over it. */
export function Who({ row }: { row: RegisterRow }) {
  const t = useText()
  if (row.person !== null) return <>{`${row.person.name} ${row.person.employeeNo}`}</>
  return (
    <>
      {row.visitor === null
        ? t('custody.register.visitor')
        : `${row.visitor.name} · ${row.visitor.organisation}`}
      <br />
      <span className="soft">
        {row.visit?.number} · {t('custody.visits.escort')} {row.escort?.name}
      </span>
    </>
  )
}

/** A sign-out that had been forgotten: when the person left, and why it is written down only now. */
function LateLeave({ row, onClose }: { row: RegisterRow; onClose: () => void }) {
  const t = useText()
  const [leftAt, setLeftAt] = useState<Dayjs | null>(null)
  const [remark, setRemark] = useState('')
  const leave = usePost<object>(`/room-entries/${row.id}/leave`, {
    refresh: ['/room-entries', '/rooms', '/visits'],
    onDone: onClose,
  })
  return (
    <Modal
      open
      title={t('custody.register.leaveLate')}
      okText={t('custody.save')}
      confirmLoading={leave.isPending}
      okButtonProps={{ disabled: leftAt === null || remark.trim().length < 2 }}
      onOk={() => leftAt !== null && leave.mutate({ leftAt: leftAt.toISOString(), remark })}
      onCancel={onClose}
    >
      <p className="modal-text">{t('custody.register.lateText')}</p>
      <label className="field-label" htmlFor="left-at">
        {t('custody.register.out')}
      </label>
      <DatePicker
        id="left-at"
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        value={leftAt}
        onChange={(value) => setLeftAt(value)}
        style={{ width: '100%' }}
      />
      <label className="field-label" htmlFor="left-remark">
        {t('custody.register.remark')}
      </label>
      <Input.TextArea
        id="left-remark"
        rows={2}
        maxLength={200}
        value={remark}
        onChange={(event) => setRemark(event.target.value)}
      />
      <ProblemNotice error={leave.error} />
    </Modal>
  )
}
