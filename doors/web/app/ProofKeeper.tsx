import { lazy, Suspense, useEffect, useState } from 'react'
import { onUnproven } from '../ui/api.ts'

const ProveDialog = lazy(() => import('../../../chapters/people/page/ProveDialog.tsx'))

/** Opens the dialog in which a person proves anew who they are, whenever a request needs it. */
export function ProofKeeper() {
  const [end, setEnd] = useState<{ with: (proven: boolean) => void } | null>(null)
  useEffect(() => {
    // Several requests may need it at once: one dialog answers them all.
    let open: Promise<boolean> | undefined
    onUnproven(() => {
      open ??= new Promise<boolean>((resolve) => setEnd({ with: resolve })).finally(() => {
        open = undefined
        setEnd(null)
      })
      return open
    })
    return () => onUnproven(() => Promise.resolve(false))
  }, [])
  if (end === null) return null
  return (
    <Suspense fallback={null}>
      <ProveDialog onEnd={end.with} />
    </Suspense>
  )
}
