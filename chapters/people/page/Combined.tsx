import { Button } from 'antd'
import { ProblemNotice, Time, useGet, usePost, useSession, useText } from '../../../doors/web/ui/index.ts'
import type { OrganisationState } from '../wire.ts'

/**
 * Whether one person may be system and security administrator here: a standing warning while it is so, and the way to
 * change it, which takes two administrators.
 */
export function Combined() {
  const t = useText()
  const { person } = useSession()
  const administrator = person?.roles.some((role) => role.endsWith('-admin')) === true
  const state = useGet<OrganisationState>('/organisation')
  const act = usePost<{ combined: boolean }>('/organisation/combine', { refresh: ['/organisation'] })
  if (state.data === undefined) return null
  const { combined, combineAsked, holders } = state.data
  return (
    <section className={`people-note${combined ? ' bad' : ''}`} aria-label={t('people.combined.title')}>
      <h2>{t(combined ? 'people.combined.on' : 'people.combined.off')}</h2>
      <p>
        {combined
          ? t('people.combined.onText', {
              names:
                holders.map((one) => `${one.name} ${one.employeeNo}`).join(t('kit.listComma')) ||
                t('people.none'),
            })
          : t('people.combined.offText')}
      </p>
      {combineAsked !== null && (
        <p>
          {t('people.combined.asked', { name: combineAsked.by })} <Time at={combineAsked.at} />
        </p>
      )}
      <ProblemNotice error={act.error} />
      {administrator && (
        <p className="people-gap">
          {combined ? (
            <Button loading={act.isPending} onClick={() => act.mutate({ combined: false })}>
              {t('people.combined.separate')}
            </Button>
          ) : (
            <Button
              loading={act.isPending}
              disabled={combineAsked?.own === true}
              onClick={() => act.mutate({ combined: true })}
            >
              {t(combineAsked === null ? 'people.combined.ask' : 'people.combined.agree')}
            </Button>
          )}
        </p>
      )}
    </section>
  )
}
