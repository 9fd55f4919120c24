import { Grid } from 'antd'
import { Link } from 'react-router'
import { StatusTag, type Tone, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { ApprovalReply, ChartStep } from '../wire.ts'
import { Due } from './columns.tsx'

const stepTone: Readonly<Record<ChartStep['state'], Tone>> = {
  passed: 'good',
  skipped: 'ended',
  rejected: 'bad',
  returned: 'warning',
  open: 'waiting',
  stopped: 'ended',
  ahead: 'neutral',
}

/** Steps that stand side by side, as lanes: one stage, its branches, the steps of each. */
export function stagesOf(chart: readonly ChartStep[]): readonly (readonly (readonly ChartStep[])[])[] {
  const stages = new Map<number, Map<number, ChartStep[]>>()
  for (const step of chart) {
    const lanes = stages.get(step.stage) ?? new Map<number, ChartStep[]>()
    stages.set(step.stage, lanes)
    const lane = lanes.get(step.branch) ?? []
    lanes.set(step.branch, lane)
    lane.push(step)
  }
  return [...stages.entries()].sort(([a], [b]) => a - b).map(([, lanes]) => [...lanes.values()])
}

/** The way of a form as a chart: what is behind, where it waits, and who would be asked next. */
export function WayChart({ form }: { form: ApprovalReply }) {
  const t = useText()
  const wide = Grid.useBreakpoint().md !== false
  if (form.chart.length === 0) return null
  return (
    <details className="way-chart" open={wide}>
      <summary>{t('approval.chart.title')}</summary>
      <ol className="step-chart" aria-label={t('approval.chart.title')}>
        <li className="end">{form.applicant.name}</li>
        {stagesOf(form.chart).map((lanes, place) => (
          <li key={place} className={lanes.length > 1 ? 'stage lanes' : 'stage'}>
            {lanes.map((lane, number) => (
              <div key={number} className="lane">
                {lane.map((step) => (
                  <Step key={step.index} step={step} />
                ))}
              </div>
            ))}
          </li>
        ))}
        <li className={form.state === 'approved' ? 'end reached' : 'end'}>{t('approval.flows.approved')}</li>
      </ol>
    </details>
  )
}

function Step({ step }: { step: ChartStep }) {
  const t = useText()
  const { pick } = useLanguage()
  const several = step.people.filter((one) => one.under === null).length > 1
  return (
    <div className={`chart-step ${step.state}`} aria-current={step.state === 'open' ? 'step' : undefined}>
      <div className="chart-head">
        <strong>{pick(step.step)}</strong>
        <StatusTag tone={stepTone[step.state]}>{t(`approval.chart.${step.state}`)}</StatusTag>
      </div>
      {(several || step.rounds > 1) && (
        <div className="soft">
          {several && t(`approval.mode.${step.mode}`)}{' '}
          {step.rounds > 1 && t('approval.chart.rounds', { count: step.rounds })}
        </div>
      )}
      {step.sub !== null && <div className="soft">{t('approval.chart.sub', { flow: pick(step.sub) })}</div>}
      {step.child !== null && (
        <div>
          {step.child.open ? (
            <Link to={`/approvals/${step.child.id}`}>{step.child.number}</Link>
          ) : (
            step.child.number
          )}{' '}
          <span className="soft">{t(`approval.state.${step.child.state}`)}</span>
        </div>
      )}
      {step.tally !== null && <div className="soft">{t('approval.chart.tally', step.tally)}</div>}
      <ul className="plain-list">
        {step.people.map((one) => (
          <Part key={one.taskId ?? one.person.id} one={one} />
        ))}
      </ul>
      {step.people.length === 0 && step.state === 'ahead' && step.sub === null && (
        <div className="soft">{t('approval.chart.nobodyYet')}</div>
      )}
    </div>
  )
}

function Part({ one }: { one: ChartStep['people'][number] }) {
  const t = useText()
  const notes: string[] = []
  if (one.under !== null) notes.push(t(`approval.origin.${one.under.as}`))
  else if (one.origin !== 'step') notes.push(t(`approval.origin.${one.origin}`))
  if (one.onBehalfOf !== null) notes.push(t('approval.form.onBehalf', { name: one.onBehalfOf.name }))
  return (
    <li className={one.state === 'foreseen' ? 'foreseen' : ''}>
      {one.person.name}{' '}
      {one.state !== 'foreseen' && (
        <span className={`part-state ${one.state}`}>{t(`approval.task.${one.state}`)}</span>
      )}
      {one.group !== null && <span className="soft"> {one.group}</span>}
      {notes.map((note) => (
        <div key={note} className="soft">
          {note}
        </div>
      ))}
      {one.state === 'todo' && one.dueAt !== null && (
        <div className="soft">
          {t('approval.form.due')} <Due at={one.dueAt} />
        </div>
      )}
    </li>
  )
}
