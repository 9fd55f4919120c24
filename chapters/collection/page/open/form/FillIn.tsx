import { type SubmitEvent, useEffect, useState } from 'react'
import {
  ApiError,
  OpenProblem,
  OpenSender,
  problemOf,
  Said,
  Trap,
  useOpenLanguage,
  useOpenText,
} from '../../../../../doors/web/ui/open/index.ts'
import type { OpenForm, Submitted } from '../../../wire.ts'
import {
  askedNow,
  bodyOf,
  emptyFilled,
  type Filled,
  forgetDraft,
  keepDraft,
  newReceipt,
  openPlaces,
  readDraft,
} from './answering.ts'
import { Consent } from './Consent.tsx'
import { Question } from './Question.tsx'
import { Receipt } from './Receipt.tsx'

/** Sends what was filled in; files follow one another in one part. */
async function send(
  sender: OpenSender,
  form: OpenForm,
  o: { filled: Filled; receipt: string; language: 'zh' | 'en'; trap: string },
): Promise<Submitted> {
  const { body, files } = bodyOf(form, o.filled, o.receipt, o.language)
  const path = `/forms/${form.code}/submissions`
  if (files.length === 0) return await sender.post<Submitted>(path, body, o.trap)
  const parts = new FormData()
  parts.set('body', JSON.stringify(body))
  parts.set('file', new Blob(files), 'files')
  return await sender.post<Submitted>(`${path}-with-files`, parts, o.trap)
}

/** The form itself: questions, notice, boxes, sending, receipt. */
export function FillIn({ form, onReload }: { form: OpenForm; onReload: () => void }) {
  const t = useOpenText()
  const { pick, language } = useOpenLanguage()
  const [draft] = useState(() => readDraft(form.code))
  const [filled, setFilled] = useState<Filled>({ ...emptyFilled, ...draft })
  const [keeping, setKeeping] = useState(draft !== undefined)
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState<Submitted>()
  const [trap, setTrap] = useState('')
  // One receipt for one filling in: sending it again after the network failed is no second submission.
  const [receipt] = useState(newReceipt)
  const [sender] = useState(() => new OpenSender(`forms/${form.code}`))
  useEffect(() => sender.ready(), [sender])
  const change = (more: Partial<Filled>): void => {
    const next = { ...filled, ...more }
    setFilled(next)
    if (keeping) keepDraft(form.code, next.answers)
  }
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const places = openPlaces(form, filled)
    const labels = new Map(form.questions.map((question) => [question.id, pick(question.label)]))
    setWrong(
      Object.fromEntries(
        Object.entries(places).map(([id, key]) => [id, t(key, { label: labels.get(id) ?? '' })]),
      ),
    )
    setProblem(undefined)
    const [first] = Object.keys(places)
    if (first !== undefined) return document.getElementById(`q-${first}`)?.focus()
    setBusy(true)
    try {
      setDone(await send(sender, form, { filled, receipt: receipt, language, trap }))
      forgetDraft(form.code)
      window.scrollTo(0, 0)
    } catch (error) {
      const said = problemOf(error)
      const place = said.kind === 'mistake' ? /^answers\.(\w+)$/.exec(said.mistake.field)?.[1] : undefined
      if (said.kind === 'mistake' && place !== undefined) setWrong({ [place]: pick(said.mistake.text) })
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  if (done !== undefined) return <Receipt form={form} filled={filled} receipt={done} />
  const open = Object.keys(wrong).length
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <h1>{pick(form.title)}</h1>
      <p className="open-text">{pick(form.intro)}</p>
      <p>
        {t('collection.open.asks', {
          company: form.company,
          purposes: form.purposes.map(pick).join(language === 'zh' ? '、' : ', '),
        })}
      </p>
      {draft === undefined ? null : <Said tone="note">{t('collection.open.restored')}</Said>}
      {askedNow(form, filled.answers).map((question) => (
        <Question
          key={question.id}
          question={question}
          value={filled.answers[question.id] ?? ''}
          wrong={wrong[question.id]}
          onChange={(value) => change({ answers: { ...filled.answers, [question.id]: value } })}
          onFiles={(files) => change({ files: { ...filled.files, [question.id]: files } })}
        />
      ))}
      <Consent form={form} filled={filled} wrong={wrong} onChange={change} />
      <Keeping
        keeping={keeping}
        onChange={(wished) => {
          setKeeping(wished)
          if (wished) keepDraft(form.code, filled.answers)
          else forgetDraft(form.code)
        }}
      />
      <Trap value={trap} onChange={setTrap} />
      {open === 0 ? null : <Said tone="bad">{t('collection.open.wrong', { count: open })}</Said>}
      {problem === undefined ? null : <OpenProblem error={problem} />}
      {isOutdated(problem) ? (
        <button
          type="button"
          className="open-wide open-quiet"
          onClick={() => {
            keepDraft(form.code, filled.answers)
            onReload()
          }}
        >
          {t('collection.open.reload')}
        </button>
      ) : null}
      <button type="submit" className="open-wide" disabled={busy}>
        {t(busy ? 'collection.open.sending' : 'collection.open.send')}
      </button>
    </form>
  )
}

/** Another version of form or notice is in force: opening the page again helps. */
const isOutdated = (problem: unknown): boolean =>
  problem instanceof ApiError &&
  problem.problem.kind === 'mistake' &&
  /^form\.(notice-)?changed$/.test(problem.problem.mistake.code)

function Keeping({ keeping, onChange }: { keeping: boolean; onChange: (wished: boolean) => void }) {
  const t = useOpenText()
  return (
    <>
      <label className="open-tick">
        <input
          type="checkbox"
          name="keep"
          checked={keeping}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{t('collection.open.keep')}</span>
      </label>
      {keeping ? (
        <p>
          {t('collection.open.kept')}{' '}
          <button type="button" className="open-quiet" onClick={() => onChange(false)}>
            {t('collection.open.forget')}
          </button>
        </p>
      ) : null}
    </>
  )
}
