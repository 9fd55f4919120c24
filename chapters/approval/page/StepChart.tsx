import type { Flow } from '../wire.ts'
import { peopleOf, stepsIn, type FlowWords } from './flow-words.ts'

/** A flow as its steps, from the applicant to the end. */
export function StepChart({ flow, words }: { flow: Pick<Flow, 'steps'>; words: FlowWords }) {
  const { t } = words
  return (
    <ol className="step-chart" aria-label={t('approval.flows.chart')}>
      <li className="end">{t('approval.flows.applicant')}</li>
      {stepsIn(flow.steps).map((step) => (
        <li key={step.id}>
          <strong>{words.step(step)}</strong>
          <span>{peopleOf(step, words)}</span>
          <span className="soft">
            {t(`approval.mode.${step.mode}`)} · {t('approval.flows.days', { count: step.due.amount })}
          </span>
          {step.repeats !== 'ask' && <span className="soft">{t('approval.flows.skips')}</span>}
        </li>
      ))}
      <li className="end">{t('approval.flows.approved')}</li>
    </ol>
  )
}
