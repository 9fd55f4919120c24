import { LevelMark, useGet, useLanguage } from '../../../../doors/web/ui/index.ts'
import type { LevelReply } from '../../../custody/wire.ts'

/** The company's levels, highest first; empty until they are here. */
export function useLevels(): readonly LevelReply[] {
  const reply = useGet<{ rows: LevelReply[] }>('/levels')
  return [...(reply.data?.rows ?? [])].sort((a, b) => b.rank - a.rank)
}

/** The mark of a rank, in the company's own word for it. */
export function Level({ rank }: { rank: number }) {
  const { pick } = useLanguage()
  const level = useLevels().find((one) => one.rank === rank)
  return <LevelMark rank={rank} name={level === undefined ? String(rank) : pick(level)} />
}
