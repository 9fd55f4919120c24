import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { ACTS } from '../../../floor/ledger/index.ts'
import type { Caller, FileReply } from '../../../gate/index.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { mistake, openStory, refusedBy, type Story } from '../testing/fixture.ts'
import type { AttachmentsReply, HistoryReply } from '../wire.ts'

let all: Story
let archivist: Caller
let sales: Caller
const call: Story['call'] = (...args) => all.call(...args)
const inbox = mkdtempSync(join(tmpdir(), 'mifeng-inbox-'))
beforeAll(async () => {
  all = await openStory()
  archivist = all.archivist
  sales = all.sales
})
afterAll(async () => {
  rmSync(inbox, { recursive: true, force: true })
  await all.close()
})

describe('attachments', () => {
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100_000, 'contract for 13933334444 ')])
  const upload = (who: Caller, id: string, content: Buffer, name: string, body: object = {}) => {
    const path = join(inbox, newId())
    writeFileSync(path, content)
    return call<{ id: string }>(who, 'POST', '/customers/:id/attachments', {
      params: { id },
      body,
      file: { path, name, size: statSync(path).size },
    })
  }
  const list = (who: Caller, id: string) =>
    call<AttachmentsReply>(who, 'GET', '/customers/:id/attachments', { params: { id } })
  const open = (who: Caller, id: string, attachmentId: string, body: object) =>
    call<FileReply>(who, 'POST', '/customers/:id/attachments/:attachmentId/open', {
      params: { id, attachmentId },
      body,
    })
  const bytes = async (reply: FileReply): Promise<Buffer> => {
    const parts: Buffer[] = []
    for await (const part of reply.body as AsyncIterable<Buffer>) parts.push(part)
    return Buffer.concat(parts)
  }
  const why = { purpose: 'service', reason: '回访核对合同' }

  test('is sealed on disk, listed with identifiers in its title masked, opened for a reason as a recorded reading', async () => {
    const id = await all.file({ 'person-name': '黄庭坚' }, { ownerId: sales.personId })
    const added = await upload(sales, id, pdf, '合同 13933334444.pdf')
    const disk = readdirSync(join(all.house.dataFolder, 'files'), { recursive: true, withFileTypes: true })
    for (const one of disk.filter((entry) => entry.isFile()))
      expect(readFileSync(join(one.parentPath, one.name)).includes('13933334444')).toBe(false)
    const shown = await list(sales, id)
    expect(shown.rows).toMatchObject([{ id: added.id, contentType: 'application/pdf', size: pdf.length }])
    expect(shown.rows[0]!.title).toContain('合同')
    expect(shown.rows[0]!.title).not.toContain('13933334444')
    const opened = await open(sales, id, added.id, why)
    expect(opened.fileName).toBe('合同 13933334444.pdf')
    expect(await bytes(opened)).toEqual(pdf)
  })
  test('is not opened without purpose and reason, nor by somebody outside; both are recorded', async () => {
    const id = await all.file({ 'person-name': '秦观' }, { ownerId: sales.personId })
    const added = await upload(sales, id, pdf, 'a.pdf')
    expect(refusedBy(await open(sales, id, added.id, {}))).not.toEqual([])
    expect(refusedBy(await open(all.person(), id, added.id, why))).not.toEqual([])
    expect(refusedBy(await list(all.person(), id))).not.toEqual([])
    const lane = (await all.house.ledger.lanes()).find((one) => one.lane !== ACTS)!
    const [entry] = await all.house.ledger.entries(lane.lane, lane.size - 3, lane.size - 2)
    expect(JSON.parse(entry!.text)).toMatchObject({
      verb: 'read',
      verdict: 'deny',
      subject: `attachment/${added.id}`,
      full: [],
    })
  })
  test('above level 2 needs a grant, and above the clearance nothing helps', async () => {
    const owner = all.person({ clearance: 3 })
    const id = await all.file({ 'person-name': '米芾' }, { ownerId: owner.personId })
    const added = await upload(owner, id, pdf, 'a.pdf', { level: 3, title: '底价协议' })
    expect(refusedBy(await open(owner, id, added.id, why))).not.toEqual([])
    expect(refusedBy(await open(all.person({ clearance: 2, scope: 'all' }), id, added.id, why))).toContain(
      '3.2.1',
    )
    expect(refusedBy(await upload(owner, id, pdf, 'b.pdf', { level: 4 }))).toContain('3.2.1')
  })
  test.each([
    ['a program named .pdf', Buffer.from('MZ\x90\x00\x03\x00'), 'invoice.pdf'],
    ['a web page', Buffer.from('<html><script>alert(1)</script>'), 'a.txt'],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf'), 'a.txt'],
    ['a zip', Buffer.from('504b0304140000000000', 'hex'), 'a.zip'],
  ])('that is %s is not kept', async (_what, content, name) => {
    const id = await all.file({ 'person-name': '蔡襄' })
    await expect(upload(archivist, id, content, name)).rejects.toEqual(mistake('custody.attachment-kind'))
  })
  test('below the level of the file is a mistake', async () => {
    const id = await all.file({ 'person-name': '文同' }, { level: 2 })
    await expect(upload(archivist, id, pdf, 'a.pdf', { level: 1 })).rejects.toEqual(
      mistake('custody.attachment-level'),
    )
  })
  test('titles swapped by the DBA do not open', async () => {
    const id = await all.file({ 'person-name': '赵佶' })
    const [a, b] = [await upload(archivist, id, pdf, 'a.pdf'), await upload(archivist, id, pdf, 'b.pdf')]
    await all.house.db.transact((w) =>
      w.run(sql`update custody.attachment x set title_sealed = y.title_sealed from custody.attachment y
        where x.id = ${a.id} and y.id = ${b.id}`),
    )
    await expect(open(archivist, id, a.id, why)).rejects.toThrow()
  })
  test('removed ones are gone from list and reach; the row stays with who and why', async () => {
    const id = await all.file({ 'person-name': '宋慈' })
    const added = await upload(archivist, id, pdf, 'a.pdf')
    await call(archivist, 'POST', '/customers/:id/attachments/:attachmentId/remove', { params: { id, attachmentId: added.id }, body: { reason: '上传错误' } }) // prettier-ignore
    expect((await list(archivist, id)).rows).toEqual([])
    await expect(open(archivist, id, added.id, why)).rejects.toEqual(mistake('custody.not-found'))
    const row = await all.house.db.read((r) => r.row<{ by: string }>(sql`select removed_by as by from custody.attachment where id = ${added.id}`)) // prettier-ignore
    expect(row!.by).toBe(archivist.personId)
    const history = await call<HistoryReply>(archivist, 'GET', '/customers/:id/history', { params: { id } })
    expect(history.rows.map((one) => one.kind)).toEqual(['detached', 'attached'])
  })
})

test('after all that the ledger is whole', () => expectLedgerWhole(all.house))
