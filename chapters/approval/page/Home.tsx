import { Button, Card, Grid } from 'antd'
import { Suspense, type ComponentType } from 'react'
import { Link, useNavigate } from 'react-router'
import {
  CountBadge,
  DataTable,
  EmptyState,
  hasPage,
  isAdministrator,
  mayOpen,
  Loading,
  PageHeader,
  Time,
  useGet,
  usePages,
  usePerson,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { DeskLine, DeskReply } from '../wire.ts'
import { useDeskColumns, useNarrowColumns } from './columns.tsx'

/** A card that another chapter puts on the home desk: `export const homeCards` in its page/index.ts. */
interface HomeCard {
  readonly key: string
  /** Above the card; a card that draws its own frame has its own. */
  readonly titleKey: string
  readonly order: number
  /** As for a page: whose desk it belongs on. */
  readonly roles?: string[]
  /** Draws its own card, above the others, or nothing when it has nothing to say. */
  readonly own?: boolean
  readonly element: ComponentType
}
const found = import.meta.glob<{ homeCards?: readonly HomeCard[] }>('../../*/page/index.ts', { eager: true })
const cards: readonly HomeCard[] = Object.values(found)
  .flatMap((chapter) => chapter.homeCards ?? [])
  .sort((a, b) => a.order - b.order)

type Counts = Readonly<Record<'todo' | 'cc' | 'notices' | 'drafts', number>>

const tabs = ['todo', 'done', 'mine', 'cc', 'drafts'] as const

/** What waits for me, what runs, what I may want to do next. */
export default function Home() {
  const t = useText()
  const navigate = useNavigate()
  const pages = usePages()
  const { name, roles } = usePerson()
  const administrator = isAdministrator(roles)
  const counts = useGet<Counts>('/desk/counts', {}, { everySeconds: 60 })
  const mine = cards.filter((card) => mayOpen(card, roles))
  const mayApply = hasPage(pages, '/applications/new') && !administrator
  return (
    <>
      <PageHeader
        title={t('approval.home.greeting', { name })}
        tabTitle={t('approval.home.title')}
        hint={
          counts.data?.todo
            ? t('approval.home.hint', { count: counts.data.todo })
            : t('approval.home.nothing')
        }
        primary={
          mayApply && (
            <Button type="primary" onClick={() => void navigate('/applications/new')}>
              {t('approval.home.apply')}
            </Button>
          )
        }
      />
      <nav className="desk-tabs" aria-label={t('approval.home.title')}>
        {tabs.map((tab) => (
          <Link key={tab} to={`/desk/${tab}`}>
            {t(`approval.desk.${tab}`)}{' '}
            {(tab === 'todo' || tab === 'cc' || tab === 'drafts') && (
              <CountBadge count={counts.data?.[tab]} tone={tab === 'todo' ? 'urgent' : 'calm'} />
            )}
          </Link>
        ))}
      </nav>
      {mine
        .filter((card) => card.own === true)
        .map((card) => (
          <Suspense key={card.key} fallback={null}>
            <div className="home-lead">
              <card.element />
            </div>
          </Suspense>
        ))}
      <div className="home-grid">
        <Card
          size="small"
          title={t('approval.home.waiting')}
          extra={<Link to="/desk/todo">{t('approval.home.all')}</Link>}
        >
          <Waiting />
        </Card>
        {administrator && (
          <Card size="small" title={t('approval.home.office')}>
            <Office roles={roles} />
          </Card>
        )}
        {mine
          .filter((card) => card.own !== true)
          .map((card) => (
            <Card key={card.key} size="small" title={t(card.titleKey)}>
              <Suspense fallback={<Loading />}>
                <card.element />
              </Suspense>
            </Card>
          ))}
        {!administrator && (
          <Card
            size="small"
            title={t('approval.home.running')}
            extra={<Link to="/desk/mine">{t('approval.home.all')}</Link>}
          >
            <Running />
          </Card>
        )}
      </div>
    </>
  )
}

/** What an administrator's office is for: the pages that only this office has. */
function Office({ roles }: { roles: readonly string[] }) {
  const t = useText()
  const own = usePages().filter(
    (page) => page.menu !== undefined && page.roles !== undefined && mayOpen(page, roles),
  )
  return (
    <ul className="plain-list">
      {own.map((page) => (
        <li key={page.path}>
          <Link to={page.path}>{t(page.titleKey)}</Link>
        </li>
      ))}
    </ul>
  )
}

/** The most urgent tasks. */
function Waiting() {
  const t = useText()
  const all = useDeskColumns('todo')
  const narrow = useNarrowColumns('todo')
  const wide = all.filter((one) => ['number', 'title', 'applicant', 'level', 'dueAt'].includes(one.key))
  const columns = Grid.useBreakpoint().md === false ? narrow : wide
  const list = useGet<DeskReply>('/desk/todo', { size: 6 }, { everySeconds: 60 })
  if (list.data === undefined) return <Loading />
  if (list.data.total === 0)
    return <EmptyState title={t('approval.desk.emptyTodo')} hint={t('approval.desk.emptyTodoHint')} />
  return (
    <DataTable<DeskLine>
      name="approval.home.todo"
      label={t('approval.home.waiting')}
      rows={list.data.rows}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => `/approvals/${row.id}`}
      empty={{ title: t('approval.desk.emptyTodo') }}
      prefix="todo-"
      bare
    />
  )
}

/** Own forms that are on their way. */
function Running() {
  const t = useText()
  const list = useGet<DeskReply>('/desk/mine', { size: 5, state: 'running,returned' })
  if (list.data === undefined) return <Loading />
  if (list.data.total === 0) return <p className="soft">{t('approval.home.noneRunning')}</p>
  return (
    <ul className="plain-list">
      {list.data.rows.map((row) => (
        <RunningRow key={row.id} row={row} />
      ))}
    </ul>
  )
}

function RunningRow({ row }: { row: DeskLine }) {
  const t = useText()
  const columns = useDeskColumns('mine')
  const cell = (key: string) => columns.find((one) => one.key === key)?.render(row)
  return (
    <li>
      <Link to={`/approvals/${row.id}`}>{row.number}</Link> {cell('title')}
      <div className="soft">
        {row.state === 'returned' ? t('approval.state.returned') : cell('step')} ·{' '}
        <Time at={row.submittedAt} />
      </div>
    </li>
  )
}
