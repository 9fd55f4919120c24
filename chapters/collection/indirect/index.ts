import type { JobHandler } from '../../../floor/jobs/index.ts'
import type { Route } from '../../../gate/index.ts'
import type { IndirectContext } from './context.ts'
import { registerReleaseForm } from './release-form.ts'
import { releaseView } from './release-view.ts'
import { indirectRoutes } from './routes.ts'
import { knownSourceFiles } from './store/sources.ts'
import { sourceEnds, sourcesKind, sourcesSchedule, watchSources } from './watch.ts'

/** Opens indirect collection (2.2.2): register of sources, quarantine, release, freezing. */
export function openIndirect(ctx: IndirectContext): {
  readonly routes: readonly Route[]
  readonly jobs: Readonly<Record<string, JobHandler>>
  readonly schedules: readonly { readonly name: string; readonly cron: string; readonly kind: string }[]
} {
  registerReleaseForm(ctx, (instance) => releaseView(ctx, instance))
  ctx.duties.kind(sourceEnds)
  ctx.custody.useKnownFiles(knownSourceFiles)
  return {
    routes: indirectRoutes(ctx),
    jobs: { [sourcesKind]: { long: () => watchSources(ctx) } },
    schedules: [sourcesSchedule],
  }
}
