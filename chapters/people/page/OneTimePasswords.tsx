import { Button } from 'antd'
import type { ReactNode } from 'react'
import { CopyButton, useText } from '../../../doors/web/ui/index.ts'
import type { NewAccount } from '../wire.ts'

/** One-time passwords, to be copied or printed now or never. */
export function OneTimePasswords({
  accounts,
  role,
  children,
}: {
  accounts: readonly NewAccount[]
  role?: (at: number) => string
  /** Beside the button that prints. */
  children?: ReactNode
}) {
  const t = useText()
  return (
    <div className="people-one-time">
      <p>{t('people.oneTime.hint')}</p>
      <div className="people-scroll people-gap">
        <table className="people-plain">
          <thead>
            <tr>
              {role !== undefined && <th scope="col">{t('people.roles.role')}</th>}
              <th scope="col">{t('people.name')}</th>
              <th scope="col">{t('people.employeeNo')}</th>
              <th scope="col">{t('people.oneTime.signInName')}</th>
              <th scope="col">{t('people.oneTime.password')}</th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((one, at) => (
              <tr key={one.accountId}>
                {role !== undefined && <td>{role(at)}</td>}
                <td>{one.name}</td>
                <td>{one.employeeNo}</td>
                <td>{one.signInName}</td>
                <td>
                  <span className="people-secret">{one.oneTimePassword}</span>
                  <CopyButton text={one.oneTimePassword} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="people-no-print people-gap">
        <Button onClick={() => window.print()}>{t('people.oneTime.print')}</Button> {children}
      </p>
    </div>
  )
}
