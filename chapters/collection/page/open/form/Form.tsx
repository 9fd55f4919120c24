import { useEffect, useState } from 'react'
import { openGet, OpenProblem, useOpenText } from '../../../../../doors/web/ui/open/index.ts'
import type { OpenForm } from '../../../wire.ts'
import { FillIn } from './FillIn.tsx'

/** The form behind an address. */
export default function FormPage({ params }: { params: Readonly<Record<string, string>> }) {
  const t = useOpenText()
  const code = params['code'] ?? ''
  const [round, setRound] = useState(0)
  const [form, setForm] = useState<OpenForm>()
  const [problem, setProblem] = useState<unknown>()
  useEffect(() => {
    let gone = false
    openGet<OpenForm>(`/forms/${code}`).then(
      (found) => {
        if (!gone) setForm(found)
      },
      (error: unknown) => {
        if (!gone) setProblem(error)
      },
    )
    return () => {
      gone = true
    }
  }, [code, round])
  useEffect(() => {
    if (form !== undefined) document.title = `${form.title.zh} · ${form.company}`
  }, [form])
  if (problem !== undefined)
    return (
      <>
        <h1>{t('collection.open.form')}</h1>
        <OpenProblem error={problem} />
      </>
    )
  if (form === undefined) return <p role="status">{t('open.loading')}</p>
  const reload = (): void => {
    setForm(undefined)
    setRound(round + 1)
  }
  return <FillIn key={round} form={form} onReload={reload} />
}
