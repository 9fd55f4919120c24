import { useGet, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import { roleCatalogue } from '../wire.ts'

/** The name of a role in the language shown; unknown codes are shown as they are. */
export function useRoleName(): (code: string) => string {
  const { language } = useLanguage()
  return (code) => roleCatalogue.find((role) => role.code === code)?.[language] ?? code
}

interface LevelWords {
  readonly rank: number
  readonly zh: string
  readonly en: string
}

/** The company's words for its levels, from the lowest rank; empty while they cannot be read. */
export function useLevels(): readonly LevelWords[] {
  const { data } = useGet<{ rows?: LevelWords[]; levels?: LevelWords[] }>('/levels')
  return [...(data?.rows ?? data?.levels ?? [])].sort((a, b) => a.rank - b.rank)
}

/** A clearance in words: the name of the highest level it covers. */
export function useClearanceName(): (rank: number) => string {
  const levels = useLevels()
  const { language } = useLanguage()
  const t = useText()
  return (rank) => {
    if (rank === 0) return t('people.clearanceNone')
    return levels.find((level) => level.rank === rank)?.[language] ?? t('people.clearanceLevel', { rank })
  }
}
