/** Everything a page of a chapter uses. Import from here: `../../../doors/web/ui/index.ts`. */
export { apiUrl, del, download, get, picture, post, put, queryString, upload, type Params } from './api.ts'
export { AsyncPicker, type PickerOption, type PickerProps } from './AsyncPicker.tsx'
export { ChartCard, type ChartCardProps } from './ChartCard.tsx'
export { ConfirmReason, type ConfirmReasonProps } from './ConfirmReason.tsx'
export { CopyButton } from './CopyButton.tsx'
export { CountBadge } from './CountBadge.tsx'
export { Countdown, type CountdownProps } from './Countdown.tsx'
export { CustomerPicker } from './CustomerPicker.tsx'
export { DataTable } from './DataTable.tsx'
export { DraftForm, DraftNote, type DraftFormProps } from './DraftForm.tsx'
export { useDraft, type Draft, type DraftOptions, type DraftState } from './drafts.ts'
export { EmptyState } from './EmptyState.tsx'
export { FieldValue, type FieldState, type FieldValueProps } from './FieldValue.tsx'
export { bytesText, FilePick, type FilePickProps } from './FilePick.tsx'
export { FormSection, type FormSectionProps } from './FormSection.tsx'
export { useGet, usePost, useRefresh, type GetOptions, type PostOptions } from './hooks.ts'
export { Identifier, type IdentifierProps } from './Identifier.tsx'
export type { IdentifierKind } from './identifier-groups.ts'
export { KeyValue, type KeyValueItem } from './KeyValue.tsx'
export { LevelMark, type LevelMarkProps } from './LevelMark.tsx'
export { Loading } from './Loading.tsx'
export { Mark } from './Mark.tsx'
export { MistakeNotice } from './MistakeNotice.tsx'
export { useOpenFiles, type OpenFile } from './open-files.ts'
export { OpinionTimeline, type Opinion } from './OpinionTimeline.tsx'
export {
  hasPage,
  isAdministrator,
  mayOpen,
  usePages,
  type MenuEntry,
  type MenuSection,
  type PageDef,
} from './page.ts'
export { PageHeader, type PageHeaderProps } from './PageHeader.tsx'
export { PersonPicker } from './PersonPicker.tsx'
export { PrintSheet, SignaturePlace, type PrintSheetProps } from './PrintSheet.tsx'
export {
  ApiError,
  problemOf,
  type BothTexts,
  type MistakeReply,
  type Problem,
  type RefusalReply,
} from './problem.ts'
export { ProblemNotice, type ProblemNoticeProps } from './ProblemNotice.tsx'
export { ProgressPanel, type JobReply, type ProgressPanelProps } from './ProgressPanel.tsx'
export { RefusalNotice, type RefusalNoticeProps } from './RefusalNotice.tsx'
export { useMay, usePerson, useSession, useTimeZone, type Session, type SessionPerson } from './session.ts'
export { SideBySide, type SideBySideProps } from './SideBySide.tsx'
export { StatusTag, type Tone } from './StatusTag.tsx'
export { useStored } from './stored.ts'
export type {
  BatchAction,
  DataColumn,
  DataTableProps,
  EmptyTeaching,
  FilterField,
  ListReply,
} from './table-types.ts'
export { useLanguage, useText, type Language, type Texts, type Translate } from './text.ts'
export { Time, type TimeProps } from './Time.tsx'
export { relativeText, timeText } from './times.ts'
export { useDelayed } from './use-delayed.ts'
export { useNow } from './use-now.ts'
export { Watermark, type WatermarkProps } from './Watermark.tsx'
