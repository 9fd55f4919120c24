/** What can be done with a document: how it is laid out, and where its text comes from. `other` is kept and never rendered. */
export type DocumentKind = 'pdf' | 'picture' | 'word' | 'sheet' | 'csv' | 'text' | 'mail' | 'other'

/** Why a document is not taken. */
export const refusedFor = [
  'kind',
  'polyglot',
  'bomb',
  'entities',
  'unsafe-path',
  'damaged',
  'encrypted',
  'macros',
] as const
export type RefusedFor = (typeof refusedFor)[number]

export interface Inspected {
  /** The first bytes, 64 KiB at most. */
  readonly head: Buffer
  /** The last bytes, `tailBytes` at most; the same as the head for a small document. */
  readonly tail: Buffer
  readonly size: number
  /** The whole content, where it is no larger than `wholeBytes`. */
  readonly whole?: Buffer
  /** The sender's file name; believed for nothing but the difference between kinds of plain text. */
  readonly name: string
}

export interface Verdict {
  readonly contentType: string
  readonly kind: DocumentKind
  /** Macros, scripts, embedded programs, or a template fetched from elsewhere. */
  readonly hasMacros: boolean
  /** The ending of the name, when another would belong to the content. */
  readonly mismatch?: string
}

/** Largest document that is laid out and read for its text; larger ones are kept only. */
export const wholeBytes = 64 * 1024 * 1024
export const headBytes = 64 * 1024
/** The directory of a zip package stands at its end. */
export const tailBytes = 4 * 1024 * 1024

const ooxml = 'application/vnd.openxmlformats-officedocument.'
/** Content types that are kept, with what can be done with each and the endings that belong to it. */
export const taken: Readonly<
  Record<string, { readonly kind: DocumentKind; readonly endings: readonly string[] }>
> = {
  'application/pdf': { kind: 'pdf', endings: ['pdf'] },
  'image/png': { kind: 'picture', endings: ['png'] },
  'image/jpeg': { kind: 'picture', endings: ['jpg', 'jpeg', 'jfif'] },
  'image/gif': { kind: 'picture', endings: ['gif'] },
  'image/webp': { kind: 'picture', endings: ['webp'] },
  'image/tiff': { kind: 'picture', endings: ['tif', 'tiff'] },
  'image/heic': { kind: 'other', endings: ['heic', 'heif'] },
  [`${ooxml}wordprocessingml.document`]: { kind: 'word', endings: ['docx', 'docm'] },
  [`${ooxml}spreadsheetml.sheet`]: { kind: 'sheet', endings: ['xlsx', 'xlsm'] },
  [`${ooxml}presentationml.presentation`]: { kind: 'other', endings: ['pptx', 'pptm'] },
  'application/x-cfb': { kind: 'other', endings: ['doc', 'xls', 'ppt', 'wps', 'et', 'dps', 'msg'] },
  'application/vnd.oasis.opendocument.text': { kind: 'other', endings: ['odt'] },
  'application/vnd.oasis.opendocument.spreadsheet': { kind: 'other', endings: ['ods'] },
  'audio/mpeg': { kind: 'other', endings: ['mp3'] },
  'audio/wav': { kind: 'other', endings: ['wav'] },
  'audio/x-m4a': { kind: 'other', endings: ['m4a'] },
  'audio/amr': { kind: 'other', endings: ['amr'] },
  'video/mp4': { kind: 'other', endings: ['mp4', 'm4v'] },
  'text/plain': { kind: 'text', endings: ['txt', 'log', 'md'] },
  'text/csv': { kind: 'csv', endings: ['csv', 'tsv'] },
  'message/rfc822': { kind: 'mail', endings: ['eml'] },
}

/** Endings by which a desktop would run something, whatever is inside. */
export const runnable: ReadonlySet<string> = new Set([
  'exe', 'dll', 'com', 'scr', 'msi', 'msp', 'bat', 'cmd', 'ps1', 'psm1', 'vbs', 'vbe', 'js', 'jse', 'mjs', 'wsf', 'wsh', 'hta', 'jar',
  'lnk', 'reg', 'sh', 'bash', 'py', 'rb', 'pl', 'php', 'apk', 'app', 'dmg', 'iso', 'img', 'html', 'htm', 'xhtml', 'svg', 'mht', 'mhtml',
  'url', 'chm', 'cpl', 'inf', 'scf', 'pif', 'xll', 'xlam', 'dotm', 'xltm', 'potm', 'ppam', 'slk', 'iqy',
]) // prettier-ignore

/** The ending of a file name in small letters; empty when it has none. Spaces and dots at its end are no part of it. */
export function endingOf(name: string): string {
  const clean = name.replace(/[\s.]+$/u, '')
  const dot = clean.lastIndexOf('.')
  return dot < 0 ? '' : clean.slice(dot + 1).toLowerCase()
}
