/** Identifiers: recognise, check, scan, mask and tokenise the values of customer files. Pure; no I/O. */
export { addressParts, type AddressParts } from './addresses.ts'
export { bankOfCard } from './banking.ts'
export { sensitiveByDefault, typeCatalogue, type TypeInfo } from './catalogue.ts'
export {
  type Column,
  type ColumnGuess,
  type ColumnReason,
  recogniseColumn,
  type RecognisedColumn,
} from './columns.ts'
export { canonical, checkAs, detectorOf, detectors, isDamaged } from './detectors.ts'
export { detectorPage } from './detector-page.ts'
export { type HeaderMatch, normaliseHeader, typesOfHeader } from './headers.ts'
export {
  mask,
  type MaskChoice,
  maskChoices,
  type MaskKind,
  maskKindFor,
  maskKinds,
  maskNeedsWarning,
  type MaskOptions,
} from './masks.ts'
export { surnameOf } from './names.ts'
export { type Damage, excelDamage, foldWidth, normaliseIdentifier, normaliseText } from './normalise.ts'
export { compilePattern, type Effort, type Pattern, PatternProblem } from './patterns.ts'
export { type Finding, scanText } from './scan.ts'
export { sensitiveIn } from './sensitive.ts'
export { findHeaderRow, recogniseTable, type RecognisedTable } from './tables.ts'
export {
  queryTokens,
  searchTokensOf,
  tokenFamilies,
  type Query,
  type QueryGuess,
  type SearchTokens,
} from './tokens.ts'
export {
  type BothLanguages,
  type CheckOptions,
  type DataCategory,
  type Detector,
  identifierTypes,
  type IdentifierType,
  isIdentifierType,
  type LevelRank,
  type Match,
  type MatchDetail,
  patternLongest,
  type SensitiveKind,
  sensitiveKinds,
  type Strength,
} from './types.ts'
