import type { OpenPage } from '../ui/open/page.ts'

type Module = { openPages: readonly OpenPage[] }

const found = {
  ...import.meta.glob<Module>('../../../chapters/*/page/open/index.tsx', { eager: true }),
  ...import.meta.glob<Module>('../../../chapters/*/page/open/*/index.tsx', { eager: true }),
}

/** The open pages of all chapters; a chapter that adds one changes nothing here. */
export const openPages: readonly OpenPage[] = Object.values(found).flatMap((module) => module.openPages)
