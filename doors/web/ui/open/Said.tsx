import type { ReactNode } from 'react'
import { type Problem, problemOf } from '../problem.ts'
import { useOpenLanguage, useOpenText } from './text.tsx'

/** A framed remark; `alert` ones are read out at once. */
export function Said({ tone, children }: { tone: 'good' | 'bad' | 'note'; children: ReactNode }) {
  return (
    <div className={`open-said open-said-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}

/** What went wrong with a request, in words, with what to do. */
export function OpenProblem({ error }: { error: unknown }) {
  const t = useOpenText()
  const { pick } = useOpenLanguage()
  const words = (problem: Problem): string => {
    if (problem.kind === 'mistake') return pick(problem.mistake.text)
    if (problem.kind === 'refusal') return pick(problem.refusal.text)
    return t(problem.kind === 'offline' ? 'open.offline' : 'open.fault')
  }
  return <Said tone="bad">{words(problemOf(error))}</Said>
}
