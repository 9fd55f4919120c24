import { sheetMistake } from './mistakes.ts'

/** What the scanner reports. Names come without their namespace prefix; `attributes` is the raw text between name and `>`. */
export interface XmlEvents {
  open?(name: string, attributes: string, selfClosing: boolean): void
  close?(name: string): void
  /** Raw text between tags; pass it through `unescapeXml` when it matters. */
  text?(raw: string): void
}

/** Longest tag or text run: a cell of 32,767 characters, each written as a numeric entity, fits. */
const LONGEST_TOKEN = 512 * 1024

/**
 * A forward-only XML scanner for the few parts of a workbook that are read. It keeps at most one token, knows no DTD
 * (a DOCTYPE is refused, as ECMA-376 part 2 §8.1.4 forbids it) and so has no entity to expand. Push decoded text, then `end()`.
 */
export class XmlScanner {
  #rest = ''
  readonly #events: XmlEvents
  constructor(events: XmlEvents) {
    this.#events = events
  }

  push(chunk: string): void {
    const source = this.#rest === '' ? chunk : this.#rest + chunk
    let at = 0
    for (;;) {
      const open = source.indexOf('<', at)
      if (open === -1) break
      if (open > at) this.#events.text?.(source.slice(at, open))
      at = open
      const next = source.charCodeAt(open + 1)
      const after = next === 33 ? this.#special(source, open) : this.#tag(source, open, next)
      if (after === -1) break
      at = after
    }
    this.#rest = source.slice(at)
    if (this.#rest.length > LONGEST_TOKEN) throw sheetMistake('sheet.bomb')
  }

  end(): void {
    if (this.#rest.trim() !== '') throw sheetMistake('sheet.damaged')
  }

  /** Returns where the tag ends, or -1 when more text is needed. */
  #tag(source: string, open: number, next: number): number {
    const close = source.indexOf('>', open)
    if (close === -1) return -1
    if (next === 63) return close + 1
    if (next === 47) {
      this.#events.close?.(localName(source.slice(open + 2, close).trim()))
      return close + 1
    }
    const selfClosing = source.charCodeAt(close - 1) === 47
    const body = source.slice(open + 1, selfClosing ? close - 1 : close)
    const space = body.search(/\s/)
    const name = localName(space === -1 ? body : body.slice(0, space))
    this.#events.open?.(name, space === -1 ? '' : body.slice(space), selfClosing)
    if (selfClosing) this.#events.close?.(name)
    return close + 1
  }

  #special(source: string, open: number): number {
    if (source.startsWith('<!--', open)) {
      const end = source.indexOf('-->', open + 4)
      return end === -1 ? -1 : end + 3
    }
    if (source.startsWith('<![CDATA[', open)) {
      const end = source.indexOf(']]>', open + 9)
      if (end === -1) return -1
      this.#events.text?.(source.slice(open + 9, end).replaceAll('&', '&amp;'))
      return end + 3
    }
    if (source.length - open < 9) return -1
    throw sheetMistake(source.startsWith('<!DOCTYPE', open) ? 'sheet.unsafe-xml' : 'sheet.damaged')
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/** The value of one attribute, unescaped; undefined when it is not there. `name` may carry a prefix (`r:id`). */
export function attribute(attributes: string, name: string): string | undefined {
  for (let from = 0; ;) {
    const at = attributes.indexOf(`${name}=`, from)
    if (at === -1) return undefined
    from = at + name.length + 1
    if (at > 0 && attributes.charCodeAt(at - 1) > 32) continue
    const quote = attributes[from]
    if (quote !== '"' && quote !== "'") continue
    const end = attributes.indexOf(quote, from + 1)
    return end === -1 ? undefined : unescapeXml(attributes.slice(from + 1, end))
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five predefined entities and numeric references; any other entity stays as it is written. */
export function unescapeXml(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (whole, body: string) => {
    if (body[0] !== '#') return named[body] ?? whole
    const code = body[1] === 'x' ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** Excel writes characters that XML cannot hold as `_x000D_` (ECMA-376 part 1 §22.9.2.19, ST_Xstring). */
export function unescapeExcel(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
