import { useGet, useLanguage, useText } from '../../../doors/web/ui/index.ts'
import type { OrganisationState } from '../wire.ts'

/** What the organisation adds to a clause as it stands: combined offices (6.1), what newcomers wait for (5.1.2). */
export function ClauseNotes({ number }: { number: string }) {
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
