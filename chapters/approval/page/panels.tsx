import { useEffect } from 'react'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { PredictBody, PredictedStep, PredictReply } from '../wire.ts'

/** The steps of a way that has not begun, with the people who would be asked. */
export function Way({ steps }: { steps: readonly PredictedStep[] }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <ol className="step-chart" aria-label={t('approval.chart.title')}>
      {steps.map((step) => (
        <li key={step.id}>
          <strong>{pick(step.step)}</strong>
          {step.people.map((one) => (
            <span key={one.id}>
              {one.name}{' '}
              {one.origin !== 'step' && <span className="soft">{t(`approval.origin.${one.origin}`)}</span>}
            </span>
          ))}
          {step.picked !== null && step.people.length === 0 && (
            <span className="soft">{t(`approval.source.${step.picked.by}-picks`)}</span>
          )}
          {step.people.length > 1 && <span className="soft">{t(`approval.mode.${step.mode}`)}</span>}
        </li>
      ))}
    </ol>
  )
}

interface PredictedProps {
  readonly form: string
  readonly level: number
  readonly action: string
  readonly customers: number
  readonly categories: readonly string[]
}

/** Who would decide if the form were handed in as it stands; asked again whenever that changes. */
export function PredictedWay({ form, level, action, customers, categories }: PredictedProps) {
  const t = useText()
  const { pick } = useLanguage()
  const predict = usePost<Partial<PredictBody>, PredictReply>('/approvals/predict', { refresh: [] })
  const { mutate } = predict
  const kinds = categories.join(',')
  useEffect(() => {
    mutate({ form, level, action, customers, categories: kinds === '' ? [] : kinds.split(',') })
  }, [mutate, form, level, action, customers, kinds])
  return (
    <section className="predicted" aria-label={t('approval.predict.title')}>
      <ProblemNotice error={predict.error} />
      {predict.data !== undefined && (
        <>
          <p className="soft">{pick(predict.data.flow.name)}</p>
          <Way steps={predict.data.steps} />
        </>
      )}
    </section>
  )
}
