import { useState } from 'react'
import { useParams } from 'react-router'
import {
  bytesText,
  Loading,
  PageHeader,
  ProblemNotice,
  post,
  put,
  useGet,
  useRefresh,
  useText,
  Watermark,
} from '../../../doors/web/ui/index.ts'
import type { ImportOptions, ImportView } from '../wire.ts'
import { CheckResult } from './CheckResult.tsx'
import { Columns } from './Columns.tsx'
import { Options } from './Options.tsx'
import { Running } from './Running.tsx'
import { StateTag } from './shared.tsx'
import { WizardSteps } from './WizardSteps.tsx'

/** One import: the steps before it, its progress, its result. */
export default function ImportPage() {
  const { id = '' } = useParams()
  const t = useText()
  const view = useGet<ImportView>(
    `/imports/${id}`,
    {},
    {
      everySeconds: 2,
      keep: false,
      stopWhen: (reply) => reply.state !== 'running' && !(reply.state === 'checked' && reply.dryRun === null),
    },
  )
  if (view.data === undefined)
    return view.error === null ? (
      <Loading />
    ) : (
      <ProblemNotice error={view.error} onRetry={() => void view.refetch()} />
    )
  const { fileName, size, state, createdBy } = view.data
  return (
    <Watermark>
      <PageHeader
        title={fileName}
        tabTitle={t('collection.import.title')}
        hint={t('collection.import.hint', { size: bytesText(size), name: createdBy })}
        marks={<StateTag state={state} />}
      />
      {state === 'checked' ? <Wizard key={id} view={view.data} /> : <Running view={view.data} />}
    </Watermark>
  )
}

function Wizard({ view }: { view: ImportView }) {
  const t = useText()
  const refresh = useRefresh()
  const [step, setStep] = useState(1)
  const [options, setOptions] = useState<ImportOptions | null>(view.options)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [rehearsed, setRehearsed] = useState(false)
  if (options === null || view.check === null) return <ProblemNotice error={new Error('no check')} />
  const settle = async (next: number, rehearse = false): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await put(`/imports/${view.id}/mapping`, options)
      if (rehearse) await post(`/imports/${view.id}/dry-run`, undefined)
      await refresh([`/imports/${view.id}`])
      setRehearsed(rehearse)
      setStep(next)
      window.scrollTo({ top: 0 })
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  const go = (next: number): void => void settle(next)
  return (
    <>
      <WizardSteps current={step} onChange={go} />
      {view.template !== null && step === 1 && (
        <p className="collection-note">{t('collection.template.found', { name: view.template.name })}</p>
      )}
      <ProblemNotice error={error} />
      {step === 1 && (
        <Columns {...{ view, options, busy }} check={view.check} onChange={setOptions} onNext={() => go(2)} />
      )}
      {step === 2 && (
        <Options {...{ view, options, busy }} onChange={setOptions} onNext={() => void settle(3, true)} />
      )}
      {step === 3 && <CheckResult view={view} begun={rehearsed} onBack={() => setStep(2)} />}
    </>
  )
}
