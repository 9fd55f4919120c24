import { mistakes as approval } from '../chapters/approval/index.ts'
import { mistakes as collection } from '../chapters/collection/index.ts'
import { mistakes as custody } from '../chapters/custody/index.ts'
import { mistakes as people } from '../chapters/people/index.ts'
import { mistakes as supervision } from '../chapters/supervision/index.ts'
import { mistakes as use } from '../chapters/use/index.ts'
import { sheetMistakes } from '../floor/sheet/index.ts'

type Texts = Readonly<Record<string, { readonly zh: string; readonly en: string }>>

/** What people are told for each mistake, by code, of every chapter and of the sheet reader. */
export const mistakeTexts: Texts = {
  ...sheetMistakes,
  ...people,
  ...approval,
  ...custody,
  ...collection,
  ...use,
  ...supervision,
}
