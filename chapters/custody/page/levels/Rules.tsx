import { Button, Modal, Space } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useMay,
  usePost,
  useText,
  type Tone,
} from '../../../../doors/web/ui/index.ts'
import { ruleStates, type LevelRuleReply } from '../../wire.ts'
import { Level } from '../shared.tsx'
import { bodyOf, RuleDrawer } from './RuleDrawer.tsx'
import { TryBox } from './TryBox.tsx'
import { VersionsDrawer } from './VersionsDrawer.tsx'

const tones: Record<string, Tone> = {
  waiting: 'waiting',
  'in-force': 'good',
  replaced: 'ended',
  rejected: 'bad',
}

/** State of a version of a rule, as a word in its colour. */
export function RuleState({ rule }: { rule: LevelRuleReply }) {
  const t = useText()
  const retired = rule.retired && rule.state === 'in-force'
  return (
    <StatusTag tone={retired ? 'ended' : (tones[rule.state] ?? 'neutral')}>
      {t(`custody.rules.state.${retired ? 'retired' : rule.state}`)}
    </StatusTag>
  )
}

/** Confirm or reject a version that waits, for somebody other than its writer. */
export function Decide({ rule }: { rule: LevelRuleReply }) {
  const t = useText()
  const path = `/level-rules/${rule.id}/versions/${rule.version}/decision`
  const act = usePost<{ confirm: boolean }>(path, { refresh: ['/level-rules'] })
  if (!rule.mayDecide) return null
  return (
    <Space size="small">
      <Button
        size="small"
        type="primary"
        loading={act.isPending}
        onClick={() => act.mutate({ confirm: true })}
      >
        {t('custody.rules.confirm')}
      </Button>
      <Button size="small" danger onClick={() => act.mutate({ confirm: false })}>
        {t('custody.rules.reject')}
      </Button>
      <ProblemNotice error={act.error} />
    </Space>
  )
}

function Acts({
  rule,
  onEdit,
  onVersions,
}: {
  rule: LevelRuleReply
  onEdit: () => void
  onVersions: () => void
}) {
  const t = useText()
  const may = useMay('edit-level-rules')
  const [modal, holder] = Modal.useModal()
  const retire = usePost(`/level-rules/${rule.id}`, { method: 'PUT', refresh: ['/level-rules'] })
  const ask = (): void => {
    void modal.confirm({
      title: t('custody.rules.retire'),
      content: t('custody.rules.retireAsk'),
      onOk: () => retire.mutate({ ...bodyOf(rule), version: rule.version, retired: true }),
    })
  }
  return (
    <Space size="small">
      {holder}
      <Decide rule={rule} />
      {may && (
        <Button size="small" onClick={onEdit}>
          {t('custody.edit')}
        </Button>
      )}
      {may && !rule.retired && rule.state === 'in-force' && (
        <Button size="small" onClick={ask}>
          {t('custody.rules.retire')}
        </Button>
      )}
      <Button size="small" type="link" onClick={onVersions}>
        {t('custody.rules.versions')}
      </Button>
      <ProblemNotice error={retire.error} />
    </Space>
  )
}

/** The company's own rules that suggest levels, and a box to try them in. */
export default function Rules() {
  const t = useText()
  const may = useMay('edit-level-rules')
  const [editing, setEditing] = useState<LevelRuleReply | 'new'>()
  const [shown, setShown] = useState<LevelRuleReply>()
  const begin = may ? (
    <Button type="primary" onClick={() => setEditing('new')}>
      {t('custody.rules.new')}
    </Button>
  ) : null
  return (
    <>
      <PageHeader title={t('custody.rules.title')} hint={t('custody.rules.hint')} primary={begin} />
      <DataTable<LevelRuleReply>
        name="custody.level-rules"
        label={t('custody.rules.title')}
        path="/level-rules"
        rowKey={(row) => `${row.id}/${row.version}`}
        defaultSort="priority"
        columns={[
          {
            key: 'priority',
            title: t('custody.rules.priority'),
            sortable: true,
            width: 80,
            render: (row) => row.priority,
          },
          {
            key: 'name',
            title: t('custody.rules.name'),
            sortable: true,
            fixed: true,
            render: (row) => row.name,
          },
          {
            key: 'when',
            title: t('custody.rules.when'),
            render: (row) => row.conditions.map((one) => t(`custody.rules.on.${one.on}`)).join(' + '),
          },
          {
            key: 'then',
            title: t('custody.rules.then'),
            render: (row) => (
              <Space size="small">
                {row.level !== null && <Level rank={row.level} />}
                {row.category !== null && t(`custody.category.${row.category}`)}
                {row.sensitive && t('custody.sensitive.yes')}
              </Space>
            ),
          },
          {
            key: 'effect',
            title: t('custody.rules.effect'),
            off: true,
            render: (row) => t(`custody.rules.effect.${row.effect}`),
          },
          { key: 'state', title: t('custody.rules.state'), render: (row) => <RuleState rule={row} /> },
          { key: 'writtenBy', title: t('custody.rules.writtenBy'), render: (row) => row.writtenBy.name },
          {
            key: 'writtenAt',
            title: t('custody.history.at'),
            sortable: true,
            off: true,
            render: (row) => <Time at={row.writtenAt} />,
          },
          {
            key: 'acts',
            title: t('custody.acts'),
            render: (row) => (
              <Acts rule={row} onEdit={() => setEditing(row)} onVersions={() => setShown(row)} />
            ),
          },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('custody.rules.state'),
            options: ruleStates.map((state) => ({ value: state, label: t(`custody.rules.state.${state}`) })),
          },
        ]}
        empty={{ title: t('custody.rules.empty'), hint: t('custody.rules.emptyHint'), action: begin }}
      />
      {may && <TryBox />}
      {editing !== undefined && (
        <RuleDrawer rule={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
      {shown !== undefined && <VersionsDrawer rule={shown} onClose={() => setShown(undefined)} />}
    </>
  )
}
