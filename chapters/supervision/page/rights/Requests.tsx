import { Button, Space } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { DataTable, PageHeader, StatusTag, Time, type Tone, useText } from '../../../../doors/web/ui/index.ts'
import type { RequestRow } from '../../wire.ts'
import { Enter } from './Enter.tsx'
import { RequestDrawer } from './RequestDrawer.tsx'

export const stateTones: Readonly<Record<RequestRow['state'], Tone>> = {
  open: 'waiting',
  erasing: 'warning',
  granted: 'good',
  refused: 'bad',
}

/** The desk of customers' rights: what was asked, by when it is answered, who does it. */
export default function Requests() {
  const t = useText()
  const [search] = useSearchParams()
  const [shown, setShown] = useState(search.get('open'))
  const [entering, setEntering] = useState(false)
  const add = (
    <Button type="primary" onClick={() => setEntering(true)}>
      {t('supervision.rights.enter')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('supervision.rights.title')} hint={t('supervision.rights.hint')} />
      <DataTable<RequestRow>
        name="supervision.rights"
        label={t('supervision.rights.title')}
        path="/rights-requests"
        rowKey={(row) => row.id}
        extra={add}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('supervision.rights.stateOf'),
            options: Object.keys(stateTones).map((value) => ({
              value,
              label: t(`supervision.rights.state.${value}`),
            })),
          },
        ]}
        columns={[
          { key: 'number', title: t('supervision.rights.number'), fixed: true, render: (row) => row.number },
          {
            key: 'kind',
            title: t('supervision.rights.kindOf'),
            render: (row) => t(`supervision.rights.kind.${row.kind}`),
          },
          {
            key: 'fileNo',
            title: t('supervision.rights.fileNo'),
            render: (row) => <span className="identifier">{row.fileNo}</span>,
          },
          {
            key: 'channel',
            title: t('supervision.rights.channelOf'),
            render: (row) => t(`supervision.rights.channel.${row.channel}`),
          },
          {
            key: 'identity',
            title: t('supervision.rights.identityOf'),
            render: (row) => t(`supervision.rights.identity.${row.identity}`),
          },
          {
            key: 'dueAt',
            title: t('supervision.rights.dueAt'),
            render: (row) => (
              <Space size={4}>
                <Time at={row.dueAt} />
                {row.overdue && <StatusTag tone="bad">{t('supervision.rights.overdue')}</StatusTag>}
              </Space>
            ),
          },
          {
            key: 'state',
            title: t('supervision.rights.stateOf'),
            render: (row) => (
              <StatusTag tone={stateTones[row.state]}>{t(`supervision.rights.state.${row.state}`)}</StatusTag>
            ),
          },
          { key: 'handler', title: t('supervision.rights.handler'), render: (row) => row.handler },
          {
            key: 'acts',
            title: t('supervision.rights.open'),
            render: (row) => (
              <Button size="small" onClick={() => setShown(row.id)}>
                {t('supervision.rights.open')}
              </Button>
            ),
          },
        ]}
        empty={{ title: t('supervision.rights.none'), hint: t('supervision.rights.noneHint') }}
      />
      {entering && <Enter onClose={() => setEntering(false)} />}
      {shown !== null && <RequestDrawer id={shown} onClose={() => setShown(null)} />}
    </>
  )
}
