import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { ACTS } from '../../../floor/ledger/index.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { mistake, openStory, refusedBy, type Story } from '../testing/fixture.ts'
import type {
  AttachmentsReply,
  DocumentSettingReply,
  DocumentsReply,
  PreviewReply,
  UploadReply,
} from '../wire.ts'
import { partBytes } from './uploads.ts'

const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'
const clerk = { purpose: 'service', reason: '回访核对合同' }
let all: Story
let sales: Caller
let scanner: Server | undefined
let scannerPath: string
const call: Story['call'] = (...args) => all.call(...args)

/** A clamd for these tests: says what it found by what stands in the bytes it was sent. */
function startScanner(): Promise<void> {
  const server = createServer((socket) => {
    const parts: Buffer[] = []
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => {
      parts.push(bytes)
      const held = Buffer.concat(parts)
      if (held.subarray(-4).equals(Buffer.alloc(4)))
        socket.end(held.includes(eicar) ? 'stream: Eicar-Test FOUND\0' : 'stream: OK\0')
    })
  })
  scanner = server
  return new Promise((resolve) => server.listen(scannerPath, resolve))
}
const stopScanner = (): Promise<void> =>
  new Promise((resolve) => (scanner === undefined ? resolve() : scanner.close(() => resolve())))

beforeAll(async () => {
  scannerPath = join('/tmp', `mifeng-clamd-${process.pid}-${randomBytes(4).toString('hex')}.ctl`)
  all = await openStory({ scanner: { path: scannerPath } })
  sales = all.sales
  await startScanner()
})
afterAll(async () => {
  await stopScanner()
  await all.close()
})

const filed = (name: string, more: object = {}): Promise<string> =>
  all.file({ 'person-name': name }, { ownerId: sales.personId, ...more })
const printOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const begin = (who: Caller, id: string, bytes: Buffer, more: object = {}) =>
  call<UploadReply>(who, 'POST', '/customers/:id/uploads', {
    params: { id },
    body: { name: '录音.mp4', size: bytes.length, fingerprint: printOf(bytes), ...more },
  })
const part = (who: Caller, uploadId: string, index: number, bytes: Buffer) =>
  call<{ received: number }>(who, 'POST', '/uploads/:uploadId/parts/:index', {
    params: { uploadId, index: String(index) },
    file: { path: '', name: 'part', size: bytes.length, bytes },
  })
const act = (who: Caller, uploadId: string, what: 'finish' | 'cancel') =>
  call<UploadReply>(who, 'POST', `/uploads/:uploadId/${what}`, { params: { uploadId } })
const state = (uploadId: string) =>
  call<UploadReply>(sales, 'GET', '/uploads/:uploadId', { params: { uploadId } })
const pieceOf = (bytes: Buffer, index: number): Buffer =>
  bytes.subarray(index * partBytes, (index + 1) * partBytes)
const attach = (id: string, bytes: Buffer, name: string, body: object = {}, who = sales) =>
  call<{ id: string }>(who, 'POST', '/customers/:id/attachments', {
    params: { id },
    body,
    file: { path: '', name, size: bytes.length, bytes },
  })
const list = (id: string) =>
  call<AttachmentsReply>(sales, 'GET', '/customers/:id/attachments', { params: { id } })
const stored = (): string[] =>
  readdirSync(join(all.house.dataFolder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
async function bytesOf(reply: FileReply): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const one of reply.body as AsyncIterable<Buffer>) parts.push(one)
  return Buffer.concat(parts)
}

/** Texts are taken out one at a time; the others come back a little later. */
const allRead = async (): Promise<void> => {
  const open = sql`select 1 from custody.document d join custody.attachment a on a.id = d.attachment_id
    where d.state in ('waiting','working') and a.removed_at is null`
  await expect
    .poll(async () => (await all.runJobs(), await all.house.db.read((r) => r.rows(open))), {
      timeout: 20_000,
      interval: 300,
    })
    .toEqual([])
}

/** A recording: the head of an MP4, then noise with a phrase to look for. */
const recording = Buffer.concat([
  Buffer.from('000000186674797069736f6d00000000', 'hex'),
  randomBytes(2 * partBytes),
  Buffer.from('contract-phrase'),
])

