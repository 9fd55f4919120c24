import { Button, Form, Input, Modal, Progress, Select } from 'antd'
import { useState } from 'react'
import {
  KeyValue,
  Loading,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { CorrectionWish, FileQuality, ManyReply } from '../../wire.ts'
import { useClasses } from './classes.ts'
import { Defects } from './Tidying.tsx'

const parts = ['completeness', 'validity', 'uniqueness', 'freshness'] as const

/** On a customer's file: how good it is, what to put right, "still right", and asking for a correction. */
export default function QualityPanel({ customerId }: { customerId: string }) {
  const t = useText()
  const words = useClasses()
  const [asking, setAsking] = useState(false)
  const [asked, setAsked] = useState(false)
  const reply = useGet<FileQuality>(`/customers/${customerId}/quality`)
  const confirm = usePost<{ ids: string[] }, ManyReply>('/tidying/confirm', {
    refresh: ['/customers', '/tidying'],
  })
  if (reply.error !== null) return <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
  if (reply.data === undefined) return <Loading rows={4} />
  const { score, defects, confirmedAt, staleAt, dueAt, mayTidy, type, category } = reply.data
  return (
    <section className="collection-panel">
      <div className="collection-scores">
        {parts.map((part) => (
          <div key={part}>
            <span>{t(`collection.tidying.quality.${part}`)}</span>
            <Progress
              percent={score[part]}
              size="small"
              status={score[part] === 100 ? 'success' : 'normal'}
              aria-label={t(`collection.tidying.quality.${part}`)}
            />
          </div>
        ))}
      </div>
      <p className="collection-gap">
        {defects.length === 0 ? (
          <StatusTag tone="good">{t('collection.tidying.panel.tidy')}</StatusTag>
        ) : (
          <Defects row={reply.data} />
        )}
      </p>
      <KeyValue
        columns={2}
        items={[
          { label: t('collection.tidying.classify.type'), value: words.type(type) },
          { label: t('collection.tidying.classify.category'), value: words.category(category) },
          { label: t('collection.tidying.panel.score'), value: score.total },
          {
            label: t('collection.tidying.panel.confirmed'),
            value: confirmedAt === null ? t('collection.tidying.panel.never') : <Time at={confirmedAt} />,
          },
          {
            label: t('collection.tidying.panel.staleAt'),
            value: staleAt === null ? '—' : <Time at={staleAt} />,
          },
          { label: t('collection.tidying.panel.dueAt'), value: dueAt === null ? '—' : <Time at={dueAt} /> },
        ]}
      />
      <p className="collection-actions">
        {mayTidy && (
          <Button loading={confirm.isPending} onClick={() => confirm.mutate({ ids: [customerId] })}>
            {t('collection.tidying.panel.confirm')}
          </Button>
        )}
        <Button onClick={() => setAsking(true)}>{t('collection.tidying.panel.ask')}</Button>
        {asked && <StatusTag tone="good">{t('collection.tidying.panel.asked')}</StatusTag>}
      </p>
      <ProblemNotice error={confirm.error} />
      {asking && (
        <Ask
          customerId={customerId}
          onDone={() => {
            setAsked(true)
            setAsking(false)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

function Ask(props: { customerId: string; onDone: () => void; onClose: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const catalogue = useGet<{ fields: { id: number; zh: string; en: string; retired: boolean }[] }>(
    '/catalogue',
  )
  const [form] = Form.useForm<CorrectionWish>()
  const send = usePost<CorrectionWish>(`/customers/${props.customerId}/corrections`, {
    refresh: ['/corrections'],
    onDone: props.onDone,
  })
  const rules = [{ required: true, message: t('collection.tidying.required') }]
  return (
    <Modal
      open
      title={t('collection.tidying.panel.askTitle')}
      okText={t('collection.tidying.ok')}
      cancelText={t('kit.cancel')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
      destroyOnHidden
    >
      <p>{t('collection.tidying.panel.askWhat')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => send.mutate(values)}>
        <Form.Item name="field" label={t('collection.tidying.corrections.field')} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(catalogue.data?.fields ?? [])
              .filter((field) => !field.retired)
              .map((field) => ({ value: field.id, label: pick(field) }))}
          />
        </Form.Item>
        <Form.Item name="value" label={t('collection.tidying.corrections.value')} rules={rules}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('collection.tidying.corrections.why')}
          rules={[{ required: true, min: 4, message: t('collection.tidying.required') }]}
        >
          <Input.TextArea rows={2} maxLength={500} showCount />
        </Form.Item>
      </Form>
      <ProblemNotice error={send.error} />
    </Modal>
  )
}
