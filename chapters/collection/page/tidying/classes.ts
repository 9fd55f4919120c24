import { useGet, useLanguage } from '../../../../doors/web/ui/index.ts'

interface Class {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly retired: boolean
}
interface Classes {
  readonly types: readonly Class[]
  readonly categories: readonly Class[]
}

/** Customer types and categories in the company's own words. */
export function useClasses(): {
  type: (code: string) => string
  category: (code: string) => string
  typeOptions: { value: string; label: string }[]
  categoryOptions: { value: string; label: string }[]
} {
  const { pick } = useLanguage()
  const reply = useGet<Classes>('/filing/classes')
  const word = (list: readonly Class[] | undefined, code: string): string => {
    const found = list?.find((one) => one.code === code)
    return found === undefined ? code : pick(found)
  }
  const options = (list: readonly Class[] | undefined) =>
    (list ?? [])
      .filter((one) => one.code !== '' && !one.retired)
      .map((one) => ({ value: one.code, label: pick(one) }))
  return {
    type: (code) => word(reply.data?.types, code),
    category: (code) => word(reply.data?.categories, code),
    typeOptions: options(reply.data?.types),
    categoryOptions: options(reply.data?.categories),
  }
}
