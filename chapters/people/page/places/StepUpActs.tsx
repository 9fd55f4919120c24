import { Checkbox } from 'antd'
import { useText } from '../../../../doors/web/ui/index.ts'
import { type SignInRules, stepUpAlways, stepUpVerbs } from '../../wire.ts'

type Act = SignInRules['stepUpActs'][number]

/** The acts before which the rules ask anew, in words. */
export function useStepUpWords(): (acts: readonly Act[]) => string {
  const t = useText()
  return (acts) => acts.map((act) => t(`people.stepUp.${act}`)).join(t('kit.listComma'))
}

/** Which acts ask anew; those that decide who gets in always do. */
export function StepUpActs({ value, onChange }: { value: readonly Act[]; onChange: (acts: Act[]) => void }) {
  const t = useText()
  return (
    <Checkbox.Group<Act>
      className="people-step-up"
      value={[...new Set([...value, ...stepUpAlways])]}
      options={stepUpVerbs.map((act) => ({
        value: act,
        label: t(`people.stepUp.${act}`),
        disabled: stepUpAlways.includes(act),
      }))}
      onChange={onChange}
    />
  )
}
