import type { EmptyTeaching } from './table-types.ts'

/** Nothing here yet: what would be here, how it comes here, and the button that begins it. */
export function EmptyState({ title, hint, action }: EmptyTeaching) {
  return (
    <div className="empty-state">
      <svg width="56" height="48" viewBox="0 0 56 48" aria-hidden="true" focusable="false">
        <path d="M6 14h18l4 5h22v23a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3z" />
        <path d="M12 14V5h30v14M19 10h16" />
      </svg>
      <p className="title">{title}</p>
      {hint !== undefined && <p className="soft">{hint}</p>}
      {action}
    </div>
  )
}
