import { useState } from 'react'
import {
  OpenProblem,
  type OpenSender,
  useOpenLanguage,
  useOpenText,
} from '../../../../../doors/web/ui/open/index.ts'
import type { OwnConsents } from '../../../wire.ts'

/** Everything the customer was asked, with a button to take back what was agreed to. */
export function Items({
  sender,
  secret,
  own,
  onChanged,
}: {
  sender: OpenSender
  secret: string
  own: OwnConsents
  onChanged: () => void
}) {
  const t = useOpenText()
  const { pick } = useOpenLanguage()
  const [sure, setSure] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const withdraw = async (key: string): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await sender.post('/consents/own/withdraw', { secret, keys: [key] })
      setSure('')
      onChanged()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  if (own.items.length === 0) return <p>{t('collection.own.none')}</p>
  return (
    <ul className="open-list">
      {own.items.map((item) => (
        <li key={item.key}>
          <strong>{pick(item)}</strong>
          <p className="open-soft">
            {t(`collection.own.state.${item.state}`, { day: item.at.slice(0, 10) })}
          </p>
          {item.state === 'given' && sure !== item.key && (
            <button
              type="button"
              className="open-quiet"
              aria-label={t('collection.own.withdrawThis', { name: pick(item) })}
              onClick={() => setSure(item.key)}
            >
              {t('collection.own.withdraw')}
            </button>
          )}
          {sure === item.key && (
            <div role="group" aria-label={t('collection.own.sure', { name: pick(item) })}>
              <p>{t('collection.own.sure', { name: pick(item) })}</p>
              <button type="button" disabled={busy} onClick={() => void withdraw(item.key)}>
                {t('collection.own.yes')}
              </button>{' '}
              <button type="button" className="open-quiet" disabled={busy} onClick={() => setSure('')}>
                {t('collection.own.no')}
              </button>
            </div>
          )}
          {sure === item.key && error !== undefined && <OpenProblem error={error} />}
        </li>
      ))}
    </ul>
  )
}
