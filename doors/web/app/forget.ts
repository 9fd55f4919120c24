import { forgetDrafts } from '../ui/drafts.ts'
import { queryClient } from '../ui/hooks.ts'
import { forgetOpenFiles } from './OpenFilesKeeper.tsx'

/** Leaves nothing of the last person in memory or in the browser. */
export function forgetEverything(): void {
  queryClient.clear()
  forgetDrafts()
  forgetOpenFiles()
}
