/** What a document is made of once its format is gone: enough to lay it out on paper and to search in it. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }

/** The text of blocks, a line for each paragraph and row. */
export const textOfBlocks = (blocks: readonly Block[]): string =>
  blocks
    .map((block) =>
      block.kind === 'table' ? block.rows.map((row) => row.join('\t')).join('\n') : block.text,
    )
    .join('\n')

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** Character references of HTML as text; unknown ones stay as they are. */
export function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      const code =
        decimal === undefined ? (hex === undefined ? undefined : Number.parseInt(hex, 16)) : Number(decimal)
      if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
      return entities[(name ?? '').toLowerCase()] ?? whole
    },
  )
}

/**
 * Reads simple HTML into blocks: paragraphs, headings, lists, tables. Everything else (scripts, styles, pictures,
 * addresses) is left out; nothing is fetched or run. Time is linear in the length.
 */
export function blocksOfHtml(html: string): Block[] {
  const reader = new HtmlReader()
  const lower = html.toLowerCase()
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    reader.text(unescapeHtml(html.slice(at, open < 0 ? html.length : open)))
    if (open < 0) break
    const end = html.startsWith('<!--', open) ? html.indexOf('-->', open) : html.indexOf('>', open)
    if (end < 0) break
    const isComment = html.startsWith('<!--', open)
    const name = isComment
      ? ''
      : (/^<(\/?[a-z][a-z0-9]*)/i.exec(html.slice(open, open + 20))?.[1] ?? '').toLowerCase()
    at = isComment ? end + 3 : end + 1
    if (name === 'script' || name === 'style' || name === 'head' || name === 'title') {
      const close = lower.indexOf(`</${name}`, at)
      at = close < 0 ? html.length : close
      continue
    }
    reader.tag(name)
  }
  return reader.done()
}

class HtmlReader {
  readonly #blocks: Block[] = []
  #text = ''
  #heading = false
  #rows: string[][] | undefined
  #cell = false

  text(text: string): void {
    this.#text += text.replace(/\s+/g, ' ')
  }

  tag(name: string): void {
    if (name === 'br') this.#text += '\n'
    else if (name === 'table') {
      this.#flush()
      this.#rows ??= []
    } else if (name === '/table') this.#endTable()
    else if (this.#rows !== undefined) this.#inTable(name)
    else if (/^h[1-6]$/.test(name)) {
      this.#flush()
      this.#heading = true
    } else if (/^\/?(?:p|div|li|ul|ol|blockquote|pre|tr|h[1-6]|hr)$/.test(name)) {
      this.#flush()
      if (name === 'li') this.#text = '• '
    }
  }

  #inTable(name: string): void {
    const rows = this.#rows!
    if (name === 'tr') rows.push([])
    else if (name === 'td' || name === 'th') {
      this.#text = ''
      this.#cell = true
    } else if ((name === '/td' || name === '/th') && this.#cell) {
      if (rows.length === 0) rows.push([])
      rows.at(-1)!.push(this.#text.trim())
      this.#text = ''
      this.#cell = false
    } else if (/^\/?(?:p|div|li)$/.test(name) && this.#text.trim() !== '') this.#text += '\n'
  }

  #endTable(): void {
    const rows = (this.#rows ?? []).filter((row) => row.length > 0)
    if (rows.length > 0) this.#blocks.push({ kind: 'table', rows })
    this.#rows = undefined
    this.#cell = false
    this.#text = ''
  }

  #flush(): void {
    const text = this.#text.trim()
    if (text !== '' && text !== '•') this.#blocks.push({ kind: this.#heading ? 'heading' : 'text', text })
    this.#text = ''
    this.#heading = false
  }

  done(): Block[] {
    if (this.#rows !== undefined) this.#endTable()
    this.#flush()
    return this.#blocks
  }
}
