import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { newId } from '../../floor/ids.ts'
import { isRefusal, type Refusal } from '../../floor/errors.ts'
import { attachmentField, type Caller, type FileReply, type Input } from '../../gate/index.ts'
import { clausesOf, mustGo, openUseHouse, type UseHouse } from './fixture.ts'
import { attachments } from './wire.ts'

let all: UseHouse
let archivist: Caller
let clerk: Caller
const inbox = mkdtempSync(join(tmpdir(), 'mifeng-inbox-'))
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(50_000, 'contract ')])

beforeAll(async () => {
  all = await openUseHouse()
  const boss = await all.person('王建国', { clearance: 4, scope: 'all' })
  await all.person('谢安琪', { roles: ['secrecy-office'], clearance: 4, scope: 'all' })
  await all.person('沈怀远', { roles: ['general-manager', 'executive'], clearance: 4, scope: 'all' })
  archivist = await all.person('邓佳怡', { roles: ['archivist'], clearance: 4, scope: 'all' })
  clerk = await all.person('李晓彤', { clearance: 3, manager: boss })
})
afterAll(async () => {
  rmSync(inbox, { recursive: true, force: true })
  await all.close()
})

/** Runs a route of custody as the door would. */
async function call<T>(
  caller: Caller,
  path: string,
  o: { params: object; body: object; file?: Input['file'] },
): Promise<T | Refusal> {
  const found = all.custody.routes.find((one) => one.method === 'POST' && one.path === path)!
  const input = {
    caller,
    params: found.params?.parse(o.params),
    body: found.body?.parse(o.body),
    file: o.file,
  }
  return (await found.run(input as unknown as Input)) as T | Refusal
}

async function attach(customer: string, level: number): Promise<string> {
  const path = join(inbox, newId())
  writeFileSync(path, pdf)
  const file = { path, name: 'contract.pdf', size: statSync(path).size }
  const added = await call<{ id: string }>(archivist, '/customers/:id/attachments', {
    params: { id: customer },
    body: { level, title: '合同' },
    file,
  })
  return mustGo(added).id
}

const open = (
  caller: Caller,
  customer: string,
  attachmentId: string,
  body: object = { purpose: 'service', reason: '核对合同条款' },
): Promise<FileReply | Refusal> =>
  call<FileReply>(caller, '/customers/:id/attachments/:attachmentId/open', {
    params: { id: customer, attachmentId },
    body,
  })

async function bytes(reply: FileReply | Refusal): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of mustGo(reply).body as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}

const story = async (level: number): Promise<{ customer: string; attachment: string }> => {
  const customer = await all.customer({ 'person-name': '黄庭坚' }, { ownerId: clerk.personId })
  return { customer, attachment: await attach(customer, level) }
}

test('the number that stands for attachments is the one the gate decides about', () => {
  expect(attachments).toBe(attachmentField)
})

test('a level 3 attachment stays shut on a reason and opens under an approved application', async () => {
  const { customer, attachment } = await story(3)
  clausesOf(await open(clerk, customer, attachment))
  const { application, grant } = await all.granted(clerk, all.form([customer], { fields: [attachments] }))
  expect(await bytes(await open(clerk, customer, attachment, { purpose: 'service' }))).toEqual(pdf)
  const last = (await all.entries('reading')).findLast((entry) => entry['verdict'] === 'permit')
  expect(last).toMatchObject({ subject: `attachment/${attachment}`, application, grant })
  expect((await all.use.applications.mine(clerk, application)).level).toBe(3)
})

test('a grant for fields does not open attachments', async () => {
  const { customer, attachment } = await story(3)
  await all.granted(clerk, all.form([customer]))
  clausesOf(await open(clerk, customer, attachment, { purpose: 'service' }))
})

test('another purpose than the approved one opens nothing', async () => {
  const { customer, attachment } = await story(3)
  await all.granted(clerk, all.form([customer], { fields: [attachments] }))
  clausesOf(await open(clerk, customer, attachment, { purpose: 'billing', reason: '核对发票金额' }))
})

test('an attachment of a higher level that is added after the approval is not covered by it', async () => {
  const { customer, attachment } = await story(2)
  await all.granted(clerk, all.form([customer], { fields: [attachments] }))
  const later = await attach(customer, 3)
  expect(await bytes(await open(clerk, customer, attachment))).toEqual(pdf)
  clausesOf(await open(clerk, customer, later))
})

test('a grant for two openings opens twice, however many are asked for at once', async () => {
  const { customer, attachment } = await story(3)
  const { grant } = await all.granted(clerk, all.form([customer], { fields: [attachments], countLimit: 2 }))
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => open(clerk, customer, attachment, { purpose: 'service' })),
  )
  expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(2)
  expect((await all.use.grants.state(clerk, grant)).left).toBe(0)
})