describe('a large document arrives in parts', () => {
  test('in any order, broken off and gone on with, each part sealed, and opens as it was', async () => {
    const id = await filed('黄庭坚')
    const upload = await begin(sales, id, recording, { title: '回访录音' })
    expect(upload).toMatchObject({ parts: 3, received: [], state: 'receiving' })
    await part(sales, upload.id, 2, pieceOf(recording, 2))
    await part(sales, upload.id, 0, pieceOf(recording, 0))
    // The page is closed; the same file is chosen again.
    const again = await begin(sales, id, recording)
    expect(again).toMatchObject({ id: upload.id, received: [0, 2] })
    await expect(act(sales, upload.id, 'finish')).rejects.toEqual(mistake('custody.upload-incomplete'))
    await part(sales, upload.id, 1, pieceOf(recording, 1))
    await part(sales, upload.id, 1, pieceOf(recording, 1))
    expect(stored().some((path) => readFileSync(path).includes('contract-phrase'))).toBe(false)
    expect((await act(sales, upload.id, 'finish')).state).toBe('checking')
    expect((await list(id)).rows).toEqual([])
    await all.runJobs()
    const [row] = (await list(id)).rows
    expect(row).toMatchObject({ contentType: 'video/mp4', size: recording.length, content: { scanned: 'clean', state: 'none', canPreview: false } }) // prettier-ignore
    expect(await state(upload.id)).toMatchObject({ state: 'done', attachmentId: row!.id })
    const opened = await call<FileReply>(sales, 'POST', '/customers/:id/attachments/:attachmentId/open', { params: { id, attachmentId: row!.id }, body: clerk }) // prettier-ignore
    expect(opened.fileName).toBe('回访录音')
    expect((await bytesOf(opened)).equals(recording)).toBe(true)
  })
  test('and its parts are gone once it is one piece, or given up', async () => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const before = stored().length
    const id = await filed('秦观')
    const upload = await begin(sales, id, recording)
    await part(sales, upload.id, 0, pieceOf(recording, 0))
    expect(stored()).toHaveLength(before + 1)
    expect((await act(sales, upload.id, 'cancel')).state).toBe('cancelled')
    await expect.poll(() => stored().length).toBe(before)
    await expect(part(sales, upload.id, 1, pieceOf(recording, 1))).rejects.toEqual(
      mistake('custody.upload-over'),
    )
  })
  test.each([
    ['a part of another content in place of one', 0, Buffer.alloc(partBytes, 7), 'custody.upload-differs'],
    ['a part that is too short', 1, Buffer.alloc(5), 'custody.upload-part-size'],
    ['a part behind the end', 3, Buffer.alloc(5), 'custody.upload-part-size'],
  ])('and %s is sent back', async (_what, index, bytes, code) => {
    const id = await filed('米芾')
    const upload = await begin(sales, id, recording)
    await part(sales, upload.id, 0, pieceOf(recording, 0))
    await expect(part(sales, upload.id, index, bytes)).rejects.toEqual(mistake(code))
    await act(sales, upload.id, 'cancel')
  })
  test('from one person only: nobody else sends to it, asks about it or ends it', async () => {
    const upload = await begin(sales, await filed('蔡襄'), recording)
    const other = all.person({ scope: 'all', clearance: 4 })
    const unknown = mistake('custody.not-found')
    await expect(part(other, upload.id, 0, pieceOf(recording, 0))).rejects.toEqual(unknown)
    await expect(act(other, upload.id, 'finish')).rejects.toEqual(unknown)
    await expect(act(other, upload.id, 'cancel')).rejects.toEqual(unknown)
    await act(sales, upload.id, 'cancel')
  })
  test('of somebody who may not add, not even its beginning; it is recorded', async () => {
    const id = await filed('文同')
    expect(refusedBy(await begin(all.person(), id, recording))).not.toEqual([])
    expect((await all.acts(1))[0]).toMatchObject({ verdict: 'deny' })
  })
  test('swapped by hand on the disk or in the table, and is not put together', async () => {
    const id = await filed('苏轼')
    const upload = await begin(sales, id, recording)
    for (const index of [0, 1, 2]) await part(sales, upload.id, index, pieceOf(recording, index))
    await all.house.db.transact((w) =>
      w.run(sql`update custody.upload set state = 'receiving' where id = ${upload.id}`),
    )
    const parts = await all.house.db.read((r) =>
      r.rows<{ blob: string }>(
        sql`select blob from custody.upload_part where upload_id = ${upload.id} order by index`,
      ),
    )
    const [first, second] = parts.map(({ blob }) => stored().find((path) => path.includes(blob))!)
    const [a, b] = [readFileSync(first!), readFileSync(second!)]
    writeFileSync(first!, b)
    writeFileSync(second!, a)
    await act(sales, upload.id, 'finish')
    await all.runJobs()
    expect((await list(id)).rows).toEqual([])
    expect((await state(upload.id)).state).toBe('checking')
  })
  test('from one person at most five times at once', async () => {
    const busy = all.person({ clearance: 2 })
    const id = await all.file({ 'person-name': '陆游' }, { ownerId: busy.personId })
    for (let n = 0; n < 5; n++) await begin(busy, id, Buffer.alloc(100 + n))
    await expect(begin(busy, id, Buffer.alloc(200))).rejects.toEqual(mistake('custody.uploads-open'))
  })
  test('larger than the limit, and is refused before a byte is sent', async () => {
    const id = await filed('王安石')
    const body = { name: 'a.mp4', size: 9 * 1024 ** 3, fingerprint: 'a'.repeat(64) }
    await expect(call(sales, 'POST', '/customers/:id/uploads', { params: { id }, body })).rejects.toEqual(
      mistake('file-too-large'),
    )
  })
})

