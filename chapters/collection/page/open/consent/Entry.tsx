import { type FormEvent, useState } from 'react'
import {
  OpenProblem,
  type OpenSender,
  Said,
  Trap,
  useOpenLanguage,
  useOpenText,
} from '../../../../../doors/web/ui/open/index.ts'

/** The ways in: the number of a receipt, or a code sent to what is on file. */
export function Entry({ sender, onSecret }: { sender: OpenSender; onSecret: (secret: string) => void }) {
  const t = useOpenText()
  const [typed, setTyped] = useState('')
  const show = (event: FormEvent): void => {
    event.preventDefault()
    if (typed.trim() !== '') onSecret(typed.trim())
  }
  return (
    <>
      <form onSubmit={show}>
        <div className="open-field">
          <label htmlFor="own-secret">{t('collection.own.secret')}</label>
          <input
            id="own-secret"
            aria-describedby="own-secret-hint"
            autoComplete="off"
            autoCapitalize="characters"
            maxLength={30}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <p id="own-secret-hint" className="open-soft">
            {t('collection.own.secretHint')}
          </p>
        </div>
        <button type="submit" className="open-wide" disabled={typed.trim().length < 20}>
          {t('collection.own.open')}
        </button>
      </form>
      <h2>{t('collection.own.noReceipt')}</h2>
      <ByCode sender={sender} onSecret={onSecret} />
    </>
  )
}

function ByCode({ sender, onSecret }: { sender: OpenSender; onSecret: (secret: string) => void }) {
  const t = useOpenText()
  const { language } = useOpenLanguage()
  const [address, setAddress] = useState('')
  const [asked, setAsked] = useState<{ challenge: string; minutes: number }>()
  const [code, setCode] = useState('')
  const [trap, setTrap] = useState('')
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const act = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await work()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const ask = (event: FormEvent): void => {
    event.preventDefault()
    void act(async () =>
      setAsked(await sender.post('/consents/own/ask-code', { address: address.trim(), language }, trap)),
    )
  }
  const use = (event: FormEvent): void => {
    event.preventDefault()
    if (asked === undefined) return
    void act(async () => {
      const body = { challenge: asked.challenge, code: code.trim() }
      onSecret((await sender.post<{ secret: string }>('/consents/own/use-code', body)).secret)
    })
  }
  return (
    <>
      <form onSubmit={ask}>
        <div className="open-field">
          <label htmlFor="own-address">{t('collection.own.address')}</label>
          <input
            id="own-address"
            autoComplete="off"
            maxLength={120}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        </div>
        <Trap value={trap} onChange={setTrap} />
        <button type="submit" className="open-wide open-quiet" disabled={busy || address.trim().length < 5}>
          {t('collection.own.sendCode')}
        </button>
      </form>
      {asked !== undefined && (
        <form onSubmit={use}>
          <Said tone="note">{t('collection.own.codeSent', { minutes: asked.minutes })}</Said>
          <div className="open-field">
            <label htmlFor="own-code">{t('collection.own.code')}</label>
            <input
              id="own-code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </div>
          <button type="submit" className="open-wide" disabled={busy || !/^\d{6}$/.test(code.trim())}>
            {t('collection.own.enter')}
          </button>
        </form>
      )}
      {error !== undefined && <OpenProblem error={error} />}
    </>
  )
}
