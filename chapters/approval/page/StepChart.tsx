import type { Flow } from '../wire.ts'
import { conditionOf, dueOf, type FlowWords, modeOf, peopleOf, rightsOf, type Step } from './flow-words.ts'

/** A flow as its steps, from the applicant to the end; branches stand below one another. */
export function StepChart({ flow, words }: { flow: Pick<Flow, 'steps'>; words: FlowWords }) {
  const { t } = words
  return (
    <ol className="step-chart" aria-label={t('approval.flows.chart')}>
      <li className="end">{t('approval.flows.applicant')}</li>
      {flow.steps.map((node) =>
        'branches' in node ? (
          <li key={node.id} className="stage lanes">
            <div className="soft">
              {words.step(node)} · {t(`approval.block.${node.kind}`)}
            </div>
            {node.branches.map((branch) => (
              <div key={branch.id} className="lane">
                <div className="lane-name">
                  {words.step(branch)}
                  <div className="soft">
                    {conditionOf(branch.when, words) ||
                      (node.kind === 'choice' ? t('approval.when.otherwise') : '')}
                  </div>
                </div>
                {branch.steps.map((step) => (
                  <div key={step.id} className="chart-step">
                    <Shown step={step} words={words} />
                  </div>
                ))}
                {branch.steps.length === 0 && <span className="soft">{t('approval.flows.noStep')}</span>}
              </div>
            ))}
          </li>
        ) : (
          <li key={node.id}>
            <Shown step={node} words={words} />
          </li>
        ),
      )}
      <li className="end">{t('approval.flows.approved')}</li>
    </ol>
  )
}

function Shown({ step, words }: { step: Step; words: FlowWords }) {
  const { t } = words
  const when = conditionOf(step.when, words)
  const rights = rightsOf(step, words)
  return (
    <>
      <strong>{words.step(step)}</strong>
      <div>{peopleOf(step, words)}</div>
      {step.sub === undefined && (
        <div className="soft">
          {modeOf(step, words)} · {dueOf(step, words)}
        </div>
      )}
      {rights !== '' && <div className="soft">{rights}</div>}
      {when !== '' && <div className="soft">{t('approval.flows.onlyWhen', { when })}</div>}
      {step.repeats !== 'ask' && <div className="soft">{t(`approval.repeats.${step.repeats}`)}</div>}
    </>
  )
}
