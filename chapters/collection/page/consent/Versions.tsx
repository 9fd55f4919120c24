import { Alert, Button, Modal, Select, Space } from 'antd'
import { useState } from 'react'
import {
  apiUrl,
  CopyButton,
  DataTable,
  Loading,
  ProblemNotice,
  StatusTag,
  Time,
  type Tone,
  useGet,
  useLanguage,
  usePerson,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { Differences, NoticeView, PublicNotice, VersionRow } from '../../wire.ts'

const tones: Record<VersionRow['state'], Tone> = {
  proposed: 'waiting',
  published: 'good',
  declined: 'bad',
  replaced: 'ended',
  closed: 'ended',
}

/** Versions of a notice: read, compare, publish by a second person, print. */
export function Versions({ view }: { view: NoticeView }) {
  const t = useText()
  const { language } = useLanguage()
  const [read, setRead] = useState<VersionRow>()
  const [compare, setCompare] = useState<VersionRow>()
  return (
    <>
      <DataTable<VersionRow>
        name="collection.versions"
        label={t('collection.notices.tab.versions', { count: view.versions.length })}
        rows={view.versions}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: t('collection.versions.number'),
            fixed: true,
            render: (row) => t('collection.notices.versionNo', { number: row.number }),
          },
          {
            key: 'state',
            title: t('collection.state'),
            render: (row) => (
              <StatusTag tone={tones[row.state]}>{t(`collection.versions.state.${row.state}`)}</StatusTag>
            ),
          },
          {
            key: 'hash',
            title: t('collection.versions.hash'),
            render: (row) => (
              <span className="identifier" title={row.hash}>
                {row.hash.slice(0, 12)}…{' '}
                <CopyButton text={row.hash} label={t('collection.versions.copyHash')} />
              </span>
            ),
          },
          { key: 'by', title: t('collection.versions.by'), render: (row) => row.proposedBy.name },
          {
            key: 'decided',
            title: t('collection.versions.decidedBy'),
            render: (row) => row.decidedBy?.name ?? <span className="dash">—</span>,
          },
          {
            key: 'at',
            title: t('collection.at'),
            render: (row) => <Time at={row.decidedAt ?? row.proposedAt} />,
          },
          {
            key: 'standing',
            title: t('collection.notices.standing'),
            align: 'end',
            render: (row) => row.standing.toLocaleString(),
          },
          {
            key: 'acts',
            title: t('collection.versions.acts'),
            render: (row) => (
              <Space size={4} wrap>
                <Button size="small" onClick={() => setRead(row)}>
                  {t(row.state === 'proposed' ? 'collection.versions.decide' : 'collection.versions.read')}
                </Button>
                {view.versions.length > 1 && (
                  <Button size="small" onClick={() => setCompare(row)}>
                    {t('collection.versions.compare')}
                  </Button>
                )}
                <Button
                  size="small"
                  href={apiUrl(`/notice-versions/${row.id}/print`, { language })}
                  target="_blank"
                  rel="noreferrer"
                >
                  {t('collection.versions.print')}
                </Button>
              </Space>
            ),
          },
        ]}
        empty={{ title: t('collection.versions.none'), hint: t('collection.versions.noneHint') }}
      />
      {read !== undefined && <ReadVersion view={view} row={read} onClose={() => setRead(undefined)} />}
      {compare !== undefined && <Compare view={view} row={compare} onClose={() => setCompare(undefined)} />}
    </>
  )
}

function ReadVersion({ view, row, onClose }: { view: NoticeView; row: VersionRow; onClose: () => void }) {
  const t = useText()
  const { language } = useLanguage()
  const me = usePerson()
  const shown = useGet<PublicNotice>(`/notice-versions/${row.id}`, { language })
  const decide = usePost<object>(`/notice-versions/${row.id}/decide`, {
    refresh: [`/consent-notices/${view.id}`, '/consent-notices'],
    onDone: onClose,
  })
  const own = row.proposedBy.id === me.id
  const act = (outcome: 'published' | 'declined'): void => decide.mutate({ outcome, hash: row.hash })
  return (
    <Modal
      open
      width={760}
      title={t('collection.notices.versionNo', { number: row.number })}
      onCancel={onClose}
      footer={
        row.state === 'proposed' && !own ? (
          <Space>
            <Button danger loading={decide.isPending} onClick={() => act('declined')}>
              {t('collection.versions.decline')}
            </Button>
            <Button type="primary" loading={decide.isPending} onClick={() => act('published')}>
              {t('collection.versions.publish')}
            </Button>
          </Space>
        ) : null
      }
    >
      <ProblemNotice error={decide.error} />
      {row.state === 'proposed' && own && <Alert type="info" showIcon title={t('collection.versions.own')} />}
      {row.asksAnew && <Alert type="warning" showIcon title={t('collection.versions.asksAnew')} />}
      {shown.data === undefined ? <Loading rows={6} /> : <Shown notice={shown.data} />}
    </Modal>
  )
}

/** The plain words as the customer reads them. */
function Shown({ notice }: { notice: PublicNotice }) {
  return (
    <article className="consent-read">
      <h2>{notice.title}</h2>
      {notice.sections.map(({ heading, paragraphs }) => (
        <section key={heading}>
          <h3>{heading}</h3>
          {paragraphs.map((text, place) => (
            <p key={place}>{text}</p>
          ))}
        </section>
      ))}
      <ul className="consent-boxes">
        {notice.boxes.map((box) => (
          <li key={box.item}>□ {box.text}</li>
        ))}
      </ul>
      <p className="identifier soft">{notice.hash}</p>
    </article>
  )
}

function Compare({ view, row, onClose }: { view: NoticeView; row: VersionRow; onClose: () => void }) {
  const t = useText()
  const { language } = useLanguage()
  const others = view.versions.filter((one) => one.id !== row.id)
  const [from, setFrom] = useState((others.find((one) => one.number < row.number) ?? others[0])!.id)
  const found = useGet<Differences>(`/consent-notices/${view.id}/differences`, { from, to: row.id, language })
  return (
    <Modal
      open
      width={900}
      footer={null}
      onCancel={onClose}
      title={t('collection.versions.compareTitle', { number: row.number })}
    >
      <Select
        aria-label={t('collection.versions.with')}
        value={from}
        onChange={setFrom}
        style={{ width: 200, marginBottom: 12 }}
        options={others.map((one) => ({
          value: one.id,
          label: t('collection.notices.versionNo', { number: one.number }),
        }))}
      />
      {found.data?.asksAnew === true && (
        <Alert type="warning" showIcon title={t('collection.versions.binding')} />
      )}
      {found.data === undefined ? (
        <Loading rows={4} />
      ) : found.data.rows.length === 0 ? (
        <p>{t('collection.versions.same')}</p>
      ) : (
        <table className="plain-table consent-compare">
          <thead>
            <tr>
              <th scope="col">{t('collection.versions.part')}</th>
              <th scope="col">{t('collection.versions.before')}</th>
              <th scope="col">{t('collection.versions.after')}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.rows.map((one) => (
              <tr key={one.part}>
                <th scope="row">{one.part}</th>
                <td>{one.before}</td>
                <td>{one.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Modal>
  )
}
