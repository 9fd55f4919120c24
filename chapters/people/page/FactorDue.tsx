import { Alert } from 'antd'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { Time, useStored, useText } from '../../../doors/web/ui/index.ts'
import './people.css'

/** A second factor is required of this person, and the days of grace are running. Put away, it comes back the next day. */
export default function FactorDue({ at }: { at: string }) {
  const t = useText()
  const { pathname } = useLocation()
  const [today] = useState(() => new Date().toDateString())
  const [putAwayOn, putAway] = useStored('factor-due', '')
  if (putAwayOn === today) return null
  if (pathname === '/account/factors' || pathname === '/account/password') return null
  return (
    <div className="people-notices">
      <Alert
        type="info"
        showIcon
        closable={{ 'aria-label': t('people.factors.dueLater'), onClose: () => putAway(today) }}
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
