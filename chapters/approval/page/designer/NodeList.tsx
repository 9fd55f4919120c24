import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Form, Select } from 'antd'
import type { ReactNode } from 'react'
import type { ShownBlock } from '../../wire.ts'
import type { FlowWords, Step } from '../flow-words.ts'
import { ConditionEditor } from './ConditionEditor.tsx'
import {
  freshId,
  isBlock,
  movedUp,
  newBlock,
  newStep,
  type Node,
  type Objection,
  replaced,
} from './drawing.ts'
import { Objections } from './Objections.tsx'
import { Name, StepEditor } from './StepEditor.tsx'

interface NodesProps {
  readonly nodes: readonly Node[]
  readonly words: FlowWords
  readonly objections: readonly Objection[]
  readonly onChange: (nodes: Node[]) => void
}

const blockKinds = ['choice', 'parallel', 'inclusive'] as const

/** The steps of a flow in their order, blocks of branches among them. */
export function NodeList({ nodes, words, objections, onChange }: NodesProps) {
  const { t } = words
  return (
    <>
      {nodes.map((node, place) => {
        const at = `steps.${place}`
        const tools = <Tools list={nodes} place={place} words={words} onChange={onChange} />
        const title = t('approval.flows.stepNumber', { number: place + 1 })
        return isBlock(node) ? (
          <BlockEditor
            key={node.id}
            at={at}
            title={title}
            block={node}
            nodes={nodes}
            words={words}
            objections={objections}
            tools={tools}
            onChange={(next) => onChange(replaced(nodes, place, next))}
          />
        ) : (
          <StepEditor
            key={node.id}
            at={at}
            title={title}
            step={node}
            words={words}
            objections={objections}
            tools={tools}
            onChange={(next) => onChange(replaced(nodes, place, next))}
          />
        )
      })}
      <div className="step-tools">
        <Button onClick={() => onChange([...nodes, newStep(freshId(nodes, 'step'))])}>
          {t('approval.flows.addStep')}
        </Button>
        {blockKinds.map((kind) => (
          <Button key={kind} onClick={() => onChange([...nodes, newBlock(nodes, kind)])}>
            {t(`approval.flows.add.${kind}`)}
          </Button>
        ))}
      </div>
    </>
  )
}

interface ToolsProps<T> {
  readonly list: readonly T[]
  readonly place: number
  readonly words: FlowWords
  readonly onChange: (list: T[]) => void
}

function Tools<T>({ list, place, words, onChange }: ToolsProps<T>) {
  const { t } = words
  return (
    <>
      <Button
        size="small"
        aria-label={t('approval.flows.up')}
        icon={<ArrowUpOutlined />}
        disabled={place === 0}
        onClick={() => onChange(movedUp(list, place))}
      />
      <Button
        size="small"
        aria-label={t('approval.flows.down')}
        icon={<ArrowDownOutlined />}
        disabled={place === list.length - 1}
        onClick={() => onChange(movedUp(list, place + 1))}
      />
      <Button
        size="small"
        danger
        aria-label={t('approval.flows.remove')}
        icon={<DeleteOutlined />}
        onClick={() => onChange(replaced(list, place, null))}
      />
    </>
  )
}

interface BlockProps {
  readonly at: string
  readonly title: string
  readonly block: ShownBlock
  readonly nodes: readonly Node[]
  readonly words: FlowWords
  readonly objections: readonly Objection[]
  readonly tools: ReactNode
  readonly onChange: (block: ShownBlock) => void
}

