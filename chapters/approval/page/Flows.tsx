import { Button } from 'antd'
import { useNavigate } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  useGet,
  useLanguage,
  usePerson,
  useText,
  type DataColumn,
} from '../../../doors/web/ui/index.ts'
import type { Flow, FlowsReply } from '../wire.ts'
import { ImportFlow } from './FlowFiles.tsx'
import { scopeOf, stepsIn, useFlowWords } from './flow-words.ts'

/** The approval flows in force. */
export default function Flows() {
  const t = useText()
  const { pick } = useLanguage()
  const navigate = useNavigate()
  const mayEdit = usePerson().roles.includes('security-admin')
  const list = useGet<FlowsReply>('/flows')
  const words = useFlowWords(list.data)
  const columns: DataColumn<Flow>[] = [
    { key: 'name', title: t('approval.flows.name'), fixed: true, render: (row) => pick(row.name) },
    {
      key: 'form',
      title: t('approval.col.form'),
      render: (row) => (row.formName === null ? row.form : pick(row.formName)),
    },
    { key: 'scope', title: t('approval.flows.scope'), render: (row) => scopeOf(row, words) },
    {
      key: 'steps',
      title: t('approval.flows.steps'),
      render: (row) => stepsIn(row.steps).map(words.step).join(' → '),
    },
    {
      key: 'priority',
      title: t('approval.flows.priority'),
      align: 'end',
      width: 90,
      render: (row) => row.priority,
    },
    {
      key: 'version',
      title: t('approval.flows.version'),
      align: 'end',
      width: 90,
      render: (row) => row.version,
    },
  ]
  return (
    <>
      <PageHeader
        title={t('approval.flows.title')}
        hint={t('approval.flows.hint')}
        actions={mayEdit && <ImportFlow />}
        primary={
          mayEdit && (
            <Button type="primary" onClick={() => void navigate('/flows/new')}>
              {t('approval.flows.add')}
            </Button>
          )
        }
      />
      <ProblemNotice error={list.error} />
      <DataTable<Flow>
        name="approval.flows"
        label={t('approval.flows.title')}
        rows={list.data?.rows ?? []}
        columns={columns}
        rowKey={(row) => row.key}
        rowHref={(row) => `/flows/${row.key}`}
        empty={{ title: t('approval.flows.empty'), hint: t('approval.flows.emptyHint') }}
      />
    </>
  )
}