test('a revoked grant opens nothing, counted or not', async () => {
  for (const countLimit of [undefined, 3]) {
    const { customer, attachment } = await story(3)
    const form = all.form([customer], { fields: [attachments], ...(countLimit ? { countLimit } : {}) })
    const { grant } = await all.granted(clerk, form)
    mustGo(await all.use.grants.revoke(clerk, grant, '不再需要'))
    clausesOf(await open(clerk, customer, attachment, { purpose: 'service' }))
  }
})

test('attachments are not part of an export', async () => {
  const { customer } = await story(3)
  const { grant } = await all.granted(
    clerk,
    all.form([customer], { fields: [attachments, all.field('person-name')], modes: ['read', 'export'] }),
  )
  const answer = await all.use.exports.export(clerk, { grant, mode: 'export', format: 'csv', language: 'zh' })
  expect((mustGo(answer).body as Buffer).toString('utf8')).toContain('黄庭坚')
  await expect(
    all.use.exports.export(clerk, {
      grant,
      fields: [attachments],
      mode: 'export',
      format: 'csv',
      language: 'zh',
    }),
  ).rejects.toMatchObject({ code: 'use.nothing-to-export' })
})

test('the words stated for a level 2 attachment are kept; those for a refused one are not', async () => {
  const { customer, attachment } = await story(2)
  await bytes(await open(clerk, customer, attachment, { purpose: 'service', reason: '核对保修条款' }))
  const auditor = await all.person('田鉴清', { roles: ['audit-admin'] })
  const [kept] = (await all.use.reasons.of(auditor, customer)).rows
  expect(kept!.reason).toBe('核对保修条款')
  const entries = await all.entries('reason-stated')
  expect(entries.at(-1)).toMatchObject({
    actor: clerk.personId,
    customer,
    opening: { lane: 1 },
    commitment: kept!.commitment,
  })
  expect(kept!.commitment).toBe(
    createHash('sha256').update(Buffer.from(kept!.salt, 'hex')).update('核对保修条款').digest('hex'),
  )
  expect(JSON.stringify(entries)).not.toContain('保修')
  const higher = await story(3)
  clausesOf(await open(clerk, higher.customer, higher.attachment))
  expect((await all.use.reasons.of(auditor, higher.customer)).rows).toEqual([])
})

test('the same for fields: words are kept for an opening on a reason, not for one under a grant', async () => {
  const customer = await all.customer(
    { 'person-name': '秦观', mobile: '13800138000' },
    { ownerId: clerk.personId },
  )
  const body = { customer, fields: [all.field('mobile')], purpose: 'service', reason: '预约上门维修' }
  const route = all.use.routes.find((one) => one.method === 'POST' && one.path === '/readings')!
  const read = (more: object = {}): Promise<unknown> =>
    route.run({ caller: clerk, body: route.body!.parse({ ...body, ...more }) } as unknown as Input)
  await expect(read({ reason: '回访 13800138000' })).rejects.toMatchObject({
    code: 'use.reason-holds-identifier',
  })
  await Promise.all([read(), read(), read()])
  const auditor = await all.person('田鉴清', { roles: ['audit-admin'] })
  const kept = async (): Promise<number> => (await all.use.reasons.of(auditor, customer)).rows.length
  expect(await kept()).toBe(3)
  await all.granted(clerk, all.form([customer]))
  await read()
  expect(await kept()).toBe(3)
})

test('words that hold an identifier are sent back and open nothing', async () => {
  const { customer, attachment } = await story(2)
  for (const reason of ['回访 13800138000', '核对 11010519491231002X'])
    await expect(open(clerk, customer, attachment, { purpose: 'service', reason })).rejects.toMatchObject({
      code: 'use.reason-holds-identifier',
      field: 'reason',
    })
})

test('kept words cannot be changed or taken away by the program', async () => {
  for (const change of [
    sql`update usage.reading_reason set reason = 'x'`,
    sql`delete from usage.reading_reason`,
  ])
    await expect(all.house.db.transact((w) => w.run(change))).rejects.toThrow()
})

test('those who decide read that attachments are asked for, and how high their level is', async () => {
  const { customer } = await story(3)
  const { application } = await all.granted(clerk, all.form([customer], { fields: [attachments] }))
  const instance = await all.house.db.read((r) => all.approval.instance(r, application))
  expect(instance!.level).toBe(3)
  expect(JSON.stringify(instance!.snapshot)).toContain('"fields":[0]')
})
