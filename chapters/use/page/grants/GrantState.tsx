import { StatusTag, useText, type Tone } from '../../../../doors/web/ui/index.ts'
import type { GrantState as State } from '../../wire.ts'

const tones: Record<State, Tone> = {
  running: 'good',
  upcoming: 'waiting',
  expired: 'ended',
  revoked: 'bad',
  'used-up': 'ended',
}

/** A grant's state in words and colour. */
export function GrantState({ state }: { state: State }) {
  const t = useText()
  return <StatusTag tone={tones[state]}>{t(`use.grant.${state}`)}</StatusTag>
}
