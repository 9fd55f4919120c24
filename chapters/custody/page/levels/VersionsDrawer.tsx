import { Drawer, Table } from 'antd'
import { Loading, ProblemNotice, Time, useGet, useText } from '../../../../doors/web/ui/index.ts'
import type { LevelRuleReply, RulesReply } from '../../wire.ts'
import { Level } from '../shared.tsx'
import { RuleState } from './Rules.tsx'

/** Every version of a rule: who wrote it, who confirmed it, and what it said. */
export function VersionsDrawer({ rule, onClose }: { rule: LevelRuleReply; onClose: () => void }) {
  const t = useText()
  const reply = useGet<RulesReply>(`/level-rules/${rule.id}`)
  return (
    <Drawer
      open
      size={720}
      title={`${t('custody.rules.versions')} · ${rule.name}`}
      onClose={onClose}
      rootClassName="custody-drawer"
    >
      <ProblemNotice error={reply.error} />
      {reply.isPending && <Loading rows={4} />}
      <Table<LevelRuleReply>
        size="small"
        rowKey="version"
        pagination={false}
        aria-label={t('custody.rules.versions')}
        dataSource={reply.data?.rows ?? []}
        columns={[
          { key: 'version', title: t('custody.rules.version'), render: (_, row) => row.version },
          { key: 'state', title: t('custody.rules.state'), render: (_, row) => <RuleState rule={row} /> },
          {
            key: 'then',
            title: t('custody.rules.then'),
            render: (_, row) =>
              row.level === null ? <span className="dash">—</span> : <Level rank={row.level} />,
          },
          {
            key: 'written',
            title: t('custody.rules.writtenBy'),
            render: (_, row) => (
              <>
                {row.writtenBy.name} <Time at={row.writtenAt} />
              </>
            ),
          },
          {
            key: 'decided',
            title: t('custody.rules.decidedBy'),
            render: (_, row) =>
              row.decidedBy === null ? (
                <span className="dash">—</span>
              ) : (
                <>
                  {row.decidedBy.name} <Time at={row.decidedAt} />
                </>
              ),
          },
        ]}
      />
    </Drawer>
  )
}
