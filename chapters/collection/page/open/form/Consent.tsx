import { useOpenLanguage, useOpenText } from '../../../../../doors/web/ui/open/index.ts'
import type { OpenForm } from '../../../wire.ts'
import type { Filled } from './answering.ts'

/** The notice as it is in force, and its boxes: each by itself, none ticked beforehand. */
export function Consent(props: {
  form: OpenForm
  filled: Filled
  wrong: Readonly<Record<string, string>>
  onChange: (change: Partial<Filled>) => void
}) {
  const { form, filled, wrong, onChange } = props
  const t = useOpenText()
  const { pick } = useOpenLanguage()
  const { notice } = form
  return (
    <section aria-labelledby="notice-title">
      <h2 id="notice-title">{t('collection.open.notice')}</h2>
      <p>{t('collection.open.notice-read')}</p>
      <div className="open-said open-text" tabIndex={0} role="group" aria-labelledby="notice-title">
        {pick(notice.text)}
      </div>
      <p className="open-soft">
        {t('collection.open.hash')} <span className="open-code">{notice.hash}</span>
      </p>
      {notice.items.map((item, at) => (
        <label key={item} className="open-tick">
          <input
            type="checkbox"
            name={item}
            checked={filled.ticks[item] === true}
            onChange={(event) => onChange({ ticks: { ...filled.ticks, [item]: event.target.checked } })}
          />
          <span>{pick(notice.boxes[at] ?? { zh: item, en: item })}</span>
        </label>
      ))}
      {wrong['items.general'] === undefined ? null : <p className="open-wrong">{wrong['items.general']}</p>}
      {form.kind === 'person' ? (
        <Minor filled={filled} wrong={wrong['guardian']} onChange={onChange} />
      ) : null}
    </section>
  )
}

function Minor(props: {
  filled: Filled
  wrong: string | undefined
  onChange: (change: Partial<Filled>) => void
}) {
  const { filled, wrong, onChange } = props
  const t = useOpenText()
  return (
    <>
      <label className="open-tick">
        <input
          type="checkbox"
          name="minor"
          checked={filled.minor}
          onChange={(event) => onChange({ minor: event.target.checked })}
        />
        <span>{t('collection.open.minor')}</span>
      </label>
      {filled.minor
        ? (['name', 'relation'] as const).map((key) => (
            <div key={key} className="open-field">
              <label htmlFor={`guardian-${key}`}>
                {t(key === 'name' ? 'collection.open.guardian' : 'collection.open.relation')}
              </label>
              <input
                id={`guardian-${key}`}
                type="text"
                maxLength={key === 'name' ? 60 : 30}
                value={filled.guardian[key]}
                onChange={(event) =>
                  onChange({ guardian: { ...filled.guardian, [key]: event.target.value } })
                }
              />
            </div>
          ))
        : null}
      {wrong === undefined ? null : <p className="open-wrong">{wrong}</p>}
    </>
  )
}
