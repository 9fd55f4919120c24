import { useOpenLanguage, useOpenText } from '../../../../../doors/web/ui/open/index.ts'
import type { OpenQuestion } from '../../../wire.ts'

/** The keyboard that a phone shows for a type of field. */
const keyboards: Readonly<Record<string, 'tel' | 'email' | 'numeric'>> = {
  mobile: 'tel',
  landline: 'tel',
  phone: 'tel',
  email: 'email',
  'bank-card': 'numeric',
}
const long: ReadonlySet<string> = new Set(['remark', 'free-text', 'text', 'address'])
const accepts: Readonly<Record<string, string>> = {
  image: 'image/jpeg,image/png,image/webp,image/heic',
  pdf: 'application/pdf',
  both: 'image/jpeg,image/png,image/webp,image/heic,application/pdf',
}

export interface QuestionProps {
  readonly question: OpenQuestion
  readonly value: string
  readonly wrong: string | undefined
  readonly onChange: (value: string) => void
  readonly onFiles: (files: File[]) => void
}

/** One question with label, help, input and what is wrong with it. */
export function Question({ question, value, wrong, onChange, onFiles }: QuestionProps) {
  const t = useOpenText()
  const { pick } = useOpenLanguage()
  const label = pick(question.label)
  if (question.kind === 'section') return <h2>{label}</h2>
  const id = `q-${question.id}`
  const help = pick(question.help)
  const described = [help === '' ? '' : `${id}-help`, wrong === undefined ? '' : `${id}-wrong`]
    .join(' ')
    .trim()
  const common = {
    id,
    'aria-invalid': wrong !== undefined,
    'aria-required': question.required,
    ...(described === '' ? {} : { 'aria-describedby': described }),
  }
  return (
    <div className="open-field">
      <label htmlFor={id}>
        {label}{' '}
        <span className="open-soft">
          ({t(question.required ? 'collection.open.required' : 'collection.open.optional')})
        </span>
      </label>
      {help === '' ? null : (
        <p id={`${id}-help`} className="open-soft">
          {help}
        </p>
      )}
      {question.kind === 'file' ? (
        <>
          <input
            {...common}
            type="file"
            accept={accepts[question.accept] ?? ''}
            multiple={question.most > 1}
            onChange={(event) => onFiles([...(event.target.files ?? [])].slice(0, question.most))}
          />
          <p className="open-soft">{t('collection.open.files', { count: question.most })}</p>
        </>
      ) : question.choices.length > 0 ? (
        <select {...common} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('collection.open.choose')}</option>
          {question.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {pick({ zh: choice.zh || choice.value, en: choice.en || choice.zh || choice.value })}
            </option>
          ))}
        </select>
      ) : long.has(question.type) ? (
        <textarea
          {...common}
          rows={3}
          maxLength={5000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          {...common}
          type="text"
          inputMode={keyboards[question.type] ?? 'text'}
          maxLength={300}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {wrong === undefined ? null : (
        <p id={`${id}-wrong`} className="open-wrong">
          {wrong}
        </p>
      )}
    </div>
  )
}
