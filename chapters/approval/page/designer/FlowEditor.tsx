import { Alert, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { FormSection, ProblemNotice, useLanguage, usePost } from '../../../../doors/web/ui/index.ts'
import type { CheckReply, Flow, FlowBody, FlowsReply } from '../../wire.ts'
import { changesIn, type FlowWords } from '../flow-words.ts'
import { StepChart } from '../StepChart.tsx'
import { blank, bodyOf, type Objection, unnamed } from './drawing.ts'
import { DryRun } from './DryRun.tsx'
import { NodeList } from './NodeList.tsx'
import { Objections } from './Objections.tsx'
import { PaperFields } from './PaperFields.tsx'

interface EditorProps {
  readonly offers: FlowsReply
  /** The version in force; absent for a new flow. */
  readonly before: Flow | undefined
  readonly words: FlowWords
  readonly onDone: () => void
}

/** The next version of a flow: drawn, checked by the server, compared with the one in force, tried, then saved. */
export function FlowEditor({ offers, before, words: all, onDone }: EditorProps) {
  const { t } = all
  const navigate = useNavigate()
  const [flow, setFlow] = useState<Flow>(before ?? blank)
  const words = { ...all, flow: { form: flow.form, key: flow.key } }
  const change = (part: Partial<Flow>): void => setFlow((present) => ({ ...present, ...part }))
  const body = bodyOf(flow, before)
  const save = usePost<FlowBody, Flow>('/flows', {
    onDone: (saved) => {
      onDone()
      void navigate(`/flows/${saved.key}`)
    },
  })
  const check = usePost<FlowBody, CheckReply>('/flows/check', { refresh: [] })
  const [tried, setTried] = useState(false)
  const [checked, setChecked] = useState('')
  const missing = unnamed(flow)
  const nameless = missing.map((field): Objection => {
    const text = t(field === 'key' ? 'approval.flows.keyMissing' : 'approval.flows.nameMissing')
    return { code: 'unnamed', field, text: { zh: text, en: text } }
  })
  const objections = missing.length > 0 ? (tried ? nameless : []) : (check.data?.objections ?? [])
  const changes = changesIn(before, flow, words)
  const look = (then?: () => void): void => {
    setTried(true)
    if (missing.length > 0) return
    check.mutate(body, {
      onSuccess: (reply) => {
        setChecked(JSON.stringify(body))
        if (reply.objections.length === 0) then?.()
      },
    })
  }
  return (
    <Form layout="vertical" className="flow-editor" onFinish={() => look(() => save.mutate(body))}>
      <Head
        flow={flow}
        isNew={before === undefined}
        offers={offers}
        words={words}
        objections={objections}
        onChange={change}
      />
      <FormSection title={t('approval.flows.steps')} number="2">
        <Objections all={objections.filter(({ field }) => field === 'steps')} at="steps" />
        <NodeList
          nodes={flow.steps}
          words={words}
          objections={objections}
          onChange={(steps) => change({ steps })}
        />
      </FormSection>
      <FormSection title={t('approval.paper.section')} number="3">
        <PaperFields
          flow={flow}
          words={words}
          objections={objections}
          onChange={(paper) =>
            setFlow(({ paper: _paper, ...rest }) => (paper === undefined ? rest : { ...rest, paper }))
          }
        />
      </FormSection>
      <FormSection title={t('approval.flows.effect')} number="4">
        <StepChart flow={flow} words={words} />
        <Changes changes={changes} words={words} />
      </FormSection>
      <FormSection title={t('approval.dry.title')} number="5">
        <DryRun body={body} ready={missing.length === 0} words={words} />
      </FormSection>
      {tried && (objections.length > 0 || checked === JSON.stringify(body)) && (
        <Alert
          showIcon
          type={objections.length === 0 ? 'success' : 'error'}
          title={t(objections.length === 0 ? 'approval.flows.checked' : 'approval.flows.objections')}
          {...(objections.length === 0 ? {} : { description: <All objections={objections} /> })}
        />
      )}
      <ProblemNotice error={save.error ?? check.error} />
      <div className="decision-bar" role="toolbar" aria-label={t('approval.flows.change')}>
        <Button
          type="primary"
          htmlType="submit"
          loading={save.isPending || check.isPending}
          disabled={changes.length === 0}
        >
          {t('approval.flows.save')}
        </Button>
        <Button loading={check.isPending} onClick={() => look()}>
          {t('approval.flows.check')}
        </Button>
        {before !== undefined && <Button onClick={onDone}>{t('kit.cancel')}</Button>}
      </div>
    </Form>
  )
}

function All({ objections }: { objections: readonly Objection[] }) {
  const { pick } = useLanguage()
  return (
    <ul>
      {objections.map((one) => (
        <li key={one.field + one.code}>{pick(one.text)}</li>
      ))}
    </ul>
  )
}

function Changes({ changes, words }: { changes: readonly string[]; words: FlowWords }) {
  if (changes.length === 0) return <p className="soft">{words.t('approval.diff.nothing')}</p>
  return (
    <ul>
      {changes.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
}

interface HeadProps {
  readonly flow: Flow
  readonly isNew: boolean
  readonly offers: FlowsReply
  readonly words: FlowWords
  readonly objections: readonly Objection[]
  readonly onChange: (part: Partial<Flow>) => void
}

function Head({ flow, isNew, offers, words, objections, onChange }: HeadProps) {
  const { t } = words
  const { pick } = useLanguage()
  return (
    <FormSection title={t('approval.flows.head')} number="1">
      {['key', 'name', 'form'].map((at) => (
        <Objections key={at} all={objections} at={at} />
      ))}
      <Objections all={objections} at="levels" />
      <p className="soft">
        {flow.inner === true ? t('approval.flows.innerMinimum') : minimumOf(flow.levels, words)}
      </p>
      <Checkbox checked={flow.inner === true} onChange={(event) => onChange({ inner: event.target.checked })}>
        {t('approval.flows.inner')}
      </Checkbox>
      <div className="flow-fields">
        <Form.Item
          label={t('approval.flows.key')}
          htmlFor="flow-key"
          required
          extra={t('approval.flows.keyHint')}
        >
          <Input
            id="flow-key"
            disabled={!isNew}
            value={flow.key}
            onChange={(e) => onChange({ key: e.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('approval.col.form')} htmlFor="flow-form" required>
          <Select
            id="flow-form"
            disabled={!isNew}
            value={flow.form}
            onChange={(form) => onChange({ form })}
            options={offers.forms.map((form) => ({ value: form.code, label: pick(form.name) }))}
          />
        </Form.Item>
        <Form.Item label={t('approval.flows.nameZh')} htmlFor="flow-zh" required>
          <Input
            id="flow-zh"
            value={flow.name.zh}
            onChange={(e) => onChange({ name: { ...flow.name, zh: e.target.value } })}
          />
        </Form.Item>
        <Form.Item label={t('approval.flows.nameEn')} htmlFor="flow-en" required>
          <Input
            id="flow-en"
            value={flow.name.en}
            onChange={(e) => onChange({ name: { ...flow.name, en: e.target.value } })}
          />
        </Form.Item>
        <Form.Item label={t('approval.col.level')} htmlFor="flow-levels">
          <Select
            id="flow-levels"
            mode="multiple"
            placeholder={t('approval.flows.anyLevel')}
            value={flow.levels}
            onChange={(next) => onChange({ levels: next })}
            options={words.offers.levels}
          />
        </Form.Item>
        <Form.Item label={t('approval.col.action')} htmlFor="flow-actions">
          <Select
            id="flow-actions"
            mode="multiple"
            placeholder={t('approval.flows.anyAction')}
            value={flow.actions}
            onChange={(next) => onChange({ actions: next })}
            options={words.offers.actions}
          />
        </Form.Item>
        <Form.Item
          label={t('approval.flows.priority')}
          htmlFor="flow-priority"
          extra={t('approval.flows.priorityHint')}
        >
          <InputNumber
            id="flow-priority"
            min={-1000}
            max={1000}
            value={flow.priority}
            onChange={(next) => onChange({ priority: next ?? 0 })}
          />
        </Form.Item>
        <Form.Item label={t('approval.flows.withdraw')} htmlFor="flow-withdraw">
          <Select
            id="flow-withdraw"
            value={flow.rules.withdraw}
            onChange={(withdraw) => onChange({ rules: { ...flow.rules, withdraw } })}
            options={withdrawals.map((value) => ({ value, label: t(`approval.withdraw.${value}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('approval.flows.revokeDays')} htmlFor="flow-revoke">
          <InputNumber
            id="flow-revoke"
            min={0}
            max={3650}
            value={flow.rules.revokeDays}
            onChange={(days) => onChange({ rules: { ...flow.rules, revokeDays: days ?? 0 } })}
          />
        </Form.Item>
      </div>
    </FormSection>
  )
}

const withdrawals = ['any-time', 'before-first-decision', 'never'] as const

/** The minimum that no flow of these levels may go below, in words. */
function minimumOf(levels: readonly number[], { t, level, offers }: FlowWords): string {
  const ranks = levels.length === 0 ? offers.levels.map(({ value }) => value) : levels
  const sentences = ranks
    .filter((rank) => rank >= 3)
    .map((rank) =>
      t(rank >= 4 ? 'approval.minimum.executive' : 'approval.minimum.manager', { level: level(rank) }),
    )
  return sentences.length === 0 ? t('approval.minimum.anybody') : sentences.join(' ')
}
