import { createHash } from 'node:crypto'
import PdfDocument from 'pdfkit'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { fontData } from '../print/glyphs.ts'
import { zipOf } from './testing.ts'
import { Workshop } from './index.ts'

const workshop = new Workshop()
const small = new Workshop({ limits: { pageMilliseconds: 20_000, inputPixels: 1_000_000 } })
afterAll(() => {
  workshop.close()
  small.close()
})

async function* stream(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

async function pdfOf(pages: readonly string[]): Promise<Buffer> {
  const document = new PdfDocument({ size: 'A4', autoFirstPage: false })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise((resolve) => document.once('end', resolve))
  document.registerFont('chinese', fontData('regular'))
  for (const text of pages) document.addPage().font('chinese').fontSize(14).text(text)
  document.end()
  await ended
  return Buffer.concat(parts)
}

const xml = (body: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`
const word = (paragraphs: readonly string[]): Buffer =>
  zipOf({
    '[Content_Types].xml': xml(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': xml(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': xml(
      `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`,
    ),
  })

const textOf = async (bytes: Buffer, kind: Parameters<Workshop['text']>[1]['kind']) =>
  await workshop.text(stream(bytes), { kind, readPictures: false })
const pageOf = async (
  bytes: Buffer,
  kind: 'pdf' | 'word' | 'picture' | 'mail' | 'csv',
  page = 1,
  who = workshop,
) => await who.page(stream(bytes), { kind, page, watermark: ['李晓彤 1024', '2026-11-24 16:20:00 #1-42'] })

describe('text is taken out of', () => {
  test('a PDF, page by page', async () => {
    const result = await textOf(await pdfOf(['客户资料保密合同', '第二页 13800138000']), 'pdf')
    expect(result).toMatchObject({ pages: 2, truncated: false, byPicture: 0 })
    expect(result.text).toContain('客户资料保密合同')
    expect(result.text).toContain('13800138000')
  })
  test('a Word file', async () => {
    expect((await textOf(word(['甲方：黄庭坚', '联系电话 13900001111']), 'word')).text).toContain(
      '甲方：黄庭坚',
    )
  })
  test('a table in GB 18030', async () => {
    const bytes = Buffer.from('d0d5c3fb2cb5e7bbb00ac0eece552c31330a', 'hex')
    expect((await textOf(bytes, 'csv')).text).toContain('姓名\t电话')
  })
  test('a mail, its encoded subject and its text, not its attachments', async () => {
    const mail = [
      'From: =?utf-8?B?5p2O5pmT5b2k?= <li@example.com>', 'Subject: =?utf-8?Q?=E5=90=88=E5=90=8C?=', 'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"', '', '--b', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '',
      Buffer.from('请查收报价单').toString('base64'), '--b', 'Content-Type: application/octet-stream', 'Content-Disposition: attachment; filename="secret.bin"', '', 'BINARYBINARY', '--b--',
    ].join('\r\n') // prettier-ignore
    const { text } = await textOf(Buffer.from(mail), 'mail')
    for (const part of ['李晓彤', '合同', '请查收报价单', 'secret.bin']) expect(text).toContain(part)
    expect(text).not.toContain('BINARY')
  })
})

describe('a page', () => {
  test('is a picture without metadata, and the words are in its pixels', async () => {
    const pdf = await pdfOf(['正文'])
    const a = await pageOf(pdf, 'pdf')
    const b = await workshop.page(stream(pdf), { kind: 'pdf', page: 1, watermark: ['王建国 1025', '#1-43'] })
    expect(a).toMatchObject({ pages: 1, width: 1239 })
    const meta = await sharp(a.png).metadata()
    expect(meta).toMatchObject({ format: 'png' })
    expect(meta.exif ?? meta.icc ?? meta.xmp).toBeUndefined()
    const hash = (png: Buffer): string => createHash('sha256').update(png).digest('hex')
    expect(hash(a.png)).not.toBe(hash(b.png))
    // Any part of the page bears them: no stripe as high as two rows of words is without.
    const { data, info } = await sharp(a.png).greyscale().raw().toBuffer({ resolveWithObject: true })
    for (let top = 200; top + 300 < info.height; top += 300) {
      const stripe = data.subarray(top * info.width, (top + 300) * info.width)
      expect(stripe.some((pixel) => pixel < 230)).toBe(true)
    }
  })
  test('of a Word file is laid out and marked', async () => {
    expect(await pageOf(word(['甲方：黄庭坚']), 'word')).toMatchObject({ pages: 1 })
  })
  test('that is not there is said to be missing', async () => {
    await expect(pageOf(await pdfOf(['a']), 'pdf', 2)).rejects.toMatchObject({ code: 'no-page' })
  })
  test('of a photograph loses where it was taken', async () => {
    const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#88a' } })
      .withExif({ IFD0: { Artist: 'SECRET-ARTIST' } })
      .jpeg()
      .toBuffer()
    expect(photo.includes('SECRET-ARTIST')).toBe(true)
    expect((await pageOf(photo, 'picture')).png.includes('SECRET-ARTIST')).toBe(false)
  })
})

describe('a trap', () => {
  test('that is a flood of pixels ends before it is unpacked', async () => {
    const flood = await sharp({ create: { width: 4000, height: 4000, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    expect(flood.length).toBeLessThan(200_000)
    await expect(pageOf(flood, 'picture', 1, small)).rejects.toMatchObject({ code: 'flood' })
  })
  test('that is a Word file which unpacks to a gigabyte is a bomb', async () => {
    const bomb = zipOf({
      '[Content_Types].xml': '<Types/>',
      'word/document.xml': Buffer.alloc(210_000_000, ' '),
    })
    await expect(textOf(bomb, 'word')).rejects.toMatchObject({ code: 'bomb' })
  })
  test('that declares entities is refused by the reader too', async () => {
    const entities = zipOf({
      '[Content_Types].xml': '<Types/>',
      'word/document.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
    })
    await expect(textOf(entities, 'word')).rejects.toMatchObject({ code: 'bomb' })
  })
  test('that is a damaged PDF is said to be damaged', async () => {
    await expect(textOf(Buffer.from('%PDF-1.7\njunk'), 'pdf')).rejects.toMatchObject({ code: 'damaged' })
  })
  test('that says it is a page of kilometres is drawn on a bounded one', async () => {
    const document = new PdfDocument({ size: [14_400, 14_400] })
    const parts: Buffer[] = []
    document.on('data', (part: Buffer) => parts.push(part))
    const ended = new Promise((resolve) => document.once('end', resolve))
    document.end()
    await ended
    const { width, height } = await pageOf(Buffer.concat(parts), 'pdf')
    expect(width * height).toBeLessThanOrEqual(4_100_000)
  })
})

test('a child that hangs is ended in time, and the next piece of work goes on', async () => {
  const hangs = new Workshop({
    argv: ['-e', 'setInterval(() => undefined, 1000)'],
    limits: { pageMilliseconds: 300 },
  })
  await expect(pageOf(Buffer.from('x'), 'pdf', 1, hangs)).rejects.toMatchObject({ code: 'too-slow' })
  hangs.close()
})

test('a child that eats memory is ended', async () => {
  const eats = new Workshop({
    argv: ['-e', 'const all = []; setInterval(() => all.push(Buffer.alloc(50_000_000, 1)), 20)'],
    limits: { residentMegabytes: 300, pageMilliseconds: 20_000 },
  })
  await expect(pageOf(Buffer.from('x'), 'pdf', 1, eats)).rejects.toMatchObject({ code: 'too-big' })
  eats.close()
})
