import { type FormEvent, useState } from 'react'
import { OpenProblem, type OpenSender, Said, Trap, useOpenLanguage, useOpenText } from '../../../../../doors/web/ui/open/index.ts' // prettier-ignore
import { rightKinds } from '../../../wire.ts'
import { useBusy } from './busy.ts'

interface Made {
  readonly number: string
  readonly secret: string
  readonly dueAt: string
}

/** A request: what, in which words, and a code that proves who asks. */
export function Ask({ sender }: { sender: OpenSender }) {
  const t = useOpenText()
  const { language } = useOpenLanguage()
  const [kind, setKind] = useState<string>('see')
  const [text, setText] = useState('')
  const [address, setAddress] = useState('')
  const [trap, setTrap] = useState('')
  const [asked, setAsked] = useState<{ challenge: string; minutes: number }>()
  const [code, setCode] = useState('')
  const [made, setMade] = useState<Made>()
  const { busy, error, act } = useBusy()
  const ask = (event: FormEvent): void => {
    event.preventDefault()
    void act(async () =>
      setAsked(await sender.post('/rights/own/ask-code', { address: address.trim(), language }, trap)),
    )
  }
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (asked === undefined) return
    void act(async () => {
      const body = { challenge: asked.challenge, code: code.trim(), kind, text: text.trim() }
      setMade(await sender.post<Made>('/rights/own/ask', body))
    })
  }
  if (made !== undefined)
    return (
      <Said tone="good">
        {t('rights.made', { number: made.number, day: made.dueAt.slice(0, 10) })}{' '}
        <span className="open-code">{made.secret}</span>
      </Said>
    )
  return (
    <>
      <form onSubmit={ask}>
        <div className="open-field">
          <label htmlFor="right-kind">{t('rights.what')}</label>
          <select id="right-kind" value={kind} onChange={(event) => setKind(event.target.value)}>
            {rightKinds.map((one) => (
              <option key={one} value={one}>
                {t(`rights.kind.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="open-field">
          <label htmlFor="right-text">{t('rights.text')}</label>
          <textarea
            id="right-text"
            aria-describedby="right-text-hint"
            rows={4}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <p id="right-text-hint" className="open-soft">
            {t('rights.textHint')}
          </p>
        </div>
        <div className="open-field">
          <label htmlFor="right-address">{t('rights.address')}</label>
          <input
            id="right-address"
            autoComplete="off"
            maxLength={120}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        </div>
        <Trap value={trap} onChange={setTrap} />
        <button
          type="submit"
          className="open-wide open-quiet"
          disabled={busy || address.trim().length < 5 || text.trim().length < 2}
        >
          {t('rights.sendCode')}
        </button>
      </form>
      {asked !== undefined && (
        <form onSubmit={send}>
          <Said tone="note">{t('rights.codeSent', { minutes: asked.minutes })}</Said>
          <div className="open-field">
            <label htmlFor="right-code">{t('rights.code')}</label>
            <input
              id="right-code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </div>
          <button type="submit" className="open-wide" disabled={busy || !/^\d{6}$/.test(code.trim())}>
            {t('rights.send')}
          </button>
        </form>
      )}
      {error !== undefined && <OpenProblem error={error} />}
    </>
  )
}
