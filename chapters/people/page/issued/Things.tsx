import { Button, DatePicker, Drawer, Form, Input, Popconfirm, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  PersonPicker,
  ProblemNotice,
  StatusTag,
  type Tone,
  useMay,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { useAct } from '../use-act.ts'
import { thingKinds, thingStates, type ThingAct, type ThingRow, type ThingState } from '../../wire.ts'

const tones: Readonly<Record<ThingState, Tone>> = {
  out: 'good',
  overdue: 'warning',
  missing: 'bad',
  stop: 'bad',
  returned: 'ended',
  lost: 'warning',
  passed: 'ended',
}

/** Everything that was handed out, and what became of it. */
export default function Things() {
  const t = useText()
  const keeps = useMay('keep-things')
  const [making, setMaking] = useState(false)
  const settle = useAct(['/things'])
  const kindName = (kind: string): string => t(`people.things.kind.${kind}`)
  return (
    <>
      <PageHeader
        title={t('people.things.title')}
        hint={t('people.things.hint')}
        primary={
          keeps && (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('people.things.new')}
            </Button>
          )
        }
      />
      <ProblemNotice error={settle.error} />
      <DataTable<ThingRow>
        name="people.things"
        label={t('people.things.title')}
        path="/things"
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'tag',
            title: t('people.things.tag'),
            fixed: true,
            sortable: true,
            width: 120,
            render: (row) => row.tag,
          },
          { key: 'kind', title: t('people.things.kind'), width: 110, render: (row) => kindName(row.kind) },
          { key: 'note', title: t('people.things.note'), render: (row) => row.note || t('people.none') },
          {
            key: 'holder',
            title: t('people.things.holder'),
            sortable: true,
            render: ({ holder }) =>
              `${holder.name} ${holder.employeeNo}${holder.left ? ` (${t('people.things.left')})` : ''}`,
          },
          {
            key: 'outOn',
            title: t('people.things.outOn'),
            sortable: true,
            width: 120,
            render: (row) => row.outOn,
          },
          { key: 'outBy', title: t('people.things.outBy'), width: 100, render: (row) => row.outBy },
          {
            key: 'dueOn',
            title: t('people.things.dueOn'),
            sortable: true,
            width: 120,
            render: (row) => row.dueOn ?? t('people.none'),
          },
          {
            key: 'state',
            title: t('people.things.state'),
            width: 110,
            render: (row) => (
              <StatusTag tone={tones[row.state]}>{t(`people.things.state.${row.state}`)}</StatusTag>
            ),
          },
          {
            key: 'act',
            title: t('people.more'),
            fixed: true,
            width: 230,
            render: (row) =>
              keeps &&
              actsFor(row).map((act) => (
                <Popconfirm
                  key={act}
                  title={t(`people.things.sure.${act}`)}
                  okText={t(`people.things.act.${act}`)}
                  cancelText={t('people.cancel')}
                  onConfirm={() => void settle.run(`/things/${row.id}/settle`, { act })}
                >
                  <Button size="small" className="people-act">
                    {t(`people.things.act.${act}`)}
                  </Button>
                </Popconfirm>
              )),
          },
        ]}
        filters={[
          { kind: 'text', name: 'q', label: t('people.things.search') },
          {
            kind: 'choice',
            name: 'kind',
            label: t('people.things.kind'),
            options: thingKinds.map((value) => ({ value, label: kindName(value) })),
          },
          {
            kind: 'choice',
            name: 'state',
            label: t('people.things.state'),
            options: ['open', ...thingStates].map((value) => ({
              value,
              label: t(`people.things.state.${value}`),
            })),
          },
        ]}
        empty={{ title: t('people.things.empty'), hint: t('people.things.emptyHint') }}
      />
      {making && <HandOut onClose={() => setMaking(false)} />}
    </>
  )
}

function actsFor(row: ThingRow): ThingAct[] {
  const acts: ThingAct[] = row.closedAt === null ? ['returned', 'lost'] : []
  if (row.kind === 'card' && row.stoppedAt === null && (row.closedAt === null || row.state === 'stop'))
    acts.push('stopped')
  return acts
}

interface Values {
  kind: ThingRow['kind']
  tag: string
  note?: string
  holderId: string
  outOn: Dayjs
  dueOn?: Dayjs | null
}

function HandOut({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const make = usePost<object, { id: string }>('/things', { refresh: ['/things'], onDone: onClose })
  const required = [{ required: true, message: t('people.required') }]
  return (
    <Drawer
      open
      size={420}
      title={t('people.things.new')}
      onClose={onClose}
      extra={
        <Button type="primary" loading={make.isPending} onClick={() => form.submit()}>
          {t('people.save')}
        </Button>
      }
    >
      <ProblemNotice error={make.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ kind: 'usb', outOn: dayjs() }}
        onFinish={({ outOn, dueOn, note = '', ...rest }) =>
          make.mutate({
            ...rest,
            note,
            outOn: outOn.format('YYYY-MM-DD'),
            dueOn: dueOn?.format('YYYY-MM-DD') ?? null,
          })
        }
      >
        <Form.Item name="kind" label={t('people.things.kind')} rules={required}>
          <Select options={thingKinds.map((value) => ({ value, label: t(`people.things.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="tag" label={t('people.things.tag')} rules={required}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="holderId" label={t('people.things.holder')} rules={required}>
          <PersonPicker params={{ state: 'here' }} />
        </Form.Item>
        <Form.Item name="outOn" label={t('people.things.outOn')} rules={required}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="dueOn" label={t('people.things.dueOn')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="note" label={t('people.things.note')}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
