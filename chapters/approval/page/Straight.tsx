import { Button } from 'antd'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../doors/web/ui/index.ts'

interface Props {
  /** Where the form is sent straight back from. */
  readonly path: string
  /** The step that returned it; null when it cannot go straight back. */
  readonly to: { readonly zh: string; readonly en: string } | null
  /** Something of the returned content was changed in the form. */
  readonly changed: boolean
  readonly onDone: (reply: { id: string }) => void
}

/** Sends a returned form straight back to whoever returned it, or says why that cannot be. */
export function StraightBack({ path, to, changed, onDone }: Props) {
  const t = useText()
  const { pick } = useLanguage()
  const send = usePost<object, { id: string }>(path, {
    onDone,
    refresh: ['/applications', '/level-changes', '/approvals', '/desk', '/session'],
  })
  const possible = to !== null && !changed
  return (
    <section className="straight-back" aria-label={t('approval.straight.title')}>
      <p className="soft">
        {to === null
          ? t('approval.straight.not')
          : t(changed ? 'approval.straight.changed' : 'approval.straight.possible', { step: pick(to) })}
      </p>
      <ProblemNotice error={send.error} />
      {to !== null && (
        <Button disabled={!possible} loading={send.isPending} onClick={() => send.mutate({})}>
          {t('approval.straight.send', { step: pick(to) })}
        </Button>
      )}
    </section>
  )
}
