import { Select } from 'antd'
import { useGet, useLanguage } from '../../../../doors/web/ui/index.ts'
import type { PurposeList } from '../../wire.ts'

interface PurposeChoiceProps {
  label: string
  value: readonly string[]
  onChange: (codes: string[]) => void
}

/** The purposes in use, several of which may be chosen. */
export function PurposeChoice({ label, value, onChange }: PurposeChoiceProps) {
  const { pick } = useLanguage()
  const list = useGet<PurposeList>('/purposes')
  return (
    <Select
      mode="multiple"
      aria-label={label}
      value={[...value]}
      loading={list.isPending}
      optionFilterProp="label"
      onChange={onChange}
      options={(list.data?.rows ?? []).map((row) => ({ value: row.code, label: pick(row) }))}
    />
  )
}
