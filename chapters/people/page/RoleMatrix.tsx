import { Button, Tooltip } from 'antd'
import { useLanguage, useText } from '../../../doors/web/ui/index.ts'
import { type Holding, type RoleCode, roleCatalogue, separatedRoles } from '../wire.ts'

export interface Holder {
  personId: string
  name: string
  employeeNo: string
  department: string
}

interface Props {
  holdings: readonly Holding[]
  /** Given to those who may change holdings; the cells then are buttons. */
  onAsk?: (holder: Holder, role: RoleCode, held: boolean) => void
  /** The viewer, whose own row nobody but another may change. */
  not?: string
}

/** People down, roles across, a mark where they meet. */
export function RoleMatrix({ holdings, onAsk, not }: Props) {
  const t = useText()
  const { language } = useLanguage()
  const holders = [...new Map(holdings.map((one) => [one.personId, one])).values()].map(
    ({ personId, name, employeeNo, department }) => ({ personId, name, employeeNo, department }),
  )
  const separated = roleCatalogue.filter((role) => role.separated)
  const empty = roleCatalogue.filter((role) => !holdings.some((one) => one.role === role.code))
  return (
    <>
      <div className="people-scroll">
        <table className="people-plain">
          <caption className="only-read-aloud">{t('people.roles.matrix')}</caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {t('people.roles.person')}
              </th>
              <th scope="colgroup" className="middle" colSpan={separated.length}>
                {t('people.roles.separated')}
              </th>
              <th scope="colgroup" className="middle" colSpan={roleCatalogue.length - separated.length}>
                {t('people.roles.business')}
              </th>
            </tr>
            <tr>
              {roleCatalogue.map((role) => (
                <th key={role.code} scope="col" className="middle">
                  {role[language]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {holders.map((holder) => (
              <tr key={holder.personId}>
                <th scope="row">
                  {holder.name}{' '}
                  <span className="soft">
                    {[holder.employeeNo, holder.department].filter((part) => part !== '').join(' · ')}
                  </span>
                </th>
                {roleCatalogue.map((role) => (
                  <td key={role.code} className="middle">
                    <Cell
                      holder={holder}
                      roleName={role[language]}
                      holding={holdings.find(
                        (one) => one.personId === holder.personId && one.role === role.code,
                      )}
                      {...(onAsk === undefined ||
                      holder.personId === not ||
                      !fits(holdings, holder.personId, role.code)
                        ? {}
                        : { onAsk: (held: boolean) => onAsk(holder, role.code, held) })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {empty.length > 0 && (
        <p className="soft people-gap">
          {t('people.roles.nobody')}: {empty.map((role) => role[language]).join(t('kit.listComma'))}
        </p>
      )}
    </>
  )
}

/** Held already, or not barred by the separation of the three administrators; the server decides again. */
function fits(holdings: readonly Holding[], personId: string, role: string): boolean {
  const held = holdings.filter((one) => one.personId === personId).map((one) => one.role)
  if (held.includes(role)) return true
  return !separatedRoles.includes(role) && !held.some((one) => separatedRoles.includes(one))
}

function Cell(props: {
  holder: Holder
  roleName: string
  holding: Holding | undefined
  onAsk?: (held: boolean) => void
}) {
  const { holder, roleName, holding, onAsk } = props
  const t = useText()
  if (holding === undefined) {
    if (onAsk === undefined) return null
    return (
      <Button
        type="text"
        size="small"
        className="soft"
        aria-label={`${t('people.roles.give')}: ${holder.name}, ${roleName}`}
        onClick={() => onAsk(false)}
      >
        ＋
      </Button>
    )
  }
  const since = t('people.roles.since', {
    name: holder.name,
    role: roleName,
    at: holding.givenAt.slice(0, 10),
  })
  const note = holding.active ? since : `${since} · ${t('people.roles.inactive')}`
  const mark = <span className={holding.active ? 'held' : 'held inactive'}>{holding.active ? '✓' : '○'}</span>
  return (
    <Tooltip title={note}>
      {onAsk === undefined ? (
        <span role="img" aria-label={note}>
          {mark}
        </span>
      ) : (
        <Button type="text" size="small" aria-label={note} onClick={() => onAsk(true)}>
          {mark}
        </Button>
      )}
    </Tooltip>
  )
}
