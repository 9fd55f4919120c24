import { useSearchParams } from 'react-router'
import {
  Loading,
  PageHeader,
  PrintSheet,
  ProblemNotice,
  SignaturePlace,
  Time,
  useGet,
  useSession,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { RegisterRow, RoomRow } from '../../wire.ts'
import { Who } from './Register.tsx'

/** Lines on one print; more are narrowed by period or room. */
const most = 1000

/** The register on paper, by the filters of the list. */
export default function Print() {
  const t = useText()
  const { company } = useSession()
  const [search] = useSearchParams()
  const filters = Object.fromEntries(
    ['room', 'state', 'days'].flatMap((name) => {
      const value = search.get(name)
      return value === null || value === '' ? [] : [[name, value] as const]
    }),
  )
  const rooms = useGet<{ rows: RoomRow[] }>('/rooms')
  const { data, error } = useGet<{ total: number; rows: RegisterRow[] }>(
    '/room-entries',
    { ...filters, size: most },
    { keep: false },
  )
  if (data === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  const room = rooms.data?.rows.find((one) => one.id === filters['room'])
  return (
    <>
      <PageHeader title={t('custody.register.printTitle')} />
      <PrintSheet
        company={company?.name ?? ''}
        title={t('custody.register.printTitle')}
        formNo="BM-R-23"
        version="A/0"
      >
        <p>
          {t('custody.visits.room')}: {room?.name ?? t('custody.register.allRooms')} ·{' '}
          {t('custody.register.days')}: {filters['days'] ?? t('custody.register.allDays')} ·{' '}
          {t('custody.register.count', { count: data.total })}
        </p>
        {data.total > most && <p>{t('custody.register.cut', { count: most })}</p>}
        <table className="custody-paper">
          <thead>
            <tr>
              {['who', 'room', 'purpose', 'basis', 'in', 'out', 'remark'].map((key) => (
                <th key={key} scope="col">
                  {t(
                    key === 'room' || key === 'purpose' ? `custody.visits.${key}` : `custody.register.${key}`,
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <Who row={row} />
                </td>
                <td>{row.room.name}</td>
                <td>{row.purpose}</td>
                <td>{t(`custody.register.basis.${row.basis}`)}</td>
                <td>
                  <Time at={row.enteredAt} relative={false} />
                </td>
                <td>
                  {row.leftAt === null ? (
                    t('custody.register.inside')
                  ) : (
                    <Time at={row.leftAt} relative={false} />
                  )}
                </td>
                <td>{row.remark}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <SignaturePlace
          label={t('custody.rooms.keeper')}
          {...(room === undefined ? {} : { name: room.keeper.name })}
        />
      </PrintSheet>
    </>
  )
}
