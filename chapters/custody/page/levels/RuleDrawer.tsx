import { Button, Checkbox, Drawer, Form, Input, InputNumber, Radio, Select, Space } from 'antd'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../../doors/web/ui/index.ts'
import { categories, effects, type Condition, type RuleBody, type LevelRuleReply } from '../../wire.ts'
import { useCatalogue, useLevelOptions } from '../shared.tsx'
import { TryBox } from './TryBox.tsx'

const kindsOf = [
  'keyword',
  'pattern',
  'identifier',
  'sensitive',
  'persons',
  'amount',
  'header',
  'field',
] as const
const sensitiveKinds = ['minor', 'health', 'religion', 'biometric', 'whereabouts'] as const

/** What a rule says, without what only its stored versions have. */
export const bodyOf = ({ name, priority, effect, conditions, level, category, sensitive }: LevelRuleReply): RuleBody => ({
  name, priority, effect, conditions, level, category, sensitive,
}) // prettier-ignore

const first: RuleBody = {
  name: '',
  priority: 100,
  effect: 'at-least',
  conditions: [{ on: 'keyword', words: [], atLeast: 1 }],
  level: null,
  category: null,
  sensitive: false,
}

/** A form keeps what other kinds of condition had; only what belongs to the chosen kind is sent. */
function tidy(one: Condition): Condition {
  const all = one as unknown as Record<string, unknown>
  const atLeast = Number(all['atLeast'] ?? 1)
  const words = (all['words'] as string[] | undefined) ?? []
  switch (one.on) {
    case 'header':
      return { on: 'header', words }
    case 'field':
      return { on: 'field', codes: (all['codes'] as string[] | undefined) ?? [] }
    case 'keyword':
      return { on: 'keyword', words, atLeast }
    case 'pattern':
      return { on: 'pattern', pattern: typeof all['pattern'] === 'string' ? all['pattern'] : '' }
    case 'identifier':
      return { on: 'identifier', type: one.type, atLeast }
    case 'persons':
    case 'amount':
      return { on: one.on, atLeast }
    case 'sensitive':
      return { on: 'sensitive', kinds: one.kinds ?? [] }
  }
}

const tidyBody = (values: RuleBody): RuleBody => ({
  ...values,
  level: values.level ?? null,
  category: values.category ?? null,
  conditions: values.conditions.map((one) => tidy(one as Condition)),
})

/** Writes a rule, or another version of one, and tries it before it is saved. */
export function RuleDrawer({ rule, onClose }: { rule: LevelRuleReply | undefined; onClose: () => void }) {
  const t = useText()
  const [form] = Form.useForm<RuleBody>()
  const levels = useLevelOptions()
  const save = usePost<RuleBody>(rule === undefined ? '/level-rules' : `/level-rules/${rule.id}`, {
    method: rule === undefined ? 'POST' : 'PUT',
    onDone: onClose,
    refresh: ['/level-rules'],
  })
  const submit = (values: RuleBody): void =>
    save.mutate(
      rule === undefined
        ? tidyBody(values)
        : ({ ...tidyBody(values), version: rule.version, retired: false } as RuleBody),
    )
  const required = { required: true, message: t('custody.required') }
  return (
    <Drawer
      open
      rootClassName="custody-drawer"
      size={640}
      title={rule === undefined ? t('custody.rules.new') : t('custody.rules.edit', { name: rule.name })}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
          {t('custody.save')}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <Form<RuleBody>
        form={form}
        layout="vertical"
        initialValues={rule === undefined ? first : bodyOf(rule)}
        onFinish={submit}
        scrollToFirstError
      >
        <div className="custody-columns">
          <Form.Item
            name="name"
            label={t('custody.rules.name')}
            rules={[required, { min: 2, whitespace: true }]}
          >
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="priority"
            label={t('custody.rules.priority')}
            extra={t('custody.rules.priorityHint')}
            rules={[required]}
          >
            <InputNumber min={0} max={1000} precision={0} />
          </Form.Item>
        </div>
        <Conditions />
        <div className="custody-columns">
          <Form.Item name="level" label={t('custody.level')}>
            <Select allowClear placeholder={t('custody.rules.none')} options={levels} />
          </Form.Item>
          <Form.Item name="category" label={t('custody.category')}>
            <Select
              allowClear
              placeholder={t('custody.rules.none')}
              options={categories.map((one) => ({ value: one, label: t(`custody.category.${one}`) }))}
            />
          </Form.Item>
        </div>
        <Form.Item name="sensitive" valuePropName="checked">
          <Checkbox>{t('custody.rules.markSensitive')}</Checkbox>
        </Form.Item>
        <Form.Item name="effect" label={t('custody.rules.effect')}>
          <Radio.Group
            options={effects.map((one) => ({ value: one, label: t(`custody.rules.effect.${one}`) }))}
          />
        </Form.Item>
      </Form>
      <TryBox draft={() => ({ ...tidyBody(form.getFieldsValue(true) as RuleBody), name: '——' })} />
    </Drawer>
  )
}

