import { Alert, Button, Modal, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import {
  apiUrl,
  ConfirmReason,
  PersonPicker,
  ProblemNotice,
  useLanguage,
  useNow,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { ApprovalReply, OutcomeReply } from '../wire.ts'

type Act = 'approve' | 'reject' | 'return' | 'transfer' | 'assign' | 'withdraw' | 'comment' | 'cc'

/** Where a returned form is corrected; forms of other chapters are handed in anew. */
const correctionOf: Readonly<Record<string, (id: string) => string>> = {
  use: (id) => `/applications/new?change=${id}`,
  'level-change': (id) => `/level-changes/new?change=${id}`,
}

/** The buttons of a decision go once it is made: the focus then goes to the page, not to nowhere. */
function useFocusLeft(mayDecide: boolean): void {
  useEffect(() => {
    if (!mayDecide && document.activeElement === document.body)
      document.getElementById('content')?.focus({ preventScroll: true })
  }, [mayDecide])
}

/** What this person may do with the form, always in the same order and in the same place. */
export function DecisionBar({ form }: { form: ApprovalReply }) {
  const t = useText()
  const { language } = useLanguage()
  const navigate = useNavigate()
  const now = useNow(60)
  const [act, setAct] = useState<Act | null>(null)
  const urge = usePost<object, OutcomeReply>(`/approvals/${form.id}/urge`)
  const { may } = form
  const correct = correctionOf[form.form.code]
  useFocusLeft(may.approve)
  const resting = form.urgeAgainAt !== null && Date.parse(form.urgeAgainAt) > now
  return (
    <>
      <ProblemNotice error={urge.error} />
      {urge.isSuccess && <Alert showIcon type="success" title={t('approval.form.urged')} />}
      <div className="decision-bar" role="toolbar" aria-label={t('approval.form.decisions')}>
        {may.approve && (
          <>
            <Button type="primary" onClick={() => setAct('approve')}>
              {t('approval.do.approve')}
            </Button>
            <Button danger onClick={() => setAct('reject')}>
              {t('approval.do.reject')}
            </Button>
            <Button onClick={() => setAct('return')}>{t('approval.do.return')}</Button>
            <Button onClick={() => setAct('transfer')}>{t('approval.do.transfer')}</Button>
          </>
        )}
        {may.assign && (
          <Button type="primary" onClick={() => setAct('assign')}>
            {t('approval.do.assign')}
          </Button>
        )}
        {may.resubmit && correct !== undefined && (
          <Button type="primary" onClick={() => void navigate(correct(form.id))}>
            {t('approval.do.correct')}
          </Button>
        )}
        {may.urge && (
          <Button disabled={resting} loading={urge.isPending} onClick={() => urge.mutate({})}>
            {t('approval.do.urge')}
          </Button>
        )}
        {may.withdraw && (
          <Button danger onClick={() => setAct('withdraw')}>
            {t('approval.do.withdraw')}
          </Button>
        )}
        <span className="gap" />
        <Button onClick={() => setAct('comment')}>{t('approval.do.comment')}</Button>
        <Button onClick={() => setAct('cc')}>{t('approval.do.cc')}</Button>
        <Button href={apiUrl(`/approvals/${form.id}/print`, { lang: language })} target="_blank">
          {t('approval.do.print')}
        </Button>
      </div>
      <Asked form={form} act={act} onClose={() => setAct(null)} />
    </>
  )
}

function Asked({ form, act, onClose }: { form: ApprovalReply; act: Act | null; onClose: () => void }) {
  if (act === null) return null
  if (act === 'cc') return <Copy form={form} onClose={onClose} />
  if (act === 'return') return <Return form={form} onClose={onClose} />
  if (act === 'transfer' || act === 'assign') return <HandOn form={form} act={act} onClose={onClose} />
  return <Say form={form} act={act} onClose={onClose} />
}

interface Inner {
  form: ApprovalReply
  onClose: () => void
}

/** A decision names the text that was seen: if it has changed meanwhile, the server refuses. */
const seenBy = (form: ApprovalReply) => ({ taskId: form.taskId, hash: form.hash })

function Say({ form, act, onClose }: Inner & { act: 'approve' | 'reject' | 'withdraw' | 'comment' }) {
  const t = useText()
  const say = usePost<object, OutcomeReply>(`/approvals/${form.id}/${act}`)
  const decides = act === 'approve' || act === 'reject'
  const optional = act === 'approve' && !form.opinionNeeded
  return (
    <ConfirmReason
      open
      title={t(`approval.ask.${act}`, { number: form.number })}
      text={t(`approval.ask.${act}Text`)}
      action={t(`approval.do.${act}`)}
      {...(act === 'approve' || act === 'comment' ? { label: t('kit.opinion') } : {})}
      danger={act === 'reject' || act === 'withdraw'}
      optional={optional}
      onConfirm={(opinion) => say.mutateAsync({ opinion, ...(decides ? seenBy(form) : {}) })}
      onClose={onClose}
    />
  )
}

function Return({ form, onClose }: Inner) {
  const t = useText()
  const { pick } = useLanguage()
  const [to, setTo] = useState<string>('applicant')
  const send = usePost<object, OutcomeReply>(`/approvals/${form.id}/return`)
  return (
    <ConfirmReason
      open
      title={t('approval.ask.return', { number: form.number })}
      text={t('approval.ask.returnText')}
      action={t('approval.do.return')}
      onConfirm={(opinion) =>
        send.mutateAsync({ opinion, to: to === 'applicant' ? to : Number(to), ...seenBy(form) })
      }
      onClose={onClose}
    >
      <label className="field-label" htmlFor="return-to">
        {t('approval.ask.returnTo')}
      </label>
      <Select
        id="return-to"
        className="whole-width"
        value={to}
        onChange={setTo}
        options={form.returnTo.map((one) => ({ value: String(one.to), label: pick(one.step) }))}
      />
    </ConfirmReason>
  )
}

function HandOn({ form, act, onClose }: Inner & { act: 'transfer' | 'assign' }) {
  const t = useText()
  const [to, setTo] = useState<string | null>(null)
  const send = usePost<object, OutcomeReply>(`/approvals/${form.id}/transfer`)
  return (
    <ConfirmReason
      open
      title={t(`approval.ask.${act}`, { number: form.number })}
      text={t(`approval.ask.${act}Text`)}
      action={t(`approval.do.${act}`)}
      onConfirm={(opinion) => send.mutateAsync({ opinion, to, ...seenBy(form) })}
      onClose={onClose}
    >
      <label className="field-label" htmlFor="hand-to">
        {t('approval.ask.to')}
      </label>
      <div className="modal-text">
        <PersonPicker
          id="hand-to"
          label={t('approval.ask.to')}
          value={to}
          onChange={(value) => setTo(typeof value === 'string' ? value : null)}
        />
      </div>
    </ConfirmReason>
  )
}

function Copy({ form, onClose }: Inner) {
  const t = useText()
  const [people, setPeople] = useState<string[]>([])
  const copy = usePost<object, OutcomeReply>(`/approvals/${form.id}/cc`, { onDone: onClose })
  return (
    <Modal
      open
      title={t('approval.ask.cc', { number: form.number })}
      okText={t('approval.do.cc')}
      okButtonProps={{ disabled: people.length === 0 }}
      cancelText={t('kit.cancel')}
      confirmLoading={copy.isPending}
      onOk={() => copy.mutate({ people })}
      onCancel={onClose}
    >
      <p className="modal-text">{t('approval.ask.ccText')}</p>
      <PersonPicker
        multiple
        label={t('approval.form.cc')}
        value={people}
        onChange={(value) => setPeople(Array.isArray(value) ? value : [])}
      />
      <ProblemNotice error={copy.error} />
    </Modal>
  )
}
