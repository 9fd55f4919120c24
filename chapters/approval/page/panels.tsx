import { Form, Select } from 'antd'
import { useEffect } from 'react'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { PredictBody, PredictedStep, PredictReply } from '../wire.ts'

export { StraightBack } from './Straight.tsx'

/** Who is foreseen; a step whose people are still to be picked has nobody yet, and needs no rescue. */
const foreseenIn = ({ picked, people }: PredictedStep): PredictedStep['people'] =>
  picked !== null && people.every((one) => one.origin === 'rescue') ? [] : people

/** The steps of a way that has not begun, with the people who would be asked. */
export function Way({ steps }: { steps: readonly PredictedStep[] }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <ol className="step-chart" aria-label={t('approval.chart.title')}>
      {steps.map((step) => (
        <li key={step.id}>
          <strong>{pick(step.step)}</strong>
          {foreseenIn(step).map((one) => (
            <span key={one.id}>
              {one.name}{' '}
              {one.origin !== 'step' && <span className="soft">{t(`approval.origin.${one.origin}`)}</span>}
            </span>
          ))}
          {step.picked !== null && foreseenIn(step).length === 0 && (
            <span className="soft">{t(`approval.source.${step.picked.by}-picks`)}</span>
          )}
          {foreseenIn(step).length > 1 && <span className="soft">{t(`approval.mode.${step.mode}`)}</span>}
        </li>
      ))}
    </ol>
  )
}

/** The case of a form that is being filled in. */
export interface PredictedCase {
  readonly form: string
  readonly level: number
  readonly action: string
  readonly customers: number
  readonly categories: readonly string[]
}

/** What the server foresees of a form's way. */
export interface Predicted {
  readonly reply: PredictReply | undefined
  readonly error: unknown
}

/** Who would decide if the form were handed in as it stands, asked again whenever that changes; null asks nothing yet. */
export function usePredicted(one: PredictedCase | null): Predicted {
  const predict = usePost<Partial<PredictBody>, PredictReply>('/approvals/predict', { refresh: [] })
  const { mutate } = predict
  const asked = one === null ? '' : JSON.stringify(one)
  useEffect(() => {
    if (asked !== '') mutate(JSON.parse(asked) as Partial<PredictBody>)
  }, [mutate, asked])
  if (one === null) return { reply: undefined, error: null }
  return { reply: predict.data, error: predict.error }
}

/** The foreseen way of a form. */
export function PredictedWay({ predicted: { reply, error } }: { predicted: Predicted }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <section className="predicted" aria-label={t('approval.predict.title')}>
      <ProblemNotice error={error} />
      {reply !== undefined && (
        <>
          <p className="soft">{pick(reply.flow.name)}</p>
          <Way steps={reply.steps} />
        </>
      )}
    </section>
  )
}

/** Steps whose people the applicant picks. */
export const stepsToPick = ({ reply }: Predicted): readonly PredictedStep[] =>
  (reply?.steps ?? []).filter((step) => step.picked?.by === 'applicant')

/**
 * The applicant's own picks, one field for each step that wants them: `picks.STEP` of the form around it. Nothing is
 * shown where the flow picks nobody.
 */
export function ApplicantPicks({ predicted }: { predicted: Predicted }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <>
      {stepsToPick(predicted).map((step) => {
        const { most, from } = step.picked!
        return (
          <Form.Item
            key={step.id}
            name={['picks', step.id]}
            label={t('approval.pick.label', { step: pick(step.step) })}
            extra={from.length === 0 ? t('approval.pick.nobody') : t('approval.pick.hint', { most })}
            rules={[{ required: true, type: 'array', min: 1, message: t('approval.pick.needed') }]}
          >
            <Select
              mode="multiple"
              maxCount={most}
              showSearch={{ optionFilterProp: 'label' }}
              options={from.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        )
      })}
    </>
  )
}

/** What was picked for the steps that want it now; picks for a way that is not taken any more are left out. */
export function picksFor(
  predicted: Predicted,
  picks: Readonly<Record<string, readonly string[] | undefined>> | undefined,
): Record<string, string[]> {
  const wanted = stepsToPick(predicted).map((step): [string, string[]] => [
    step.id,
    [...(picks?.[step.id] ?? [])],
  ])
  return Object.fromEntries(wanted.filter(([, people]) => people.length > 0))
}
