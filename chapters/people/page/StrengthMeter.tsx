import { useEffect, useState } from 'react'
import { post, useText } from '../../../doors/web/ui/index.ts'
import type { Strength } from '../wire.ts'

const pauseMs = 350

/** How hard a password being typed is to guess: what is weak about it, and what would help. Nothing of it is kept. */
export function StrengthMeter({ candidate }: { candidate: string }) {
  const t = useText()
  const [told, setTold] = useState<{ of: string; strength: Strength } | null>(null)
  useEffect(() => {
    if (candidate === '') return undefined
    let current = true
    const timer = setTimeout(() => {
      post<Strength>('/session/password/strength', { candidate }).then(
        (strength) => {
          if (current) setTold({ of: candidate, strength })
        },
        // Without an estimate the server still judges when the password is sent.
        () => undefined,
      )
    }, pauseMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [candidate])
  const strength = candidate === '' || told === null ? null : told.strength
  const word = strength === null ? '' : strength.enough ? 'good' : strength.score >= 2 ? 'nearly' : 'weak'
  return (
    <div className="people-strength">
      <p>{t('people.password.rules', { count: strength?.least ?? 15 })}</p>
      {strength !== null && (
        <div aria-live="polite">
          <meter
            className={word}
            min={0}
            max={4}
            value={strength.score}
            aria-label={t('people.strength.label')}
          />
          <strong> {t(`people.strength.${word}`)}</strong>{' '}
          {t('people.password.length', { count: strength.length })}
          {!strength.enough && strength.weakness !== null && (
            <p>{t(`people.weakness.${strength.weakness}`)}</p>
          )}
          {!strength.enough && strength.advice.map((one) => <p key={one}>{t(`people.advice.${one}`)}</p>)}
        </div>
      )}
    </div>
  )
}
