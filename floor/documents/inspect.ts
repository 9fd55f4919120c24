import { fileTypeFromBuffer } from 'file-type'
import { endingOf, type Inspected, type RefusedFor, runnable, taken, type Verdict } from './kinds.ts'
import { judgePackage, zipEnd } from './package.ts'

/** Other names under which file-type reports kinds that are kept. */
const alias: Readonly<Record<string, string>> = {
  'audio/vnd.wave': 'audio/wav',
  'audio/mp4': 'audio/x-m4a',
  'video/x-m4v': 'video/mp4',
}

/**
 * What a document is, by its bytes and not by its name, and whether it is taken. Programs, scripts, web pages, archives,
 * files that are two things at once and packages that are traps are refused; see docs/documents.md.
 */
export async function inspect(content: Inspected): Promise<Verdict | { readonly refused: RefusedFor }> {
  const refused = (reason: RefusedFor) => ({ refused: reason })
  const ending = endingOf(content.name)
  if (runnable.has(ending)) return refused('kind')
  const found = await typeByBytes(content)
  if (typeof found === 'string') return refused(found)
  const known = taken[found.contentType]
  if (known === undefined) return refused('kind')
  return {
    contentType: found.contentType,
    kind: known.kind,
    hasMacros: found.hasMacros,
    ...(ending === '' || known.endings.includes(ending) ? {} : { mismatch: ending.slice(0, 20) }),
  }
}

/** Endings of what is a package by design; any other damaged one is an archive. */
const packageEndings: ReadonlySet<string> = new Set([
  'docx',
  'docm',
  'xlsx',
  'xlsm',
  'pptx',
  'pptm',
  'odt',
  'ods',
])

type Found = { readonly contentType: string; readonly hasMacros: boolean }

async function typeByBytes(content: Inspected): Promise<Found | RefusedFor> {
  const { head, tail } = content
  if (head.length >= 4 && head.readUInt32LE(0) === 0x04034b50) {
    const verdict = judgePackage(content)
    if (verdict === 'damaged' && !packageEndings.has(endingOf(content.name))) return 'kind'
    if (typeof verdict === 'string' || verdict.contentType !== 'application/vnd.oasis.opendocument')
      return verdict
    const type = openDocumentType(head)
    return type === undefined ? 'kind' : { ...verdict, contentType: type }
  }
  // A picture or a PDF at whose end a zip directory stands is both: a reader of zip files would run what is inside.
  if (zipEnd(tail) >= 0) return 'polyglot'
  const detected = await fileTypeFromBuffer(head)
  if (detected === undefined) return textType(content)
  const contentType = alias[detected.mime] ?? detected.mime
  if (contentType === 'application/x-cfb') return { contentType, hasMacros: compoundMacros(content) }
  if (contentType === 'application/pdf') return { contentType, hasMacros: pdfScripts(content) }
  return { contentType, hasMacros: false }
}

/** The part `mimetype` of an OpenDocument package: first, stored as it is (ODF 1.3 part 2 §3.3). */
function openDocumentType(head: Buffer): string | undefined {
  const start = 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const text = head.toString('latin1', start, start + 60)
  return ['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet'].find(
    (type) => text.startsWith(`${type}PK`) || text === type,
  )
}

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
const macroStorages = ['_VBA_PROJECT', '_VBA_PROJECT_CUR', 'Macros', 'VBA'].map(wide)

/** Old office files keep macros in storages of these names (MS-OVBA §2.2). Too large to look through = taken to have some. */
const compoundMacros = ({ whole }: Inspected): boolean =>
  whole === undefined || macroStorages.some((name) => whole.includes(Buffer.concat([name, wide('\0')])))

/** Scripts and programs started by a PDF, as far as they are named outside packed objects. */
const pdfScripts = ({ whole, head, tail }: Inspected): boolean =>
  [whole ?? head, tail].some((bytes) =>
    ['/JavaScript', '/Launch', '/JS(', '/JS ('].some((name) => bytes.includes(name)),
  )

const mailHeader =
  /^(?:received|from|return-path|delivered-to|date|subject|mime-version|message-id|to|x-[\w-]{1,60}|dkim-signature):/i

/** Plain text, a table as text or a mail: bytes without any signature that read as text. */
function textType({ head, size, name }: Inspected): Found | RefusedFor {
  if (size === 0) return 'damaged'
  const text = textOf(head)
  if (text === undefined || /^\s*(<|#!|MZ)/.test(text.slice(0, 200))) return 'kind'
  const ending = endingOf(name)
  if (ending === 'eml' && mailHeader.test(text)) return { contentType: 'message/rfc822', hasMacros: false }
  const isTable = ending === 'csv' || ending === 'tsv'
  return { contentType: isTable ? 'text/csv' : 'text/plain', hasMacros: false }
}

/** Bytes that no text has in any of these encodings, and that tell a program from one; 27 begins escape sequences. */
const isControl = (byte: number): boolean => byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27

/** Text in UTF-8, UTF-16 with its mark, or GB 18030; undefined when the bytes are no text. */
export function textOf(bytes: Buffer): string | undefined {
  const marks: readonly (readonly [string, number, number])[] = [
    ['utf-16le', 0xff, 0xfe],
    ['utf-16be', 0xfe, 0xff],
  ]
  for (const [name, first, second] of marks)
    if (bytes[0] === first && bytes[1] === second) return new TextDecoder(name).decode(bytes)
  if (bytes.includes(0)) return undefined
  for (const name of ['utf-8', 'gb18030'])
    try {
      const text = new TextDecoder(name, { fatal: true }).decode(bytes, { stream: true })
      if (!bytes.some(isControl)) return text
    } catch {
      continue
    }
  return undefined
}
