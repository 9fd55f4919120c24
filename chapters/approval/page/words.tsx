import { LevelMark, type Tone, useGet, useLanguage, useText } from '../../../doors/web/ui/index.ts'

interface LevelWords {
  readonly rank: number
  readonly zh: string
  readonly en: string
}

/** The company's levels, lowest first; empty until they are here. */
export function useLevels(): readonly LevelWords[] {
  const { data } = useGet<{ rows: LevelWords[] }>('/levels')
  return [...(data?.rows ?? [])].sort((a, b) => a.rank - b.rank)
}

/** The mark of a rank, in the company's own word for it. */
export function Level({ rank }: { rank: number }) {
  const { pick } = useLanguage()
  const level = useLevels().find((one) => one.rank === rank)
  return <LevelMark rank={rank} name={level === undefined ? String(rank) : pick(level)} />
}

/** States of a form in the order in which people look for them. */
export const states = [
  'running',
  'returned',
  'approved',
  'rejected',
  'withdrawn',
  'revoking',
  'revoked',
  'terminated',
  'expired',
] as const

/** How a state looks. */
export const stateTone: Readonly<Record<string, Tone>> = {
  running: 'waiting',
  returned: 'warning',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'ended',
  terminated: 'ended',
  expired: 'ended',
  revoking: 'warning',
  revoked: 'bad',
}

/** How something that was done looks. */
export const verbTone: Readonly<Record<string, Tone>> = {
  submit: 'neutral',
  resubmit: 'neutral',
  approve: 'good',
  reject: 'bad',
  return: 'warning',
  narrow: 'warning',
  'child-ended': 'neutral',
  'parent-ended': 'ended',
  withdraw: 'ended',
  escalate: 'warning',
  remind: 'warning',
  transfer: 'neutral',
  'take-back': 'warning',
  'ask-material': 'warning',
  revoke: 'bad',
  terminate: 'bad',
  suspend: 'warning',
  expire: 'ended',
}

/** An action of a form (`read`, `export`, …) in words; one that is not known shows its code. */
export function useActionName(): (action: string) => string {
  const t = useText()
  return (action) => {
    const key = `approval.action.${action}`
    const text = t(key)
    return text === key ? action : text
  }
}
