import { lazy, Suspense, type ComponentType } from 'react'
import { Loading } from '../../../../doors/web/ui/index.ts'
import type { RunningGrant } from './use-file.ts'

interface PanelProps {
  customerId: string
  mayAttach?: boolean
  grants?: readonly RunningGrant[]
}

interface Panels {
  OriginsPanel?: ComponentType<PanelProps>
  HistoryPanel?: ComponentType<PanelProps>
  AttachmentsPanel?: ComponentType<PanelProps>
  PartsPanel?: ComponentType<PanelProps>
}

/** Panels of the chapters custody and collection that stand on a file's page. */
const found = Object.values(import.meta.glob<Panels>('../../../custody/page/panels.tsx'))[0]
const ofCollection = Object.values(import.meta.glob<Panels>('../../../collection/page/panels.tsx'))[0]

const panel = (name: keyof Panels, from = found): ComponentType<PanelProps> | null =>
  from === undefined
    ? null
    : lazy(async () => {
        const Panel = (await from())[name]
        return { default: Panel ?? (() => null) }
      })

const panels = {
  HistoryPanel: panel('HistoryPanel'),
  AttachmentsPanel: panel('AttachmentsPanel'),
  OriginsPanel: panel('OriginsPanel', ofCollection),
}
  PartsPanel: panel('PartsPanel'),
}

/** How tidy the file is; chapter collection. */
export const QualityPanel = lazy(async () => ({
  default: (await import('../../../collection/page/panels.tsx')).QualityPanel,
}))

export const hasPanels = found !== undefined

/** Attachments, past versions or origins of one customer's file. */
export function CustodyPanel({ name, ...props }: PanelProps & { name: keyof Panels }) {
  const Panel = panels[name]
  if (Panel === null) return null
  return (
    <Suspense fallback={<Loading rows={4} />}>
      <Panel {...props} />
    </Suspense>
  )
}

interface ConsentPanels {
  ConsentPanel?: ComponentType<{ customerId: string }>
}

const consents = Object.values(import.meta.glob<ConsentPanels>('../../../collection/page/panels.tsx'))[0]

/** What the customer agreed to and took back; a panel of chapter collection. */
export const ConsentPanel =
  consents === undefined
    ? null
    : lazy(async () => {
        const Panel: ComponentType<{ customerId: string }> = (await consents()).ConsentPanel ?? (() => null)
        return { default: Panel }
      })
