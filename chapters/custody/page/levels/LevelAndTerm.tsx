import { Form, Input, InputNumber, Radio, Select } from 'antd'
import { useText } from '../../../../doors/web/ui/index.ts'
import { type LevelChangeContent, levelKinds, openTerms } from '../../wire.ts'
import { useLevelOptions } from '../shared.tsx'

/** Which level, for how long, and who may know. */
export function LevelAndTerm({
  rank,
  lowest,
  kind,
  term,
}: {
  rank: number | undefined
  lowest: number
  kind: LevelChangeContent['kind']
  term: string
}) {
  const t = useText()
  const levels = useLevelOptions()
  const required = { required: true, message: t('custody.required') }
  const suits = (to: number): boolean => {
    if (kind === 'classify') return rank === undefined || to >= rank
    if (kind === 'declassify') return to === lowest && to !== rank
    return to !== rank
  }
  return (
    <>
      <Form.Item name="kind" label={t('custody.change.kind')}>
        <Radio.Group
          options={levelKinds.map((one) => ({ value: one, label: t(`custody.change.kind.${one}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="toLevel"
        label={t('custody.change.to')}
        rules={[required]}
        {...(kind === 'classify' ? { extra: t('custody.change.notLower') } : {})}
      >
        <Select options={levels.map((one) => ({ ...one, disabled: !suits(one.value) }))} />
      </Form.Item>
      {kind !== 'declassify' && (
        <Form.Item name="term" label={t('custody.change.term')}>
          <Radio.Group
            options={[
              { value: 'usual', label: t('custody.change.term.usual') },
              { value: 'years', label: t('custody.change.term.years') },
              ...openTerms.map((one) => ({ value: one, label: t(`custody.settings.openTerm.${one}`) })),
            ]}
          />
        </Form.Item>
      )}
      {kind !== 'declassify' && term === 'years' && (
        <Form.Item name="years" label={t('custody.terms.years')} rules={[required]}>
          <InputNumber min={1} max={30} precision={0} />
        </Form.Item>
      )}
      <Form.Item name="who" label={t('custody.change.who')} extra={t('custody.change.whoHint')}>
        <Input maxLength={500} autoComplete="off" />
      </Form.Item>
    </>
  )
}
