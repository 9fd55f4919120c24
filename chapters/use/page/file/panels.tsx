import { lazy, Suspense, type ComponentType } from 'react'
import { Loading } from '../../../../doors/web/ui/index.ts'
import type { RunningGrant } from './use-file.ts'

interface PanelProps {
  customerId: string
  mayAttach?: boolean
  grants?: readonly RunningGrant[]
}

interface MarkProps {
  rank: number
}

interface Panels {
  OriginsPanel?: ComponentType<PanelProps>
  HistoryPanel?: ComponentType<PanelProps>
  AttachmentsPanel?: ComponentType<PanelProps>
  PartsPanel?: ComponentType<PanelProps>
  FileMark?: ComponentType<MarkProps>
}

/** Panels of the chapters custody and collection that stand on a file's page. */
const found = Object.values(import.meta.glob<Panels>('../../../custody/page/panels.tsx'))[0]
const ofCollection = Object.values(import.meta.glob<Panels>('../../../collection/page/panels.tsx'))[0]

type PanelName = Exclude<keyof Panels, 'FileMark'>

const panel = (name: PanelName, from = found): ComponentType<PanelProps> | null =>
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
  PartsPanel: panel('PartsPanel'),
}

/** How tidy the file is; chapter collection. */
export const QualityPanel = lazy(async () => ({
  default: (await import('../../../collection/page/panels.tsx')).QualityPanel,
}))

const NoMark: ComponentType<MarkProps> = () => null
const Mark = found === undefined ? null : lazy(async () => ({ default: (await found()).FileMark ?? NoMark }))

export const hasPanels = found !== undefined

/** Attachments, past versions, parts or origins of one customer's file. */
export function CustodyPanel({ name, ...props }: PanelProps & { name: PanelName }) {
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

/** The mark of the file as a whole: level, term, owner; it stands on the print of the page too. */
export function FileMark({ rank }: MarkProps) {
  // Keeps its place while it loads, so that nothing moves.
  return <Suspense fallback={<Loading rows={1} />}>{Mark !== null && <Mark rank={rank} />}</Suspense>
}
