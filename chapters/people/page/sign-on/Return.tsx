import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useNavigate, useParams } from 'react-router'
import {
  Loading,
  PageHeader,
  ProblemNotice,
  usePost,
  useSession,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { SignOnReply } from '../../wire.ts'
import '../people.css'

/** Where the company's own sign-on sends the browser back to. The answer is taken out of the address bar at once. */
export default function Return() {
  const t = useText()
  const navigate = useNavigate()
  const { id = '' } = useParams()
  const { signedIn } = useSession()
  const begun = useRef(false)
  const finish = usePost<{ provider: string; query: string }, SignOnReply>('/sign-on/finish', {
    refresh: [],
    onDone: (reply) => {
      if (reply.outcome === 'linked') void navigate('/account', { replace: true })
      // The whole page is read again: another person may sit here now.
      else if (reply.ticket !== undefined) window.location.replace(`/sign-in#step=${reply.ticket}`)
      else window.location.replace('/')
    },
  })
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    const query = window.location.search
    window.history.replaceState(null, '', window.location.pathname)
    finish.mutate({ provider: id, query: query === '' ? '?' : query })
  }, [finish, id])
  return (
    <section className="people-bare" aria-label={t('people.signOn.returning')}>
      <PageHeader title={t('people.signOn.returning')} />
      <div aria-live="polite">
        <ProblemNotice error={finish.error} />
      </div>
      {finish.error === null ? (
        <Loading />
      ) : (
        <Button
          type="primary"
          block
          size="large"
          onClick={() => void navigate(signedIn ? '/account' : '/sign-in', { replace: true })}
        >
          {t(signedIn ? 'people.signOn.toAccount' : 'people.signOn.back')}
        </Button>
      )}
    </section>
  )
}
