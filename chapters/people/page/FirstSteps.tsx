import { CheckCircleFilled, ClockCircleOutlined } from '@ant-design/icons'
import { Card } from 'antd'
import { Link } from 'react-router'
import { useGet, usePerson, useText } from '../../../doors/web/ui/index.ts'
import './people.css'

interface Step {
  readonly key: 'people' | 'accounts' | 'rights' | 'import'
  readonly done: boolean
  /** Where it is done; a link for those whose work it is. */
  readonly path: string
  readonly role: string
}

/** What a new company has to do before its first file is opened, who does it, and how far it is; gone when all is done. */
export default function FirstSteps() {
  const t = useText()
  const { roles } = usePerson()
  const total = (params: Record<string, string>) => ({ ...params, size: 1 })
  const staff = useGet<{ total: number }>('/people', total({}))
  const without = useGet<{ total: number }>('/people', total({ account: 'without' }))
  const archivists = useGet<{ total: number }>('/people', total({ role: 'archivist' }))
  if (staff.data === undefined || without.data === undefined || archivists.data === undefined) return null
  // The first run makes two or three administrators; whoever is beyond them works with customers.
  const peopled = staff.data.total > 3
  const steps: Step[] = [
    { key: 'people', done: peopled, path: '/people/import', role: 'system-admin' },
    {
      key: 'accounts',
      done: peopled && without.data.total === 0,
      path: '/accounts?new=some',
      role: 'system-admin',
    },
    { key: 'rights', done: archivists.data.total > 0, path: '/roles', role: 'security-admin' },
    { key: 'import', done: false, path: '/imports', role: 'archivist' },
  ]
  if (steps.every((step) => step.done || step.key === 'import')) return null
  return (
    <Card size="small" title={t('people.firstSteps.title')}>
      <ol className="people-steps">
        {steps.map((step) => (
          <li key={step.key}>
            {step.done ? <CheckCircleFilled className="done" /> : <ClockCircleOutlined />}
            <span>
              <StepName step={step} mine={roles.includes(step.role)} />{' '}
              <span className="soft">{t(`people.firstSteps.${step.key}.who`)}</span>
              <span className="soft block">{t(`people.firstSteps.${step.key}.how`)}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function StepName({ step, mine }: { step: Step; mine: boolean }) {
  const t = useText()
  const name = t(`people.firstSteps.${step.key}`)
  return step.done || !mine ? <strong>{name}</strong> : <Link to={step.path}>{name}</Link>
}
