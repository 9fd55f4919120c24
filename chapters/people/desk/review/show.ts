import type { namesOf } from '../../facts.ts'
import type { Review } from '../../store/review.ts'
import type { Campaign } from '../../wire/review.ts'

type Names = Awaited<ReturnType<typeof namesOf>>

/** A campaign as it is shown. */
export function campaignOf(review: Review, names: Names, now: Date): Campaign {
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id)?.name ?? null))
  return {
    id: review.id,
    number: review.number,
    quarter: review.quarter,
    openedAt: review.openedAt.toISOString(),
    openedBy: nameOf(review.openedBy),
    reason: review.reason,
    dueAt: review.dueAt.toISOString(),
    escalatesAt: review.escalatesAt.toISOString(),
    unusedDays: review.unusedDays,
    closedAt: review.closedAt?.toISOString() ?? null,
    closedBy: nameOf(review.closedBy),
    closeReason: review.closeReason,
    state: review.closedAt !== null ? 'closed' : now > review.dueAt ? 'overdue' : 'running',
  }
}

/** Ids of whoever opened and closed these. */
export const handsOf = (reviews: readonly Review[]): string[] =>
  reviews.flatMap((one) => [one.openedBy, one.closedBy].filter((id) => id !== null))
