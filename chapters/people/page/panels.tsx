import { useGet, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { OrganisationState, ProfileReply } from '../wire.ts'

/**
 * What this chapter adds to a clause as it stands: the password profile (3.2.2), combined offices (6.1), what newcomers
 * wait for (5.1.2).
 */
export function ClauseNotes({ number }: { number: string }) {
  return number === '3.2.2' ? <SignInNote /> : <OrganisationNotes number={number} />
}

/** Clause 3.2.2 as it stands: the password profile in force, and from which standard it differs. */
function SignInNote() {
  const t = useText()
  const { pick } = useLanguage()
  const { data } = useGet<ProfileReply>('/sign-in-profile')
  if (data === undefined) return null
  return (
    <section className="notice" role="note">
      <h2>
        {t('people.rules.inForce')} · {t(`people.rules.profile.${data.profile}`)}
      </h2>
      {data.pending && <p>{t('people.rules.pending')}</p>}
      <p className="soft">{t('people.rules.deviations')}</p>
      <ul>
        {data.deviations.map((one) => (
          <li key={one.zh}>
            <strong>{one.standard}</strong> {pick(one)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function OrganisationNotes({ number }: { number: string }) {
  const concerned = number === '6.1' || number === '5.1.2'
  const state = useGet<OrganisationState>(concerned ? '/organisation' : null)
  const t = useText()
  const { pick } = useLanguage()
  if (state.data === undefined) return null
  const { combined, holders, joinerChecks } = state.data
  if (number === '6.1')
    return combined ? (
      <p className="notice warning" role="alert">
        {t('people.combined.onText', {
          names:
            holders.map((one) => `${one.name} ${one.employeeNo}`).join(t('kit.listComma')) ||
            t('people.none'),
        })}
      </p>
    ) : null
  return (
    <p className="notice" role="note">
      {joinerChecks.length === 0
        ? t('people.checks.none')
        : t('people.checks.live', {
            checks: joinerChecks.map((one) => pick(one.title)).join(t('kit.listComma')),
          })}
    </p>
  )
}
