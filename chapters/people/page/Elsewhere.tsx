import { Alert, Button } from 'antd'
import { Link } from 'react-router'
import { post, Time, usePost, useRefresh, useText, type Session } from '../../../doors/web/ui/index.ts'
import { browserOf } from './browser-of.ts'
import './people.css'

/** The same account is open in another place: which, since when, and the way to end it. One at a time, so that work stays in sight. */
export default function Elsewhere({ sessions }: { sessions: NonNullable<Session['elsewhere']> }) {
  const t = useText()
  const end = usePost<{ id: string }>('/sessions', { method: 'DELETE', refresh: ['/session', '/sessions'] })
  const refresh = useRefresh()
  const know = async (id: string): Promise<void> => {
    await post(`/sessions/${id}/known`, {})
    await refresh(['/session', '/sessions'])
  }
  return (
    <div className="people-notices">
      {sessions.slice(0, 1).map((one) => (
        <Alert
          key={one.id}
          type="warning"
          showIcon
          title={
            <span className="people-elsewhere">
              <span>
                <strong>{t('people.elsewhere.title')}</strong>{' '}
                {t('people.elsewhere.text', { address: one.address, device: browserOf(one.agent) })}{' '}
                <Time at={one.createdAt} />{' '}
                {sessions.length > 1 && (
                  <Link to="/account">{t('people.elsewhere.more', { count: sessions.length - 1 })}</Link>
                )}
              </span>
              <span className="people-marks">
                <Button size="small" onClick={() => void know(one.id)}>
                  {t('people.elsewhere.mine')}
                </Button>
                <Button
                  size="small"
                  danger
                  loading={end.isPending}
                  onClick={() => end.mutate({ id: one.id })}
                >
                  {t('people.elsewhere.end')}
                </Button>
              </span>
            </span>
          }
        />
      ))}
    </div>
  )
}
