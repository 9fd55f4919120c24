import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import {
  apiUrl,
  ConfirmReason,
  DataTable,
  PageHeader,
  post,
  ProblemNotice,
  StatusTag,
  useGet,
  useMay,
  usePerson,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import { appointmentStates, type AppointmentRow, type Unappointed } from '../../wire.ts'
import { useAct } from '../use-act.ts'
import { useRoleName } from '../words.ts'
import { NewAppointment } from './NewAppointment.tsx'
import { SecrecyOrganisation } from './Organisation.tsx'
import { stateTones } from './tones.ts'
import '../people.css'

/** Who answers for secrecy, who is appointed in writing, and who holds a role without a letter. */
export default function Appointments() {
  const t = useText()
  const roleName = useRoleName()
  const proposes = useMay('propose-appointment')
  const [making, setMaking] = useState(false)
  return (
    <>
      <PageHeader
        title={t('people.appointments.title')}
        hint={t('people.appointments.hint')}
        primary={
          proposes && (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('people.appointments.new')}
            </Button>
          )
        }
      />
      <SecrecyOrganisation />
      <Missing />
      <h2>{t('people.appointments.letters')}</h2>
      <DataTable<AppointmentRow>
        name="people.appointments"
        label={t('people.appointments.letters')}
        path="/appointments"
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: t('people.appointments.number'),
            fixed: true,
            sortable: true,
            width: 130,
            render: (row) => row.number,
          },
          {
            key: 'person',
            title: t('people.appointments.person'),
            sortable: true,
            render: ({ person }) => `${person.name} ${person.employeeNo}`,
          },
          {
            key: 'office',
            title: t('people.appointments.office'),
            render: (row) => (row.role === null ? row.office : roleName(row.role)),
          },
          {
            key: 'from',
            title: t('people.appointments.from'),
            sortable: true,
            width: 110,
            render: (row) => row.from,
          },
          {
            key: 'until',
            title: t('people.appointments.until'),
            width: 110,
            render: (row) => row.until ?? t('people.appointments.open'),
          },
          {
            key: 'state',
            title: t('people.appointments.state'),
            width: 120,
            render: (row) => (
              <StatusTag tone={stateTones[row.state]}>
                {t(`people.appointments.state.${row.state}`)}
              </StatusTag>
            ),
          },
          {
            key: 'signedBy',
            title: t('people.appointments.signedBy'),
            width: 100,
            render: (row) => row.signedBy?.name ?? t('people.none'),
          },
          {
            key: 'act',
            title: t('people.more'),
            fixed: true,
            width: 220,
            render: (row) => <Acts row={row} />,
          },
        ]}
        filters={[
          { kind: 'text', name: 'q', label: t('people.appointments.search') },
          {
            kind: 'choice',
            name: 'state',
            label: t('people.appointments.state'),
            options: appointmentStates.map((value) => ({
              value,
              label: t(`people.appointments.state.${value}`),
            })),
          },
        ]}
        empty={{ title: t('people.appointments.empty'), hint: t('people.appointments.emptyHint') }}
      />
      {making && <NewAppointment onClose={() => setMaking(false)} />}
    </>
  )
}

function Acts({ row }: { row: AppointmentRow }) {
  const t = useText()
  const me = usePerson()
  const refresh = useRefresh()
  const sign = useAct(['/appointments'])
  const signs = useMay('sign-appointment') && me.id !== row.person.id && me.id !== row.proposedBy.id
  const [ending, setEnding] = useState(false)
  const decide = (outcome: 'signed' | 'declined') =>
    sign.run(`/appointments/${row.id}/signature`, { outcome })
  const signed = row.state !== 'proposed' && row.state !== 'declined'
  return (
    <>
      <ProblemNotice error={sign.error} />
      {row.state === 'proposed' && signs && (
        <>
          <Popconfirm
            title={t('people.appointments.signSure')}
            okText={t('people.appointments.sign')}
            cancelText={t('people.cancel')}
            onConfirm={() => void decide('signed')}
          >
            <Button size="small" type="primary">
              {t('people.appointments.sign')}
            </Button>
          </Popconfirm>{' '}
          <Button size="small" onClick={() => void decide('declined')}>
            {t('people.appointments.decline')}
          </Button>
        </>
      )}
      {signed && (
        <Button size="small" href={apiUrl(`/appointments/${row.id}/print`)} target="_blank">
          {t('people.appointments.print')}
        </Button>
      )}{' '}
      {(row.state === 'signed' || row.state === 'accepted') && signs && (
        <Button size="small" danger onClick={() => setEnding(true)}>
          {t('people.appointments.end')}
        </Button>
      )}
      <ConfirmReason
        open={ending}
        title={t('people.appointments.endTitle')}
        action={t('people.appointments.end')}
        danger
        onConfirm={async (reason) => {
          await post(`/appointments/${row.id}/end`, { reason })
          await refresh(['/appointments'])
        }}
        onClose={() => setEnding(false)}
      />
    </>
  )
}

function Missing() {
  const t = useText()
  const roleName = useRoleName()
  const found = useGet<Unappointed>('/appointments/missing')
  if (found.data === undefined) return <ProblemNotice error={found.error} />
  const { rows, held } = found.data
  return (
    <section className="people-note people-gap">
      <h2>
        {t('people.appointments.missing')} ({rows.length}/{held})
      </h2>
      <p>
        {rows.length === 0
          ? t('people.appointments.missingNone')
          : rows
              .map(({ person, role }) => `${person.name} ${person.employeeNo} · ${roleName(role)}`)
              .join(t('kit.listComma'))}
      </p>
    </section>
  )
}
