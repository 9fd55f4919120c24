import { Alert, App, Form, Input, InputNumber, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useLanguage,
  useMay,
  usePost,
  useText,
  type Tone,
} from '../../../../doors/web/ui/index.ts'
import { termStates, type ReviewBody, type ReviewReply, type TermsReply } from '../../wire.ts'
import { Level, useLevelOptions } from '../shared.tsx'

type Row = TermsReply['rows'][number]
const tones: Record<Row['state'], Tone> = { running: 'good', due: 'waiting', over: 'bad', ended: 'ended' }

/** Levels that were fixed with a term, those that end first before the others, and their review in one go. */
export default function Terms() {
  const t = useText()
  const { pick } = useLanguage()
  const may = useMay('edit-level-rules')
  const levels = useLevelOptions()
  const [chosen, setChosen] = useState<{ rows: Row[]; done: () => void }>()
  return (
    <>
      <PageHeader title={t('custody.terms.title')} hint={t('custody.terms.hint')} />
      <DataTable<Row>
        name="custody.level-terms"
        label={t('custody.terms.title')}
        path="/level-terms"
        rowKey={(row) => row.id}
        defaultSort="endsAt"
        columns={[
          {
            key: 'subject',
            title: t('custody.terms.subject'),
            fixed: true,
            render: (row) => (
              <>
                {row.customerId === null ? (
                  t('custody.changes.catalogue')
                ) : (
                  <Link to={`/customers/${row.customerId}`}>{row.fileNo}</Link>
                )}
                {row.field === null ? ` · ${t('custody.changes.wholeFile')}` : ` · ${pick(row.field)}`}
              </>
            ),
          },
          {
            key: 'level',
            title: t('custody.level'),
            sortable: true,
            render: (row) => <Level rank={row.level} />,
          },
          { key: 'term', title: t('custody.terms.term'), render: (row) => <Term row={row} /> },
          {
            key: 'endsAt',
            title: t('custody.terms.ends'),
            sortable: true,
            render: (row) => <Time at={row.endsAt} />,
          },
          {
            key: 'state',
            title: t('custody.terms.state'),
            render: (row) => (
              <StatusTag tone={tones[row.state]}>{t(`custody.terms.state.${row.state}`)}</StatusTag>
            ),
          },
          {
            key: 'scope',
            title: t('custody.terms.scope'),
            off: true,
            render: (row) => (row.scope === '' ? <span className="dash">—</span> : row.scope),
          },
          {
            key: 'startsAt',
            title: t('custody.terms.began'),
            off: true,
            render: (row) => <Time at={row.startsAt} />,
          },
          {
            key: 'form',
            title: t('custody.terms.form'),
            render: (row) =>
              row.application !== null ? (
                t('custody.terms.application', { number: row.application })
              ) : row.form === null ? (
                <span className="dash">—</span>
              ) : (
                <Link to={`/approvals/${row.form}`}>{t('custody.history.open')}</Link>
              ),
          },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('custody.terms.state'),
            options: termStates.map((state) => ({ value: state, label: t(`custody.terms.state.${state}`) })),
          },
          {
            kind: 'choice',
            name: 'level',
            label: t('custody.level'),
            options: levels.map(({ value, label }) => ({ value: String(value), label })),
          },
        ]}
        {...(may
          ? {
              batch: [
                {
                  key: 'review',
                  label: t('custody.terms.review'),
                  run: (rows: Row[], done: () => void) => setChosen({ rows, done }),
                  suits: (rows: Row[]) =>
                    rows.every((row) => row.state !== 'ended' && row.application === null),
                },
              ],
            }
          : {})}
        empty={{ title: t('custody.terms.empty'), hint: t('custody.terms.emptyHint') }}
      />
      {chosen !== undefined && (
        <Review
          rows={chosen.rows}
          onClose={(filed) => {
            if (filed) chosen.done()
            setChosen(undefined)
          }}
        />
      )}
    </>
  )
}

function Term({ row }: { row: Row }) {
  const t = useText()
  if (row.years !== null) return t('custody.terms.yearCount', { count: row.years })
  return row.openTerm === null ? '—' : t(`custody.settings.openTerm.${row.openTerm}`)
}

type Wish = Omit<ReviewBody, 'terms'>

function Review({ rows, onClose }: { rows: Row[]; onClose: (filed: boolean) => void }) {
  const t = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Wish>()
  const decision = Form.useWatch('decision', form) ?? 'keep'
  const levels = useLevelOptions()
  const highest = Math.max(...rows.map((row) => row.level))
  const save = usePost<ReviewBody, ReviewReply>('/level-terms/review', {
    refresh: ['/level-terms', '/level-changes', '/approvals', '/desk'],
    onDone: ({ filed, failed }) => {
      if (failed.length > 0) return
      void message.success(t('custody.terms.filed', { count: filed.length }))
      onClose(true)
    },
  })
  const send = ({ years, toLevel, ...wish }: Wish): void =>
    save.mutate({
      ...wish,
      ...(typeof years === 'number' ? { years } : {}),
      ...(wish.decision === 'lower' && toLevel !== undefined ? { toLevel } : {}),
      terms: rows.map((row) => row.id),
    })
  const required = { required: true, message: t('custody.required') }
  return (
    <Modal
      open
      title={t('custody.terms.reviewTitle', { count: rows.length })}
      onCancel={() => onClose(false)}
      onOk={() => form.submit()}
      okText={t('custody.change.submit')}
      cancelText={t('kit.cancel')}
      confirmLoading={save.isPending}
    >
      <p className="soft">{t('custody.terms.reviewHint')}</p>
      <ProblemNotice error={save.error} />
      {save.data !== undefined && save.data.failed.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('custody.terms.filed', { count: save.data.filed.length })}
          description={t('custody.terms.failed', { count: save.data.failed.length })}
        />
      )}
      <Form<Wish> form={form} layout="vertical" initialValues={{ decision: 'keep' }} onFinish={send}>
        <Form.Item name="decision" label={t('custody.terms.decision')}>
          <Radio.Group
            options={(['keep', 'lower', 'declassify'] as const).map((one) => ({
              value: one,
              label: t(`custody.terms.decision.${one}`),
            }))}
          />
        </Form.Item>
        {decision === 'lower' && (
          <Form.Item name="toLevel" label={t('custody.change.to')} rules={[required]}>
            <Select options={levels.filter((one) => one.value < highest)} />
          </Form.Item>
        )}
        {decision !== 'declassify' && (
          <Form.Item name="years" label={t('custody.terms.years')} extra={t('custody.terms.yearsHint')}>
            <InputNumber min={1} max={30} precision={0} />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t('custody.change.reason')}
          rules={[required, { min: 5, whitespace: true, message: t('custody.change.reasonShort') }]}
        >
          <Input.TextArea rows={3} maxLength={1000} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}
