import { Checkbox, Form, Radio, Select } from 'antd'
import type { FlowWords, Step } from '../flow-words.ts'
import { without } from './drawing.ts'

interface PartProps {
  readonly id: string
  readonly step: Step
  readonly words: FlowWords
  readonly onChange: (step: Step) => void
}

/** People decide the step, or 子流程: another flow does. */
export function DecidedBy({ id, step, words, onChange }: PartProps) {
  const { t, offers, flow } = words
  const flows = offers.flows.filter(({ form, value }) => form === flow?.form && value !== flow.key)
  return (
    <>
      <Radio.Group
        aria-label={t('approval.sub.by')}
        value={step.sub === undefined ? 'people' : 'flow'}
        onChange={(event) => {
          const { sub: _sub, signature: _signature, fields: _fields, timeout: _timeout, ...rest } = step
          onChange(
            event.target.value === 'people'
              ? rest
              : { ...rest, mode: 'any', opinion: 'optional', sources: [], sub: { flow: '' } },
          )
        }}
        options={[
          { value: 'people', label: t('approval.sub.people') },
          { value: 'flow', label: t('approval.sub.flow') },
        ]}
      />
      {step.sub !== undefined && (
        <Form.Item label={t('approval.sub.which')} htmlFor={`${id}-sub`} extra={t('approval.sub.hint')}>
          <Select
            id={`${id}-sub`}
            showSearch
            optionFilterProp="label"
            placeholder={t('approval.sub.choose')}
            notFoundContent={t('approval.sub.none')}
            value={step.sub.flow === '' ? null : step.sub.flow}
            options={flows.map(({ value, label }) => ({ value, label }))}
            onChange={(key: string | null) => onChange({ ...step, sub: { flow: key ?? '' } })}
          />
        </Form.Item>
      )}
    </>
  )
}

/** 手写签名. */
export function SignatureField({ step, words, onChange }: Omit<PartProps, 'id'>) {
  const { t } = words
  return (
    <Checkbox
      checked={step.signature === 'required'}
      onChange={(event) =>
        onChange(
          without({ ...step, signature: event.target.checked ? ('required' as const) : undefined } as Step),
        )
      }
    >
      {t('approval.signature.required')}
    </Checkbox>
  )
}

const rights = ['read', 'write', 'hide'] as const

/** What the people of the step see of the form and may narrow, entry by entry. */
export function RightsFields({ id, step, words, onChange }: PartProps) {
  const { t, offers, flow } = words
  const fields = offers.fields[flow?.form ?? ''] ?? []
  if (fields.length === 0) return null
  const set = (key: string, right: string): void => {
    const { fields: own, ...rest } = step
    const { [key]: _old, ...others } = own ?? {}
    const next = right === 'read' ? others : { ...others, [key]: right as 'write' | 'hide' }
    onChange(Object.keys(next).length === 0 ? rest : { ...rest, fields: next })
  }
  return (
    <>
      <div className="field-label">{t('approval.rights.title')}</div>
      <p className="soft">{t('approval.rights.hint')}</p>
      <div className="flow-fields three">
        {fields.map(({ key, label, narrows }) => (
          <Form.Item key={key} label={label} htmlFor={`${id}-right-${key}`}>
            <Select
              id={`${id}-right-${key}`}
              value={step.fields?.[key] ?? 'read'}
              options={rights
                .filter((right) => right !== 'write' || narrows)
                .map((right) => ({ value: right, label: t(`approval.rights.${right}`) }))}
              onChange={(right: string) => set(key, right)}
            />
          </Form.Item>
        ))}
      </div>
    </>
  )
}
