import type { FormInstance } from 'antd'
import { useEffect } from 'react'
import { LevelMark, problemOf, useGet, useLanguage } from '../../../doors/web/ui/index.ts'
import type { CatalogueReply, FieldReply, LevelReply } from '../wire.ts'

/** Sections in the order of the paper file. */
export const sectionOrder = [
  'identity',
  'contact',
  'documents',
  'bank',
  'business',
  'follow-up',
  'other',
] as const

/** Fields by section, in the order of the paper file, each section in its own order. */
export function bySection(fields: readonly FieldReply[]): [section: string, fields: FieldReply[]][] {
  const groups = new Map<string, FieldReply[]>(sectionOrder.map((section) => [section, []]))
  for (const field of fields) {
    const group = groups.get(field.section) ?? []
    group.push(field)
    groups.set(field.section, group)
  }
  return [...groups].filter(([, group]) => group.length > 0)
}

export interface CatalogueTools {
  fields: readonly FieldReply[]
  /** Highest first. */
  levels: readonly LevelReply[]
  loading: boolean
  error: unknown
}

/** Fields and levels in force. */
export function useCatalogue(): CatalogueTools {
  const reply = useGet<CatalogueReply>('/catalogue')
  return {
    fields: reply.data?.fields ?? [],
    levels: [...(reply.data?.levels ?? [])].sort((a, b) => b.rank - a.rank),
    loading: reply.isPending,
    error: reply.error,
  }
}

/** The mark of a rank, in the company's own word for it. */
export function Level({ rank }: { rank: number }) {
  const { pick } = useLanguage()
  const level = useCatalogue().levels.find((one) => one.rank === rank)
  return <LevelMark rank={rank} name={level === undefined ? String(rank) : pick(level)} />
}

/** Options of a select of levels, highest first. */
export function useLevelOptions(): { value: number; label: string }[] {
  const { pick } = useLanguage()
  return useCatalogue().levels.map((level) => ({ value: level.rank, label: pick(level) }))
}

/** Shows what the server found wrong with one value at that value, and brings it into view. */
export function useValueErrors<Values>(form: FormInstance<Values>, error: unknown): void {
  const { pick } = useLanguage()
  useEffect(() => {
    const problem = error === null ? null : problemOf(error)
    if (problem?.kind !== 'mistake') return
    const id = /^values\.(\d+)$/.exec(problem.mistake.field)?.[1]
    if (id === undefined) return
    const name = ['values', id] as unknown as Parameters<typeof form.setFields>[0][number]['name']
    form.setFields([{ name, errors: [pick(problem.mistake.text)] }])
    form.scrollToField(name, { block: 'center', focus: true })
  }, [form, error, pick])
}
