import { useGet } from '../../../../doors/web/ui/index.ts'
import type { FieldReply } from '../../../custody/wire.ts'

/** Sections of a customer file, in the order of the paper file; others follow behind. */
const order = ['identity', 'contact', 'documents', 'bank', 'business', 'follow-up', 'other']
const place = (section: string): number => (order.indexOf(section) + order.length + 1) % (order.length + 1)

/** Rows by section, in the order of the paper file. */
export function bySection<Row extends { section: string }>(
  rows: readonly Row[],
): [section: string, rows: Row[]][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.section, [...(groups.get(row.section) ?? []), row])
  return [...groups].sort(([a], [b]) => place(a) - place(b))
}

/** Key of a section's name: the known ones have texts, any other is shown by its code. */
export const sectionKey = (section: string): string =>
  order.includes(section) ? `use.section.${section}` : section

/** The data catalogue in force. */
export function useCatalogue(): { fields: readonly FieldReply[]; loading: boolean; error: unknown } {
  const reply = useGet<{ rows: FieldReply[] }>('/catalogue/fields')
  return { fields: reply.data?.rows ?? [], loading: reply.isPending, error: reply.error }
}
