import { useGet, useLanguage, useSession } from '../../../../doors/web/ui/index.ts'
import { markOf, type CatalogueReply } from '../../wire.ts'

/** The mark of a level as it stands on views and their prints: word, term and owner. */
export function FileMark({ rank }: { rank: number }) {
  const { language } = useLanguage()
  const company = useSession().company?.name ?? ''
  const level = useGet<CatalogueReply>('/catalogue').data?.levels.find((one) => one.rank === rank)
  if (level === undefined) return null
  return (
    <p className="custody-mark" role="note">
      {markOf(level, { years: level.secrecyYears, openTerm: level.openTerm }, company, language)}
    </p>
  )
}
