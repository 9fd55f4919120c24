import { Button, Select } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import {
  Loading,
  PageHeader,
  ProblemNotice,
  Time,
  useGet,
  useLanguage,
  usePerson,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { Flow as FlowReply, FlowsReply } from '../wire.ts'
import { changesIn, scopeOf, useFlowWords } from './flow-words.ts'
import { FlowEditor } from './designer/FlowEditor.tsx'
import { ExportFlow, RetireFlow } from './FlowFiles.tsx'
import { StepChart } from './StepChart.tsx'

/** One flow: its steps as a chart, its versions, and for the security administrator the next version. */
export default function Flow() {
  const { key = '' } = useParams()
  const isNew = key === 'new'
  const offers = useGet<FlowsReply>('/flows')
  const versions = useGet<{ rows: FlowReply[] }>(isNew ? null : `/flows/${key}`)
  if (offers.error !== null || versions.error !== null)
    return <ProblemNotice error={offers.error ?? versions.error} />
  if (offers.data === undefined || (!isNew && versions.data === undefined)) return <Loading />
  return <FlowPage key={key} offers={offers.data} versions={versions.data?.rows ?? []} />
}

function FlowPage({ offers, versions }: { offers: FlowsReply; versions: readonly FlowReply[] }) {
  const t = useText()
  const { pick } = useLanguage()
  const mayEdit = usePerson().roles.includes('security-admin')
  const words = useFlowWords(offers)
  const [newest] = versions
  const [editing, setEditing] = useState(newest === undefined)
  const [chosen, setChosen] = useState<number | null>(null)
  const at = chosen ?? newest?.version ?? 0
  const shown = versions.find((one) => one.version === at) ?? newest
  const before = versions.find((one) => one.version === at - 1)
  const leave = (): void => {
    setChosen(null)
    setEditing(false)
  }
  return (
    <>
      <PageHeader
        title={shown === undefined ? t('approval.flows.add') : pick(shown.name)}
        hint={shown === undefined ? t('approval.flows.addHint') : scopeOf(shown, words)}
        primary={
          mayEdit &&
          !editing && (
            <Button type="primary" onClick={() => setEditing(true)}>
              {t('approval.flows.change')}
            </Button>
          )
        }
        actions={
          !editing && (
            <>
              {versions.length > 1 && (
                <Select
                  aria-label={t('approval.flows.version')}
                  value={at}
                  onChange={setChosen}
                  options={versions.map(({ version, active }) => ({
                    value: version,
                    label: t(active ? 'approval.flows.versionActive' : 'approval.flows.versionOf', {
                      version,
                    }),
                  }))}
                />
              )}
              {mayEdit && shown !== undefined && (
                <>
                  <ExportFlow flowKey={shown.key} />
                  {shown.active && <RetireFlow flowKey={shown.key} name={pick(shown.name)} />}
                </>
              )}
            </>
          )
        }
      />
      {editing ? (
        <FlowEditor offers={offers} before={newest} words={words} onDone={leave} />
      ) : (
        shown !== undefined && (
          <>
            <StepChart flow={shown} words={words} />
            <p className="soft">
              {t('approval.flows.since')} <Time at={shown.createdAt} />
              {shown.retiredAt !== null && (
                <>
                  {' · '}
                  {t('approval.flows.retired')} <Time at={shown.retiredAt} />
                </>
              )}
            </p>
            {before !== undefined && (
              <>
                <h2>{t('approval.flows.against', { version: before.version })}</h2>
                <Differences list={changesIn(before, shown, words)} />
              </>
            )}
          </>
        )
      )}
    </>
  )
}

function Differences({ list }: { list: readonly string[] }) {
  const t = useText()
  if (list.length === 0) return <p className="soft">{t('approval.diff.nothing')}</p>
  return (
    <ul>
      {list.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  )
}