function BlockEditor({ at, title, block, nodes, words, objections, tools, onChange }: BlockProps) {
  const { t } = words
  const id = at.replaceAll('.', '-')
  const { branches } = block
  return (
    <fieldset className="step-editor block-editor">
      <legend>
        {title} · {t(`approval.block.${block.kind}`)}
      </legend>
      <Objections all={objections.filter(({ field }) => !field.includes('.branches.'))} at={at} />
      <div className="flow-fields three">
        <Name
          id={`${id}-zh`}
          label={t('approval.flows.nameZh')}
          value={block.zh}
          onChange={(zh) => onChange({ ...block, zh })}
        />
        <Name
          id={`${id}-en`}
          label={t('approval.flows.nameEn')}
          value={block.en}
          onChange={(en) => onChange({ ...block, en })}
        />
        <Form.Item label={t('approval.flows.blockKind')} htmlFor={`${id}-kind`}>
          <Select
            id={`${id}-kind`}
            value={block.kind}
            onChange={(kind) => onChange({ ...block, kind })}
            options={blockKinds.map((value) => ({ value, label: t(`approval.block.${value}`) }))}
          />
        </Form.Item>
      </div>
      {branches.map((branch, place) => (
        <BranchEditor
          key={branch.id}
          at={`${at}.branches.${place}`}
          number={place + 1}
          kind={block.kind}
          branch={branch}
          nodes={nodes}
          words={words}
          objections={objections}
          onChange={(next) => onChange({ ...block, branches: replaced(branches, place, next) })}
          tools={
            <Tools
              list={branches}
              place={place}
              words={words}
              onChange={(next) => onChange({ ...block, branches: next })}
            />
          }
        />
      ))}
      <div className="step-tools">
        <Button
          size="small"
          onClick={() =>
            onChange({
              ...block,
              branches: [{ id: freshId(nodes, 'branch'), zh: '', en: '', steps: [] }, ...branches],
            })
          }
        >
          {t('approval.flows.addBranch')}
        </Button>
        {tools}
      </div>
    </fieldset>
  )
}

type Branch = ShownBlock['branches'][number]

interface BranchProps extends Omit<BlockProps, 'block' | 'title' | 'onChange'> {
  readonly number: number
  readonly kind: ShownBlock['kind']
  readonly branch: Branch
  readonly onChange: (branch: Branch) => void
}

function BranchEditor({ at, number, kind, branch, nodes, words, objections, tools, onChange }: BranchProps) {
  const { t } = words
  const id = at.replaceAll('.', '-')
  const steps: readonly Step[] = branch.steps
  return (
    <fieldset className="step-editor branch-editor">
      <legend>{t('approval.flows.branchNumber', { number })}</legend>
      <Objections all={objections.filter(({ field }) => !field.includes('.steps.'))} at={at} />
      <div className="flow-fields">
        <Name
          id={`${id}-zh`}
          label={t('approval.flows.nameZh')}
          value={branch.zh}
          onChange={(zh) => onChange({ ...branch, zh })}
        />
        <Name
          id={`${id}-en`}
          label={t('approval.flows.nameEn')}
          value={branch.en}
          onChange={(en) => onChange({ ...branch, en })}
        />
      </div>
      {kind !== 'parallel' && (
        <>
          <div className="field-label">{t('approval.flows.branchWhen')}</div>
          <ConditionEditor
            id={`${id}-when`}
            when={branch.when}
            words={words}
            onChange={(when) => {
              const { when: _when, ...rest } = branch
              onChange(when === undefined ? rest : { ...rest, when })
            }}
          />
        </>
      )}
      {steps.map((step, place) => (
        <StepEditor
          key={step.id}
          at={`${at}.steps.${place}`}
          title={t('approval.flows.stepNumber', { number: `${number}.${place + 1}` })}
          step={step}
          words={words}
          objections={objections}
          onChange={(next) => onChange({ ...branch, steps: replaced(steps, place, next) })}
          tools={
            <Tools
              list={steps}
              place={place}
              words={words}
              onChange={(next) => onChange({ ...branch, steps: next })}
            />
          }
        />
      ))}
      <div className="step-tools">
        <Button
          size="small"
          onClick={() => onChange({ ...branch, steps: [...steps, newStep(freshId(nodes, 'step'))] })}
        >
          {t('approval.flows.addStep')}
        </Button>
        {tools}
      </div>
    </fieldset>
  )
}
