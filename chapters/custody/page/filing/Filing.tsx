import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useLanguage,
  useMay,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { CustomerType, FileCategory, VoidedReply } from '../../wire.ts'
import { useClasses } from './classes.ts'
import { EditClass } from './EditClass.tsx'
import { Numbering } from './Numbering.tsx'
import { useCatalogue } from '../shared.tsx'

type Editing =
  { kind: 'type'; of: CustomerType | undefined } | { kind: 'category'; of: FileCategory | undefined }

/** Types, categories and the rule for numbers, in the company's own words. */
export default function Filing() {
  const t = useText()
  const classes = useClasses()
  const edits = useMay('edit-catalogue')
  const [search, setSearch] = useSearchParams()
  const [editing, setEditing] = useState<Editing>()
  const tab = (key: string, children: React.ReactNode) => ({
    key,
    label: t(`custody.filing.${key}`),
    children,
  })
  return (
    <>
      <PageHeader title={t('custody.filing.title')} hint={t('custody.filing.hint')} />
      <ProblemNotice error={classes.error} />
      <Tabs
        destroyOnHidden
        activeKey={search.get('tab') ?? 'types'}
        onChange={(key) => setSearch({ tab: key }, { replace: true })}
        items={[
          tab(
            'types',
            <Types rows={classes.types} edits={edits} onEdit={(of) => setEditing({ kind: 'type', of })} />,
          ),
          tab(
            'categories',
            <Categories
              rows={classes.categories}
              edits={edits}
              onEdit={(of) => setEditing({ kind: 'category', of })}
            />,
          ),
          tab('numbering', <Numbering edits={edits} />),
          tab('voided', <Voided />),
        ]}
      />
      {editing !== undefined && (
        <EditClass kind={editing.kind} known={editing.of} onClose={() => setEditing(undefined)} />
      )}
    </>
  )
}

function useCommon<Row extends CustomerType | FileCategory>(
  edits: boolean,
  onEdit: (row: Row | undefined) => void,
) {
  const t = useText()
  const { pick } = useLanguage()
  const add = edits && (
    <Button type="primary" onClick={() => onEdit(undefined)}>
      {t('custody.filing.new')}
    </Button>
  )
  return {
    add,
    first: [
      { key: 'name', title: t('custody.filing.zh'), fixed: true, render: (row: Row) => pick(row) },
      { key: 'code', title: t('custody.filing.code'), render: (row: Row) => row.code || '—' },
      { key: 'number', title: t('custody.filing.numberCode'), render: (row: Row) => row.numberCode },
    ],
    last: [
      {
        key: 'state',
        title: t('custody.filing.state'),
        width: 110,
        render: (row: Row) => (
          <StatusTag tone={row.retired ? 'ended' : 'good'}>
            {t(row.retired ? 'custody.filing.retired' : 'custody.filing.inUse')}
          </StatusTag>
        ),
      },
      {
        key: 'acts',
        title: t('custody.acts'),
        width: 90,
        render: (row: Row) =>
          edits ? (
            <Button type="link" size="small" onClick={() => onEdit(row)}>
              {t('custody.edit')}
            </Button>
          ) : null,
      },
    ],
  }
}

function Types(props: {
  rows: readonly CustomerType[]
  edits: boolean
  onEdit: (row: CustomerType | undefined) => void
}) {
  const t = useText()
  const { pick } = useLanguage()
  const { fields } = useCatalogue()
  const common = useCommon<CustomerType>(props.edits, props.onEdit)
  const word = (code: string): string => {
    const field = fields.find((one) => one.code === code)
    return field === undefined ? code : pick(field)
  }
  return (
    <DataTable<CustomerType>
      name="custody.filing.types"
      label={t('custody.filing.types')}
      rows={props.rows}
      rowKey={(row) => row.code}
      extra={common.add}
      columns={[
        ...common.first,
        {
          key: 'appliesTo',
          title: t('custody.filing.appliesTo'),
          render: (row) => t(`custody.filing.appliesTo.${row.appliesTo}`),
        },
        {
          key: 'required',
          title: t('custody.filing.required'),
          render: (row) => row.required.map(word).join(t('kit.listComma')),
        },
        {
          key: 'stale',
          title: t('custody.filing.staleMonths'),
          align: 'end',
          render: (row) => row.staleMonths ?? t('custody.filing.never'),
        },
        ...common.last,
      ]}
      empty={{ title: t('custody.filing.none') }}
    />
  )
}

function Categories(props: {
  rows: readonly FileCategory[]
  edits: boolean
  onEdit: (row: FileCategory | undefined) => void
}) {
  const t = useText()
  const common = useCommon<FileCategory>(props.edits, props.onEdit)
  return (
    <DataTable<FileCategory>
      name="custody.filing.categories"
      label={t('custody.filing.categories')}
      rows={props.rows}
      rowKey={(row) => row.code}
      extra={common.add}
      columns={[...common.first, ...common.last]}
      empty={{ title: t('custody.filing.none') }}
    />
  )
}

/** Numbers that no file bears any more, and why. */
function Voided() {
  const t = useText()
  return (
    <DataTable<VoidedReply['rows'][number]>
      name="custody.filing.voided"
      label={t('custody.filing.voided')}
      path="/filing/voided-numbers"
      rowKey={(row) => row.number}
      filters={[{ kind: 'text', name: 'number', label: t('custody.filing.number') }]}
      columns={[
        { key: 'number', title: t('custody.filing.number'), fixed: true, render: (row) => row.number },
        {
          key: 'reason',
          title: t('custody.filing.voidReason'),
          render: (row) => t(`custody.filing.void.${row.reason}`),
        },
        { key: 'note', title: t('custody.filing.voidNote'), render: (row) => row.note || '—' },
        { key: 'by', title: t('custody.filing.voidBy'), render: (row) => row.by?.name ?? '—' },
        { key: 'at', title: t('custody.filing.voidAt'), render: (row) => <Time at={row.at} /> },
      ]}
      empty={{ title: t('custody.filing.noVoided') }}
    />
  )
}
