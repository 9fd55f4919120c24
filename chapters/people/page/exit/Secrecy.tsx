import { Form, Select } from 'antd'
import { useText } from '../../../../doors/web/ui/index.ts'
import type { LeaveBody } from '../../wire.ts'

/** The choice as it is sent: months, until public, or null for what the company usually agrees. */
export function secrecyOf(chosen: string): LeaveBody['secrecy'] {
  if (chosen === 'usual') return null
  return chosen === 'public' ? { untilPublic: true } : { months: Number(chosen) }
}

/** How long the leaver stays bound to secrecy. */
export function Secrecy() {
  const t = useText()
  return (
    <Form.Item name="secrecy" label={t('people.leave.secrecy')}>
      <Select
        options={[
          { value: 'usual', label: t('people.leave.secrecyUsual') },
          ...[12, 24, 36, 60, 120].map((count) => ({
            value: String(count),
            label: t('people.leave.secrecyMonths', { count }),
          })),
          { value: 'public', label: t('people.letters.untilPublic') },
        ]}
      />
    </Form.Item>
  )
}
