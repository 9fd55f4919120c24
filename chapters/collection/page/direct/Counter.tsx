import { Button, Card, Checkbox, Form, Input, Select, Space } from 'antd'
import { useRef, useState } from 'react'
import { useParams } from 'react-router'
import {
  Loading,
  PageHeader,
  post,
  ProblemNotice,
  useGet,
  useLanguage,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { OpenForm, OpenQuestion, Submitted } from '../../wire.ts'
import { askedNow, bodyOf, emptyFilled, type Filled, newReceipt } from '../open/form/answering.ts'
import { Signature, type SignatureHandle } from './Signature.tsx'

/** At the counter: the clerk types, then the customer reads, ticks, checks and signs on the turned screen. */
export default function Counter() {
  const t = useText()
  const { id = '' } = useParams()
  const [round, setRound] = useState(0)
  const form = useGet<OpenForm>(`/forms/${id}/counter`)
  if (form.error !== null)
    return (
      <>
        <PageHeader title={t('collection.counter.title')} />
        <ProblemNotice error={form.error} />
      </>
    )
  if (form.data === undefined) return <Loading />
  return <Entry key={round} id={id} form={form.data} onNext={() => setRound(round + 1)} />
}

function Entry({ id, form, onNext }: { id: string; form: OpenForm; onNext: () => void }) {
  const t = useText()
  const [filled, setFilled] = useState<Filled>(emptyFilled)
  const [turned, setTurned] = useState(false)
  const [done, setDone] = useState<Submitted>()
  if (done !== undefined)
    return (
      <>
        <PageHeader title={t('collection.counter.title')} />
        <Card>
          <p>
            {t('collection.counter.done')}
            <code>{done.receipt}</code>
          </p>
          {done.consent !== null && (
            <p>
              {t('collection.counter.withdraw')}
              <code>{done.consent}</code>
            </p>
          )}
          <Button type="primary" autoFocus onClick={onNext}>
            {t('collection.counter.next')}
          </Button>
        </Card>
      </>
    )
  return (
    <>
      <PageHeader title={t('collection.counter.title')} hint={t('collection.counter.hint')} />
      <Typing form={form} filled={filled} onChange={setFilled} onTurn={() => setTurned(true)} />
      {turned && (
        <Facing
          id={id}
          form={form}
          filled={filled}
          onChange={setFilled}
          onBack={() => setTurned(false)}
          onDone={setDone}
        />
      )}
    </>
  )
}

function Typing(props: {
  form: OpenForm
  filled: Filled
  onChange: (filled: Filled) => void
  onTurn: () => void
}) {
  const t = useText()
  const { pick } = useLanguage()
  const { form, filled, onChange, onTurn } = props
  const set = (key: string, value: string): void =>
    onChange({ ...filled, answers: { ...filled.answers, [key]: value } })
  const input = (question: OpenQuestion) => {
    const value = filled.answers[question.id] ?? ''
    if (question.kind === 'file') return <span className="soft">{t('collection.counter.no-files')}</span>
    if (question.choices.length > 0)
      return (
        <Select
          aria-label={pick(question.label)}
          allowClear
          value={value === '' ? null : value}
          options={question.choices.map((one) => ({
            value: one.value,
            label: pick({ zh: one.zh, en: one.en || one.zh }),
          }))}
          onChange={(chosen: string | undefined) => set(question.id, chosen ?? '')}
        />
      )
    return (
      <Input
        aria-label={pick(question.label)}
        autoComplete="off"
        value={value}
        onChange={(event) => set(question.id, event.target.value)}
      />
    )
  }
  const questions = askedNow(form, filled.answers)
  return (
    <Form layout="vertical" className="collection-typing" onFinish={onTurn}>
      {questions.map((question) =>
        question.kind === 'section' ? (
          <h2 key={question.id}>{pick(question.label)}</h2>
        ) : (
          <Form.Item key={question.id} label={pick(question.label)} required={question.required}>
            {input(question)}
          </Form.Item>
        ),
      )}
      <Button type="primary" htmlType="submit">
        {t('collection.counter.turn')}
      </Button>
    </Form>
  )
}

/** What the customer sees: large, alone on the screen, with nothing ticked. */
function Facing(props: {
  id: string
  form: OpenForm
  filled: Filled
  onChange: (filled: Filled) => void
  onBack: () => void
  onDone: (receipt: Submitted) => void
}) {
  const t = useText()
  const { pick, language } = useLanguage()
  const { id, form, filled, onChange, onBack, onDone } = props
  const drawn = useRef<SignatureHandle>(null)
  const [receipt] = useState(newReceipt)
  const [problem, setProblem] = useState<unknown>(null)
  const [unsigned, setUnsigned] = useState(false)
  const [busy, setBusy] = useState(false)
  const confirm = async (): Promise<void> => {
    const signature = await drawn.current?.png()
    setUnsigned(signature === undefined)
    if (signature === undefined) return
    const { body } = bodyOf(form, filled, receipt, language)
    const parts = new FormData()
    parts.set('body', JSON.stringify({ ...body, signature: signature.size }))
    parts.set('file', signature, 'signature')
    setBusy(true)
    setProblem(null)
    await post<Submitted>(`/forms/${id}/counter`, parts)
      .then(onDone, setProblem)
      .finally(() => setBusy(false))
  }
  const given = askedNow(form, filled.answers).filter((one) => (filled.answers[one.id] ?? '') !== '')
  return (
    <div
      className="collection-counter"
      role="dialog"
      aria-modal="true"
      aria-label={t('collection.counter.check')}
    >
      <h1>{pick(form.title)}</h1>
      <pre tabIndex={0}>{pick(form.notice.text)}</pre>
      {form.notice.items.map((item, at) => (
        <div key={item}>
          <Checkbox
            checked={filled.ticks[item] === true}
            onChange={(event) =>
              onChange({ ...filled, ticks: { ...filled.ticks, [item]: event.target.checked } })
            }
          >
            {pick(form.notice.boxes[at] ?? { zh: item, en: item })}
          </Checkbox>
        </div>
      ))}
      <h2>{t('collection.counter.check')}</h2>
      <dl>
        {given.flatMap((one) => [
          <dt key={`${one.id}-label`}>{pick(one.label)}</dt>,
          <dd key={one.id}>
            <strong>{filled.answers[one.id]}</strong>
          </dd>,
        ])}
      </dl>
      <h2>{t('collection.counter.sign')}</h2>
      <Signature ref={drawn} label={t('collection.counter.sign')} />
      {unsigned && <p role="alert">{t('collection.counter.unsigned')}</p>}
      <ProblemNotice error={problem} />
      <Space wrap>
        <Button type="primary" size="large" loading={busy} onClick={() => void confirm()}>
          {t('collection.counter.confirm')}
        </Button>
        <Button size="large" onClick={() => drawn.current?.clear()}>
          {t('collection.counter.sign-again')}
        </Button>
        <Button size="large" onClick={onBack}>
          {t('collection.counter.back')}
        </Button>
      </Space>
    </div>
  )
}
