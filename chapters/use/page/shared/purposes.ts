import { useGet, useLanguage } from '../../../../doors/web/ui/index.ts'
import type { PurposeList } from '../../../collection/wire.ts'

export interface PurposeTools {
  /** Purposes that this person may choose, in the company's order. */
  options: { value: string; label: string }[]
  /** The company's word for a purpose; the code itself when it is not known (yet). */
  word: (code: string) => string
  loading: boolean
}

/** The company's purposes of use, closed ones known by name only. */
export function usePurposes(): PurposeTools {
  const { pick } = useLanguage()
  const reply = useGet<PurposeList>('/purposes', { closed: 'yes' })
  const rows = reply.data?.rows ?? []
  return {
    options: rows.filter((row) => row.mayUse).map((row) => ({ value: row.code, label: pick(row) })),
    word: (code) => {
      const row = rows.find((one) => one.code === code)
      return row === undefined ? code : pick(row)
    },
    loading: reply.isPending,
  }
}
