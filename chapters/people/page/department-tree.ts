import type { Department } from '../wire.ts'

export interface DepartmentNode {
  readonly department: Department
  readonly children: readonly DepartmentNode[]
  /** People here and below. */
  readonly people: number
}

/** The flat list as a tree; what stands under a missing department comes to the top. */
export function treeOf(rows: readonly Department[]): readonly DepartmentNode[] {
  const ids = new Set(rows.map((row) => row.id))
  const below = (parent: string | null): DepartmentNode[] =>
    rows
      .filter((row) => (row.parentId !== null && ids.has(row.parentId) ? row.parentId : null) === parent)
      .map((department) => {
        const children = below(department.id)
        return {
          department,
          children,
          people: department.people + children.reduce((sum, child) => sum + child.people, 0),
        }
      })
  return below(null)
}

interface Choice {
  value: string
  title: string
  disabled: boolean
  children: Choice[]
}

/** Choices for a tree select; closed departments, and those under `without`, cannot be chosen. */
export const choicesOf = (nodes: readonly DepartmentNode[], without?: string): Choice[] =>
  nodes
    .filter(({ department }) => department.id !== without)
    .map(({ department, children }) => ({
      value: department.id,
      title: department.name,
      disabled: department.closed,
      children: choicesOf(children, without),
    }))
