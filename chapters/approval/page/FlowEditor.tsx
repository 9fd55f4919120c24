import { Alert, Button, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { FormSection, ProblemNotice, useLanguage, usePost } from '../../../doors/web/ui/index.ts'
import type { CheckReply, Flow, FlowBody, FlowsReply, ShownStep } from '../wire.ts'
import { changesIn, type FlowWords } from './flow-words.ts'
import { StepChart } from './StepChart.tsx'
import { StepEditor } from './StepEditor.tsx'
import { useLevels } from './words.tsx'

const actions = ['read', 'copy', 'export', 'print', 'raise', 'lower', 'declassify']

const blank: Flow = {
  id: '',
  key: '',
  version: 0,
  form: 'use',
  formName: null,
  name: { zh: '', en: '' },
  levels: [],
  actions: [],
  priority: 0,
  steps: [],
  rules: { withdraw: 'any-time', revokeDays: 30 },
  active: true,
  retiredAt: null,
  createdAt: '1970-01-01T00:00:00Z',
}

interface EditorProps {
  readonly offers: FlowsReply
  /** The version in force; absent for a new flow. */
  readonly before: Flow | undefined
  readonly words: FlowWords
  readonly onDone: () => void
}

/** The next version of a flow: edited, checked by the server, compared with the one in force in words, then saved. */
export function FlowEditor({ offers, before, words, onDone }: EditorProps) {
  const { t } = words
  const navigate = useNavigate()
  const [flow, setFlow] = useState<Flow>(before ?? blank)
  const change = (part: Partial<Flow>): void => setFlow((present) => ({ ...present, ...part }))
  const body = bodyOf(flow, before)
  const check = usePost<FlowBody, CheckReply>('/flows/check', { refresh: [] })
  const save = usePost<FlowBody, Flow>('/flows', {
    onDone: (saved) => {
      onDone()
      void navigate(`/flows/${saved.key}`)
    },
  })
  const changes = changesIn(before, flow, words)
  return (
    <Form layout="vertical" className="flow-editor" onFinish={() => save.mutate(body)}>
      <Head flow={flow} isNew={before === undefined} offers={offers} words={words} onChange={change} />
      <FormSection title={t('approval.flows.steps')} number="2">
        {flow.steps.map((step, place) =>
          'branches' in step ? null : (
            <StepEditor
              key={place}
              place={place}
              step={step}
              last={place === flow.steps.length - 1}
              roles={offers.roles}
              words={words}
              onChange={(next) => change({ steps: flow.steps.map((one, at) => (at === place ? next : one)) })}
              onRemove={() => change({ steps: flow.steps.filter((_, at) => at !== place) })}
              onUp={() => change({ steps: moveUp(flow.steps, place) })}
              onDown={() => change({ steps: moveUp(flow.steps, place + 1) })}
            />
          ),
        )}
        <Button onClick={() => change({ steps: [...flow.steps, newStep(flow.steps)] })}>
          {t('approval.flows.addStep')}
        </Button>
      </FormSection>
      <FormSection title={t('approval.flows.effect')} number="3">
        <StepChart flow={flow} words={words} />
        {changes.length === 0 ? (
          <p className="soft">{t('approval.diff.nothing')}</p>
        ) : (
          <ul>
            {changes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        <Objections reply={check.data} words={words} />
      </FormSection>
      <ProblemNotice error={save.error ?? check.error} />
      <div className="decision-bar" role="toolbar" aria-label={t('approval.flows.change')}>
        <Button type="primary" htmlType="submit" loading={save.isPending} disabled={changes.length === 0}>
          {t('approval.flows.save')}
        </Button>
        <Button loading={check.isPending} onClick={() => check.mutate(body)}>
          {t('approval.flows.check')}
        </Button>
        {before !== undefined && <Button onClick={onDone}>{t('kit.cancel')}</Button>}
      </div>
    </Form>
  )
}

function Objections({ reply, words }: { reply: CheckReply | undefined; words: FlowWords }) {
  const { pick } = useLanguage()
  if (reply === undefined) return null
  if (reply.objections.length === 0)
    return <Alert showIcon type="success" title={words.t('approval.flows.checked')} />
  return (
    <Alert
      showIcon
      type="error"
      title={words.t('approval.flows.objections')}
      description={
        <ul>
          {reply.objections.map((one) => (
            <li key={one.field + one.code}>{pick(one.text)}</li>
          ))}
        </ul>
      }
    />
  )
}

interface HeadProps {
  readonly flow: Flow
  readonly isNew: boolean
  readonly offers: FlowsReply
  readonly words: FlowWords
  readonly onChange: (part: Partial<Flow>) => void
}

function Head({ flow, isNew, offers, words, onChange }: HeadProps) {
  const { t } = words
  const { pick } = useLanguage()
  const levels = useLevels()
  return (
    <FormSection title={t('approval.flows.head')} number="1">
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
            options={levels.map((level) => ({ value: level.rank, label: pick(level) }))}
          />
        </Form.Item>
        <Form.Item label={t('approval.col.action')} htmlFor="flow-actions">
          <Select
            id="flow-actions"
            mode="multiple"
            placeholder={t('approval.flows.anyAction')}
            value={flow.actions}
            onChange={(next) => onChange({ actions: next })}
            options={actions.map((value) => ({ value, label: words.action(value) }))}
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
      </div>
    </FormSection>
  )
}

function bodyOf(flow: Flow, before: Flow | undefined): FlowBody {
  const { key, form, name, levels, actions: wanted, priority, steps } = flow
  return {
    key,
    form,
    zh: name.zh,
    en: name.en,
    levels,
    actions: wanted,
    priority,
    steps: steps.map((node) =>
      'branches' in node
        ? { ...node, branches: node.branches.map((branch) => ({ ...branch, steps: branch.steps.map(sent) })) }
        : sent(node),
    ),
    rules: flow.rules,
    follows: before?.version ?? 0,
  }
}

/** A step without what is only shown. */
const sent = (step: ShownStep): ShownStep => ({
  ...step,
  sources: step.sources.map(({ personName: _name, peopleNames: _names, ...source }) => source),
})

function newStep(steps: Flow['steps']): Flow['steps'][number] {
  let n = steps.length + 1
  while (steps.some((step) => step.id === `step-${n}`)) n++
  return {
    id: `step-${n}`,
    zh: '',
    en: '',
    mode: 'any',
    due: { amount: 2, unit: 'working-days' },
    repeats: 'ask',
    sources: [],
  }
}

/** The list with the entry one place earlier. */
function moveUp(steps: Flow['steps'], place: number): Flow['steps'] {
  const next = [...steps]
  const [moved] = next.splice(place, 1)
  if (moved !== undefined) next.splice(Math.max(place - 1, 0), 0, moved)
  return next
}
