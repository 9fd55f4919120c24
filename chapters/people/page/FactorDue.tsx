import { Alert } from 'antd'
import { Link, useLocation } from 'react-router'
import { Time, useText } from '../../../doors/web/ui/index.ts'
import './people.css'

/** A second factor is required of this person, and the days of grace are running. */
export default function FactorDue({ at }: { at: string }) {
  const t = useText()
  const { pathname } = useLocation()
  if (pathname === '/account/factors' || pathname === '/account/password') return null
  return (
    <div className="people-notices">
      <Alert
        type="info"
        showIcon
        title={
          <>
            {t('people.factors.due')} <Time at={at} />
          </>
        }
        action={<Link to="/account/factors">{t('people.factors.dueGo')}</Link>}
      />
    </div>
  )
}
