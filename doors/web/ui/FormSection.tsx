import { useId, type ReactNode } from 'react'

export interface FormSectionProps {
  title: ReactNode
  /** As numbered on the paper form: 一, 二 or 1, 2. */
  number?: string
  hint?: ReactNode
  /** At the right of the heading. */
  extra?: ReactNode
  children: ReactNode
}

/** A section of a form, as on paper. */
export function FormSection({ title, number, hint, extra, children }: FormSectionProps) {
  const id = useId()
  return (
    <section className="form-section" aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {number !== undefined && <span className="number">{number}</span>}
          {title}
        </h2>
        {hint !== undefined && <span className="soft">{hint}</span>}
        {extra !== undefined && <span className="extra">{extra}</span>}
      </header>
      <div className="body">{children}</div>
    </section>
  )
}
