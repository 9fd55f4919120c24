export { missingGlyphsInForm, printForm } from './form.ts'
export { missingGlyphs, printable, type MissingGlyph } from './glyphs.ts'
export type {
  PaperCell,
  PaperColumn,
  PaperFields,
  PaperForm,
  PaperLanguage,
  PaperOpinion,
  PaperSection,
  PaperSignature,
  PaperTable,
  PaperText,
  PaperVerification,
} from './paper.ts'
