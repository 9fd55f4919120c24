import type { MistakeReply } from './problem.ts'
import { useLanguage, useText } from './text.ts'

/** The input cannot be used: what is wrong, where, and the remedy. */
export function MistakeNotice({ mistake, fieldLabel }: { mistake: MistakeReply; fieldLabel?: string }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <section className="notice mistake" role="alert">
      <h2>{t('kit.mistake')}</h2>
      <p>
        {fieldLabel !== undefined && <strong>{fieldLabel}: </strong>}
        {pick(mistake.text)}
      </p>
    </section>
  )
}
