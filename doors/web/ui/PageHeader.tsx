import { useEffect, type ReactNode } from 'react'
import { useText } from './text.ts'

export interface PageHeaderProps {
  title: ReactNode
  /** Title of the browser tab when `title` is not plain text. Never a customer's name. */
  tabTitle?: string
  /** One line below the title. */
  hint?: ReactNode
  /** Marks beside the title: level, state. */
  marks?: ReactNode
  /** The one primary action. */
  primary?: ReactNode
  /** Further, quieter actions. */
  actions?: ReactNode
}

/** Head of a page, with its one primary action. */
export function PageHeader({ title, tabTitle, hint, marks, primary, actions }: PageHeaderProps) {
  const t = useText()
  const name = tabTitle ?? (typeof title === 'string' ? title : null)
  useEffect(() => {
    if (name !== null) document.title = `${name} · ${t('shell.name')}`
  }, [name, t])
  return (
    <div className="page-header">
      <div>
        <h1>
          {title} {marks !== undefined && <span className="marks">{marks}</span>}
        </h1>
        {hint !== undefined && <p>{hint}</p>}
      </div>
      <div className="page-actions">
        {actions}
        {primary}
      </div>
    </div>
  )
}
