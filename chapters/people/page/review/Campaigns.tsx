import { App, Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  ConfirmReason,
  DataTable,
  PageHeader,
  post,
  StatusTag,
  Time,
  useGet,
  usePerson,
  useRefresh,
  useText,
  type DataColumn,
} from '../../../../doors/web/ui/index.ts'
import type { CampaignRow, ReviewSettings } from '../../wire.ts'
import '../people.css'
import './review.css'
import { Progress } from './Progress.tsx'
import { Rules } from './Rules.tsx'
import { campaignTones } from './tones.ts'

/** Every review of rights, and the rules by which they open. */
export default function Campaigns() {
  const t = useText()
  const { roles } = usePerson()
  const [opening, setOpening] = useState(false)
  const columns: DataColumn<CampaignRow>[] = [
    {
      key: 'number',
      title: t('people.reviews.number'),
      fixed: true,
      width: 130,
      render: (row) => <Link to={`/rights-reviews/${row.id}`}>{row.number}</Link>,
    },
    { key: 'quarter', title: t('people.reviews.quarter'), width: 90, render: (row) => row.quarter },
    {
      key: 'state',
      title: t('people.reviews.state'),
      width: 100,
      render: (row) => (
        <StatusTag tone={campaignTones[row.state]}>{t(`people.review.state.${row.state}`)}</StatusTag>
      ),
    },
    {
      key: 'progress',
      title: t('people.reviews.progress'),
      render: (row) => <Progress done={row.decided} of={row.items} label={row.number} />,
    },
    {
      key: 'removed',
      title: t('people.reviews.removed'),
      width: 80,
      align: 'end',
      render: (row) => row.removed,
    },
    {
      key: 'openedAt',
      title: t('people.reviews.openedAt'),
      render: (row) => <Time at={row.openedAt} form="day" />,
    },
    {
      key: 'openedBy',
      title: t('people.reviews.openedBy'),
      render: (row) => row.openedBy ?? t('people.reviews.bySchedule'),
    },
    { key: 'dueAt', title: t('people.reviews.dueAt'), render: (row) => <Time at={row.dueAt} /> },
    {
      key: 'closedAt',
      title: t('people.reviews.closedAt'),
      render: (row) => <Time at={row.closedAt} form="day" />,
    },
  ]
  return (
    <>
      <PageHeader
        title={t('people.reviews.title')}
        hint={t('people.reviews.hint')}
        primary={
          roles.includes('security-admin') && (
            <Button type="primary" onClick={() => setOpening(true)}>
              {t('people.reviews.open')}
            </Button>
          )
        }
      />
      <Rules />
      <DataTable<CampaignRow>
        name="people.reviews"
        label={t('people.reviews.title')}
        path="/rights-reviews"
        rowKey={(row) => row.id}
        columns={columns}
        empty={{ title: t('people.reviews.empty'), hint: t('people.reviews.emptyHint') }}
      />
      <Open open={opening} onClose={() => setOpening(false)} />
    </>
  )
}

function Open({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const refresh = useRefresh()
  const rules = useGet<ReviewSettings>('/rights-review/rules')
  const go = async (reason: string): Promise<void> => {
    const made = await post<{ number: string; rights: number }>(
      '/rights-reviews',
      { reason },
      crypto.randomUUID(),
    )
    void message.success(t('people.reviews.opened', { number: made.number, rights: made.rights }))
    await refresh(['/rights-review'])
  }
  return (
    <ConfirmReason
      open={open}
      title={t('people.reviews.open')}
      text={t('people.reviews.openText', { days: rules.data?.dueDays ?? '' })}
      label={t('people.reviews.openReason')}
      action={t('people.reviews.open')}
      onConfirm={go}
      onClose={onClose}
    />
  )
}
