import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { MissingItem, NoticeView } from '../../wire.ts'
import { SaidItem } from './SaidItem.tsx'

interface Props {
  choices: NoticeView['choices']
  wrong: ReadonlyMap<string, MissingItem>
}

const empty = { zh: '', en: '' }

function useHelp(wrong: Props['wrong']): (field: string) => object {
  const t = useText()
  return (field) => {
    const missing = wrong.get(field)
    return missing === undefined
      ? {}
      : { validateStatus: 'warning', help: t(`collection.missing.${missing.code}`, { law: missing.law }) }
  }
}

function Kinds({
  name,
  label,
  choices,
  help,
}: {
  name: (string | number)[]
  label: string
  choices: Props['choices']
  help: object
}) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <Form.Item name={name} label={label} {...help}>
      <Select
        mode="multiple"
        optionFilterProp="label"
        options={choices.fields.map((one) => ({
          value: one.code,
          label: one.sensitive ? t('collection.builder.sensitiveKind', { name: pick(one) }) : pick(one),
        }))}
      />
    </Form.Item>
  )
}

/** Purposes of the register with their ways and kinds. */
export function Purposes({ choices, wrong }: Props) {
  const t = useText()
  const { pick } = useLanguage()
  const help = useHelp(wrong)
  return (
    <Form.List name={['draft', 'purposes']}>
      {(rows, { add, remove }) => (
        <>
          {rows.map((row) => (
            <div key={row.key} className="consent-card">
              <div className="consent-two">
                <Form.Item
                  name={[row.name, 'purpose']}
                  label={t('collection.builder.purpose')}
                  rules={[{ required: true, message: t('collection.needed') }]}
                  {...help(`purposes.${row.name}.purpose`)}
                >
                  <Select
                    optionFilterProp="label"
                    options={choices.purposes.map((one) => ({
                      value: one.code,
                      label: `${pick(one)} · ${t(`collection.basis.${one.legalBasis}`)}${one.marketing ? ` · ${t('collection.item.marketing')}` : ''}`,
                    }))}
                  />
                </Form.Item>
                <Kinds
                  name={[row.name, 'fields']}
                  label={t('collection.builder.kinds')}
                  choices={choices}
                  help={help(`purposes.${row.name}.fields`)}
                />
              </div>
              <SaidItem
                name={[row.name, 'method']}
                label={t('collection.builder.method')}
                wrong={wrong.get(`purposes.${row.name}.method`)}
                rows={1}
              />
              <Remove onClick={() => remove(row.name)} />
            </div>
          ))}
          <Button
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => add({ method: empty, fields: [] })}
          >
            {t('collection.builder.addPurpose')}
          </Button>
        </>
      )}
    </Form.List>
  )
}

/** Recipients at home or abroad: name, contact, purpose, way, kinds. */
export function Recipients({ list, choices, wrong }: Props & { list: 'recipients' | 'abroad' }) {
  const t = useText()
  const help = useHelp(wrong)
  const path = (row: number, field: string): string => `${list}.${row}.${field}`
  const fresh = { name: '', contact: '', purpose: empty, method: empty, fields: [] }
  return (
    <Form.List name={['draft', list]}>
      {(rows, { add, remove }) => (
        <>
          {rows.map((row) => (
            <div key={row.key} className="consent-card">
              <div className="consent-two">
                <Form.Item
                  name={[row.name, 'name']}
                  label={t('collection.builder.recipientName')}
                  {...help(path(row.name, 'name'))}
                >
                  <Input maxLength={200} />
                </Form.Item>
                <Form.Item
                  name={[row.name, 'contact']}
                  label={t('collection.builder.recipientContact')}
                  {...help(path(row.name, 'contact'))}
                >
                  <Input maxLength={200} />
                </Form.Item>
                {list === 'abroad' && (
                  <Form.Item name={[row.name, 'country']} label={t('collection.builder.country')}>
                    <Input maxLength={200} />
                  </Form.Item>
                )}
                <Kinds
                  name={[row.name, 'fields']}
                  label={t('collection.builder.kinds')}
                  choices={choices}
                  help={help(path(row.name, 'fields'))}
                />
              </div>
              <SaidItem
                name={[row.name, 'purpose']}
                label={t('collection.builder.recipientPurpose')}
                wrong={wrong.get(path(row.name, 'purpose'))}
                rows={1}
              />
              <SaidItem
                name={[row.name, 'method']}
                label={t('collection.builder.method')}
                wrong={wrong.get(path(row.name, 'method'))}
                rows={1}
              />
              {list === 'abroad' && (
                <SaidItem
                  name={[row.name, 'rightsThere']}
                  label={t('collection.builder.rightsThere')}
                  wrong={wrong.get(path(row.name, 'rightsThere'))}
                  rows={1}
                />
              )}
              <Remove onClick={() => remove(row.name)} />
            </div>
          ))}
          <Button
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => add(list === 'abroad' ? { ...fresh, country: '', rightsThere: empty } : fresh)}
          >
            {t(`collection.builder.add.${list}`)}
          </Button>
        </>
      )}
    </Form.List>
  )
}

function Remove({ onClick }: { onClick: () => void }) {
  const t = useText()
  return (
    <Button size="small" type="text" danger icon={<DeleteOutlined aria-hidden="true" />} onClick={onClick}>
      {t('collection.builder.remove')}
    </Button>
  )
}
