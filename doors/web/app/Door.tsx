import { useEffect, useState } from 'react'
import { matchPath, Navigate, Outlet, useLocation, useNavigate } from 'react-router'
import { onSignedOut } from '../ui/api.ts'
import { rememberToken } from '../ui/csrf.ts'
import { signDevice } from '../ui/device-key.ts'
import { useGet } from '../ui/hooks.ts'
import { Loading } from '../ui/Loading.tsx'
import { usePages } from '../ui/page.ts'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { SessionContext, type Session } from '../ui/session.ts'
import { AccountNotices } from './AccountNotices.tsx'
import { BareFrame } from './BareFrame.tsx'
import { detour } from './detour.ts'
import { DeviceKeeper } from './DeviceKeeper.tsx'
import { forgetEverything } from './forget.ts'
import { ProofKeeper } from './ProofKeeper.tsx'
import { Shell } from './Shell.tsx'

/** Asks who is there and opens the right frame. */
export function Door() {
  const session = useGet<Session>('/session', {}, { everySeconds: 60 })
  const signing = useSignedSession(session.data?.blocked === 'signature', session.refetch)
  const { mustChangePassword, mustEnrol } = session.data?.person ?? {}
  const inside = session.data?.signedIn === true && mustChangePassword === false && mustEnrol === false
  const counts = useGet<Record<string, number>>(inside ? '/desk/counts' : null, {}, { everySeconds: 30 })
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  const pages = usePages()
  useEffect(() => {
    onSignedOut(() => {
      forgetEverything()
      const here = window.location.pathname + window.location.search
      if (window.location.pathname !== '/sign-in')
        void navigate(`/sign-in?back=${encodeURIComponent(here)}`, { replace: true })
    })
  }, [navigate])
  if (session.data === undefined || signing)
    return (
      <BareFrame>
        {session.error === null ? (
          <Loading />
        ) : (
          <div className="whole-page">
            <ProblemNotice error={session.error} onRetry={() => void session.refetch()} />
          </div>
        )}
      </BareFrame>
    )
  rememberToken(session.data.csrf)
  const to = detour(session.data, pathname, search)
  if (to !== null) return <Navigate to={to} replace />
  const bare = pages.some((page) => page.bare === true && matchPath(page.path, pathname) !== null)
  const Frame = bare || session.data.person === undefined ? BareFrame : Shell
  return (
    <SessionContext value={{ ...session.data, counts: counts.data ?? {} }}>
      <Frame>
        <AccountNotices />
        <Outlet />
      </Frame>
      <ProofKeeper />
      {session.data.signedIn && <DeviceKeeper />}
    </SessionContext>
  )
}

/** The session is there, but the browser has to sign first, e.g. after a long pause; says whether that is under way. */
function useSignedSession(due: boolean, again: () => Promise<unknown>): boolean {
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (!due) return
    void signDevice().then((signed) => (signed ? again() : setFailed(true)))
  }, [due, again])
  return due && !failed
}
