import { App, Button, Checkbox, Form, InputNumber, Select, Space, Table } from 'antd'
import { useState } from 'react'
import {
  LevelMark,
  Loading,
  ProblemNotice,
  Time,
  useGet,
  useLanguage,
  useMay,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { LevelSettingsEdit, LevelSettingsReply } from '../../wire.ts'
import { Level } from '../shared.tsx'

type LevelRow = LevelSettingsReply['levels'][number]

/** Terms, volume and alarms of the levels, and what waits for a second person. */
export function LevelSettings() {
  const t = useText()
  const may = useMay('edit-level-rules')
  const reply = useGet<LevelSettingsReply>('/level-settings')
  const [editing, setEditing] = useState(false)
  if (reply.data === undefined)
    return reply.error === null ? <Loading rows={4} /> : <ProblemNotice error={reply.error} />
  return (
    <section className="custody-section" aria-label={t('custody.settings.title')}>
      <h2>{t('custody.settings.title')}</h2>
      <p className="soft">{t('custody.settings.hint')}</p>
      {editing ? (
        <Edit settings={reply.data} onDone={() => setEditing(false)} />
      ) : (
        <>
          <Figures settings={reply.data} />
          {may && <Button onClick={() => setEditing(true)}>{t('custody.settings.edit')}</Button>}
        </>
      )}
      {reply.data.proposals.length > 0 && <Waiting settings={reply.data} />}
    </section>
  )
}

function Figures({ settings }: { settings: LevelSettingsReply }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <>
      <Table<LevelRow>
        size="small"
        rowKey="rank"
        pagination={false}
        aria-label={t('custody.settings.title')}
        dataSource={[...settings.levels].sort((a, b) => b.rank - a.rank)}
        columns={[
          {
            key: 'level',
            title: t('custody.level'),
            render: (_, row) => <LevelMark rank={row.rank} name={pick(row)} />,
          },
          {
            key: 'open',
            title: t('custody.settings.openTerm'),
            render: (_, row) =>
              row.openTerm === null ? '—' : t(`custody.settings.openTerm.${row.openTerm}`),
          },
          {
            key: 'ends',
            title: t('custody.settings.endsByItself'),
            render: (_, row) => t(row.endsByItself ? 'custody.settings.yes' : 'custody.settings.no'),
          },
          {
            key: 'rises',
            title: t('custody.settings.risesAt'),
            align: 'end',
            render: (_, row) => row.risesAt?.toLocaleString() ?? t('custody.settings.never'),
          },
        ]}
      />
      <p>
        {t('custody.settings.alarmSteps')}: {settings.alarmSteps.join(', ')} ·{' '}
        {t('custody.settings.reviewDays')}: {settings.reviewDays}
      </p>
    </>
  )
}

interface Values {
  alarmSteps: string[]
  reviewDays: number
  levels: LevelSettingsEdit['levels']
}

