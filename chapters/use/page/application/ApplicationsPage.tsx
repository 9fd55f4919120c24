import { Link } from 'react-router'
import {
  DataTable,
  PageHeader,
  StatusTag,
  Time,
  timeText,
  useText,
  useTimeZone,
  type Tone,
} from '../../../../doors/web/ui/index.ts'
import type { ApplicationList } from '../../wire.ts'
import { Extent } from '../shared/Extent.tsx'
import { Level } from '../shared/levels.tsx'
import { LinkButton } from '../shared/LinkButton.tsx'
import { usePurposes } from '../shared/purposes.ts'

type Row = ApplicationList['rows'][number]

const states = ['running', 'returned', 'approved', 'rejected', 'withdrawn'] as const
const tones: Record<string, Tone> = {
  running: 'waiting',
  returned: 'warning',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'ended',
}

/** A form's state in words and colour. */
export function ApplicationState({ state }: { state: string }) {
  const t = useText()
  const known = (states as readonly string[]).includes(state)
  return <StatusTag tone={tones[state] ?? 'neutral'}>{known ? t(`use.state.${state}`) : state}</StatusTag>
}

function Acts({ row }: { row: Row }) {
  const t = useText()
  return (
    <span className="use-acts">
      {row.state === 'returned' && (
        <Link to={`/applications/new?change=${row.id}`} aria-label={`${t('use.apps.change')}: ${row.number}`}>
          {t('use.apps.change')}
        </Link>
      )}
      <Link to={`/applications/new?again=${row.id}`} aria-label={`${t('use.apps.again')}: ${row.number}`}>
        {t('use.apps.again')}
      </Link>
    </span>
  )
}

/** My applications for use. */
export default function ApplicationsPage() {
  const t = useText()
  const zone = useTimeZone()
  const purposes = usePurposes()
  const begin = (
    <LinkButton type="primary" to="/applications/new">
      {t('use.apps.new')}
    </LinkButton>
  )
  const day = (at: string): string => timeText(at, zone, 'day')
  return (
    <>
      <PageHeader title={t('use.apps.title')} hint={t('use.apps.hint')} primary={begin} />
      <DataTable<Row>
        name="use.applications"
        label={t('use.apps.title')}
        path="/applications"
        rowKey={(row) => row.id}
        rowHref={(row) => `/approvals/${row.id}`}
        columns={[
          {
            key: 'number',
            title: t('use.apps.number'),
            fixed: true,
            render: (row) => <span className="identifier">{row.number}</span>,
          },
          {
            key: 'state',
            title: t('use.apps.state'),
            render: (row) => <ApplicationState state={row.state} />,
          },
          {
            key: 'purpose',
            title: t('use.purpose'),
            width: 132,
            render: (row) => purposes.word(row.purpose),
          },
          {
            key: 'what',
            title: t('use.apps.what'),
            render: (row) => <Extent customers={row.customers} fields={row.fields} />,
          },
          {
            key: 'level',
            title: t('use.form.highest'),
            width: 150,
            render: (row) => <Level rank={row.level} />,
          },
          {
            key: 'modes',
            title: t('use.form.modes'),
            render: (row) => row.modes.map((mode) => t(`use.mode.${mode}`)).join(t('kit.listComma')),
          },
          {
            key: 'period',
            title: t('use.form.period'),
            width: 118,
            render: (row) => (
              <>
                <span className="identifier">{day(row.startsAt)}</span>{' '}
                <span className="identifier">~ {day(row.endsAt)}</span>
              </>
            ),
          },
          { key: 'createdAt', title: t('use.apps.filed'), render: (row) => <Time at={row.createdAt} /> },
          { key: 'acts', title: t('use.act'), render: (row) => <Acts row={row} /> },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('use.apps.state'),
            options: states.map((state) => ({ value: state, label: t(`use.state.${state}`) })),
          },
        ]}
        empty={{ title: t('use.apps.empty'), hint: t('use.apps.emptyHint'), action: begin }}
      />
    </>
  )
}
