import iconv from 'iconv-lite'
import { type Block, blocksOfHtml } from './blocks.ts'

const partsMost = 200
const depthMost = 8

interface MailPart {
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** Headers and body of a mail or of a part of one (RFC 5322 §2.2): names in small letters, folded lines joined. */
function splitPart(bytes: Buffer): MailPart {
  const crlf = bytes.indexOf('\r\n\r\n')
  const lf = bytes.indexOf('\n\n')
  const end = crlf >= 0 && (lf < 0 || crlf < lf) ? crlf : lf
  const head = (end < 0 ? bytes : bytes.subarray(0, end)).subarray(0, 256 * 1024)
  const headers = new Map<string, string>()
  for (const line of head
    .toString('utf8')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  const skip = end < 0 ? bytes.length : end + (end === crlf ? 4 : 2)
  return { headers, body: bytes.subarray(skip) }
}

const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}\\*?=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header)
  return found?.[1] ?? found?.[2]
}

function decodeQuoted(text: string): Buffer {
  const clean = text.replace(/[ \t]+(?=\r?\n)/g, '').replace(/=\r?\n/g, '')
  const bytes: number[] = []
  for (let at = 0; at < clean.length; at++) {
    const hex = clean[at] === '=' ? /^[0-9a-f]{2}/i.exec(clean.slice(at + 1, at + 3))?.[0] : undefined
    if (hex === undefined) bytes.push(clean.charCodeAt(at) & 0xff)
    else {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    }
  }
  return Buffer.from(bytes)
}

const decoded = (bytes: Buffer, charset: string | undefined): string =>
  iconv.decode(bytes, charset !== undefined && iconv.encodingExists(charset) ? charset : 'utf8')

/** Encoded words in a header (RFC 2047), e.g. `=?gb18030?B?…?=`. */
export function decodeHeader(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(
      /=\?([\w-]{1,40})\?([bq])\?([^?]{0,4000})\?=/gi,
      (_, charset: string, kind: string, value: string) => {
        const bytes =
          kind.toLowerCase() === 'b' ? Buffer.from(value, 'base64') : decodeQuoted(value.replaceAll('_', ' '))
        return decoded(bytes, charset)
      },
    )
}

/**
 * Reads a mail into blocks: sender, receivers, subject, date, the text, and the names of what is attached. Attachments
 * are not opened, and nothing that the text points to is fetched.
 */
export function blocksOfMail(bytes: Buffer): Block[] {
  const mail = splitPart(bytes)
  const rows = ['from', 'to', 'cc', 'subject', 'date'].flatMap((name) => {
    const value = mail.headers.get(name)
    return value === undefined
      ? []
      : [[name[0]!.toUpperCase() + name.slice(1), decodeHeader(value).slice(0, 2000)]]
  })
  const found = { text: [] as Block[], attached: [] as string[], parts: 0 }
  walk(mail, found, 0)
  const attached = found.attached.map((name) => [name])
  return [
    { kind: 'table', rows },
    ...found.text,
    ...(attached.length === 0 ? [] : [{ kind: 'table' as const, rows: attached }]),
  ]
}

function walk(
  part: MailPart,
  found: { text: Block[]; attached: string[]; parts: number },
  depth: number,
): void {
  if (++found.parts > partsMost || depth > depthMost) return
  const type = part.headers.get('content-type') ?? 'text/plain'
  const boundary = /^multipart\//i.test(type) ? parameter(type, 'boundary') : undefined
  if (boundary !== undefined) {
    const parts = piecesOf(part.body, boundary).map(splitPart)
    // Of several forms of the same text the plain one is taken.
    const plain = /^multipart\/alternative/i.test(type)
      ? parts.find((one) => /^text\/plain/i.test(one.headers.get('content-type') ?? 'text/plain'))
      : undefined
    for (const one of plain === undefined ? parts : [plain]) walk(one, found, depth + 1)
    return
  }
  const disposition = part.headers.get('content-disposition') ?? ''
  const name = parameter(disposition, 'filename') ?? parameter(type, 'name')
  if (/^attachment/i.test(disposition) || !/^text\//i.test(type)) {
    if (name !== undefined) found.attached.push(decodeHeader(name).slice(0, 200))
    return
  }
  const encoding = (part.headers.get('content-transfer-encoding') ?? '').toLowerCase()
  const raw =
    encoding === 'base64'
      ? Buffer.from(part.body.toString('latin1'), 'base64')
      : encoding === 'quoted-printable'
        ? decodeQuoted(part.body.toString('latin1'))
        : part.body
  const text = decoded(raw, parameter(type, 'charset'))
  if (/^text\/html/i.test(type)) found.text.push(...blocksOfHtml(text))
  else found.text.push(...text.split(/\r?\n/).map((line) => ({ kind: 'text' as const, text: line })))
}

function piecesOf(body: Buffer, boundary: string): Buffer[] {
  const mark = Buffer.from(`--${boundary}`)
  const pieces: Buffer[] = []
  let at = body.indexOf(mark)
  while (at >= 0 && pieces.length < partsMost) {
    const from = body.indexOf('\n', at) + 1
    const next = body.indexOf(mark, at + mark.length)
    if (from <= 0 || next < 0) break
    pieces.push(body.subarray(from, Math.max(from, next - 1)))
    at = next
  }
  return pieces
}
