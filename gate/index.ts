/** The gate: question → decide → ask → permit → unseal; and the same clauses as a row filter. */
export { Gate, type Reading, type ReadingRequest, type Recorder } from './ask.ts'
export {
  type Clause,
  clauseKey,
  forbid,
  forbidAll,
  forbidFull,
  permit,
  permitFull,
  permitMasked,
  type Ruling,
  silent,
} from './clause.ts'
export { decide, type Decision, defaultDeny, type FieldDecision, type Statute, statuteOf } from './decide.ts'
export type { EntryDetail } from './entry.ts'
export * from './authority.ts'
export * from './facts.ts'
export * from './filter.ts'
export { grantCovering, grantUsed, isUsable, modeOf } from './grants.ts'
export { openOwnRequestTexts, openRequestTexts, type SealedRequestText } from './request-text.ts'
export { openFormFiles, openSignedPaper, type SealedFormFile } from './form-file.ts'
export { ForgedPermit, type LeafPosition, Permit } from './permit.ts'
export * from './purposes.ts'
export * from './question.ts'
export type { Protocol, ProtocolReply, ProtocolRequest } from './protocol.ts'
export { refusalOf, refuse } from './refusal.ts'
export {
  askedBy,
  type Caller,
  factsOfCaller,
  type Shown,
  type FileReply,
  type Input,
  type Route,
  route,
  type Who,
} from './route.ts'
export {
  blockName,
  blockSchemaVersion,
  type OpenedFile,
  packFields,
  type SealedBlock,
  type SealedFile,
} from './sealed.ts'
export {
  attachmentFacts,
  attachmentField,
  attachmentTitleName,
  openAttachment,
  type SealedAttachment,
  attachmentTextName,
  textFile,
  titleFile,
} from './attachment.ts'
export { openForWork, type SealedPiece } from './document.ts'
export type { Chapter, House } from './house.ts'
export { type Opener, unseal } from './unseal.ts'
export { isVerification } from './verification.ts'
export type { FileTokens, IdentifierToken, RewrittenBlock, Rewriting } from './rewrite.ts'
