import { Button, Popconfirm, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { Link, useParams } from 'react-router'
import {
  ConfirmReason,
  KeyValue,
  LevelMark,
  Loading,
  PageHeader,
  post,
  ProblemNotice,
  Time,
  useGet,
  useLanguage,
  usePost,
  useRefresh,
  useText,
  Watermark,
} from '../../../../doors/web/ui/index.ts'
import type { QuarantineView } from '../../wire.ts'
import { Checklist } from './Checklist.tsx'
import { Conflicts } from './Conflicts.tsx'
import { Sample } from './Sample.tsx'
import { BatchTag, Part } from './shared.tsx'

/** One batch of a third party and its check. */
export default function BatchPage() {
  const { id = '' } = useParams()
  const view = useGet<QuarantineView>(`/quarantine/${id}`, {}, { keep: false })
  const { data, error } = view
  if (data === undefined)
    return error === null ? <Loading /> : <ProblemNotice error={error} onRetry={() => void view.refetch()} />
  return (
    <Watermark>
      <Shown view={data} />
    </Watermark>
  )
}

function Shown({ view }: { view: QuarantineView }) {
  const t = useText()
  const act = usePost<string>((what) => `/quarantine/${view.id}/${what}`)
  const { may } = view
  return (
    <>
      <PageHeader
        title={`${t('collection.quarantine.one')} ${view.number}`}
        tabTitle={view.number}
        hint={view.source.name}
        marks={<BatchTag state={view.state} />}
        primary={
          <Space>
            {may.take && (
              <Button type="primary" loading={act.isPending} onClick={() => act.mutate('take')}>
                {t('collection.quarantine.take')}
              </Button>
            )}
            {may.work && view.seed === null && (
              <Popconfirm
                title={t('collection.quarantine.giveBack')}
                onConfirm={() => act.mutate('give-back')}
              >
                <Button>{t('collection.quarantine.giveBack')}</Button>
              </Popconfirm>
            )}
            <Link to={`/quarantine/${view.id}/print`}>{t('collection.quarantine.print')}</Link>
          </Space>
        }
      />
      <ProblemNotice error={act.error} />
      <Figures view={view} />
      <Report view={view} />
      <Conflicts view={view} />
      <Sample view={view} />
      <Checklist view={view} />
      <Conclusion view={view} />
    </>
  )
}

/** Where the batch came from, and by whom. */
export function Figures({ view }: { view: QuarantineView }) {
  const t = useText()
  const { pick } = useLanguage()
  const item = (key: string, value: ReactNode) => ({
    key,
    label: t(`collection.quarantine.${key}`),
    value,
  })
  const moved = view.sourceNow.version !== view.sourceVersion
  return (
    <Part title={t('collection.quarantine.figures')}>
      {moved && (
        <p className="collection-note bad">
          {t('collection.quarantine.sourceMoved', { version: view.sourceNow.version })}
        </p>
      )}
      <KeyValue
        columns={3}
        items={[
          item('source', <Link to={`/sources/${view.source.id}`}>{view.source.name}</Link>),
          item('sourceVersion', view.sourceVersion),
          item('customers', view.customers.toLocaleString()),
          item('level', <LevelMark rank={view.level} name={pick(view.levelName)} />),
          item('importer', view.importer.name),
          item('verifier', view.verifier?.name ?? '—'),
          item('arrived', <Time at={view.arrivedAt} />),
          item('decided', view.decidedAt === null ? '—' : <Time at={view.decidedAt} />),
          item(
            'form',
            view.instance === null ? (
              '—'
            ) : (
              <Link to={`/approvals/${view.instance.id}`}>{view.instance.number}</Link>
            ),
          ),
          { ...item('fileHash', <code>{view.fileHash}</code>), wide: true },
          { ...item('contentHash', <code>{view.contentHash ?? '—'}</code>), wide: true },
        ]}
      />
    </Part>
  )
}

/** What was found in the file: nothing hidden, else it would not be here; identifiers by kind and count. */
export function Report({ view }: { view: QuarantineView }) {
  const t = useText()
  const { columns } = view.report
  return (
    <Part title={t('collection.quarantine.report')}>
      <p>{t('collection.quarantine.clean')}</p>
      {columns.length === 0 ? (
        <p className="soft">{t('collection.quarantine.noFindings')}</p>
      ) : (
        <table className="collection-table">
          <thead>
            <tr>
              {['column', 'use', 'found'].map((key) => (
                <th key={key} scope="col">
                  {t(`collection.quarantine.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map((one) => (
              <tr key={`${one.sheet}.${one.column}`}>
                <td>{t('collection.quarantine.sheetColumn', { sheet: one.sheet, column: one.column })}</td>
                <td>{t(`collection.quarantine.use.${one.use}`)}</td>
                <td>
                  {one.found.map(({ type, count }) => `${t(`collection.type.${type}`)} ${count}`).join('、')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  )
}

/** What stands against a release, and the two ways to end the check. */
function Conclusion({ view }: { view: QuarantineView }) {
  const t = useText()
  const refresh = useRefresh()
  const [asking, setAsking] = useState<'release' | 'reject'>()
  if (!view.may.work) return null
  return (
    <Part title={t('collection.quarantine.proposal')}>
      {view.open.length > 0 && (
        <p className="collection-note">
          {t('collection.quarantine.openPoints')}{' '}
          {view.open.map((code) => t(`collection.quarantine.open.${code}`)).join('；')}
        </p>
      )}
      <Space>
        <Button type="primary" disabled={!view.may.release} onClick={() => setAsking('release')}>
          {t('collection.quarantine.release')}
        </Button>
        <Button danger onClick={() => setAsking('reject')}>
          {t('collection.quarantine.reject')}
        </Button>
      </Space>
      {asking !== undefined && (
        <ConfirmReason
          open
          title={`${t(`collection.quarantine.${asking}`)} · ${view.number}`}
          text={t(`collection.quarantine.${asking}Text`)}
          label={t('collection.quarantine.opinion')}
          action={t(`collection.quarantine.${asking}`)}
          danger={asking === 'reject'}
          onConfirm={async (opinion) => {
            await post(`/quarantine/${view.id}/propose`, { proposal: asking, opinion })
            await refresh()
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Part>
  )
}
