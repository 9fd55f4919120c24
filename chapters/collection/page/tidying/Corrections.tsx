import { Button, Form, Input, Modal, Segmented, Select } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import {
  ConfirmReason,
  DataTable,
  PageHeader,
  post,
  ProblemNotice,
  StatusTag,
  Time,
  type Tone,
  useGet,
  useLanguage,
  usePost,
  useRefresh,
  useText,
  Watermark,
} from '../../../../doors/web/ui/index.ts'
import { type CorrectionRow, correctionStates, type OpenedCorrection } from '../../wire.ts'

type Tab = 'mine' | 'asked'
type Doing = { row: CorrectionRow; what: 'open' | 'accept' | 'refuse' }
const tones: Readonly<Record<CorrectionRow['state'], Tone>> = {
  open: 'waiting', accepted: 'good', refused: 'bad', withdrawn: 'ended', void: 'ended',
} // prettier-ignore

/** Requests for correction: those that wait for me, and those I made. */
export default function Corrections() {
  const t = useText()
  const [search, setSearch] = useSearchParams()
  const tab: Tab = search.get('tab') === 'asked' ? 'asked' : 'mine'
  const [doing, setDoing] = useState<Doing>()
  const refresh = useRefresh()
  const withdraw = usePost<{ id: string }>(({ id }) => `/corrections/${id}/withdraw`, {
    refresh: ['/corrections', '/duties'],
  })
  const refuse = async (reason: string): Promise<void> => {
    await post(`/corrections/${doing!.row.id}/decide`, { decision: 'refuse', reason }, crypto.randomUUID())
    await refresh(['/corrections', '/duties'])
  }
  return (
    <Watermark>
      <PageHeader
        title={t('collection.tidying.corrections.title')}
        hint={t('collection.tidying.corrections.hint')}
      />
      <Segmented<Tab>
        aria-label={t('collection.tidying.corrections.title')}
        value={tab}
        onChange={(next) => setSearch(next === 'asked' ? { tab: next } : {})}
        options={(['mine', 'asked'] as const).map((value) => ({
          value,
          label: t(`collection.tidying.corrections.tab.${value}`),
        }))}
      />
      <ProblemNotice error={withdraw.error} />
      <DataTable<CorrectionRow>
        key={tab}
        name={`collection.corrections.${tab}`}
        label={t('collection.tidying.corrections.title')}
        path="/corrections"
        params={{ tab }}
        keep={false}
        rowKey={(row) => row.id}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('collection.tidying.state'),
            options: correctionStates.map((state) => ({
              value: state,
              label: t(`collection.tidying.corrections.state.${state}`),
            })),
          },
        ]}
        columns={useColumns(tab, setDoing, (row) => withdraw.mutate({ id: row.id }))}
        empty={{
          title: t('collection.tidying.corrections.none'),
          hint: t('collection.tidying.corrections.hint'),
        }}
      />
      {doing?.what === 'open' && <OpenIt row={doing.row} onClose={() => setDoing(undefined)} />}
      {doing?.what === 'accept' && <Accept row={doing.row} onClose={() => setDoing(undefined)} />}
      <ConfirmReason
        open={doing?.what === 'refuse'}
        title={t('collection.tidying.corrections.refuseTitle')}
        text={t('collection.tidying.reasonHint')}
        action={t('collection.tidying.corrections.refuseTitle')}
        onConfirm={refuse}
        onClose={() => setDoing(undefined)}
      />
    </Watermark>
  )
}

function useColumns(tab: Tab, act: (doing: Doing) => void, withdraw: (row: CorrectionRow) => void) {
  const t = useText()
  const { pick } = useLanguage()
  const word = (key: string): string => t(`collection.tidying.corrections.${key}`)
  return [
    {
      key: 'file',
      title: t('collection.tidying.fileNo'),
      fixed: true,
      width: 140,
      render: (row: CorrectionRow) => <Link to={`/customers/${row.customer.id}`}>{row.customer.fileNo}</Link>,
    },
    { key: 'field', title: word('field'), width: 110, render: (row: CorrectionRow) => pick(row.field) },
    {
      key: 'value',
      title: word('value'),
      render: (row: CorrectionRow) =>
        row.sight === 'hidden' ? <span className="soft">{word('hidden')}</span> : row.value,
    },
    { key: 'why', title: word('why'), render: (row: CorrectionRow) => row.reason },
    tab === 'mine'
      ? {
          key: 'askedBy',
          title: word('askedBy'),
          width: 90,
          render: (row: CorrectionRow) => row.askedBy?.name ?? '—',
        }
      : {
          key: 'owner',
          title: word('owner'),
          width: 90,
          render: (row: CorrectionRow) => row.owner?.name ?? '—',
        },
    {
      key: 'askedAt',
      title: word('askedAt'),
      width: 200,
      render: (row: CorrectionRow) => <Time at={row.askedAt} />,
    },
    {
      key: 'state',
      title: t('collection.tidying.state'),
      width: 150,
      render: (row: CorrectionRow) => <State row={row} />,
    },
    {
      key: 'acts',
      title: t('collection.tidying.corrections.decision'),
      width: 220,
      render: (row: CorrectionRow) =>
        row.state === 'open' && <Acts row={row} tab={tab} act={act} withdraw={withdraw} />,
    },
  ]
}

