export { missingGlyphsInForm, printForm } from './form.ts'
export { missingGlyphs, printable, type MissingGlyph } from './glyphs.ts'
export { markOf, type MarkPeriod } from './mark.ts'
export type {
  PaperCell,
  PaperColumn,
  PaperFields,
  PaperForm,
  OpinionColumn,
  PaperLanguage,
  PaperOpinion,
  PaperSection,
  PaperSigned,
  PaperSignature,
  PaperTable,
  PaperText,
  PaperVerification,
} from './paper.ts'
