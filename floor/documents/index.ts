/** Documents that people hand in: what they are, whether they are safe, how they look, what they say. */
export { Scan, type Scanned, type ScannerAddress, scannerAnswers, ScannerDown } from './clamd.ts'
export { inspect, textOf } from './inspect.ts'
export {
  type DocumentKind,
  endingOf,
  headBytes,
  type Inspected,
  type RefusedFor,
  refusedFor,
  tailBytes,
  taken,
  type Verdict,
  wholeBytes,
} from './kinds.ts'
export { picturesCanBeRead } from './pictures.ts'
export {
  type DocumentLimits,
  documentLimits,
  DocumentTrouble,
  type TextResult,
  type TroubleCode,
  troubleCodes,
} from './protocol.ts'
export { type PagePicture, Workshop, type WorkshopOptions } from './workshop.ts'