describe('the virus scanner', () => {
  test('finds something: nothing is kept, and that it was refused is recorded', async () => {
    const id = await filed('赵佶')
    const before = stored().length
    await expect(attach(id, Buffer.from(eicar), 'notes.txt')).rejects.toEqual(
      mistake('custody.attachment-infected'),
    )
    expect(stored()).toHaveLength(before)
    const [entry] = await all.acts(1)
    expect(entry).toMatchObject({ kind: 'document-refused', reason: 'infected', signature: 'Eicar-Test' })
  })
  test('is asked about what comes in parts too', async () => {
    const id = await filed('宋徽宗')
    const bytes = Buffer.concat([recording.subarray(0, partBytes + 10), Buffer.from(eicar)])
    const upload = await begin(sales, id, bytes)
    for (const index of [0, 1]) await part(sales, upload.id, index, pieceOf(bytes, index))
    await act(sales, upload.id, 'finish')
    await all.runJobs()
    expect(await state(upload.id)).toMatchObject({ state: 'refused', problem: 'infected' })
    expect((await list(id)).rows).toEqual([])
  })
  test('is away: nothing is taken, unless the company chose to flag what was not scanned', async () => {
    await stopScanner()
    const id = await filed('岳飞')
    const admin = all.person({ roles: new Set(['system-admin']) })
    const setting = (scannerDown: string) =>
      call<DocumentSettingReply>(admin, 'PUT', '/documents/settings', { body: { macros: 'refuse', scannerDown, readPictures: false } }) // prettier-ignore
    await expect(attach(id, Buffer.from('正文'), 'a.txt')).rejects.toEqual(mistake('custody.scanner-down'))
    expect(await setting('flag')).toMatchObject({ scannerDown: 'flag', scanner: { answers: false } })
    await attach(id, Buffer.from('正文'), 'a.txt')
    expect((await list(id)).rows[0]!.content).toMatchObject({ scanned: 'missed' })
    await setting('refuse')
    await startScanner()
    expect(refusedBy(await call(sales, 'PUT', '/documents/settings', { body: { macros: 'flag', scannerDown: 'flag', readPictures: true } }))).not.toEqual([]) // prettier-ignore
  })
})

describe('the pages of a document', () => {
  const open = (who: Caller, id: string, attachmentId: string, body: object = clerk) =>
    call<PreviewReply>(who, 'POST', '/customers/:id/attachments/:attachmentId/preview', { params: { id, attachmentId }, body }) // prettier-ignore
  const page = (who: Caller, previewId: string, number = 1) =>
    call<FileReply>(who, 'POST', '/previews/:previewId/pages/:page', { params: { previewId, page: String(number) } }) // prettier-ignore
  const text = Buffer.from('甲方：黄庭坚\n联系电话 13800138000\n'.repeat(60))

  test('are pictures, each a recorded reading, and the original does not come this way', async () => {
    const id = await filed('辛弃疾')
    const { id: attachmentId } = await attach(id, text, '合同.txt')
    await all.runJobs()
    const preview = await open(sales, id, attachmentId)
    expect(preview).toMatchObject({ pages: 3, kind: 'text' })
    const reply = await page(sales, preview.id, 2)
    expect(reply.contentType).toBe('image/png')
    const png = reply.body as Buffer
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.includes('13800138000')).toBe(false)
    const lane = (await all.house.ledger.lanes()).find((one) => one.lane !== ACTS)!
    const entries = await all.house.ledger.entries(lane.lane, lane.size - 2, lane.size)
    const readings = entries.map((entry) => JSON.parse(entry.text) as Record<string, unknown>)
    expect(readings).toMatchObject([
      { verb: 'read', subject: `attachment/${attachmentId}`, detail: { step: 'preview' } },
      { verb: 'read', subject: `attachment/${attachmentId}`, detail: { step: 'page', page: 2 } },
    ])
    await expect(page(sales, preview.id, 4)).rejects.toEqual(mistake('custody.preview-no-page'))
  })
  test('are not shown without purpose and reason, above the clearance, or to somebody outside', async () => {
    const id = await filed('李清照')
    const { id: attachmentId } = await attach(id, text, 'a.txt', {}, all.archivist)
    const high = await attach(id, text, 'b.txt', { level: 3 }, all.archivist)
    for (const answer of [
      await open(sales, id, attachmentId, {}),
      await open(sales, id, high.id),
      await open(all.person(), id, attachmentId),
    ])
      expect(refusedBy(answer)).not.toEqual([])
  })
  test('are shown to whoever opened them, in that very sign-in, and no longer than it runs', async () => {
    const id = await filed('范成大')
    const { id: attachmentId } = await attach(id, text, 'a.txt')
    const preview = await open(sales, id, attachmentId)
    await expect(page(all.person({ scope: 'all' }), preview.id)).rejects.toEqual(mistake('custody.not-found'))
    const elsewhere = { ...sales, sessionId: '00000000-0000-7000-8000-000000000001' }
    await expect(page(elsewhere, preview.id)).rejects.toEqual(mistake('custody.preview-over'))
    await call(all.archivist, 'POST', '/customers/:id/attachments/:attachmentId/remove', { params: { id, attachmentId }, body: { reason: '上传错误' } }) // prettier-ignore
    await expect(page(sales, preview.id)).rejects.toEqual(mistake('custody.not-found'))
  })
})

