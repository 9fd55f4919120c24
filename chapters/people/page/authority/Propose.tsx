import { App, Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { ProblemNotice, usePost } from '../../../../doors/web/ui/index.ts'
import type { AuthorityProposalBody, AuthorityReply, RoleAuthority } from '../../wire.ts'
import { Differences } from './Differences.tsx'
import { Effects } from './Effects.tsx'
import { useAuthorityWords } from './words.ts'

const reasonLeast = 4

/** Before a change is proposed: what changes, who gains and loses by it, and why. */
export function Propose(props: {
  reply: AuthorityReply
  roles: readonly RoleAuthority[]
  onClose: () => void
  onDone: () => void
}) {
  const { reply, roles, onClose, onDone } = props
  const { t } = useAuthorityWords()
  const { message } = App.useApp()
  const [mayGoOn, setMayGoOn] = useState(false)
  const [reason, setReason] = useState('')
  const propose = usePost<AuthorityProposalBody>('/authority/proposals', {
    refresh: ['/authority'],
    onDone: () => {
      void message.success(t('people.authority.proposed'))
      onDone()
    },
  })
  const body = {
    base: reply.version,
    replaces: reply.pending?.id ?? null,
    roles: [...roles],
    reason: reason.trim(),
  }
  return (
    <Drawer
      open
      size={620}
      title={t('people.authority.effects')}
      onClose={onClose}
      footer={
        <div className="authority-foot">
          <ProblemNotice error={propose.error} />
          {reply.pending !== null && (
            <p className="soft">{t('people.authority.replaces', { name: reply.pending.proposedBy })}</p>
          )}
          <label className="field-label" htmlFor="authority-reason">
            {t('people.authority.reason')}
          </label>
          <Input
            id="authority-reason"
            value={reason}
            maxLength={200}
            placeholder={t('people.authority.reasonHint')}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            type="primary"
            disabled={!mayGoOn || reason.trim().length < reasonLeast}
            loading={propose.isPending}
            onClick={() => propose.mutate(body)}
          >
            {t('people.authority.propose')}
          </Button>
        </div>
      }
    >
      <h3>{t('people.authority.differences')}</h3>
      <Differences before={reply.roles} after={roles} />
      <h3 className="people-gap">{t('people.authority.effects')}</h3>
      <Effects roles={roles} onKnown={setMayGoOn} />
    </Drawer>
  )
}
