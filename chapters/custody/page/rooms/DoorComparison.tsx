import { DatePicker, Select, Space } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  Loading,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { CompareReply, DoorDifference, RoomRow } from '../../wire.ts'

/** Register and door control side by side: who went in unrecorded, and who is recorded but did not go in. */
export function DoorComparison() {
  const t = useText()
  const [room, setRoom] = useState<string>()
  const [days, setDays] = useState<string>()
  const rooms = useGet<{ rows: RoomRow[] }>('/rooms')
  const reply = useGet<CompareReply>('/door-log/comparison', {
    ...(room === undefined ? {} : { room }),
    ...(days === undefined ? {} : { days }),
  })
  return (
    <>
      <Space wrap>
        <Select
          allowClear
          aria-label={t('custody.visits.room')}
          placeholder={t('custody.doors.allRooms')}
          style={{ width: 220 }}
          value={room}
          onChange={setRoom}
          options={(rooms.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <DatePicker.RangePicker
          aria-label={t('custody.register.days')}
          onChange={(value) =>
            setDays(
              value === null ? undefined : value.map((day) => day?.format('YYYY-MM-DD') ?? '').join('~'),
            )
          }
        />
      </Space>
      <ProblemNotice error={reply.error ?? rooms.error} />
      {reply.data === undefined ? reply.error === null && <Loading /> : <Compared reply={reply.data} />}
    </>
  )
}

function Compared({ reply }: { reply: CompareReply }) {
  const t = useText()
  return (
    <>
      <p className="soft">{t('custody.doors.period', { from: reply.from, until: reply.until })}</p>
      {reply.covered.length === 0 ? (
        <p>{t('custody.doors.noDoors')}</p>
      ) : (
        <ul>
          {reply.covered.map(({ room, door, last }) => (
            <li key={room.id}>
              {room.name} · {door} · {t('custody.doors.last')}{' '}
              {last === null ? t('custody.doors.never') : <Time at={last} relative={false} />}
            </li>
          ))}
        </ul>
      )}
      {(['unrecorded', 'unopened'] as const).map((kind) => (
        <section key={kind}>
          <h2>{t(`custody.doors.${kind}`, { count: reply[`${kind}Count`] })}</h2>
          <p className="soft">{t(`custody.doors.${kind}Hint`)}</p>
          <Differences kind={kind} rows={reply[kind]} />
        </section>
      ))}
    </>
  )
}

function Differences({ kind, rows }: { kind: 'unrecorded' | 'unopened'; rows: readonly DoorDifference[] }) {
  const t = useText()
  return (
    <DataTable<DoorDifference>
      name={`custody.doors.${kind}`}
      label={t(`custody.doors.${kind}`, { count: rows.length })}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'who',
          title: t('custody.register.who'),
          fixed: true,
          render: (row) =>
            row.person === null ? t('custody.doors.unknown') : `${row.person.name} ${row.person.employeeNo}`,
        },
        { key: 'room', title: t('custody.visits.room'), render: (row) => row.room.name },
        {
          key: 'at',
          title: t('custody.doors.when'),
          render: (row) => <Time at={row.at} relative={false} />,
        },
        {
          key: 'entitled',
          title: t('custody.doors.entitled'),
          render: (row) => (
            <StatusTag tone={row.entitled ? 'good' : 'bad'}>
              {t(row.entitled ? 'custody.doors.entitledYes' : 'custody.doors.entitledNo')}
            </StatusTag>
          ),
        },
      ]}
      empty={{ title: t(`custody.doors.${kind}None`), hint: t('custody.doors.noneHint') }}
    />
  )
}
