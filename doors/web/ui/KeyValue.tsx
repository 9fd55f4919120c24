import type { ReactNode } from 'react'

export interface KeyValueItem {
  key?: string
  label: ReactNode
  value: ReactNode
  /** Takes the whole row. */
  wide?: boolean
}

/** Pairs in a grid of one to four columns; fewer on a narrow screen. */
export function KeyValue({
  items,
  columns = 2,
}: {
  items: readonly KeyValueItem[]
  columns?: 1 | 2 | 3 | 4
}) {
  return (
    <dl className={`key-value columns-${columns}`}>
      {items.map((item, place) => (
        <div key={item.key ?? place} className={item.wide === true ? 'wide' : undefined}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
