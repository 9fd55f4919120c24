import { Said, useOpenLanguage, useOpenText } from '../../../../../doors/web/ui/open/index.ts'
import type { OpenForm, Submitted } from '../../../wire.ts'
import { askedNow, type Filled } from './answering.ts'

/** What the customer keeps: what was given, under which texts, and how to take it back. The values come from this page alone. */
export function Receipt({ form, filled, receipt }: { form: OpenForm; filled: Filled; receipt: Submitted }) {
  const t = useOpenText()
  const { pick, language } = useOpenLanguage()
  const thanks = pick(form.thanks)
  const at = new Date(receipt.at).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')
  const given = askedNow(form, filled.answers).filter(
    (one) => one.kind === 'field' && (filled.answers[one.id] ?? '') !== '',
  )
  return (
    <>
      <h1>{t('collection.open.sent')}</h1>
      {thanks === '' ? null : <p className="open-text">{thanks}</p>}
      <Said tone="good">
        <strong>{t('collection.open.receipt')}</strong>
        <p className="open-code" data-receipt>
          {receipt.receipt}
        </p>
        <p>{t('collection.open.receipt-keep')}</p>
      </Said>
      <dl className="open-facts">
        <dt>{t('collection.open.form')}</dt>
        <dd>
          {pick(form.title)} · {form.company}
        </dd>
        <dt>{t('collection.open.at')}</dt>
        <dd>{at}</dd>
        <dt>{t('collection.open.form-version')}</dt>
        <dd className="open-code">
          {receipt.version.number} · {receipt.version.hash}
        </dd>
        <dt>{t('collection.open.notice-version')}</dt>
        <dd className="open-code">{receipt.notice.hash}</dd>
      </dl>
      <h2>{t('collection.open.given')}</h2>
      <dl className="open-facts">
        {given.flatMap((one) => [
          <dt key={`${one.id}-label`}>{pick(one.label)}</dt>,
          <dd key={one.id}>{filled.answers[one.id]}</dd>,
        ])}
        <dt>{t('collection.open.attached')}</dt>
        <dd>{receipt.files}</dd>
      </dl>
      <h2>{t('collection.open.agreed')}</h2>
      <ul>
        {form.notice.items.map((item, at) => (
          <li key={item}>
            {pick(form.notice.boxes[at] ?? { zh: item, en: item })} —{' '}
            <strong>{t(filled.ticks[item] === true ? 'collection.open.yes' : 'collection.open.no')}</strong>
          </li>
        ))}
      </ul>
      {receipt.consent === null ? null : (
        <>
          <h2>{t('collection.open.withdraw-code')}</h2>
          <p className="open-code">{receipt.consent}</p>
          <p>
            <a href={`/o/consent#${encodeURIComponent(receipt.consent)}`}>{t('collection.open.withdraw')}</a>
          </p>
        </>
      )}
      <button type="button" className="open-wide" onClick={() => window.print()}>
        {t('collection.open.print')}
      </button>
    </>
  )
}
