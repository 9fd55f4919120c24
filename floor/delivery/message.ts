/** What is said to somebody outside the program: already free of anything that must not leave it. */
export interface Message {
  /** Unique; the receiver's systems may use it to notice a message that arrives twice. */
  readonly id: string
  readonly subject: string
  /** Sentences, one per line. */
  readonly lines: readonly string[]
  /** Absolute address of the page, when the administrator has said under which name people reach the program. */
  readonly link?: { readonly text: string; readonly url: string }
}

/** The message as plain text. */
export const plainText = (message: Message): string =>
  [
    ...message.lines,
    ...(message.link === undefined ? [] : [`${message.link.text} ${message.link.url}`]),
  ].join('\n')

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]!)

/** The message as a page of simple HTML without images, scripts or anything that is loaded. */
export function simpleHtml(message: Message): string {
  const paragraphs = message.lines.map((line) => `<p>${escaped(line)}</p>`)
  if (message.link !== undefined)
    paragraphs.push(`<p><a href="${escaped(message.link.url)}">${escaped(message.link.text)}</a></p>`)
  return `<!doctype html><html><head><meta charset="utf-8"></head><body>${paragraphs.join('')}</body></html>`
}
