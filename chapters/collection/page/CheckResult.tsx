import { Button, Input, Progress } from 'antd'
import { useState } from 'react'
import { ProblemNotice, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { ImportView } from '../wire.ts'
import { ExtraColumns } from './purposes/ExtraColumns.tsx'
import { Problems } from './Problems.tsx'
import { Figures } from './shared.tsx'

interface CheckResultProps {
  view: ImportView
  /** A rehearsal has been asked for on the way here. */
  begun: boolean
  onBack: () => void
}

/** Fourth step: a rehearsal that files nothing, then the start. */
export function CheckResult({ view, begun, onBack }: CheckResultProps) {
  const t = useText()
  const rehearse = usePost<undefined>(`/imports/${view.id}/dry-run`)
  const start = usePost<undefined>(`/imports/${view.id}/start`)
  const asked = begun || rehearse.isSuccess || rehearse.isPending
  const waiting = asked && view.dryRun === null
  const { rows, total } = view.progress
  return (
    <>
      <p>{t('collection.check.hint')}</p>
      <ExtraColumns id={view.id} columns={view.extra} />
      {waiting && (
        <div aria-live="polite">
          <Progress
            percent={total === 0 ? 0 : Math.min(99, Math.round((rows / total) * 100))}
            aria-label={t('collection.check.running')}
          />
          <p className="soft">{t('collection.check.running')}</p>
        </div>
      )}
      {view.dryRun !== null && (
        <>
          <Figures progress={view.dryRun} />
          <Problems id={view.id} count={view.errors} />
        </>
      )}
      <SaveTemplate id={view.id} />
      <ProblemNotice error={rehearse.error ?? start.error} />
      <div className="collection-actions">
        <Button onClick={onBack}>{t('collection.back')}</Button>
        <Button loading={waiting} onClick={() => rehearse.mutate(undefined)}>
          {t(view.dryRun === null ? 'collection.check.begin' : 'collection.check.again')}
        </Button>
        <Button
          type="primary"
          disabled={waiting}
          loading={start.isPending}
          onClick={() => start.mutate(undefined)}
        >
          {t('collection.run.start')}
        </Button>
      </div>
    </>
  )
}

function SaveTemplate({ id }: { id: string }) {
  const t = useText()
  const [name, setName] = useState('')
  const save = usePost<{ name: string; import: string }>('/templates', { refresh: ['/templates'] })
  return (
    <div className="collection-bar collection-gap">
      <label htmlFor="template-name">{t('collection.template.name')}</label>
      <Input
        id="template-name"
        className="collection-name"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        disabled={name.trim() === ''}
        loading={save.isPending}
        onClick={() => save.mutate({ name: name.trim(), import: id })}
      >
        {t('collection.template.save')}
      </Button>
      {save.isSuccess && <span role="status">{t('collection.template.saved')}</span>}
      <ProblemNotice error={save.error} />
    </div>
  )
}
