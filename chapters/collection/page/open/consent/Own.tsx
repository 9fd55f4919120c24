import { useCallback, useEffect, useState } from 'react'
import {
  OpenProblem,
  OpenSender,
  Said,
  useOpenLanguage,
  useOpenText,
} from '../../../../../doors/web/ui/open/index.ts'
import type { OwnConsents } from '../../../wire.ts'
import { Answer } from './Answer.tsx'
import { Entry } from './Entry.tsx'
import { Items } from './Items.tsx'

const sender = new OpenSender('consents/own')

/** What the address holds behind `#`; it is taken out of the address at once, so that it stays in no history. */
function secretInAddress(): string {
  const text = decodeURIComponent(window.location.hash.slice(1))
  if (text !== '') window.history.replaceState(null, '', window.location.pathname + window.location.search)
  return text
}

/** A customer's own consents: by receipt, by invitation, or by a code. */
export default function Own() {
  const t = useOpenText()
  const { language } = useOpenLanguage()
  const [secret, setSecret] = useState(secretInAddress)
  const [own, setOwn] = useState<OwnConsents>()
  const [error, setError] = useState<unknown>()
  const [receipt, setReceipt] = useState('')
  const [note, setNote] = useState('')
  useEffect(() => {
    document.title = t('collection.own.own.title')
    sender.ready()
  }, [t])
  const load = useCallback(
    (): Promise<void> =>
      sender.post<OwnConsents>('/consents/own/view', { secret, language }).then(
        (found) => {
          setOwn(found)
          setError(undefined)
        },
        (failure: unknown) => {
          setOwn(undefined)
          setSecret('')
          setError(failure)
        },
      ),
    [secret, language],
  )
  useEffect(() => {
    if (secret !== '') void load()
  }, [secret, load])
  const answered = (made: string): void => {
    setReceipt(made)
    // The invitation is used up; the receipt goes on in its place.
    setSecret(made)
  }
  return (
    <>
      <p className="open-soft">{own?.company ?? ''}</p>
      <h1>{t('collection.own.own.title')}</h1>
      <p>{t('collection.own.own.hint')}</p>
      {error !== undefined && <OpenProblem error={error} />}
      {receipt !== '' && (
        <Said tone="good">
          {t('collection.own.thanks')} {t('collection.own.keep')} <span className="open-code">{receipt}</span>
        </Said>
      )}
      {note !== '' && <Said tone="good">{note}</Said>}
      {secret === '' ? (
        <Entry sender={sender} onSecret={setSecret} />
      ) : own === undefined ? (
        <p role="status">{t('open.loading')}</p>
      ) : (
        <>
          {own.asked !== null && (
            <Answer sender={sender} secret={secret} own={own} asked={own.asked} onAnswered={answered} />
          )}
          <Items
            sender={sender}
            secret={secret}
            own={own}
            onChanged={() => {
              setNote(t('collection.own.withdrawn'))
              void load()
            }}
          />
        </>
      )}
    </>
  )
}
