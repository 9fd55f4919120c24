import { Alert, Button, Form, Input, InputNumber, Select, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import {
  LevelMark,
  Loading,
  PageHeader,
  ProblemNotice,
  useLanguage,
  useMay,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import { tones, type LevelReply, type LevelsEditBody } from '../wire.ts'
import { LevelSettings } from './levels/Settings.tsx'
import { useCatalogue } from './shared.tsx'

type Values = { levels: LevelsEditBody['levels'] }

function useReadColumns(): TableColumnsType<LevelReply> {
  const t = useText()
  const { pick } = useLanguage()
  return [
    {
      key: 'level',
      title: t('custody.level'),
      render: (_, level) => <LevelMark rank={level.rank} name={pick(level)} />,
    },
    { key: 'rank', title: t('custody.levels.rank'), render: (_, level) => level.rank },
    {
      key: 'needs',
      title: t('custody.levels.fullNeeds'),
      render: (_, level) => t(`custody.levels.fullNeeds.${level.fullNeeds}`),
    },
    {
      key: 'years',
      title: t('custody.levels.years'),
      render: (_, { secrecyYears, openTerm }) =>
        secrecyYears === null
          ? openTerm === null
            ? '—'
            : t(`custody.settings.openTerm.${openTerm}`)
          : t('custody.levels.yearCount', { count: secrecyYears }),
    },
    {
      key: 'cap',
      title: t('custody.levels.cap'),
      align: 'end',
      render: (_, level) => level.exportRowsMax.toLocaleString(),
    },
  ]
}

/** Levels as the company calls them, with the term and the export cap of each. */
export default function Levels() {
  const t = useText()
  const may = useMay('edit-catalogue')
  const [editing, setEditing] = useState(false)
  const catalogue = useCatalogue()
  const columns = useReadColumns()
  return (
    <>
      <PageHeader
        title={t('custody.levels.title')}
        hint={t('custody.levels.hint')}
        primary={
          may &&
          !editing && (
            <Button type="primary" disabled={catalogue.loading} onClick={() => setEditing(true)}>
              {t('custody.edit')}
            </Button>
          )
        }
      />
      <ProblemNotice error={catalogue.error} />
      {catalogue.loading && <Loading rows={4} />}
      {!catalogue.loading && !editing && (
        <Table<LevelReply>
          size="small"
          rowKey="rank"
          pagination={false}
          columns={columns}
          dataSource={[...catalogue.levels]}
        />
      )}
      {!editing && <LevelSettings />}
      {editing && <EditLevels levels={catalogue.levels} onDone={() => setEditing(false)} />}
    </>
  )
}

function EditLevels({ levels, onDone }: { levels: readonly LevelReply[]; onDone: () => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const save = usePost<Values>('/levels', { method: 'PUT', onDone })
  const required = { required: true, message: t('custody.required') }
  const initial = levels.map(({ rank, zh, en, tone, secrecyYears, exportRowsMax }) => ({
    rank,
    zh,
    en,
    tone: tones.find((one) => one === tone) ?? 'grey',
    secrecyYears,
    exportRowsMax,
  }))
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={{ levels: initial }}
      onFinish={(values) =>
        save.mutate({ levels: values.levels.map((level, i) => ({ ...level, rank: initial[i]!.rank })) })
      }
    >
      <Alert type="info" showIcon title={t('custody.levels.names')} className="custody-section" />
      {initial.map((level, i) => (
        <section key={level.rank} aria-label={t('custody.levels.rankOf', { rank: level.rank })}>
          <h2 className="custody-section">
            <LevelMark rank={level.rank} name={t('custody.levels.rankOf', { rank: level.rank })} />
          </h2>
          <div className="custody-columns">
            <Form.Item name={['levels', i, 'zh']} label={t('custody.nameZh')} rules={[required]}>
              <Input maxLength={20} autoComplete="off" />
            </Form.Item>
            <Form.Item name={['levels', i, 'en']} label={t('custody.nameEn')} rules={[required]}>
              <Input maxLength={40} autoComplete="off" />
            </Form.Item>
            <Form.Item name={['levels', i, 'tone']} label={t('custody.levels.tone')}>
              <Select options={tones.map((tone) => ({ value: tone, label: t(`custody.tone.${tone}`) }))} />
            </Form.Item>
            <Form.Item
              name={['levels', i, 'secrecyYears']}
              label={t('custody.levels.years')}
              extra={t('custody.levels.yearsHint')}
            >
              <InputNumber min={1} max={30} precision={0} />
            </Form.Item>
            <Form.Item
              name={['levels', i, 'exportRowsMax']}
              label={t('custody.levels.cap')}
              rules={[required]}
              extra={t('custody.levels.capHint')}
            >
              <InputNumber min={0} max={5000} precision={0} />
            </Form.Item>
          </div>
        </section>
      ))}
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
