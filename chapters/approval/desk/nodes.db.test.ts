import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal, Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { FileReply } from '../../../gate/index.ts'
import { type Desk, openDesk } from '../support.ts'
import { createCanvasPng } from '../testing/png.ts'
import { step, storiesOn } from './support.ts'

/** Signatures, files, rights by entry and forms inside forms, on the desk. */

let desk: Desk
let folder: string
const stories = storiesOn(() => desk)
beforeAll(async () => {
  desk = await openDesk()
  folder = mkdtempSync(join(tmpdir(), 'mifeng-files-'))
})
afterAll(async () => {
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

const drawn = { png: createCanvasPng(200, 80, true).toString('base64'), how: 'drawn' } as const
const blank = { png: createCanvasPng(200, 80, false).toString('base64'), how: 'drawn' } as const
const page = (id: string, no: string) => stories.page(id, no)
const person = (no: string) => ({ sources: [stories.person(no)] })

/** What a route answers, in one word: `done`, `refused 4.2.1`, or the code of the mistake. */
async function tried(method: string, path: string, no: string, input: object): Promise<string> {
  try {
    const reply = await desk.call(method, path, no, input)
    return isRefusal(reply) ? `refused ${reply.because.join()}` : 'done'
  } catch (error) {
    if (error instanceof Mistake) return error.code
    throw error
  }
}
const bytesOf = async (reply: unknown): Promise<Buffer> => {
  const { body } = reply as FileReply
  const parts: Buffer[] = []
  for await (const part of body as Readable) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

describe('a step that wants a signature', () => {
  const signing = () =>
    stories.apply([step('a', { ...person('M1'), signature: 'required' }), step('b', person('E1'))])

  test.each([
    ['none', {}, 'approval.signature-needed'],
    ['a blank one', { signature: blank }, 'approval.signature-blank'],
    ['something that is no picture', { signature: { png: Buffer.from('<svg/>').toString('base64'), how: 'drawn' } }, 'approval.signature-kind'],
    ['one with something hidden behind its end', { signature: { png: Buffer.concat([createCanvasPng(200, 80, true), Buffer.from('PK')]).toString('base64'), how: 'drawn' } }, 'approval.signature-kind'],
    ['one far too large', { signature: { png: Buffer.alloc(210_000, 1).toString('base64'), how: 'drawn' } }, 'approval.signature-size'],
  ])('is not decided with %s', async (_what, more, code) => {
    const id = await signing()
    expect(await desk.approve(id, 'M1', more)).toBe(code)
    expect(await desk.act(id, 'M1', { verb: 'reject', ...more })).toBe(code)
  }) // prettier-ignore

  test('keeps it sealed, with its commitment in the ledger; page and print show it', async () => {
    const id = await signing()
    expect(await desk.approve(id, 'M1', { signature: drawn })).toBe('running')
    const shown = await page(id, 'C1')
    expect(shown.signatures).toMatchObject([{ how: 'drawn', verb: 'approve', outdated: false }])
    const [{ fileId, commitment }] = shown.signatures as unknown as [{ fileId: string; commitment: string }]
    expect((await stories.entries(id)).find((entry) => entry['decision'] === 'approve')).toMatchObject({
      signature: fileId,
      signed: 'drawn',
      signatureHash: commitment,
    })
    const open = { params: { id, fileId } }
    const picture = await bytesOf(await desk.call('GET', '/approvals/:id/files/:fileId', 'E1', open))
    expect(picture.toString('base64')).toBe(drawn.png)
    expect((await stories.entries(id)).at(-1)).toMatchObject({ verb: 'open-material', files: [fileId] })
    const print = (await desk.call('GET', '/approvals/:id/print', 'C1', { params: { id }, query: { lang: 'zh' } })) as FileReply
    expect((print.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await stories.entries(id)).slice(-2)).toMatchObject([
      { kind: 'print' },
      { verb: 'open-material', files: [fileId], for: 'print' },
    ])
  }) // prettier-ignore

  test('a click sent twice keeps one signature', async () => {
    const id = await signing()
    const deed = { taskId: await desk.taskOf(id, 'M1'), signature: drawn }
    expect(await desk.approve(id, 'M1', deed)).toBe('running')
    expect(await desk.approve(id, 'M1', deed)).toBe('running again')
    expect((await page(id, 'C1')).signatures).toHaveLength(1)
  })

  test('what the gate refuses keeps none', async () => {
    const id = await signing()
    const deed = { verb: 'approve', taskId: await desk.taskOf(id, 'M1'), signature: drawn }
    expect(await desk.act(id, 'C2', deed)).toMatch(/^refused/)
    expect((await page(id, 'C1')).signatures).toEqual([])
  })

  test('is passed by when several forms are approved at once, and says why', async () => {
    const id = await signing()
    const { snapshotHash: hash } = await desk.instance(id)
    const body = { items: [{ id, taskId: await desk.taskOf(id, 'M1'), hash }], opinion: '同意' }
    const reply = await desk.call('POST', '/desk/approve', 'M1', { body })
    expect(reply).toEqual({ results: [{ id, done: false, because: [], code: 'approval.batch-signature' }] })
  })
})

describe('files handed in with a form', () => {
  const file = (name: string, content: string | Buffer) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return { path, name, size: content.length }
  }
  const add = (id: string, no: string, one: object) =>
    desk.call('POST', '/approvals/:id/files', no, { params: { id }, file: one }) as Promise<{ id: string }>
  const open = (id: string, no: string, fileId: string) =>
    tried('GET', '/approvals/:id/files/:fileId', no, { params: { id, fileId } })

  test('are seen by nobody else until they are handed in, then by those whom the form concerns', async () => {
    const id = await stories.apply([step('a', person('M1')), step('b', person('E1'))])
    const { id: fileId } = await add(id, 'C1', file('note.txt', '合同第三条'))
    expect(await open(id, 'C1', fileId)).toBe('done')
    expect(await open(id, 'M1', fileId)).toBe('approval.not-found')
    expect(await desk.act(id, 'C1', { verb: 'comment', files: [fileId] })).toBe('running')
    const shown = await page(id, 'M1')
    expect(shown.timeline.at(-1)).toMatchObject({ verb: 'comment', files: [{ id: fileId, contentType: 'text/plain' }] })
    const reply = await desk.call('GET', '/approvals/:id/files/:fileId', 'M1', { params: { id, fileId } })
    expect((await bytesOf(reply)).toString()).toBe('合同第三条')
    expect((reply as FileReply).fileName).not.toContain('note')
    expect(await open(id, 'C2', fileId)).toBe('refused default-deny')
    expect(await open(id, 'E1', fileId)).toBe('refused default-deny')
    expect((await stories.entries(id)).at(-1)).toMatchObject({ verb: 'open-material', verdict: 'deny' })
  }) // prettier-ignore

  test('an answer to a question for material carries them', async () => {
    const id = await stories.apply([step('a', person('M1'))])
    await desk.act(id, 'M1', { verb: 'ask-material' })
    const { id: fileId } = await add(id, 'C1', file('more.txt', '补充'))
    expect(await desk.act(id, 'C1', { verb: 'material', files: [fileId] })).toBe('running')
    expect((await page(id, 'M1')).timeline.at(-1)).toMatchObject({
      verb: 'material',
      files: [{ id: fileId }],
    })
  })

  test.each([
    ['a program', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
    ['a page with a script', '<html><script>alert(1)</script></html>'],
    ['a shell script', '#!/bin/sh\nrm -rf /'],
    ['an archive', Buffer.from('504b0304140000000000', 'hex')],
    ['an empty file', ''],
  ])('%s is not taken', async (_what, content) => {
    const id = await stories.apply([step('a', person('M1'))])
    const input = { params: { id }, file: file('x.pdf', content) }
    expect(await tried('POST', '/approvals/:id/files', 'C1', input)).toBe('approval.file-kind')
  })

  test('an outsider adds none, and nobody hands in what is somebody else’s, of another form or handed in before', async () => {
    const id = await stories.apply([step('a', person('M1'))])
    const other = await stories.apply([step('a', person('M1'))])
    const input = { params: { id }, file: file('a.txt', 'a') }
    expect(await tried('POST', '/approvals/:id/files', 'C2', input)).toBe('refused default-deny')
    const { id: mine } = await add(id, 'C1', file('b.txt', 'b'))
    expect(await desk.act(id, 'M1', { verb: 'comment', files: [mine] })).toBe('approval.file-unknown')
    expect(await desk.act(other, 'C1', { verb: 'comment', files: [mine] })).toBe('approval.file-unknown')
    expect(await desk.act(id, 'C1', { verb: 'comment', files: [newId()] })).toBe('approval.file-unknown')
    expect(await desk.act(id, 'C1', { verb: 'comment', files: [mine, mine] })).toBe('approval.file-unknown')
    expect(await desk.act(id, 'C1', { verb: 'comment', files: [mine] })).toBe('running')
    expect(await desk.act(id, 'C1', { verb: 'comment', files: [mine] })).toBe('approval.file-unknown')
  })

  test('a form that has ended takes none', async () => {
    const id = await stories.apply([step('a', person('M1'))])
    await desk.approve(id, 'M1')
    const input = { params: { id }, file: file('late.txt', 'late') }
    expect(await tried('POST', '/approvals/:id/files', 'C1', input)).toBe('approval.not-open')
  })

  test('the sweep of stored files leaves them alone', async () => {
    const id = await stories.apply([step('a', person('M1'))])
    const { id: fileId } = await add(id, 'C1', file('kept.txt', 'kept'))
    const known = await desk.house.db.read((r) => desk.approval.knownFiles(r, [fileId, newId()]))
    expect(known).toEqual([fileId])
  })
})

describe('rights by entry', () => {
  const rights = { fields: { customers: 'hide' } } as const
  const rowsOf = async (id: string, no: string) =>
    (await page(id, no)).view?.sections.flatMap(({ rows }) => rows.map(({ label }) => label.en))

  test('what a step hides does not reach its approver, by page or print, nor when the task is handed on or over', async () => {
    const id = await stories.apply([step('a', { ...person('M1'), ...rights }), step('b', person('E1'))])
    expect(await rowsOf(id, 'M1')).toEqual(['Purpose'])
    expect((await page(id, 'M1')).hidden).toEqual([{ zh: '客户', en: 'Customers' }])
    expect(await rowsOf(id, 'C1')).toEqual(['Customers', 'Purpose'])
    expect(await desk.act(id, 'M1', { verb: 'cc', people: [desk.id('C2')] })).toBe('approval.cc-hidden')
    await desk.act(id, 'M1', { verb: 'transfer', to: desk.id('B1') })
    expect(await rowsOf(id, 'M1')).toEqual(['Purpose'])
    expect(await rowsOf(id, 'B1')).toEqual(['Purpose'])
    await desk.approve(id, 'B1')
    expect(await rowsOf(id, 'B1')).toEqual(['Purpose'])
    expect(await rowsOf(id, 'E1')).toEqual(['Customers', 'Purpose'])
  })

  test('files are hidden as well where the step says so, and cannot be opened by their address', async () => {
    const id = await stories.apply([step('a', { ...person('M1'), fields: { files: 'hide' } })])
    writeFileSync(join(folder, 'h.txt'), 'h')
    const input = { params: { id }, file: { path: join(folder, 'h.txt'), name: 'h.txt', size: 1 } }
    const { id: fileId } = (await desk.call('POST', '/approvals/:id/files', 'C1', input)) as { id: string }
    await desk.act(id, 'C1', { verb: 'comment', files: [fileId] })
    expect((await page(id, 'M1')).timeline.flatMap(({ files }) => files)).toEqual([])
    expect(await tried('GET', '/approvals/:id/files/:fileId', 'M1', { params: { id, fileId } })).toBe(
      'approval.not-found',
    )
  })

  test('nor do title, summary and action tell it, on the page, in the lists or among saved opinions', async () => {
    const paper = { summary: { zh: '{customers} 户', en: '{customers} customers' } }
    const action = await stories.flow([step('a', { ...person('M1'), ...rights }), step('b', person('E1'))], { paper })
    const { id } = await desk.apply('C1', { action })
    const formName = { zh: '客户资料使用申请表', en: 'Application to use customer data' }
    expect(await page(id, 'M1')).toMatchObject({ title: formName, summary: { zh: '', en: '' }, action: '' })
    expect(await page(id, 'C1')).toMatchObject({ title: { en: 'Two customers' }, summary: { zh: '0 户' }, action })
    const row = async (tab: string, no: string) => {
      const query = { page: 1, size: 200, sort: '' }
      const { rows } = (await desk.call('GET', `/desk/${tab}`, no, { query })) as { rows: { id: string }[] }
      return rows.find((one) => one.id === id)
    }
    expect(await row('todo', 'M1')).toMatchObject({ title: formName, action: '' })
    await desk.act(id, 'M1', { verb: 'save', opinion: '待核' })
    const drafts = (await desk.call('GET', '/desk/drafts', 'M1')) as { rows: { link: string }[] }
    expect(drafts.rows.find(({ link }) => link.endsWith(id))).toMatchObject({ title: formName })
    await desk.approve(id, 'M1')
    expect(await row('done', 'M1')).toMatchObject({ title: formName })
    expect(await row('todo', 'E1')).toMatchObject({ title: { en: 'Two customers' }, action })
    expect((await page(id, 'M1')).may.cc).toBe(false)
  }) // prettier-ignore

  test('nor does it open when a correction takes the form another way, without the step that hid it', async () => {
    const action = await stories.flow([
      step('few', { ...person('M1'), ...rights, when: { customersTo: 5 } }),
      step('all', person('E1')),
    ])
    const { id } = await desk.apply('C1', { action, about: { customers: 2 } })
    await desk.act(id, 'M1', { verb: 'return', to: 'applicant' })
    const again = async (customers: number) =>
      await desk.house.db.transact((w) =>
        desk.approval.resubmit(w, id, {
          applicantId: desk.id('C1'), snapshot: { purpose: 'service', customers: [customers] }, level: 2, action, address: '', about: { customers },
        }),
      ) // prettier-ignore
    await again(20)
    expect(await stories.holders(id)).toBe('欧阳静')
    expect(await rowsOf(id, 'M1')).toEqual(['Purpose'])
    await desk.act(id, 'E1', { verb: 'return', to: 'applicant' })
    await again(30)
    expect(await rowsOf(id, 'M1')).toEqual(['Purpose'])
    expect(await rowsOf(id, 'E1')).toEqual(['Customers', 'Purpose'])
  })

  test('a file handed in at a higher level stays closed to people cleared for the lower one the form was corrected to', async () => {
    const action = await stories.flow([step('a', person('M1')), step('b', { ...person('C3'), when: { levels: [1] } })])
    const { id } = await desk.apply('C1', { action })
    writeFileSync(join(folder, 'l.txt'), 'l')
    const input = { params: { id }, file: { path: join(folder, 'l.txt'), name: 'l.txt', size: 1 } }
    const { id: fileId } = (await desk.call('POST', '/approvals/:id/files', 'C1', input)) as { id: string }
    await desk.act(id, 'C1', { verb: 'comment', files: [fileId] })
    await desk.act(id, 'M1', { verb: 'return', to: 'applicant' })
    await desk.house.db.transact((w) =>
      desk.approval.resubmit(w, id, { applicantId: desk.id('C1'), snapshot: { purpose: 'less' }, level: 1, action, address: '' }),
    )
    await desk.approve(id, 'M1')
    expect(await stories.holders(id)).toBe('江枫')
    const open = (no: string) => tried('GET', '/approvals/:id/files/:fileId', no, { params: { id, fileId } })
    expect([await open('M1'), await open('C3')]).toEqual(['done', 'refused 3.2.1'])
  }) // prettier-ignore

  const narrowing = () =>
    stories.apply([step('a', person('M1')), step('b', { ...person('E1'), fields: { customers: 'write' } })])
  const fewer = { verb: 'narrow', change: { customers: ['1'] }, opinion: '一户即可' }

  test('an approver leaves a customer out: earlier approvals are void, all is asked again, the grant is of what is left', async () => {
    const id = await narrowing()
    await desk.approve(id, 'M1')
    const before = await desk.instance(id)
    expect((await page(id, 'E1')).narrowable).toMatchObject([{ key: 'customers', options: [{ id: '1' }, { id: '2' }] }])
    expect(await desk.act(id, 'E1', fewer)).toBe('running')
    const after = await desk.instance(id)
    expect(after.snapshot).toEqual({ purpose: 'service', customers: [1] })
    expect(after.snapshotHash).not.toBe(before.snapshotHash)
    expect(await stories.holders(id)).toBe('秦朗')
    expect(await desk.house.db.read((r) => desk.approval.approversOf(r, id))).toEqual([])
    expect(await desk.act(id, 'M1', { verb: 'approve', hash: before.snapshotHash })).toBe('approval.changed')
    await desk.approve(id, 'M1')
    expect(await desk.approve(id, 'E1')).toBe('approved')
    expect((await stories.entries(id)).some((entry) => entry['decision'] === 'narrow' && entry['narrowed'] === after.snapshotHash)).toBe(true)
  }) // prettier-ignore

  test.each([
    ['M1', 'an approver whose step does not let them', 'approval.narrow-not-allowed'],
    ['C1', 'the applicant', 'refused 4.2.1'],
    ['C2', 'an outsider, who learns nothing of what stands in it', 'refused default-deny'],
  ])('%s, %s, narrows nothing', async (no, _who, expected) => {
    const id = await narrowing()
    const deed = no === 'M1' ? fewer : { ...fewer, taskId: await desk.taskOf(id, 'M1') }
    expect(await desk.act(id, no, { ...deed, change: { customers: ['9'] } })).toBe(expected)
    // Nor do words of theirs get into the record.
    if (no === 'C2') expect(await desk.act(id, no, { ...deed, change: { 王小红: ['9'] } })).toBe(expected)
    expect(JSON.stringify(await stories.entries(id))).not.toContain('王小红')
  })
  test('nothing is added under the name of narrowing', async () => {
    const id = await narrowing()
    await desk.approve(id, 'M1')
    expect(await desk.act(id, 'E1', { ...fewer, change: { customers: ['1', '9'] } })).toBe(
      'test.not-narrower',
    )
    expect(await desk.act(id, 'E1', { ...fewer, change: { customers: ['1', '2'] } })).toBe(
      'approval.narrow-nothing',
    )
    expect(await desk.act(id, 'E1', { ...fewer, change: { purpose: 'x' } })).toBe(
      'approval.narrow-not-allowed',
    )
  })
})
