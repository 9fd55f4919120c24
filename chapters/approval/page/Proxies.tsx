import { Button, DatePicker, Form, Input, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  PersonPicker,
  ProblemNotice,
  StatusTag,
  Time,
  type DataColumn,
  type Tone,
  useGet,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { ProxiesReply, ProxyBody } from '../wire.ts'

type Row = ProxiesReply['rows'][number]

const toneOf: Readonly<Record<Row['state'], Tone>> = { ahead: 'waiting', running: 'good', over: 'ended' }

/** 我的代理: who acts for me and for whom I act, with dates. */
export default function Proxies() {
  const t = useText()
  const list = useGet<ProxiesReply>('/proxies')
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Row | null>(null)
  const columns = useColumns(setEnding)
  return (
    <>
      <PageHeader
        title={t('approval.proxies.title')}
        hint={t('approval.proxies.hint')}
        primary={
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('approval.proxies.add')}
          </Button>
        }
      />
      <ProblemNotice error={list.error} />
      <DataTable<Row>
        name="approval.proxies"
        label={t('approval.proxies.title')}
        rows={list.data?.rows ?? []}
        columns={columns}
        rowKey={(row) => row.id}
        empty={{ title: t('approval.proxies.empty'), hint: t('approval.proxies.emptyHint') }}
      />
      {adding && <Add onClose={() => setAdding(false)} />}
      {ending !== null && <End row={ending} onClose={() => setEnding(null)} />}
    </>
  )
}

function useColumns(onEnd: (row: Row) => void): DataColumn<Row>[] {
  const t = useText()
  return [
    {
      key: 'principal',
      title: t('approval.proxies.principal'),
      fixed: true,
      render: (row) => row.principal.name,
    },
    {
      key: 'proxy',
      title: t('approval.proxies.proxy'),
      fixed: true,
      render: (row) => (
        <>
          {row.proxy.name} <span className="soft">{row.proxy.department}</span>
        </>
      ),
    },
    { key: 'from', title: t('approval.proxies.from'), render: (row) => <Time at={row.from} /> },
    {
      key: 'until',
      title: t('approval.proxies.until'),
      render: (row) => <Time at={row.endedAt ?? row.until} />,
    },
    { key: 'reason', title: t('kit.reason'), render: (row) => row.reason },
    {
      key: 'state',
      title: t('approval.col.state'),
      width: 110,
      render: (row) => (
        <StatusTag tone={toneOf[row.state]}>{t(`approval.proxies.state.${row.state}`)}</StatusTag>
      ),
    },
    {
      key: 'end',
      title: t('approval.proxies.deed'),
      width: 90,
      render: (row) =>
        row.mine && row.state !== 'over' ? (
          <Button
            size="small"
            danger
            aria-label={t('approval.proxies.endOf', { name: row.proxy.name })}
            onClick={() => onEnd(row)}
          >
            {t('approval.proxies.end')}
          </Button>
        ) : null,
    },
  ]
}

function Add({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [proxy, setProxy] = useState<string | null>(null)
  const [from, setFrom] = useState<Dayjs | null>(null)
  const [until, setUntil] = useState<Dayjs | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const add = usePost<ProxyBody, { id: string }>('/proxies', { onDone: onClose })
  const send = (): void => {
    setTried(true)
    if (proxy === null || until === null) return
    add.mutate({
      proxy,
      from: from?.toISOString() ?? new Date().toISOString(),
      until: until.toISOString(),
      reason: reason.trim(),
    })
  }
  const lacks = tried && (proxy === null || until === null)
  return (
    <Modal
      open
      title={t('approval.proxies.add')}
      okText={t('approval.proxies.set')}
      cancelText={t('kit.cancel')}
      confirmLoading={add.isPending}
      onOk={send}
      onCancel={onClose}
    >
      <p className="modal-text">{t('approval.proxies.addText')}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t('approval.proxies.proxy')} htmlFor="proxy-who" required>
          <PersonPicker
            id="proxy-who"
            label={t('approval.proxies.proxy')}
            value={proxy}
            onChange={(value) => setProxy(typeof value === 'string' ? value : null)}
          />
        </Form.Item>
        <div className="flow-fields">
          <Form.Item label={t('approval.proxies.from')} htmlFor="proxy-from">
            <DatePicker
              id="proxy-from"
              placeholder={t('approval.proxies.atOnce')}
              className="wide-picker"
              showTime={{ format: 'HH:mm' }}
              format="YYYY-MM-DD HH:mm"
              value={from}
              onChange={setFrom}
            />
          </Form.Item>
          <Form.Item label={t('approval.proxies.until')} htmlFor="proxy-until" required>
            <DatePicker
              id="proxy-until"
              className="wide-picker"
              showTime={{ format: 'HH:mm' }}
              format="YYYY-MM-DD HH:mm"
              value={until}
              onChange={setUntil}
            />
          </Form.Item>
        </div>
        <Form.Item label={t('kit.reason')} htmlFor="proxy-reason">
          <Input
            id="proxy-reason"
            maxLength={200}
            placeholder={t('approval.proxies.reasonExample')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      <p className="field-error" role="status">
        {lacks ? t('approval.proxies.lacks') : ''}
      </p>
      <ProblemNotice error={add.error} />
    </Modal>
  )
}

function End({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText()
  const end = usePost<object>(`/proxies/${row.id}/end`)
  return (
    <Modal
      open
      title={t('approval.proxies.endOf', { name: row.proxy.name })}
      okText={t('approval.proxies.end')}
      okButtonProps={{ danger: true }}
      cancelText={t('kit.cancel')}
      confirmLoading={end.isPending}
      onOk={() => end.mutate({}, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <p className="modal-text">{t('approval.proxies.endText')}</p>
      <ProblemNotice error={end.error} />
    </Modal>
  )
}