describe('the text of a document', () => {
  test('is sealed, counted, and asks for a level when more stands in it than its level bears', async () => {
    const id = await filed('杨万里', { level: 1 })
    const card = '身份证号 11010519491231002X，手机 13800138000'
    const { id: attachmentId } = await attach(id, Buffer.from(card), '登记.txt', { level: 1 })
    await allRead()
    const row = (await list(id)).rows[0]!
    expect(row.content).toMatchObject({ state: 'done', pages: 1, flagged: true })
    expect(row.content!.found['id-card']).toBe(1)
    expect(row.content!.suggestedLevel).toBeGreaterThan(1)
    const [kept] = await all.house.db.read((r) =>
      r.rows<{ sealed: Buffer; found: object }>(sql`select text_sealed as sealed, found from custody.document where attachment_id = ${attachmentId}`),
    ) // prettier-ignore
    expect(kept!.sealed.includes('13800138000')).toBe(false)
    const entry = (await all.acts(30)).find(
      (one) => one['kind'] === 'document-read' && one['attachment'] === attachmentId,
    )
    expect(entry).toMatchObject({ attachment: attachmentId, found: { 'id-card': 1 } })
    expect(JSON.stringify(await all.acts(20))).not.toContain('13800138000')
    const see = () => call<DocumentsReply>(all.archivist, 'GET', '/documents')
    expect((await see()).rows.map((one) => one.attachmentId)).toContain(attachmentId)
    const params = { id, attachmentId }
    await call(all.archivist, 'POST', '/customers/:id/attachments/:attachmentId/settle', { params })
    expect((await see()).rows.map((one) => one.attachmentId)).not.toContain(attachmentId)
    await expect(call(all.archivist, 'POST', '/customers/:id/attachments/:attachmentId/settle', { params })).rejects.toEqual(mistake('custody.not-flagged')) // prettier-ignore
  })
  test('cannot be had from a trap, which says so and harms nothing', async () => {
    const id = await filed('朱熹')
    await attach(id, Buffer.from('%PDF-1.7\nnot really'), 'a.pdf')
    await allRead()
    expect((await list(id)).rows[0]!.content).toMatchObject({ state: 'failed', problem: 'damaged' })
  })
  test('of a file out of reach is neither seen nor settled by an office', async () => {
    const id = await filed('曾巩', { level: 1 })
    const { id: attachmentId } = await attach(id, Buffer.from('身份证号 11010519491231002X'), 'a.txt')
    await allRead()
    const outside = all.person({ roles: new Set(['secrecy-office']), scope: 'own' })
    expect((await call<DocumentsReply>(outside, 'GET', '/documents')).rows).toEqual([])
    await expect(call(outside, 'POST', '/customers/:id/attachments/:attachmentId/settle', { params: { id, attachmentId } })).rejects.toEqual(mistake('custody.not-found')) // prettier-ignore
  })
})

test('macros are refused, and flagged where the company chose so', async () => {
  const id = await filed('司马光')
  const script = Buffer.from('%PDF-1.7\n<< /OpenAction << /S /JavaScript >> >>\n%%EOF')
  await expect(attach(id, script, 'a.pdf')).rejects.toEqual(mistake('custody.attachment-macros'))
})

test('nothing lies about unsealed, and the socket is no file of ours', () => {
  const work = all.house.workFolder
  expect(readdirSync(work).filter((name) => statSync(join(work, name)).isFile())).toEqual([])
  expect(existsSync(scannerPath)).toBe(true)
})

test('after all that the ledger is whole', () => expectLedgerWhole(all.house))