function State({ row }: { row: CorrectionRow }) {
  const t = useText()
  const word = (key: string): string => t(`collection.tidying.corrections.${key}`)
  return (
    <>
      <StatusTag tone={tones[row.state]}>{word(`state.${row.state}`)}</StatusTag>
      {row.state === 'open' && row.changed && <StatusTag tone="warning">{word('changed')}</StatusTag>}
      {row.decision !== null && <div className="soft">{row.decision}</div>}
    </>
  )
}

function Acts(props: {
  row: CorrectionRow
  tab: Tab
  act: (doing: Doing) => void
  withdraw: (row: CorrectionRow) => void
}) {
  const { row, tab, act } = props
  const t = useText()
  const word = (key: string): string => t(`collection.tidying.corrections.${key}`)
  return (
    <>
      <Button type="link" size="small" onClick={() => act({ row, what: 'open' })}>
        {word('open')}
      </Button>
      {tab === 'asked' && (
        <Button type="link" size="small" onClick={() => props.withdraw(row)}>
          {word('withdraw')}
        </Button>
      )}
      {tab === 'mine' && (
        <>
          <Button
            type="link"
            size="small"
            disabled={row.changed}
            onClick={() => act({ row, what: 'accept' })}
          >
            {word('accept')}
          </Button>
          <Button type="link" size="small" onClick={() => act({ row, what: 'refuse' })}>
            {word('refuse')}
          </Button>
        </>
      )}
    </>
  )
}

function Accept({ row, onClose }: { row: CorrectionRow; onClose: () => void }) {
  const t = useText()
  const accept = usePost<object>(`/corrections/${row.id}/decide`, {
    refresh: ['/corrections', '/customers', '/duties'],
    onDone: onClose,
  })
  return (
    <Modal
      open
      title={t('collection.tidying.corrections.acceptTitle')}
      okText={t('collection.tidying.corrections.accept')}
      cancelText={t('kit.cancel')}
      confirmLoading={accept.isPending}
      onOk={() => accept.mutate({ decision: 'accept' })}
      onCancel={onClose}
    >
      <p>{t('collection.tidying.corrections.acceptWhat', { file: row.customer.fileNo })}</p>
      <ProblemNotice error={accept.error} />
    </Modal>
  )
}

/** The whole value, as a recorded use. */
function OpenIt({ row, onClose }: { row: CorrectionRow; onClose: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const purposes = useGet<{ rows: { code: string; zh: string; en: string }[] }>('/purposes')
  const [form] = Form.useForm<{ purpose: string; reason: string }>()
  const open = usePost<{ purpose: string; reason: string }, OpenedCorrection>(`/corrections/${row.id}/open`)
  const rules = [{ required: true, message: t('collection.tidying.required') }]
  return (
    <Modal
      open
      title={t('collection.tidying.corrections.openTitle')}
      okText={t('collection.tidying.corrections.openTitle')}
      cancelText={t('kit.cancel')}
      confirmLoading={open.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p>{t('collection.tidying.corrections.openWhat')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => open.mutate(values)}>
        <Form.Item name="purpose" label={t('collection.tidying.corrections.purpose')} rules={rules}>
          <Select
            options={(purposes.data?.rows ?? []).map((one) => ({ value: one.code, label: pick(one) }))}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('collection.tidying.reason')}
          rules={[{ required: true, min: 4, message: t('collection.tidying.required') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      <ProblemNotice error={open.error} />
      {open.data !== undefined && (
        <p>
          <strong>{pick(row.field)}</strong>: {open.data.value}
          <br />
          <span className="soft">{open.data.reason}</span>
        </p>
      )}
    </Modal>
  )
}
