import { type FormEvent, useState } from 'react'
import {
  OpenProblem,
  type OpenSender,
  Said,
  Trap,
  useOpenLanguage,
  useOpenText,
} from '../../../../../doors/web/ui/open/index.ts'
import type { ConsentItem, OwnConsents, PublicNotice } from '../../../wire.ts'
import { NoticeText } from './NoticeText.tsx'

/** A notice with its separate boxes; nothing is chosen beforehand, and each has to be answered. */
export function Answer({
  sender,
  secret,
  own,
  asked,
  onAnswered,
}: {
  sender: OpenSender
  secret: string
  own: OwnConsents
  asked: PublicNotice
  onAnswered: (receipt: string) => void
}) {
  const t = useOpenText()
  const { language, pick } = useOpenLanguage()
  const [answers, setAnswers] = useState<Partial<Record<ConsentItem, boolean>>>({})
  const [purposes, setPurposes] = useState<readonly string[]>([])
  const [minor, setMinor] = useState(own.minor)
  const [guardian, setGuardian] = useState({ name: '', relation: '' })
  const [trap, setTrap] = useState('')
  const [wrong, setWrong] = useState('')
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const isWhole = asked.boxes.every(({ item }) => answers[item] !== undefined)
  const send = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      const { receipt } = await sender.post<{ receipt: string }>(
        '/consents/own/answer',
        {
          secret,
          language,
          notice: asked.versionId,
          hash: asked.hash,
          items: asked.boxes.map(({ item }) => ({ item, given: answers[item] === true })),
          purposes,
          minor,
          ...(minor ? { guardian } : {}),
        },
        trap,
      )
      onAnswered(receipt)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const needsGuardian = minor && (guardian.name.trim() === '' || guardian.relation.trim() === '')
    const needsPurpose = answers.general === true && own.purposes.length > 1 && purposes.length === 0
    if (!isWhole || needsPurpose) return setWrong(t('collection.own.allNeeded'))
    if (needsGuardian) return setWrong(t('collection.own.guardianNeeded'))
    setWrong('')
    void send()
  }
  return (
    <>
      <h2>{t('collection.own.asked')}</h2>
      <h3>{asked.title}</h3>
      <NoticeText notice={asked} />
      <form onSubmit={submit}>
        <p>{t('collection.own.boxes')}</p>
        {asked.boxes.map(({ item, text }) => (
          <fieldset key={item}>
            <legend>{text}</legend>
            {[true, false].map((given) => (
              <label key={String(given)} className="open-tick">
                <input
                  type="radio"
                  name={item}
                  checked={answers[item] === given}
                  onChange={() => setAnswers({ ...answers, [item]: given })}
                />
                {t(given ? 'collection.own.agree' : 'collection.own.disagree')}
              </label>
            ))}
            {item === 'general' && answers.general === true && own.purposes.length > 1 && (
              <fieldset>
                <legend>{t('collection.own.purposes')}</legend>
                {own.purposes.map((one) => (
                  <label key={one.key} className="open-tick">
                    <input
                      type="checkbox"
                      checked={purposes.includes(one.key)}
                      onChange={({ target }) =>
                        setPurposes(
                          target.checked ? [...purposes, one.key] : purposes.filter((key) => key !== one.key),
                        )
                      }
                    />
                    {pick(one)}
                  </label>
                ))}
              </fieldset>
            )}
          </fieldset>
        ))}
        <label className="open-tick">
          <input
            type="checkbox"
            checked={minor}
            disabled={own.minor}
            onChange={({ target }) => setMinor(target.checked)}
          />
          {t('collection.own.minor')}
        </label>
        {minor && <Guardian value={guardian} onChange={setGuardian} />}
        <Trap value={trap} onChange={setTrap} />
        {wrong !== '' && <Said tone="bad">{wrong}</Said>}
        {error !== undefined && <OpenProblem error={error} />}
        <button type="submit" className="open-wide" disabled={busy}>
          {t('collection.own.send')}
        </button>
      </form>
    </>
  )
}

function Guardian({
  value,
  onChange,
}: {
  value: { name: string; relation: string }
  onChange: (value: { name: string; relation: string }) => void
}) {
  const t = useOpenText()
  return (
    <>
      <div className="open-field">
        <label htmlFor="guardian-name">{t('collection.own.guardian')}</label>
        <input
          id="guardian-name"
          maxLength={60}
          autoComplete="off"
          value={value.name}
          onChange={({ target }) => onChange({ ...value, name: target.value })}
        />
      </div>
      <div className="open-field">
        <label htmlFor="guardian-relation">{t('collection.own.relation')}</label>
        <input
          id="guardian-relation"
          maxLength={30}
          autoComplete="off"
          value={value.relation}
          onChange={({ target }) => onChange({ ...value, relation: target.value })}
        />
      </div>
    </>
  )
}
