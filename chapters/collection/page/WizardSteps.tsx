import { Steps } from 'antd'
import { useText } from '../../../doors/web/ui/index.ts'

const steps = ['upload', 'columns', 'options', 'check', 'run'] as const

/** Where in the import we are. */
export function WizardSteps({ current, onChange }: { current: number; onChange?: (step: number) => void }) {
  const t = useText()
  return (
    <Steps
      size="small"
      className="collection-steps"
      current={current}
      items={steps.map((step, at) => ({
        title: t(`collection.step.${step}`),
        disabled: onChange === undefined || at === 0 || at > 3,
      }))}
      {...(onChange === undefined ? {} : { onChange })}
    />
  )
}
