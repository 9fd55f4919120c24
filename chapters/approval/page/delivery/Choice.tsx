import { App, Button, Checkbox, Radio, Select, Switch, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import {
  FormSection,
  Loading,
  PageHeader,
  ProblemNotice,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { type ChoiceBody, type ChoiceReply, type PersonalKind, type Topic, topicNames } from '../../wire.ts'
import './delivery.css'

/** How I want to be told: which topics by which channel, when not, and the daily digest. */
export default function Choice() {
  const t = useText()
  const found = useGet<ChoiceReply>('/notices/choice')
  return (
    <>
      <PageHeader title={t('delivery.choice.title')} hint={t('delivery.choice.hint')} />
      <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      {found.data === undefined ? found.error === null && <Loading /> : <ChoiceForm reply={found.data} />}
    </>
  )
}

function ChoiceForm({ reply }: { reply: ChoiceReply }) {
  const t = useText()
  const { message } = App.useApp()
  const [choice, setChoice] = useState<ChoiceBody>(reply.choice)
  const save = usePost<ChoiceBody>('/notices/choice', {
    method: 'PUT',
    refresh: ['/notices/choice'],
    onDone: () => void message.success(t('delivery.saved')),
  })
  const change = (part: Partial<ChoiceBody>): void => setChoice({ ...choice, ...part })
  return (
    <>
      <FormSection title={t('delivery.choice.topics')} hint={t('delivery.choice.topicsHint')}>
        <TopicTable reply={reply} choice={choice} onChange={(topics) => change({ topics })} />
      </FormSection>
      <FormSection title={t('delivery.choice.quiet')} hint={t('delivery.choice.quietHint')}>
        <QuietHours quiet={choice.quiet} onChange={(quiet) => change({ quiet })} />
      </FormSection>
      <FormSection title={t('delivery.choice.digest')} hint={t('delivery.choice.digestHint')}>
        <Select
          aria-label={t('delivery.choice.digest')}
          value={choice.digestHour}
          style={{ width: 120 }}
          options={Array.from({ length: 24 }, (_, hour) => ({
            value: hour,
            label: `${String(hour).padStart(2, '0')}:00`,
          }))}
          onChange={(digestHour) => change({ digestHour })}
        />
      </FormSection>
      <FormSection title={t('delivery.choice.language')}>
        <Radio.Group
          aria-label={t('delivery.choice.language')}
          value={choice.language}
          onChange={(event) => change({ language: event.target.value === 'en' ? 'en' : 'zh' })}
          options={[
            { value: 'zh', label: t('delivery.choice.zh') },
            { value: 'en', label: t('delivery.choice.en') },
          ]}
        />
      </FormSection>
      <ProblemNotice error={save.error} />
      <div className="delivery-gap">
        <Button type="primary" loading={save.isPending} onClick={() => save.mutate(choice)}>
          {t('delivery.save')}
        </Button>
      </div>
    </>
  )
}

interface TopicTableProps {
  reply: ChoiceReply
  choice: ChoiceBody
  onChange: (topics: ChoiceBody['topics']) => void
}

function TopicTable({ reply, choice, onChange }: TopicTableProps) {
  const t = useText()
  if (reply.channels.length === 0) return <p className="soft">{t('delivery.choice.noChannel')}</p>
  const set = (kind: PersonalKind, topic: Topic, on: boolean): void => {
    const rest = choice.topics[kind].filter((one) => one !== topic)
    onChange({ ...choice.topics, [kind]: on ? [...rest, topic] : rest })
  }
  return (
    <>
      <table className="delivery-table">
        <thead>
          <tr>
            <th scope="col">{t('delivery.topic')}</th>
            <th scope="col">{t('delivery.inApp')}</th>
            {reply.channels.map(({ kind }) => (
              <th scope="col" key={kind}>
                {t(`delivery.kind.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {topicNames.map((topic) => (
            <tr key={topic}>
              <th scope="row">{t(`delivery.topic.${topic}`)}</th>
              <td>{topic === 'digest' ? '' : t('delivery.always')}</td>
              {reply.channels.map(({ kind }) => (
                <td key={kind}>
                  <Checkbox
                    aria-label={`${t(`delivery.topic.${topic}`)} · ${t(`delivery.kind.${kind}`)}`}
                    checked={choice.topics[kind].includes(topic)}
                    onChange={(event) => set(kind, topic, event.target.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {reply.channels.some(({ kind }) => kind === 'email') && (
        <p className="soft delivery-gap">
          {reply.email === null
            ? t('delivery.choice.noEmail')
            : t('delivery.choice.email', { email: reply.email })}
        </p>
      )}
    </>
  )
}

const clock = (minutes: number) => dayjs().startOf('day').add(minutes, 'minute')

function QuietHours({
  quiet,
  onChange,
}: {
  quiet: ChoiceBody['quiet']
  onChange: (quiet: ChoiceBody['quiet']) => void
}) {
  const t = useText()
  return (
    <div className="delivery-row">
      <Switch
        aria-label={t('delivery.choice.quiet')}
        checked={quiet !== null}
        onChange={(on) => onChange(on ? { from: 22 * 60, until: 8 * 60 } : null)}
      />
      {quiet !== null &&
        (['from', 'until'] as const).map((end) => (
          <TimePicker
            key={end}
            aria-label={t(`delivery.choice.${end}`)}
            format="HH:mm"
            minuteStep={5}
            allowClear={false}
            needConfirm={false}
            value={clock(quiet[end])}
            onChange={(at) => at !== null && onChange({ ...quiet, [end]: at.hour() * 60 + at.minute() })}
          />
        ))}
    </div>
  )
}
