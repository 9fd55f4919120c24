import { Button, Grid } from 'antd'
import { Link } from 'react-router'
import {
  DataTable,
  PageHeader,
  Time,
  useLanguage,
  usePost,
  useText,
  type DataColumn,
} from '../../../doors/web/ui/index.ts'
import type { NoticesReply } from '../wire.ts'

type Notice = NoticesReply['rows'][number]

/** What the program told me, the newest first. */
export default function Notices() {
  const t = useText()
  const { pick } = useLanguage()
  const read = usePost<{ ids: string[] }>('/notices/read')
  const sentence = (notice: Notice): string => {
    const key = `approval.notice.${notice.kind}`
    const values = {
      number: '',
      ...notice.values,
      form: notice.formName === null ? '' : pick(notice.formName),
    }
    const text = t(key, values)
    return text === key ? t('approval.notice.other') : text
  }
  const phone = Grid.useBreakpoint().md === false
  const columns: DataColumn<Notice>[] = [
    {
      key: 'what',
      title: t('approval.notices.what'),
      fixed: true,
      render: (row) => (
        <>
          <span className={row.readAt === null ? 'unread' : ''}>{sentence(row)}</span>
          {phone && (
            <div className="soft">
              <Time at={row.createdAt} />
            </div>
          )}
        </>
      ),
    },
  ]
  // On a phone the time stands below the sentence, which then has the width.
  if (!phone)
    columns.push({
      key: 'createdAt',
      title: t('approval.notices.when'),
      width: 210,
      render: (row) => <Time at={row.createdAt} />,
    })
  return (
    <>
      <PageHeader
        title={t('approval.notices.title')}
        hint={t('approval.notices.hint')}
        actions={
          <>
            <Link to="/notices/choice">
              <Button>{t('delivery.choice.title')}</Button>
            </Link>
            <Button loading={read.isPending} onClick={() => read.mutate({ ids: [] })}>
              {t('approval.notices.readAll')}
            </Button>
          </>
        }
      />
      <DataTable<Notice>
        name="approval.notices"
        label={t('approval.notices.title')}
        path="/notices"
        columns={columns}
        filters={[
          {
            kind: 'choice',
            name: 'unread',
            label: t('approval.notices.unread'),
            options: [{ value: 'true', label: t('approval.notices.onlyUnread') }],
          },
        ]}
        rowKey={(row) => row.id}
        rowHref={(row) => (row.link === '' ? '/notices' : row.link)}
        batch={[
          {
            key: 'read',
            label: t('approval.notices.read'),
            run: (rows, done) => read.mutate({ ids: rows.map((row) => row.id) }, { onSuccess: done }),
          },
        ]}
        everySeconds={60}
        empty={{ title: t('approval.notices.empty'), hint: t('approval.notices.emptyHint') }}
      />
    </>
  )
}
