import type { PageDef } from '../ui/page.ts'

const found = import.meta.glob<{ pages: PageDef[] }>('../../../chapters/*/page/index.ts', { eager: true })

/** The pages of all chapters: a chapter that adds a page changes nothing here. */
export const pages: readonly PageDef[] = Object.values(found).flatMap((chapter) => chapter.pages)
