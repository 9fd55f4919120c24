import { lazy, Suspense } from 'react'
import { useSession } from '../ui/session.ts'

const Elsewhere = lazy(() => import('../../../chapters/people/page/Elsewhere.tsx'))
const FactorDue = lazy(() => import('../../../chapters/people/page/FactorDue.tsx'))

/** What the owner of an account is told on every page: it is open elsewhere as well, or a second factor is due. */
export function AccountNotices() {
  const { elsewhere = [], person } = useSession()
  const due = person?.mustEnrol === false ? person.factorDueAt : null
  return (
    <Suspense fallback={null}>
      {elsewhere.length > 0 && <Elsewhere sessions={elsewhere} />}
      {due !== null && due !== undefined && <FactorDue at={due} />}
    </Suspense>
  )
}
