import { Checkbox, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { FormSection, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { FieldReply } from '../wire.ts'
import { bySection, Level } from './shared.tsx'

const longTypes = new Set(['remark', 'free-text', 'text', 'trade-secret', 'technical', 'address'])

export interface ValueFieldsProps {
  fields: readonly FieldReply[]
  kind: 'person' | 'company'
  /** Numbers the sections from here on. */
  firstNumber: number
  required?: (field: FieldReply) => boolean
  /** What stands there now, as far as this person sees it. */
  present?: (field: FieldReply) => ReactNode
  /** Offers to remove the present value. */
  removable?: (field: FieldReply) => boolean
  /** Why the field cannot be typed into, if so. */
  closed?: (field: FieldReply) => string | undefined
}

function FieldInput({ field, ...props }: ValueFieldsProps & { field: FieldReply }) {
  const t = useText()
  const { pick } = useLanguage()
  const removed = Form.useWatch<boolean | undefined>(['remove', String(field.id)]) === true
  const closed = props.closed?.(field)
  const long = longTypes.has(field.type)
  const disabled = removed || closed !== undefined
  return (
    <div className={long ? 'whole' : ''}>
      <Form.Item
        name={['values', String(field.id)]}
        label={
          <span className="custody-field-label">
            {pick(field)} <Level rank={field.level} />
          </span>
        }
        rules={
          props.required?.(field) === true
            ? [{ required: true, whitespace: true, message: t('custody.required') }]
            : []
        }
        extra={
          closed ?? (
            <span className="custody-present">
              {props.present?.(field)}{' '}
              {props.removable?.(field) === true && (
                <Form.Item name={['remove', String(field.id)]} valuePropName="checked" noStyle>
                  <Checkbox aria-label={t('custody.form.removeOf', { field: pick(field) })}>
                    {t('custody.form.remove')}
                  </Checkbox>
                </Form.Item>
              )}
            </span>
          )
        }
      >
        {long ? (
          <Input.TextArea rows={2} maxLength={20_000} disabled={disabled} autoComplete="off" />
        ) : (
          <Input maxLength={500} disabled={disabled} autoComplete="off" />
        )}
      </Form.Item>
    </div>
  )
}

/** The fields of the catalogue as a form, by section, for one kind of customer. */
export function ValueFields(props: ValueFieldsProps) {
  const t = useText()
  const suited = props.fields.filter(
    (field) => !field.retired && (field.appliesTo === 'both' || field.appliesTo === props.kind),
  )
  return bySection(suited).map(([section, fields], i) => (
    <FormSection key={section} number={String(props.firstNumber + i)} title={t(`custody.section.${section}`)}>
      <div className="custody-columns">
        {fields.map((field) => (
          <FieldInput key={field.id} {...props} field={field} />
        ))}
      </div>
    </FormSection>
  ))
}

export interface ValueTexts {
  values?: Record<string, string | undefined>
  remove?: Record<string, boolean | undefined>
}

/** What was typed or ticked, ready for the server: empty boxes are left out, ticked removals sent as empty text. */
export function changesOf({ values = {}, remove = {} }: ValueTexts): Record<string, string> {
  const changes: Record<string, string> = {}
  for (const [id, text] of Object.entries(values))
    if (text !== undefined && text.trim() !== '') changes[id] = text
  for (const [id, ticked] of Object.entries(remove)) if (ticked === true) changes[id] = ''
  return changes
}
