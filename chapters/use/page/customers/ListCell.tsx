import { EyeInvisibleOutlined, LockOutlined } from '@ant-design/icons'
import { Identifier, useText } from '../../../../doors/web/ui/index.ts'
import type { CustomerList } from '../../wire.ts'
import { identifierKind } from '../shared/identifier-kind.ts'

export type CustomerRow = CustomerList['rows'][number]

/** One value in a list row as this person sees it; nothing where the file has no such value. */
export function ListCell({ row, codes }: { row: CustomerRow; codes: readonly string[] }) {
  const t = useText()
  const cell = codes.flatMap((code) => row.cells.find((one) => one.code === code) ?? [])[0]
  if (cell === undefined || cell.sight === 'absent') return <span className="dash">—</span>
  if (cell.sight === 'hidden')
    return (
      <span className="field-lock">
        <LockOutlined aria-hidden="true" /> {t('kit.field.hidden')}
      </span>
    )
  const value = <Identifier text={cell.text} kind={identifierKind(cell.code)} />
  if (cell.sight === 'full') return value
  return (
    <span className="field-mask" title={t('kit.field.masked')}>
      <EyeInvisibleOutlined aria-label={t('kit.field.masked')} /> {value}
    </span>
  )
}
