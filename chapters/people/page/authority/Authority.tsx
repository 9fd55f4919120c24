import { Alert, Button, Popconfirm, Tabs } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import {
  Loading,
  PageHeader,
  ProblemNotice,
  Time,
  useGet,
  usePerson,
} from '../../../../doors/web/ui/index.ts'
import { authorityDifferences, type AuthorityReply, type RoleAuthority, staffRole } from '../../wire.ts'
import '../people.css'
import './authority.css'
import { Grid } from './Grid.tsx'
import { History } from './History.tsx'
import { Pending } from './Pending.tsx'
import { Propose } from './Propose.tsx'
import { useLeaveQuestion } from './use-leave-question.ts'
import { matrixRoles, useAuthorityWords } from './words.ts'

/** The authority matrix: in force, waiting, being changed, and its history. */
export default function Authority() {
  const { t } = useAuthorityWords()
  const { roles } = usePerson()
  const reply = useGet<AuthorityReply>('/authority')
  const [draft, setDraft] = useState<RoleAuthority[] | null>(null)
  const mayChange = roles.includes('security-admin')
  return (
    <>
      <PageHeader
        title={t('people.authority.title')}
        hint={t('people.authority.hint')}
        primary={
          mayChange &&
          draft === null &&
          reply.data !== undefined && (
            <Button type="primary" onClick={() => setDraft([...(reply.data?.roles ?? [])])}>
              {t('people.authority.change')}
            </Button>
          )
        }
        actions={
          draft === null && (
            <Link to="/authority/print">
              <Button tabIndex={-1}>{t('people.authority.print')}</Button>
            </Link>
          )
        }
      />
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {reply.data === undefined ? (
        reply.error === null && <Loading />
      ) : draft === null ? (
        <Standing reply={reply.data} />
      ) : (
        <Changing reply={reply.data} draft={draft} onDraft={setDraft} onEnd={() => setDraft(null)} />
      )}
    </>
  )
}

/** The role chosen, kept in the address. */
function useRole(): [string, (role: string) => void] {
  const [query, setQuery] = useSearchParams()
  const asked = query.get('role') ?? staffRole
  const role = matrixRoles.includes(asked) ? asked : staffRole
  return [role, (next) => setQuery({ ...Object.fromEntries(query), role: next }, { replace: true })]
}

function Standing({ reply }: { reply: AuthorityReply }) {
  const { t } = useAuthorityWords()
  const [role, setRole] = useRole()
  const [query, setQuery] = useSearchParams()
  return (
    <>
      {!reply.intact && (
        <Alert type="error" showIcon title={t('people.authority.broken')} className="authority-problems" />
      )}
      <Pending reply={reply} />
      <Tabs
        activeKey={query.get('tab') === 'history' ? 'history' : 'matrix'}
        onChange={(key) => setQuery(key === 'matrix' ? {} : { tab: key })}
        items={[
          {
            key: 'matrix',
            label: t('people.authority.version', { version: reply.version }),
            children: (
              <>
                <p className="soft">
                  <InForce reply={reply} />
                </p>
                <Grid roles={reply.roles} before={reply.roles} role={role} onRole={setRole} />
              </>
            ),
          },
          { key: 'history', label: t('people.authority.history'), children: <History /> },
        ]}
      />
    </>
  )
}

/** Since when a version is in force, and by whom. */
export function InForce({ reply }: { reply: AuthorityReply }) {
  const { t } = useAuthorityWords()
  if (reply.proposedBy === null) return <>{t('people.authority.first')}</>
  return (
    <>
      <Time at={reply.since} />{' '}
      {t('people.authority.by', {
        proposed: reply.proposedBy,
        confirmed: reply.confirmedBy ?? '',
        reason: reply.reason,
      })}
    </>
  )
}

function Changing(props: {
  reply: AuthorityReply
  draft: RoleAuthority[]
  onDraft: (roles: RoleAuthority[]) => void
  onEnd: () => void
}) {
  const { reply, draft, onDraft, onEnd } = props
  const { t } = useAuthorityWords()
  const [role, setRole] = useRole()
  const [looking, setLooking] = useState(false)
  const count = authorityDifferences(reply.roles, draft).length
  useLeaveQuestion(count)
  return (
    <>
      <div className="authority-bar">
        <span aria-live="polite">
          {count === 0 ? t('people.authority.unchanged') : t('people.authority.changed', { count })}
        </span>
        <Button type="primary" disabled={count === 0} onClick={() => setLooking(true)}>
          {t('people.authority.simulate')}
        </Button>
        {count === 0 ? (
          <Button onClick={onEnd}>{t('people.cancel')}</Button>
        ) : (
          <Popconfirm title={t('people.authority.cancelAsk', { count })} onConfirm={onEnd}>
            <Button>{t('people.authority.cancel')}</Button>
          </Popconfirm>
        )}
      </div>
      <Grid roles={draft} before={reply.roles} role={role} onRole={setRole} onChange={onDraft} />
      {looking && <Propose reply={reply} roles={draft} onClose={() => setLooking(false)} onDone={onEnd} />}
    </>
  )
}
