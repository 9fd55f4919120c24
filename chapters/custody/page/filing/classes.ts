import { useGet, useLanguage } from '../../../../doors/web/ui/index.ts'
import type { ClassesReply } from '../../wire.ts'

/** Customer types and categories in the company's own words; retired ones are not offered. */
export function useClasses() {
  const { pick } = useLanguage()
  const reply = useGet<ClassesReply>('/filing/classes')
  const types = reply.data?.types ?? []
  const categories = reply.data?.categories ?? []
  const word = (list: readonly { code: string; zh: string; en: string }[], code: string): string => {
    const found = list.find((one) => one.code === code)
    return found === undefined ? code : pick(found)
  }
  const options = (list: readonly { code: string; zh: string; en: string; retired: boolean }[]) =>
    list
      .filter((one) => one.code !== '' && !one.retired)
      .map((one) => ({ value: one.code, label: pick(one) }))
  return {
    types,
    categories,
    error: reply.error,
    type: (code: string) => word(types, code),
    category: (code: string) => word(categories, code),
    typeOptions: options(types),
    categoryOptions: options(categories),
  }
}
