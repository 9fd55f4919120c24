import { MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown, Modal } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  useGet,
  useMay,
  usePost,
  useSession,
  useText,
  type DataColumn,
  type FilterField,
  type Tone,
} from '../../../doors/web/ui/index.ts'
import { employments, roleCatalogue, type Department, type PersonRow } from '../wire.ts'
import { DepartmentDrawer } from './DepartmentDrawer.tsx'
import { DepartmentTree } from './DepartmentTree.tsx'
import { PersonDrawer } from './PersonDrawer.tsx'
import { Proposed } from './Proposed.tsx'
import { SubsidiaryButton } from './Reach.tsx'
import './people.css'
import { useRoleName } from './words.ts'

type Open =
  | { kind: 'person'; person: PersonRow | null }
  | { kind: 'department'; department: Department | null }
  | { kind: 'return'; person: PersonRow }

/** The organisation: departments at the left, their people at the right. */
export default function People() {
  const t = useText()
  const manages = useMay('manage-people')
  const { person: me } = useSession()
  const full = me?.roles.some((role) => role.endsWith('-admin')) === true
  const [query, setQuery] = useSearchParams()
  const [open, setOpen] = useState<Open | null>(null)
  const department = query.get('in')
  const maySeparate = useMay('set-clearance')
  const departments = useGet<{ rows: Department[] }>('/departments')
  const chosen = departments.data?.rows.find((one) => one.id === department)
  const choose = (id: string | null): void =>
    setQuery((before) => {
      const next = new URLSearchParams(before)
      next.delete('page')
      if (id === null) next.delete('in')
      else next.set('in', id)
      return next
    })
  const close = (): void => setOpen(null)
  const columns = usePersonColumns(full, manages ? setOpen : null)
  const filters = usePersonFilters(full)
  const add = (
    <Button type="primary" onClick={() => setOpen({ kind: 'person', person: null })}>
      {t('people.people.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('people.people.title')}
        hint={t(manages ? 'people.people.hintAdmin' : 'people.people.hintAll')}
        actions={
          <>
            {maySeparate && chosen !== undefined && <SubsidiaryButton key={chosen.id} department={chosen} />}
            <Link to="/posts">
              <Button>{t('people.people.posts')}</Button>
            </Link>
            {full && (
              <Link to="/handovers">
                <Button>{t('people.people.handovers')}</Button>
              </Link>
            )}
            {manages && (
              <Link to="/people/import">
                <Button>{t('people.people.import')}</Button>
              </Link>
            )}
            {manages && (
              <Link to="/people/directory">
                <Button>{t('people.sync.title')}</Button>
              </Link>
            )}
          </>
        }
        primary={manages && add}
      />
      {manages && <Proposed />}
      <div className="people-columns">
        <DepartmentTree
          chosen={department}
          onChoose={choose}
          {...(manages ? { onEdit: (one) => setOpen({ kind: 'department', department: one }) } : {})}
        />
        <DataTable<PersonRow>
          name="people.people"
          label={t('people.people.title')}
          path="/people"
          params={{ department: department ?? undefined }}
          rowKey={(row) => row.id}
          columns={columns}
          filters={filters}
          empty={{
            title: t('people.people.empty'),
            ...(manages ? { hint: t('people.people.emptyHint'), action: add } : {}),
          }}
        />
      </div>
      {open?.kind === 'person' && (
        <PersonDrawer person={open.person} department={department} onClose={close} />
      )}
      {open?.kind === 'department' && (
        <DepartmentDrawer department={open.department} under={department} onClose={close} />
      )}
      {open?.kind === 'return' && <Return person={open.person} onClose={close} />}
    </>
  )
}

const tones: Record<string, Tone> = { here: 'good', ending: 'warning', ended: 'ended' }

function usePersonColumns(full: boolean, setOpen: ((open: Open) => void) | null): DataColumn<PersonRow>[] {
  const t = useText()
  const plain: DataColumn<PersonRow>[] = [
    {
      key: 'name',
      title: t('people.name'),
      sortable: true,
      fixed: true,
      width: 100,
      render: (row) => row.name,
    },
    {
      key: 'employeeNo',
      title: t('people.employeeNo'),
      sortable: true,
      width: 96,
      render: (row) => row.employeeNo,
    },
    {
      key: 'department',
      title: t('people.department'),
      sortable: true,
      render: (row) => row.department || t('people.none'),
    },
    {
      key: 'post',
      title: t('people.post'),
      // Beside the administrators' columns there is little room; alone it takes its share.
      ...(full ? { width: 84 } : {}),
      render: (row) => row.post || t('people.none'),
    },
  ]
  const more = useAdministratorColumns()
  if (!full) return plain
  if (setOpen === null) return [...plain, ...more]
  return [
    ...plain,
    ...more,
    {
      key: 'more',
      title: t('people.more'),
      fixed: true,
      width: 56,
      align: 'center',
      render: (row) => <RowMenu row={row} setOpen={setOpen} />,
    },
  ]
}

/** What only the three administrators are sent. */
function useAdministratorColumns(): DataColumn<PersonRow>[] {
  const t = useText()
  const roleName = useRoleName()
  return [
    {
      key: 'employment',
      title: t('people.employment'),
      width: 84,
      render: (row) => t(`people.employment.${row.employment ?? 'regular'}`),
    },
    {
      key: 'manager',
      title: t('people.manager'),
      off: true,
      render: (row) => row.managerName ?? t('people.none'),
    },
    {
      key: 'endsOn',
      title: t('people.endsOn'),
      sortable: true,
      width: 104,
      render: (row) => row.endsOn ?? t('people.none'),
    },
    {
      key: 'roles',
      title: t('people.roles'),
      render: (row) => (row.roles ?? []).map(roleName).join(t('kit.listComma')) || t('people.none'),
    },
    {
      key: 'account',
      title: t('people.account'),
      width: 80,
      render: (row) => t(`people.account.${row.account ?? 'none'}`),
    },
    {
      key: 'state',
      title: t('people.state'),
      width: 100,
      render: (row) => (
        <StatusTag tone={tones[row.state ?? 'here'] ?? 'neutral'}>
          {t(`people.state.${row.state ?? 'here'}`)}
        </StatusTag>
      ),
    },
  ]
}

function RowMenu({ row, setOpen }: { row: PersonRow; setOpen: (open: Open) => void }) {
  const t = useText()
  const navigate = useNavigate()
  const left = row.left === true
  const items = [
    ...(left ? [] : [{ key: 'edit', label: t('people.people.edit') }]),
    ...(row.account === 'none' && !left ? [{ key: 'account', label: t('people.people.openAccounts') }] : []),
    ...(left
      ? [{ key: 'return', label: t('people.people.return') }]
      : [
          { key: 'move', label: t('people.people.move') },
          { key: 'leave', label: t('people.people.leave'), danger: true },
        ]),
  ]
  const act = (key: string): void => {
    if (key === 'edit') setOpen({ kind: 'person', person: row })
    else if (key === 'account')
      void navigate(`/accounts?new=${row.id}`, { state: { id: row.id, label: row.name } })
    else if (key === 'leave' || key === 'move')
      void navigate(`/people/${row.id}/${key}`, { state: { id: row.id, label: row.name } })
    else if (key === 'return') setOpen({ kind: key, person: row })
  }
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => act(key) }}>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined />}
        aria-label={`${t('people.more')} ${row.name}`}
      />
    </Dropdown>
  )
}

