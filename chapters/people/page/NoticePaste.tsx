import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { ProblemNotice, StatusTag, useLanguage, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { CalendarDay, NoticeReply } from '../wire.ts'

/** The yearly notice on holidays, pasted as it was published: read, looked at, then set. */
export function NoticePaste({ onClose }: { onClose: () => void }) {
  const t = useText()
  const { pick } = useLanguage()
  const [text, setText] = useState('')
  const [seen, setSeen] = useState<NoticeReply | null>(null)
  const read = usePost<{ text: string }, NoticeReply>('/calendar/notice', { onDone: setSeen, refresh: [] })
  const save = usePost<{ set: CalendarDay[]; clear: string[] }>('/calendar', {
    method: 'PUT',
    onDone: onClose,
    refresh: ['/calendar'],
  })
  return (
    <Modal
      open
      width={640}
      title={t('people.notice.title')}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('people.cancel')}
        </Button>,
        seen === null ? (
          <Button
            key="read"
            type="primary"
            disabled={text.trim() === ''}
            loading={read.isPending}
            onClick={() => read.mutate({ text })}
          >
            {t('people.notice.read')}
          </Button>
        ) : (
          <Button
            key="set"
            type="primary"
            loading={save.isPending}
            onClick={() => save.mutate({ set: seen.days, clear: [] })}
          >
            {t('people.notice.set', { count: seen.days.length, year: seen.year })}
          </Button>
        ),
      ]}
    >
      <p>{t('people.notice.hint')}</p>
      <Input.TextArea
        className="people-gap"
        rows={seen === null ? 12 : 4}
        autoFocus
        maxLength={20_000}
        aria-label={t('people.notice.title')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setSeen(null)
        }}
      />
      <ProblemNotice error={read.error ?? save.error} />
      {seen !== null && (
        <section className="people-gap" aria-live="polite" aria-label={t('people.notice.preview')}>
          {seen.warnings.map((one) => (
            <p key={one.zh} className="field-error" role="alert">
              {pick(one)}
            </p>
          ))}
          <ul className="people-days">
            {seen.days.map((one) => (
              <li key={one.day}>
                {one.day}{' '}
                <StatusTag tone={one.working ? 'neutral' : 'good'}>
                  {t(one.working ? 'people.calendar.working' : 'people.calendar.free')}
                </StatusTag>{' '}
                <span className="soft">{one.note}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Modal>
  )
}
