import type { Choice, HeldGroup } from '../wire.ts'

/** What may become of one kind of thing. `open` = nobody receives it and it cannot end: it stays, and the list says so. */
export type Way = 'hand-over' | 'end' | 'keep' | 'open'

/** The ways that are offered, the usual one first in mind. */
export function waysFor(group: HeldGroup, kind: 'leave' | 'move', receiver: boolean): Way[] {
  const ways: Way[] = []
  if (group.mayHandOver && receiver) ways.push('hand-over')
  if (group.mayEnd) ways.push('end')
  if (kind === 'move') ways.push('keep')
  if (group.mayOpen) ways.push('open')
  return ways.length === 0 ? ['open'] : ways
}

/** What happens when nobody chooses otherwise. */
export function usualFor(group: HeldGroup, kind: 'leave' | 'move', receiver: boolean): Way {
  const ways = waysFor(group, kind, receiver)
  const usual = kind === 'leave' ? group.onLeave : group.onMove
  return ways.find((way) => way === usual) ?? ways[0]!
}

/** The choice as it is sent; undefined leaves it to what is usual. */
export function doneFor(
  way: Way | undefined,
  receiverId: string | null,
  mayOpen = false,
): Choice | undefined {
  if (way === 'hand-over') return receiverId === null ? undefined : { to: receiverId }
  if (way === 'open') return mayOpen ? { do: 'open' } : undefined
  return way === 'end' || way === 'keep' ? { do: way } : undefined
}
