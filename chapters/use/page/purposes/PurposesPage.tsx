import { Button } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { PurposeList } from '../../wire.ts'
import { PurposeModal, type Purpose } from './PurposeModal.tsx'

/** The company's purposes of use. A value is opened for one of these, or not at all. */
export default function PurposesPage() {
  const t = useText()
  const [open, setOpen] = useState<Purpose | 'new' | null>(null)
  const list = useGet<PurposeList>('/purposes', { closed: 'yes' })
  const add = (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('use.purposes.add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('use.purposes.title')} hint={t('use.purposes.hint')} primary={add} />
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      <DataTable<Purpose>
        name="use.purposes"
        label={t('use.purposes.title')}
        rows={list.data?.rows ?? []}
        rowKey={(row) => row.code}
        columns={[
          { key: 'zh', title: t('use.purposes.zh'), fixed: true, render: (row) => row.zh },
          { key: 'en', title: t('use.purposes.en'), render: (row) => row.en },
          { key: 'code', title: t('use.purposes.code'), render: (row) => <code>{row.code}</code> },
          { key: 'sort', title: t('use.purposes.sort'), align: 'end', render: (row) => row.sort },
          {
            key: 'closed',
            title: t('use.apps.state'),
            render: (row) => (
              <StatusTag tone={row.closed ? 'ended' : 'good'}>
                {t(row.closed ? 'use.purposes.closed' : 'use.purposes.open')}
              </StatusTag>
            ),
          },
          {
            key: 'acts',
            title: t('use.act'),
            fixed: true,
            render: (row) => (
              <Button
                type="link"
                size="small"
                aria-label={`${t('use.purposes.change')}: ${row.zh}`}
                onClick={() => setOpen(row)}
              >
                {t('use.purposes.change')}
              </Button>
            ),
          },
        ]}
        empty={{ title: t('use.purposes.empty'), hint: t('use.purposes.emptyHint'), action: add }}
      />
      <PurposeModal purpose={open} onClose={() => setOpen(null)} />
    </>
  )
}
