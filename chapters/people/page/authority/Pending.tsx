import { App, Button, Drawer, Popconfirm } from 'antd'
import { useState } from 'react'
import { FormSection, ProblemNotice, StatusTag, Time, usePost } from '../../../../doors/web/ui/index.ts'
import type { AuthorityDecision, AuthorityReply } from '../../wire.ts'
import { Differences } from './Differences.tsx'
import { Effects } from './Effects.tsx'
import { useAuthorityWords } from './words.ts'

/** The change that waits for a second administrator: what it changes, and the way to decide it. */
export function Pending({ reply }: { reply: AuthorityReply }) {
  const { pending } = reply
  const { t } = useAuthorityWords()
  const { message } = App.useApp()
  const [looking, setLooking] = useState(false)
  const decide = usePost<{ outcome: AuthorityDecision }>(
    () => `/authority/proposals/${pending?.id ?? ''}/decision`,
    {
      refresh: ['/authority'],
      onDone: (_, { outcome }) => {
        setLooking(false)
        if (outcome === 'confirmed') void message.success(t('people.authority.confirmed'))
      },
    },
  )
  if (pending === null) return null
  const act = (outcome: AuthorityDecision) => () => decide.mutate({ outcome })
  return (
    <FormSection title={t('people.authority.pending')}>
      <p>
        <StatusTag tone={pending.dead === null ? 'waiting' : 'bad'}>
          {t(pending.dead === null ? 'people.authority.outcome.open' : 'people.authority.outcome.over')}
        </StatusTag>{' '}
        {t('people.authority.pendingBy', { name: pending.proposedBy, reason: pending.reason })}{' '}
        <Time at={pending.proposedAt} />{' '}
        <span className="soft">
          {t('people.authority.pendingUntil')} <Time at={pending.expiresAt} />
        </span>
      </p>
      {pending.dead !== null && <p>{t(`people.authority.dead.${pending.dead}`)}</p>}
      <Differences before={reply.roles} after={pending.roles} />
      {!looking && <ProblemNotice error={decide.error} />}
      <p className="authority-acts">
        <Button type={pending.mayDecide ? 'primary' : 'default'} onClick={() => setLooking(true)}>
          {t(pending.mayDecide ? 'people.authority.review' : 'people.authority.see')}
        </Button>
        {!pending.own && (
          <Popconfirm title={t('people.authority.declineAsk')} onConfirm={act('declined')}>
            <Button>{t('people.authority.decline')}</Button>
          </Popconfirm>
        )}
        {pending.own && (
          <Popconfirm title={t('people.authority.withdrawAsk')} onConfirm={act('withdrawn')}>
            <Button>{t('people.authority.withdraw')}</Button>
          </Popconfirm>
        )}
        {pending.own && <span className="soft">{t('people.authority.notYours')}</span>}
      </p>
      {looking && (
        <Review
          pending={pending}
          error={decide.error}
          busy={decide.isPending}
          onConfirm={act('confirmed')}
          onClose={() => setLooking(false)}
        />
      )}
    </FormSection>
  )
}

function Review(props: {
  pending: NonNullable<AuthorityReply['pending']>
  error: unknown
  busy: boolean
  onConfirm: () => void
  onClose: () => void
}) {
  const { pending, error, busy, onConfirm, onClose } = props
  const { t } = useAuthorityWords()
  const [mayGoOn, setMayGoOn] = useState(false)
  return (
    <Drawer
      open
      size={620}
      title={t('people.authority.effects')}
      onClose={onClose}
      footer={
        pending.mayDecide && (
          <div className="authority-foot">
            <ProblemNotice error={error} />
            <Button type="primary" disabled={!mayGoOn} loading={busy} onClick={onConfirm}>
              {t('people.authority.confirm')}
            </Button>
          </div>
        )
      }
    >
      <Effects roles={pending.roles} onKnown={setMayGoOn} />
    </Drawer>
  )
}
