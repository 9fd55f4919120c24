import { LevelMark, useGet, useLanguage } from '../../../doors/web/ui/index.ts'
import type { LevelReply } from '../../custody/wire.ts'

/** The mark of a rank, in the company's own word for it. */
export function Level({ rank }: { rank: number }) {
  const { pick } = useLanguage()
  const reply = useGet<{ rows: LevelReply[] }>('/levels')
  const level = reply.data?.rows.find((one) => one.rank === rank)
  return <LevelMark rank={rank} name={level === undefined ? String(rank) : pick(level)} />
}
