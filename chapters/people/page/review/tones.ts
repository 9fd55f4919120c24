import type { Tone } from '../../../../doors/web/ui/index.ts'
import type { Campaign } from '../../wire.ts'

/** How the state of a campaign looks. */
export const campaignTones: Readonly<Record<Campaign['state'], Tone>> = {
  running: 'waiting',
  overdue: 'bad',
  closed: 'ended',
}

/** How the state of one right looks. */
export const outcomeTones: Readonly<Record<'open' | 'kept' | 'removed' | 'gone', Tone>> = {
  open: 'waiting',
  kept: 'good',
  removed: 'bad',
  gone: 'ended',
}