function usePersonFilters(full: boolean): FilterField[] {
  const t = useText()
  const roleName = useRoleName()
  const search: FilterField = { kind: 'text', name: 'q', label: t('people.people.search'), width: 190 }
  if (!full) return [search]
  return [
    search,
    {
      kind: 'choice',
      name: 'state',
      label: t('people.state'),
      options: ['here', 'ending', 'ended', 'all'].map((value) => ({
        value,
        label: t(`people.state.${value}`),
      })),
    },
    {
      kind: 'choices',
      name: 'employment',
      label: t('people.employment'),
      options: employments.map((value) => ({ value, label: t(`people.employment.${value}`) })),
    },
    {
      kind: 'choice',
      name: 'role',
      label: t('people.roles'),
      options: roleCatalogue.map(({ code }) => ({ value: code, label: roleName(code) })),
    },
  ]
}

function Return({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const t = useText()
  const act = usePost<object>(`/people/${person.id}/return`, {
    onDone: onClose,
    refresh: ['/people', '/departments'],
  })
  return (
    <Modal
      open
      title={`${t('people.people.return')} · ${person.name} ${person.employeeNo}`}
      okText={t('people.people.return')}
      cancelText={t('people.cancel')}
      confirmLoading={act.isPending}
      onOk={() => act.mutate({})}
      onCancel={onClose}
    >
      <p>{t('people.people.returnText')}</p>
      <ProblemNotice error={act.error} />
    </Modal>
  )
}
