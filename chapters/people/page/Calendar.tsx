import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  useGet,
  useLanguage,
  useMay,
  usePost,
  useText,
  useTimeZone,
} from '../../../doors/web/ui/index.ts'
import type { CalendarDay } from '../wire.ts'
import { isWeekend, monthDays, readLines } from './calendar-days.ts'
import { NoticePaste } from './NoticePaste.tsx'
import './people.css'

interface Change {
  set: CalendarDay[]
  clear: string[]
}

/** The working days of a year, and the days that differ from the ordinary week. */
export default function Calendar() {
  const t = useText()
  const mayChange = useMay('settings')
  const timeZone = useTimeZone()
  const [query, setQuery] = useSearchParams()
  const thisYear = Number(new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format())
  const asked = Number(query.get('year'))
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2199 ? asked : thisYear
  const list = useGet<{ days: CalendarDay[] }>('/calendar', { year }, { keepPrevious: true })
  const [day, setDay] = useState<string | null>(null)
  const [pasting, setPasting] = useState(false)
  const [notice, setNotice] = useState(false)
  const days = list.data?.days ?? []
  const go = (next: number): void => setQuery({ year: String(next) })
  return (
    <>
      <PageHeader
        title={t('people.calendar.title')}
        hint={t('people.calendar.hint')}
        actions={
          <>
            <Button
              icon={<LeftOutlined />}
              aria-label={t('people.calendar.previous')}
              onClick={() => go(year - 1)}
            />
            <strong className="people-year">{year}</strong>
            <Button
              icon={<RightOutlined />}
              aria-label={t('people.calendar.next')}
              onClick={() => go(year + 1)}
            />
            {mayChange && <Button onClick={() => setPasting(true)}>{t('people.calendar.paste')}</Button>}
          </>
        }
        primary={
          mayChange && (
            <Button type="primary" onClick={() => setNotice(true)}>
              {t('people.notice.title')}
            </Button>
          )
        }
      />
      <ProblemNotice error={list.error} />
      <div className="people-months">
        {Array.from({ length: 12 }, (_, at) => (
          <Month key={at} year={year} month={at + 1} days={days} {...(mayChange ? { onPick: setDay } : {})} />
        ))}
      </div>
      <h2 className="people-gap">{t('people.calendar.days')}</h2>
      <DataTable<CalendarDay>
        name="people.calendar"
        label={t('people.calendar.days')}
        rows={days}
        rowKey={(one) => one.day}
        columns={[
          { key: 'day', title: t('kit.date'), width: 130, render: (one) => one.day },
          {
            key: 'working',
            title: t('people.state'),
            width: 110,
            render: (one) => t(one.working ? 'people.calendar.working' : 'people.calendar.free'),
          },
          { key: 'note', title: t('people.calendar.note'), render: (one) => one.note || t('people.none') },
        ]}
        empty={{ title: t('people.calendar.noDays') }}
      />
      {day !== null && (
        <OneDay day={day} now={days.find((one) => one.day === day)} onClose={() => setDay(null)} />
      )}
      {notice && <NoticePaste onClose={() => setNotice(false)} />}
      {pasting && <Paste onClose={() => setPasting(false)} />}
    </>
  )
}

function Month(props: {
  year: number
  month: number
  days: readonly CalendarDay[]
  onPick?: (day: string) => void
}) {
  const { year, month, days, onPick } = props
  const t = useText()
  const { tag } = useLanguage()
  const name = new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(year, month - 1, 1),
  )
  const heads = Array.from({ length: 7 }, (_, at) =>
    new Intl.DateTimeFormat(tag, { weekday: 'narrow', timeZone: 'UTC' }).format(Date.UTC(2024, 0, at + 1)),
  )
  return (
    <section className="people-month" aria-label={`${name} ${year}`}>
      <h2>{name}</h2>
      <div className="days">
        {heads.map((head, at) => (
          <span key={at} className="head" aria-hidden="true">
            {head}
          </span>
        ))}
        {monthDays(year, month).map((day, at) => {
          if (day === null) return <span key={`lead ${at}`} />
          const special = days.find((one) => one.day === day)
          const working = special?.working ?? !isWeekend(day)
          const look = `people-day ${working ? 'working' : 'free'}${special === undefined ? '' : ' set'}`
          const read = `${day} ${t(working ? 'people.calendar.working' : 'people.calendar.free')}${special?.note ? ` ${special.note}` : ''}`
          if (onPick === undefined)
            return (
              <span key={day} className={look} title={special?.note ?? ''} style={{ textAlign: 'center' }}>
                {Number(day.slice(8))}
              </span>
            )
          return (
            <button
              key={day}
              type="button"
              className={look}
              title={special?.note ?? ''}
              aria-label={read}
              onClick={() => onPick(day)}
            >
              {Number(day.slice(8))}
            </button>
          )
        })}
      </div>
    </section>
  )
}

function OneDay({ day, now, onClose }: { day: string; now: CalendarDay | undefined; onClose: () => void }) {
  const t = useText()
  const { tag } = useLanguage()
  const [state, setState] = useState<'working' | 'free' | 'ordinary'>(
    now === undefined ? 'ordinary' : now.working ? 'working' : 'free',
  )
  const [note, setNote] = useState(now?.note ?? '')
  const save = usePost<Change>('/calendar', { method: 'PUT', onDone: onClose, refresh: ['/calendar'] })
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  )
  const change: Change =
    state === 'ordinary'
      ? { set: [], clear: [day] }
      : { set: [{ day, working: state === 'working', note: note.trim() }], clear: [] }
  return (
    <Modal
      open
      width={380}
      title={t('people.calendar.change', { day, weekday })}
      okText={t('people.save')}
      cancelText={t('people.cancel')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate(change)}
      onCancel={onClose}
    >
      <Radio.Group
        value={state}
        aria-label={t('people.state')}
        onChange={(event) => setState(event.target.value as typeof state)}
        options={(['free', 'working', 'ordinary'] as const).map((value) => ({
          value,
          label: t(`people.calendar.${value}`),
        }))}
      />
      <Input
        className="people-gap"
        value={note}
        maxLength={40}
        disabled={state === 'ordinary'}
        aria-label={t('people.calendar.note')}
        placeholder={t('people.calendar.note')}
        onChange={(event) => setNote(event.target.value)}
      />
      <ProblemNotice error={save.error} />
    </Modal>
  )
}

function Paste({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [text, setText] = useState('')
  const { days, wrong } = readLines(text)
  const save = usePost<Change>('/calendar', { method: 'PUT', onDone: onClose, refresh: ['/calendar'] })
  return (
    <Modal
      open
      title={t('people.calendar.paste')}
      okText={t('people.calendar.pasteGo', { count: days.length })}
      cancelText={t('people.cancel')}
      okButtonProps={{ disabled: wrong !== null || days.length === 0 || days.length > 400 }}
      confirmLoading={save.isPending}
      onOk={() => save.mutate({ set: days, clear: [] })}
      onCancel={onClose}
    >
      <p>{t('people.calendar.pasteHint')}</p>
      <Input.TextArea
        className="people-gap"
        rows={10}
        autoFocus
        aria-label={t('people.calendar.paste')}
        value={text}
        status={wrong === null ? '' : 'error'}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="field-error" role="status">
        {wrong === null ? '' : t('people.calendar.pasteWrong', { row: wrong })}
      </p>
      <ProblemNotice error={save.error} />
    </Modal>
  )
}
