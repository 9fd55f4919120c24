import { Checkbox } from 'antd'
import { useText } from '../../../../doors/web/ui/index.ts'
import { usePurposeWords } from './words.ts'

interface FieldChoiceProps {
  value?: number[]
  onChange?: (ids: number[]) => void
}

/** The fields of the catalogue by section, to be ticked; sensitive ones are marked. */
export function FieldChoice({ value = [], onChange }: FieldChoiceProps) {
  const t = useText()
  const { fields } = usePurposeWords()
  const chosen = new Set(value)
  const usable = fields.filter((field) => !field.retired || chosen.has(field.id))
  const sections = [...new Set(usable.map((field) => field.section))]
  const set = (ids: readonly number[], on: boolean): void => {
    const next = new Set(chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    onChange?.([...next].sort((a, b) => a - b))
  }
  return (
    <div className="collection-field-choice">
      {sections.map((section) => {
        const own = usable.filter((field) => field.section === section)
        const ids = own.map((field) => field.id)
        const on = ids.filter((id) => chosen.has(id)).length
        return (
          <fieldset key={section}>
            <legend>
              <Checkbox
                checked={on === ids.length}
                indeterminate={on > 0 && on < ids.length}
                onChange={(event) => set(ids, event.target.checked)}
              >
                {t(`collection.section.${section}`)}
              </Checkbox>
            </legend>
            {own.map((field) => (
              <FieldBox key={field.id} field={field} on={chosen.has(field.id)} onChange={set} />
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}

type Field = ReturnType<typeof usePurposeWords>['fields'][number]

function FieldBox(props: { field: Field; on: boolean; onChange: (ids: number[], on: boolean) => void }) {
  const t = useText()
  const { field: nameOf } = usePurposeWords()
  const { field, on, onChange } = props
  return (
    <Checkbox checked={on} onChange={(event) => onChange([field.id], event.target.checked)}>
      {nameOf(field.id)}
      {field.sensitive && <span className="collection-sensitive"> {t('collection.purposes.sensitive')}</span>}
    </Checkbox>
  )
}
