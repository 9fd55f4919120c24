import { Button, Popconfirm } from 'antd'
import { apiUrl, ProblemNotice, StatusTag, useGet, useText } from '../../../../doors/web/ui/index.ts'
import type { AppointmentRow } from '../../wire.ts'
import { useAct } from '../use-act.ts'
import { useRoleName } from '../words.ts'
import { stateTones } from './tones.ts'

/** The letters of appointment of whoever looks, to accept and to print; nothing at all where there are none. */
export function OwnAppointments() {
  const t = useText()
  const roleName = useRoleName()
  const own = useGet<{ rows: AppointmentRow[] }>('/account/appointments')
  const accept = useAct(['/account/appointments'])
  const rows = own.data?.rows ?? []
  if (rows.length === 0) return <ProblemNotice error={own.error} />
  return (
    <section className="people-gap">
      <h2>{t('people.appointments.own')}</h2>
      <ProblemNotice error={accept.error} />
      <ul className="people-appointments">
        {rows.map((row) => (
          <li key={row.id}>
            <strong>{row.role === null ? row.office : roleName(row.role)}</strong> {row.number} {row.from} –{' '}
            {row.until ?? t('people.appointments.open')}{' '}
            <StatusTag tone={stateTones[row.state]}>{t(`people.appointments.state.${row.state}`)}</StatusTag>{' '}
            <Button size="small" href={apiUrl(`/appointments/${row.id}/print`)} target="_blank">
              {t('people.appointments.print')}
            </Button>{' '}
            {row.state === 'signed' && (
              <Popconfirm
                title={t('people.appointments.acceptSure')}
                okText={t('people.appointments.accept')}
                cancelText={t('people.cancel')}
                onConfirm={() =>
                  void accept.run(`/appointments/${row.id}/acceptance`, { contentHash: row.contentHash })
                }
              >
                <Button size="small" type="primary">
                  {t('people.appointments.accept')}
                </Button>
              </Popconfirm>
            )}
            <p className="soft">{row.duties}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