function Conditions() {
  const t = useText()
  return (
    <Form.List name="conditions">
      {(rows, { add, remove }) => (
        <fieldset>
          <legend>{t('custody.rules.when')}</legend>
          {rows.map((row, at) => (
            <div key={row.key} role="group" aria-label={t('custody.rules.conditionOf', { at: at + 1 })}>
              <Space align="start" wrap>
                <Form.Item name={[row.name, 'on']} label={t('custody.rules.conditionOf', { at: at + 1 })}>
                  <Select
                    style={{ width: 180 }}
                    options={kindsOf.map((on) => ({ value: on, label: t(`custody.rules.on.${on}`) }))}
                  />
                </Form.Item>
                <Details name={row.name} />
                {rows.length > 1 && (
                  <Button
                    onClick={() => remove(row.name)}
                    aria-label={t('custody.rules.removeCondition', { at: at + 1 })}
                  >
                    ×
                  </Button>
                )}
              </Space>
            </div>
          ))}
          {rows.length < 10 && (
            <Button onClick={() => add({ on: 'keyword', words: [], atLeast: 1 })}>
              {t('custody.rules.addCondition')}
            </Button>
          )}
        </fieldset>
      )}
    </Form.List>
  )
}

/** What one kind of condition asks. */
function Details({ name }: { name: number }) {
  const t = useText()
  const { pick } = useLanguage()
  const { fields } = useCatalogue()
  const on = Form.useWatch(['conditions', name, 'on']) as Condition['on'] | undefined
  const rules = [{ required: true, message: t('custody.required') }]
  const types = [...new Map(fields.map((field) => [field.type, pick(field)]))]
  const count = (most: number) => (
    <Form.Item name={[name, 'atLeast']} label={t('custody.rules.atLeast')} rules={rules}>
      <InputNumber min={1} max={most} precision={0} />
    </Form.Item>
  )
  const tags = (
    <Form.Item name={[name, 'words']} label={t('custody.rules.words')} rules={rules}>
      <Select mode="tags" open={false} maxCount={50} style={{ width: 300 }} />
    </Form.Item>
  )
  if (on === 'header') return tags
  if (on === 'keyword')
    return (
      <>
        {tags}
        {count(10_000)}
      </>
    )
  if (on === 'persons') return count(10_000_000)
  if (on === 'amount') return count(1e13)
  if (on === 'pattern')
    return (
      <Form.Item
        name={[name, 'pattern']}
        label={t('custody.rules.pattern')}
        rules={rules}
        extra={t('custody.rules.patternHint')}
      >
        <Input maxLength={120} autoComplete="off" spellCheck={false} style={{ width: 340 }} />
      </Form.Item>
    )
  if (on === 'identifier')
    return (
      <>
        <Form.Item name={[name, 'type']} label={t('custody.type')} rules={rules}>
          <Select
            style={{ width: 200 }}
            showSearch={{ optionFilterProp: 'label' }}
            options={types.map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        {count(1_000_000)}
      </>
    )
  if (on === 'sensitive')
    return (
      <Form.Item name={[name, 'kinds']} label={t('custody.rules.kinds')} rules={rules}>
        <Select
          mode="multiple"
          style={{ width: 300 }}
          options={sensitiveKinds.map((one) => ({ value: one, label: t(`custody.sensitiveKind.${one}`) }))}
        />
      </Form.Item>
    )
  return (
    <Form.Item name={[name, 'codes']} label={t('custody.field')} rules={rules}>
      <Select
        mode="multiple"
        style={{ width: 300 }}
        showSearch={{ optionFilterProp: 'label' }}
        options={fields.map((field) => ({ value: field.code, label: pick(field) }))}
      />
    </Form.Item>
  )
}
