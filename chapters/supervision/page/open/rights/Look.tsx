import { type FormEvent, useState } from 'react'
import { OpenProblem, type OpenSender, Said, useOpenText } from '../../../../../doors/web/ui/open/index.ts'
import type { OwnView } from '../../../wire.ts'
import { useBusy } from './busy.ts'

interface Taken {
  readonly fileName: string
  readonly contentType: string
  readonly base64: string
}

/** Hands the file to the browser; nothing of it stays in the page. */
function save({ fileName, contentType, base64 }: Taken): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([bytes], { type: contentType }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** State and answer of a request by its receipt, and the copy, once. */
export function Look({ sender }: { sender: OpenSender }) {
  const t = useOpenText()
  const [secret, setSecret] = useState('')
  const [view, setView] = useState<OwnView>()
  const [note, setNote] = useState('')
  const { busy, error, act } = useBusy()
  const look = (event: FormEvent): void => {
    event.preventDefault()
    setNote('')
    void act(async () => setView(await sender.post<OwnView>('/rights/own/look', { secret: secret.trim() })))
  }
  const take = (format: 'json' | 'xlsx'): void => {
    void act(async () => {
      save(await sender.post<Taken>('/rights/own/take', { secret: secret.trim(), format }))
      setView((now) => now && { ...now, takeUntil: null })
      setNote(t('rights.takenNow'))
    })
  }
  return (
    <>
      <form onSubmit={look}>
        <div className="open-field">
          <label htmlFor="right-secret">{t('rights.secret')}</label>
          <input
            id="right-secret"
            autoComplete="off"
            autoCapitalize="characters"
            maxLength={30}
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </div>
        <button type="submit" className="open-wide" disabled={busy || secret.trim().length < 20}>
          {t('rights.show')}
        </button>
      </form>
      {error !== undefined && <OpenProblem error={error} />}
      {note !== '' && <Said tone="good">{note}</Said>}
      {view !== undefined && (
        <section aria-label={view.number}>
          <h3>
            {view.number} {t(`rights.kind.${view.kind}`)}：{t(`rights.state.${view.state}`)}
          </h3>
          <p className="open-soft">{t('rights.due', { day: view.dueAt.slice(0, 10) })}</p>
          {view.ground !== null && (
            <p>
              {t('rights.ground')}：{t(`rights.ground.${view.ground}`)}
            </p>
          )}
          {view.answer !== null && (
            <p>
              {t('rights.answer')}：{view.answer}
            </p>
          )}
          {view.state === 'refused' && <p>{t('rights.complain')}</p>}
          {view.takeUntil !== null && (
            <>
              <p>{t('rights.take', { day: view.takeUntil.slice(0, 10) })}</p>
              <button type="button" className="open-wide" disabled={busy} onClick={() => take('xlsx')}>
                {t('rights.takeXlsx')}
              </button>
              <button
                type="button"
                className="open-wide open-quiet"
                disabled={busy}
                onClick={() => take('json')}
              >
                {t('rights.takeJson')}
              </button>
            </>
          )}
        </section>
      )}
    </>
  )
}
