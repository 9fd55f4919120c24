import { Select } from 'antd'
import { useGet, useLanguage } from '../../../doors/web/ui/index.ts'
import type { PurposeList } from '../../collection/wire.ts'

const path = '/purposes'

/** Which purposes the values are needed for; several may be chosen. */
export function PurposeChoice(props: {
  id?: string
  value?: string[]
  onChange?: (value: string[]) => void
}) {
  const { pick } = useLanguage()
  const list = useGet<PurposeList>(path)
  return (
    <Select
      {...props}
      mode="multiple"
      loading={list.isPending}
      optionFilterProp="label"
      options={(list.data?.rows ?? []).map((row) => ({ value: row.code, label: pick(row) }))}
    />
  )
}

/** Whether one of these purposes needs a field; without any chosen every field is shown. */
export function usePurposesNeeding(codes: readonly string[]): (field: number) => boolean {
  const list = useGet<PurposeList>(path)
  const chosen = (list.data?.rows ?? []).filter((row) => codes.includes(row.code))
  return (field) => chosen.length === 0 || chosen.some((row) => row.fields.includes(field))
}
