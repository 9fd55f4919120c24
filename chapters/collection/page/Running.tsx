import { Button, Progress } from 'antd'
import { Link } from 'react-router'
import { ProblemNotice, Time, useText, usePost } from '../../../doors/web/ui/index.ts'
import type { ImportView } from '../wire.ts'
import { Problems } from './Problems.tsx'
import { Figures } from './shared.tsx'
import { WizardSteps } from './WizardSteps.tsx'

/** Last step: how far it is, ways to pause, go on and cancel, and the result. */
export function Running({ view }: { view: ImportView }) {
  const t = useText()
  const act = usePost<string>((what) => `/imports/${view.id}/${what}`)
  const { state, progress } = view
  const percent =
    state === 'finished'
      ? 100
      : progress.total === 0
        ? 0
        : Math.min(99, Math.floor((progress.rows / progress.total) * 100))
  const status =
    state === 'failed'
      ? 'exception'
      : state === 'finished'
        ? 'success'
        : state === 'running'
          ? 'active'
          : 'normal'
  return (
    <>
      <WizardSteps current={4} />
      {state !== 'cancelled' && (
        <div aria-live="polite">
          <Progress percent={percent} status={status} aria-label={t('collection.step.run')} />
          <Figures progress={progress} />
        </div>
      )}
      <p>
        {t(
          state === 'finished' && view.quarantine !== null
            ? 'collection.run.quarantined'
            : `collection.run.${state}`,
        )}
      </p>
      {view.finishedAt !== null && (
        <p className="soft">
          {t('collection.run.ended')} <Time at={view.finishedAt} />
        </p>
      )}
      {view.problem !== null && (
        <p className="collection-note bad" role="alert">
          {t('collection.run.problem')} {t(`collection.problem.${view.problem.code}`, view.problem.values)}
        </p>
      )}
      <ProblemNotice error={act.error} />
      <div className="collection-actions">
        {state === 'running' && (
          <Button onClick={() => act.mutate('pause')}>{t('collection.run.pause')}</Button>
        )}
        {(state === 'paused' || state === 'failed') && (
          <Button type="primary" onClick={() => act.mutate('start')}>
            {t('collection.run.resume')}
          </Button>
        )}
        {(state === 'running' || state === 'paused' || state === 'failed') && (
          <Button danger onClick={() => act.mutate('cancel')}>
            {t('collection.run.cancel')}
          </Button>
        )}
        {state === 'finished' && view.quarantine !== null && (
          <Link to={`/quarantine/${view.quarantine.id}`}>
            {t('collection.run.toQuarantine', { number: view.quarantine.number })}
          </Link>
        )}
        {state === 'finished' && view.quarantine === null && (
          <Link to="/customers">{t('collection.run.toCustomers')}</Link>
        )}
        {state === 'finished' && view.openDuplicates > 0 && (
          <Link to={`/duplicates?import=${view.id}`}>
            {t('collection.run.toDuplicates', { count: view.openDuplicates.toLocaleString() })}
          </Link>
        )}
      </div>
      {view.errors > 0 && <Problems id={view.id} count={view.errors} />}
    </>
  )
}
