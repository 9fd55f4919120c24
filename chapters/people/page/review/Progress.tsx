import { useText } from '../../../../doors/web/ui/index.ts'

/** How many of how many, as a bar and in figures. */
export function Progress({ done, of, label }: { done: number; of: number; label: string }) {
  const t = useText()
  const text = t('people.reviews.progressText', { decided: done, items: of })
  return (
    <span className="review-progress">
      <meter min={0} max={Math.max(of, 1)} value={of === 0 ? 1 : done} aria-label={`${label} ${text}`} />
      <span>{text}</span>
    </span>
  )
}
