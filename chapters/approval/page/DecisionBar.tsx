import { DownOutlined } from '@ant-design/icons'
import { Alert, Button, Dropdown } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import {
  apiUrl,
  ProblemNotice,
  Time,
  useLanguage,
  useNow,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { ApprovalReply, OutcomeReply } from '../wire.ts'
import { DeedDialog } from './acts/DeedDialog.tsx'
import { type Deed, mainDeeds, moreDeeds } from './acts/deeds.ts'

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

/** What this person may do with the form, always in the same order and in the same place; the rare deeds in a menu. */
export function DecisionBar({ form }: { form: ApprovalReply }) {
  const t = useText()
  const { language } = useLanguage()
  const navigate = useNavigate()
  const [deed, setDeed] = useState<Deed | null>(null)
  const { may } = form
  const correct = correctionOf[form.form.code]
  const groups = moreDeeds(form)
  useFocusLeft(may.approve)
  return (
    <>
      <Request form={form} onChoose={setDeed} />
      <div className="decision-bar" role="toolbar" aria-label={t('approval.form.decisions')}>
        {mainDeeds(form).map(({ deed: one, look }) => (
          <Button
            key={one}
            {...(look === 'primary' ? { type: 'primary' as const } : {})}
            danger={look === 'danger'}
            onClick={() => setDeed(one)}
          >
            {t(`approval.do.${one}`)}
          </Button>
        ))}
        {may.resubmit && correct !== undefined && (
          <Button type="primary" onClick={() => void navigate(correct(form.id))}>
            {t('approval.do.correct')}
          </Button>
        )}
        {may.urge && <Urge form={form} />}
        <span className="gap" />
        <Dropdown
          trigger={['click']}
          menu={{
            items: groups.flatMap((group, place) => [
              ...(place === 0 ? [] : [{ type: 'divider' as const }]),
              ...group.map((one) => ({
                key: one,
                label: t(`approval.do.${one}`),
                danger: one === 'terminate',
                onClick: () => setDeed(one),
              })),
            ]),
          }}
        >
          <Button icon={<DownOutlined />} iconPlacement="end">
            {t('approval.do.more')}
          </Button>
        </Dropdown>
        <Button href={apiUrl(`/approvals/${form.id}/print`, { lang: language })} target="_blank">
          {t('approval.do.print')}
        </Button>
      </div>
      {deed !== null && <DeedDialog key={deed} form={form} deed={deed} onClose={() => setDeed(null)} />}
    </>
  )
}

/** 催办, with the time from which it may be done again. */
function Urge({ form }: { form: ApprovalReply }) {
  const t = useText()
  const now = useNow(60)
  const urge = usePost<object, OutcomeReply>(`/approvals/${form.id}/urge`)
  const resting = form.urgeAgainAt !== null && Date.parse(form.urgeAgainAt) > now
  return (
    <>
      <Button disabled={resting} loading={urge.isPending} onClick={() => urge.mutate({})}>
        {t('approval.do.urge')}
      </Button>
      {form.urgeCount > 0 && (
        <span className="soft beside-button" role="status">
          {t('approval.form.urgedTimes', { count: form.urgeCount })}
          {resting && (
            <>
              {' '}
              {t('approval.form.urgeAgain')} <Time at={form.urgeAgainAt} />
            </>
          )}
        </span>
      )}
      <ProblemNotice error={urge.error} />
    </>
  )
}

/** What another flow administrator asked for and waits to be confirmed. */
function Request({ form, onChoose }: { form: ApprovalReply; onChoose: (deed: Deed) => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const { request } = form
  if (request === null) return null
  const target = request.step === null ? (request.to?.name ?? '') : pick(request.step)
  return (
    <Alert
      showIcon
      type="warning"
      className="batch-result"
      title={t(`approval.request.${request.verb}`, { name: request.by.name, target })}
      description={
        <>
          <p>{request.opinion}</p>
          {form.may.confirm ? (
            <div className="step-tools">
              <Button type="primary" size="small" onClick={() => onChoose('confirm')}>
                {t('approval.do.confirm')}
              </Button>
              <Button size="small" onClick={() => onChoose('decline')}>
                {t('approval.do.decline')}
              </Button>
            </div>
          ) : (
            <p>{t('approval.request.waits')}</p>
          )}
        </>
      }
    />
  )
}
