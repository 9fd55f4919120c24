import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Tree } from 'antd'
import type { DataNode } from 'antd/es/tree'
import { ProblemNotice, useGet, useText } from '../../../doors/web/ui/index.ts'
import type { Department } from '../wire.ts'
import { treeOf, type DepartmentNode } from './department-tree.ts'

const everyone = 'everyone'

interface Props {
  chosen: string | null
  onChoose: (id: string | null) => void
  /** Given to those who may change the tree; null makes a new one. */
  onEdit?: (department: Department | null) => void
}

const nodeOf =
  (words: { subsidiary: string; acting: (name: string) => string }) =>
  ({ department, children, people }: DepartmentNode): DataNode => ({
    key: department.id,
    title: (
      <span className={department.closed ? 'closed' : ''}>
        {department.name}
        <span className="count">{people}</span>
        {department.subsidiary && <span className="mark">{words.subsidiary}</span>}
        {department.actingName !== null && (
          <span className="acting">{words.acting(department.actingName)}</span>
        )}
      </span>
    ),
    children: children.map(nodeOf(words)),
  })

/** The departments, to choose whose people are listed. */
export function DepartmentTree({ chosen, onChoose, onEdit }: Props) {
  const t = useText()
  const list = useGet<{ rows: Department[] }>('/departments')
  const rows = list.data?.rows ?? []
  const department = rows.find((row) => row.id === chosen)
  const words = {
    subsidiary: t('people.subsidiary.mark'),
    acting: (name: string) => t('people.acting.now', { name }),
  }
  return (
    <aside className="people-tree" aria-label={t('people.people.tree')}>
      <header>
        <h2>{t('people.people.tree')}</h2>
        {onEdit !== undefined && (
          <span>
            <Button
              type="text"
              size="small"
              icon={<EditOutlined />}
              disabled={department === undefined}
              aria-label={t('people.people.editDepartment')}
              title={t('people.people.editDepartment')}
              onClick={() => department && onEdit(department)}
            />
            <Button
              type="text"
              size="small"
              icon={<PlusOutlined />}
              aria-label={t('people.people.newDepartment')}
              title={t('people.people.newDepartment')}
              onClick={() => onEdit(null)}
            />
          </span>
        )}
      </header>
      <ProblemNotice error={list.error} />
      {list.data !== undefined && (
        <Tree
          blockNode
          defaultExpandAll
          treeData={[
            { key: everyone, title: t('people.people.everyone'), children: treeOf(rows).map(nodeOf(words)) },
          ]}
          selectedKeys={[chosen ?? everyone]}
          onSelect={(_, { node }) => onChoose(node.key === everyone ? null : String(node.key))}
        />
      )}
    </aside>
  )
}
