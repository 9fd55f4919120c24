import { Button, Tree, type TreeProps } from 'antd'
import { useMemo } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  Time,
  useGet,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ArchiveNode, ArchiveRow, ArchiveTree } from '../../wire.ts'
import { Level } from '../shared.tsx'
import { useClasses } from './classes.ts'

const none = '~'

/** The catalogue of files: the tree on the left, the list of the chosen branch on the right. */
export default function Archive() {
  const t = useText()
  const words = useClasses()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const tree = useGet<ArchiveTree>('/archive/tree')
  const branch = {
    ...(search.get('t') === null ? {} : { type: fromKey(search.get('t')!) }),
    ...(search.get('c') === null ? {} : { category: fromKey(search.get('c')!) }),
    ...(search.get('y') === null ? {} : { year: Number(search.get('y')) }),
  }
  const choose: TreeProps['onSelect'] = ([key]) => {
    const [, type, category, year] = String(key ?? '').split('/')
    setSearch({
      ...(type === undefined ? {} : { t: type }),
      ...(category === undefined ? {} : { c: category }),
      ...(year === undefined ? {} : { y: year }),
    })
  }
  const data = useMemo(
    () => treeOf(tree.data?.nodes ?? [], words.type, words.category),
    [tree.data, words.type, words.category],
  )
  const files = (tree.data?.nodes ?? []).reduce((sum, node) => sum + node.files, 0)
  return (
    <>
      <PageHeader
        title={t('custody.archive.title')}
        hint={t('custody.archive.hint')}
        actions={
          <Button onClick={() => void navigate(`/archive/print?${printQuery(branch)}`)}>
            {t('custody.archive.print')}
          </Button>
        }
      />
      <ProblemNotice error={tree.error} />
      <div className="custody-archive">
        <nav aria-label={t('custody.archive.tree')}>
          {tree.data !== undefined && (
            <Tree
              blockNode
              defaultExpandedKeys={['all']}
              selectedKeys={[keyOf(search)]}
              onSelect={choose}
              treeData={[
                {
                  key: 'all',
                  title: `${t('custody.archive.all', { fonds: tree.data.fonds })} (${files.toLocaleString()})`,
                  children: data,
                },
              ]}
            />
          )}
        </nav>
        <div>
          <Files branch={branch} words={words} />
        </div>
      </div>
    </>
  )
}

type Branch = { type?: string; category?: string; year?: number }
const fromKey = (key: string): string => (key === none ? '' : key)
const toKey = (code: string): string => (code === '' ? none : code)
const keyOf = (search: URLSearchParams): string =>
  ['all', search.get('t'), search.get('c'), search.get('y')].filter((part) => part !== null).join('/')
const printQuery = (branch: Branch): string =>
  new URLSearchParams(Object.entries(branch).map(([name, value]) => [name, String(value)])).toString()

interface Twig {
  key: string
  title: string
  children: Twig[]
}

/** Type, category, year; each with how many files there are. */
function treeOf(
  nodes: readonly ArchiveNode[],
  type: (code: string) => string,
  category: (code: string) => string,
): Twig[] {
  const group = <K extends 'type' | 'category'>(list: readonly ArchiveNode[], by: K) => {
    const groups = new Map<string, ArchiveNode[]>()
    for (const node of list) groups.set(node[by], [...(groups.get(node[by]) ?? []), node])
    return [...groups]
  }
  const counted = (word: string, list: readonly ArchiveNode[]): string =>
    `${word} (${list.reduce((sum, node) => sum + node.files, 0).toLocaleString()})`
  return group(nodes, 'type').map(([code, ofType]) => ({
    key: `all/${toKey(code)}`,
    title: counted(type(code), ofType),
    children: group(ofType, 'category').map(([inner, ofBoth]) => ({
      key: `all/${toKey(code)}/${toKey(inner)}`,
      title: counted(category(inner), ofBoth),
      children: ofBoth.map((node) => ({
        key: `all/${toKey(code)}/${toKey(inner)}/${node.year}`,
        title: counted(String(node.year), [node]),
        children: [],
      })),
    })),
  }))
}

function Files({ branch, words }: { branch: Branch; words: ReturnType<typeof useClasses> }) {
  const t = useText()
  return (
    <DataTable<ArchiveRow>
      name="custody.archive"
      label={t('custody.archive.title')}
      path="/archive/files"
      params={branch}
      rowKey={(row) => row.id}
      rowHref={(row) => `/customers/${row.id}?tab=parts`}
      defaultSort="fileNo"
      filters={[
        { kind: 'text', name: 'fileNo', label: t('custody.archive.fileNo'), width: 170 },
        {
          kind: 'choice',
          name: 'paper',
          label: t('custody.archive.paper'),
          options: ['with', 'without', 'unchecked'].map((value) => ({
            value,
            label: t(`custody.archive.paper.${value}`),
          })),
        },
      ]}
      columns={[
        {
          key: 'fileNo',
          title: t('custody.archive.fileNo'),
          fixed: true,
          sortable: true,
          width: 150,
          render: (row) => row.fileNo,
        },
        { key: 'type', title: t('custody.archive.type'), render: (row) => words.type(row.type) },
        {
          key: 'category',
          title: t('custody.archive.category'),
          render: (row) => words.category(row.category),
        },
        { key: 'level', title: t('custody.archive.level'), render: (row) => <Level rank={row.level} /> },
        {
          key: 'electronic',
          title: t('custody.archive.electronic'),
          align: 'end',
          render: (row) => `${row.fields} / ${row.attachments}`,
        },
        { key: 'pages', title: t('custody.archive.pages'), align: 'end', render: (row) => row.pages || '—' },
        {
          key: 'places',
          title: t('custody.archive.places'),
          render: (row) => (row.places.length === 0 ? '—' : row.places.join('; ')),
        },
        {
          key: 'createdAt',
          title: t('custody.archive.createdAt'),
          sortable: true,
          off: true,
          render: (row) => <Time at={row.createdAt} />,
        },
      ]}
      empty={{ title: t('custody.archive.empty'), hint: t('custody.archive.emptyHint') }}
    />
  )
}
