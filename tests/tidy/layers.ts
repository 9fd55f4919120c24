import type { Source } from './sources.ts'

/** Who may import whom: floor ← gate ← chapters ← office ← doors, and the chapters in their order. */

const LAYERS = ['floor', 'gate', 'chapters', 'office.ts', 'doors']

/** The chapters in the order of who may import whom (ARCHITECTURE.md). */
export const CHAPTERS = [
  'people',
  'duties',
  'approval',
  'custody',
  'collection',
  'use',
  'sharing',
  'safeguards',
  'supervision',
]

const layerOf = (path: string): number =>
  path.startsWith('office/') ? LAYERS.indexOf('office.ts') : LAYERS.indexOf(path.split('/', 1)[0]!)
const chapterOf = (path: string): string | undefined => /^chapters\/([^/]+)\//.exec(path)?.[1]
const isInside = (path: string): boolean => /^[^/]+\/|^office\.ts$/.test(path)

/** Why this import is not allowed; undefined when it is. */
export function whyForbidden(from: string, to: string): string | undefined {
  if (from.startsWith('verifier/')) {
    const alone = to.startsWith('verifier/') || to.startsWith('node:')
    return alone ? undefined : 'the verifier depends on nothing but Node'
  }
  const [fromLayer, toLayer] = [layerOf(from), layerOf(to)]
  if (toLayer < 0)
    return isInside(to) && fromLayer >= 0 && /^(tests|bench|tools|verifier)\//.test(to)
      ? 'the program does not use its tools'
      : undefined
  if (fromLayer < 0) return undefined
  if (isPage(from)) return whyNotFromPage(from, to)
  if (toLayer > fromLayer) return 'imports run leftwards only: floor ← gate ← chapters ← office ← doors'
  if (from.startsWith('chapters/') && to.startsWith('chapters/')) return whyNotBetweenChapters(from, to)
  return undefined
}

const isPage = (path: string): boolean => /^chapters\/[^/]+\/page\/|^doors\/web\//.test(path)

/** Pages run in the browser: they know shapes and components, nothing of the server. */
function whyNotFromPage(from: string, to: string): string | undefined {
  if (/^chapters\/[^/]+\/wire\.ts$/.test(to)) return undefined
  if (from.startsWith('doors/web/')) {
    return /^doors\/web\/|^chapters\/[^/]+\/page\//.test(to)
      ? undefined
      : 'the interface uses pages, shapes and itself'
  }
  const own = `chapters/${chapterOf(from)}/page/`
  return to.startsWith(own) ||
    to.startsWith('doors/web/ui/') ||
    /^chapters\/[^/]+\/page\/panels\.tsx$/.test(to)
    ? undefined
    : 'a page uses shapes, panels of other chapters and doors/web/ui only'
}

function whyNotBetweenChapters(from: string, to: string): string | undefined {
  const [here, there] = [chapterOf(from), chapterOf(to)]
  if (here === undefined || there === undefined || here === there) return undefined
  if (from.endsWith('/wire.ts') && to.endsWith('/wire.ts')) return undefined
  if (CHAPTERS.indexOf(there) >= CHAPTERS.indexOf(here)) return `${here} comes before ${there}`
  return to === `chapters/${there}/index.ts` ? undefined : `only through chapters/${there}/index.ts`
}

/** Every import of the program that breaks the rule; tests may look anywhere. */
export function forbiddenImports(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => !source.isTest)
    .flatMap((source) =>
      source.imports.flatMap((to) => {
        const why = whyForbidden(source.path, to)
        return why === undefined ? [] : [`${source.path} → ${to}: ${why}`]
      }),
    )
}
