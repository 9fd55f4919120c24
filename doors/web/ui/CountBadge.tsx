import { useText } from './text.ts'

/** A figure beside a label; nothing at zero; more than 99 shows as 99+ and is read in full. */
export function CountBadge({
  count,
  tone = 'calm',
}: {
  count: number | undefined
  tone?: 'calm' | 'urgent'
}) {
  const t = useText()
  if (count === undefined || count <= 0) return null
  return (
    <span className={`count-badge ${tone}`}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="only-read-aloud">{t('kit.countRead', { count })}</span>
    </span>
  )
}