function Edit({ settings, onDone }: { settings: LevelSettingsReply; onDone: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const save = usePost<LevelSettingsEdit, { version: number; waiting: number }>('/level-settings', {
    method: 'PUT',
    refresh: ['/level-settings', '/catalogue', '/levels'],
    onDone: ({ waiting }) => {
      void message.success(t('custody.settings.saved', { count: waiting }))
      onDone()
    },
  })
  const submit = (values: Values): void =>
    save.mutate({
      version: settings.version,
      alarmSteps: values.alarmSteps.map(Number).filter((step) => Number.isInteger(step) && step > 0),
      reviewDays: values.reviewDays,
      levels: values.levels.map((level, i) => ({
        rank: settings.levels[i]!.rank,
        openTerm: level.openTerm ?? null,
        endsByItself: level.endsByItself,
        risesAt: level.risesAt ?? null,
      })),
    })
  const initial = {
    alarmSteps: settings.alarmSteps.map(String),
    reviewDays: settings.reviewDays,
    levels: settings.levels,
  }
  const required = { required: true, message: t('custody.required') }
  return (
    <Form<Values> form={form} layout="vertical" initialValues={initial} onFinish={submit}>
      {settings.levels.map((level, i) => (
        <div key={level.rank} role="group" aria-label={pick(level)} className="custody-columns">
          <Form.Item label={t('custody.level')}>
            <LevelMark rank={level.rank} name={pick(level)} />
          </Form.Item>
          <Form.Item name={['levels', i, 'openTerm']} label={t('custody.settings.openTerm')}>
            <Select
              allowClear
              placeholder={t('custody.settings.noOpenTerm')}
              options={(['long-term', 'until-published'] as const).map((one) => ({
                value: one,
                label: t(`custody.settings.openTerm.${one}`),
              }))}
            />
          </Form.Item>
          <Form.Item name={['levels', i, 'risesAt']} label={t('custody.settings.risesAt')}>
            <InputNumber min={1} max={10_000_000} precision={0} placeholder={t('custody.settings.never')} />
          </Form.Item>
          <Form.Item
            name={['levels', i, 'endsByItself']}
            valuePropName="checked"
            extra={t('custody.settings.endsByItselfHint')}
          >
            <Checkbox>{t('custody.settings.endsByItself')}</Checkbox>
          </Form.Item>
        </div>
      ))}
      <div className="custody-columns">
        <Form.Item
          name="alarmSteps"
          label={t('custody.settings.alarmSteps')}
          extra={t('custody.settings.alarmHint')}
        >
          <Select mode="tags" open={false} maxCount={10} />
        </Form.Item>
        <Form.Item name="reviewDays" label={t('custody.settings.reviewDays')} rules={[required]}>
          <InputNumber min={7} max={180} precision={0} />
        </Form.Item>
      </div>
      <ProblemNotice error={save.error} />
      <div className="custody-tools">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('custody.save')}
        </Button>
        <Button onClick={onDone}>{t('kit.cancel')}</Button>
      </div>
    </Form>
  )
}

type Proposal = LevelSettingsReply['proposals'][number]

function Waiting({ settings }: { settings: LevelSettingsReply }) {
  const t = useText()
  return (
    <>
      <h3>{t('custody.settings.waiting')}</h3>
      <Table<Proposal>
        size="small"
        rowKey="id"
        pagination={false}
        aria-label={t('custody.settings.waiting')}
        dataSource={settings.proposals}
        columns={[
          {
            key: 'kind',
            title: t('custody.settings.title'),
            render: (_, row) => (
              <>
                {row.rank !== null && <Level rank={row.rank} />} {t(`custody.settings.kind.${row.kind}`)}
                {row.after !== '' && `: ${row.before} → ${row.after}`}
              </>
            ),
          },
          { key: 'by', title: t('custody.rules.writtenBy'), render: (_, row) => row.proposedBy.name },
          { key: 'at', title: t('custody.history.at'), render: (_, row) => <Time at={row.proposedAt} /> },
          {
            key: 'acts',
            title: t('custody.acts'),
            render: (_, row) => (row.mayDecide ? <Decide id={row.id} /> : <span className="dash">—</span>),
          },
        ]}
      />
    </>
  )
}

function Decide({ id }: { id: string }) {
  const t = useText()
  const act = usePost<{ confirm: boolean }>(`/level-settings/proposals/${id}`, {
    refresh: ['/level-settings', '/catalogue', '/levels'],
  })
  return (
    <Space size="small">
      <Button
        size="small"
        type="primary"
        loading={act.isPending}
        onClick={() => act.mutate({ confirm: true })}
      >
        {t('custody.rules.confirm')}
      </Button>
      <Button size="small" danger onClick={() => act.mutate({ confirm: false })}>
        {t('custody.rules.reject')}
      </Button>
      <ProblemNotice error={act.error} />
    </Space>
  )
}
