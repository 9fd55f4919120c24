import type { Ref } from 'react'
import type { MistakeReply } from './problem.ts'
import { useLanguage, useText } from './text.ts'

export interface MistakeNoticeProps {
  mistake: MistakeReply
  fieldLabel?: string
  /** To move the focus here. */
  ref?: Ref<HTMLElement>
}

/** The input cannot be used: what is wrong, where, and the remedy. */
export function MistakeNotice({ mistake, fieldLabel, ref }: MistakeNoticeProps) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <section className="notice mistake" role="alert" ref={ref} tabIndex={-1}>
      <h2>{t(mistake.because === undefined ? 'kit.mistake' : `kit.mistake.${mistake.because}`)}</h2>
      <p>
        {fieldLabel !== undefined && <strong>{fieldLabel}: </strong>}
        {pick(mistake.text)}
      </p>
    </section>
  )
}
