import type { Tone } from '../../../../doors/web/ui/index.ts'
import type { AppointmentState } from '../../wire.ts'

/** How the states of an appointment look. */
export const stateTones: Readonly<Record<AppointmentState, Tone>> = {
  proposed: 'waiting',
  signed: 'warning',
  accepted: 'good',
  over: 'ended',
  ended: 'ended',
  declined: 'ended',
}
