import { Button, Input, Modal, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  KeyValue,
  ProblemNotice,
  StatusTag,
  useLanguage,
  usePost,
  useText,
  Watermark,
} from '../../../../doors/web/ui/index.ts'
import type { OpenedItem, QuarantineView, SampleItem } from '../../wire.ts'
import { Part } from './shared.tsx'

/** The sample: drawn once, each file opened for verification and judged. */
export function Sample({ view }: { view: QuarantineView }) {
  const t = useText()
  const [shown, setShown] = useState<{ item: SampleItem; opened: OpenedItem }>()
  const draw = usePost<object>(`/quarantine/${view.id}/sample`)
  const open = usePost<SampleItem, OpenedItem>(({ n }) => `/quarantine/${view.id}/items/${n}/open`, {
    onDone: (opened, item) => setShown({ item, opened }),
  })
  const { size, mostBad } = view.planned
  return (
    <Part title={t('collection.quarantine.sampling')}>
      <p>
        {t('collection.quarantine.plan', {
          customers: view.customers.toLocaleString(),
          size: view.sample ?? size,
          bad: view.mostBad ?? mostBad,
        })}
      </p>
      {view.seed !== null && (
        <p className="soft">
          {t('collection.quarantine.seed')} <code>{view.seed}</code>
        </p>
      )}
      <ProblemNotice error={draw.error ?? open.error} />
      {view.may.work && view.seed === null && (
        <Popconfirm
          title={t('collection.quarantine.draw')}
          description={t('collection.quarantine.drawText')}
          onConfirm={() => draw.mutate({})}
        >
          <Button type="primary" loading={draw.isPending}>
            {t('collection.quarantine.draw')}
          </Button>
        </Popconfirm>
      )}
      {view.items.length > 0 && (
        <DataTable<SampleItem>
          name="collection.quarantine.sample"
          label={t('collection.quarantine.sampling')}
          rows={view.items}
          bare
          keep={false}
          rowKey={(row) => String(row.n)}
          columns={[
            { key: 'n', title: '#', width: 60, fixed: true, render: (row) => row.n },
            { key: 'fileNo', title: t('collection.source.fileNo'), render: (row) => row.fileNo || '—' },
            {
              key: 'opened',
              title: t('collection.quarantine.opened'),
              width: 100,
              render: (row) => row.opened,
            },
            {
              key: 'verdict',
              title: t('collection.quarantine.verdict'),
              width: 120,
              render: (row) => <Verdict verdict={row.verdict} />,
            },
            {
              key: 'note',
              title: t('collection.source.checkNote'),
              render: (row) => row.note || '—',
            },
            {
              key: 'acts',
              title: t('collection.quarantine.open'),
              width: 130,
              render: (row) =>
                view.may.work && (
                  <Button type="link" size="small" onClick={() => open.mutate(row)}>
                    {t('collection.quarantine.open')}
                  </Button>
                ),
            },
          ]}
          empty={{
            title: t('collection.quarantine.notDrawn'),
            hint: t('collection.quarantine.notDrawnHint'),
          }}
        />
      )}
      {shown !== undefined && <Opened view={view} {...shown} onClose={() => setShown(undefined)} />}
    </Part>
  )
}

function Verdict({ verdict }: { verdict: SampleItem['verdict'] }) {
  const t = useText()
  if (verdict === null) return <StatusTag tone="neutral">{t('collection.quarantine.unjudged')}</StatusTag>
  return (
    <StatusTag tone={verdict === 'ok' ? 'good' : 'bad'}>{t(`collection.quarantine.${verdict}`)}</StatusTag>
  )
}

/** One sampled file, opened for verification, and the judgement on it. */
function Opened({
  view,
  item,
  opened,
  onClose,
}: {
  view: QuarantineView
  item: SampleItem
  opened: OpenedItem
  onClose: () => void
}) {
  const t = useText()
  const { pick } = useLanguage()
  const [note, setNote] = useState(item.note)
  const judge = usePost<{ verdict: 'ok' | 'bad'; note: string }>(`/quarantine/${view.id}/items/${item.n}`, {
    method: 'PUT',
    onDone: onClose,
  })
  const names = new Map(view.fields.map((field) => [field.id, pick(field)]))
  return (
    <Modal
      open
      width={720}
      title={t('collection.quarantine.openTitle', { n: item.n, fileNo: item.fileNo })}
      onCancel={onClose}
      footer={
        <Space>
          {(['ok', 'bad'] as const).map((verdict) => (
            <Button
              key={verdict}
              type={verdict === 'ok' ? 'primary' : 'default'}
              danger={verdict === 'bad'}
              loading={judge.isPending}
              onClick={() => judge.mutate({ verdict, note })}
            >
              {t(`collection.quarantine.${verdict}`)}
            </Button>
          ))}
        </Space>
      }
    >
      <Watermark>
        <p className="soft">{t('collection.quarantine.openHint')}</p>
        <KeyValue
          columns={2}
          items={opened.values.map(({ field, sight, text }) => ({
            key: String(field),
            label: names.get(field) ?? String(field),
            value:
              sight === 'hidden' ? <span className="soft">{t('collection.quarantine.hidden')}</span> : text,
          }))}
        />
        <label htmlFor="sample-note">{t('collection.quarantine.note')}</label>
        <Input.TextArea
          id="sample-note"
          rows={2}
          maxLength={300}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <ProblemNotice error={judge.error} />
      </Watermark>
    </Modal>
  )
}
