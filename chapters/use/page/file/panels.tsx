import { lazy, Suspense, type ComponentType } from 'react'
import { Loading } from '../../../../doors/web/ui/index.ts'
import type { RunningGrant } from './use-file.ts'

interface PanelProps {
  customerId: string
  mayAttach?: boolean
  grants?: readonly RunningGrant[]
}

interface Panels {
  HistoryPanel?: ComponentType<PanelProps>
  AttachmentsPanel?: ComponentType<PanelProps>
}

/** Panels of chapter custody that stand on a file's page. */
const found = Object.values(import.meta.glob<Panels>('../../../custody/page/panels.tsx'))[0]

const panel = (name: keyof Panels): ComponentType<PanelProps> | null =>
  found === undefined
    ? null
    : lazy(async () => {
        const Panel = (await found())[name]
        return { default: Panel ?? (() => null) }
      })

const panels = { HistoryPanel: panel('HistoryPanel'), AttachmentsPanel: panel('AttachmentsPanel') }

export const hasPanels = found !== undefined

/** Attachments or past versions of one customer's file. */
export function CustodyPanel({ name, ...props }: PanelProps & { name: keyof Panels }) {
  const Panel = panels[name]
  if (Panel === null) return null
  return (
    <Suspense fallback={<Loading rows={4} />}>
      <Panel {...props} />
    </Suspense>
  )
}
