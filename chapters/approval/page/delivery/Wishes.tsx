import { App, Button } from 'antd'
import { Link } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useLanguage,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { WishesReply } from '../../wire.ts'
import './delivery.css'

type Wish = WishesReply['rows'][number]

/** Decisions that another system handed in in my name and that take effect once I confirm them. */
export default function Wishes() {
  const t = useText()
  const { pick } = useLanguage()
  const { message } = App.useApp()
  const confirm = usePost<string>((id) => `/outside-wishes/${id}/confirm`, {
    onDone: () => void message.success(t('outside.wishes.confirmed')),
  })
  const drop = usePost<string>((id) => `/outside-wishes/${id}/drop`)
  return (
    <>
      <PageHeader title={t('outside.wishes.title')} hint={t('outside.wishes.hint')} />
      <ProblemNotice error={confirm.error ?? drop.error} />
      <DataTable<Wish>
        name="approval.wishes"
        label={t('outside.wishes.title')}
        path="/outside-wishes"
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'form',
            title: t('outside.wishes.form'),
            fixed: true,
            render: (row) => (
              <Link to={`/approvals/${row.instanceId}`}>
                {row.formName === null ? '' : pick(row.formName)} {row.number}
              </Link>
            ),
          },
          {
            key: 'decision',
            title: t('outside.wishes.decision'),
            render: (row) => t(`outside.decision.${row.decision}`),
          },
          { key: 'opinion', title: t('outside.wishes.opinion'), render: (row) => row.opinion },
          { key: 'link', title: t('outside.wishes.from'), render: (row) => row.link },
          { key: 'askedAt', title: t('delivery.at'), render: (row) => <Time at={row.askedAt} /> },
          {
            key: 'act',
            title: t('delivery.act'),
            fixed: true,
            render: (row) =>
              row.state === 'open' ? (
                <span className="delivery-row">
                  <Button size="small" type="primary" onClick={() => confirm.mutate(row.id)}>
                    {t('outside.wishes.confirm')}
                  </Button>
                  <Button size="small" onClick={() => drop.mutate(row.id)}>
                    {t('outside.wishes.drop')}
                  </Button>
                </span>
              ) : (
                <StatusTag tone={row.state === 'confirmed' ? 'good' : 'ended'}>
                  {t(`outside.wishes.${row.state}`)}
                </StatusTag>
              ),
          },
        ]}
        empty={{ title: t('outside.wishes.none'), hint: t('outside.wishes.noneHint') }}
      />
    </>
  )
}
