import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCanvasPng } from '../../chapters/approval/testing/png.ts'
import { expectLedgerWhole, type Loose, openTestOffice, refusedBy, type TestOffice } from '../support/cast.ts'

/**
 * Li needs two customers; Wang leaves one out and signs; Gu of the secrecy office looks through it in a form of its
 * own; Zhao decides because the table of rules says so. Zhou drew the flow, Sun verifies.
 */

let office: TestOffice
let [wanted, spare, application, child, file] = ['', '', '', '', '']
beforeAll(async () => {
  office = await openTestOffice()
  const values = { 'person-name': '王小红', mobile: '13800138000', 'id-card': '110105194912310038' }
  wanted = await office.customer(values)
  spare = await office.customer({
    'person-name': '张伟',
    mobile: '13912345678',
    'id-card': '110105194912310038',
  })
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const signature = { png: createCanvasPng(240, 80, true).toString('base64'), how: 'drawn' }
const step = (id: string, more: object) => ({ id, zh: id, en: id, mode: 'any', sources: [], ...more })
const flow = (key: string, steps: readonly object[], more: object = {}) => ({
  key, form: 'use', zh: key, en: key, levels: [1, 2, 3], actions: ['read'], priority: 50, follows: 0, steps, ...more,
}) // prettier-ignore

/** The form as this person sees it, and what they send with a decision on it. */
const page = (name: 'li' | 'wang' | 'gu' | 'zhao', id = application): Promise<Loose> =>
  office[name].gets('GET', `/approvals/${id}`)
async function decide(name: 'wang' | 'gu' | 'zhao', verb: string, more: object = {}, id = application) {
  const { taskId, hash } = await page(name, id)
  return await office[name].asks('POST', `/approvals/${id}/${verb}`, { taskId, hash, opinion: '同意，用途明确', ...more })
} // prettier-ignore

test('Zhou draws a flow in which the manager signs and may narrow, another flow looks through it, rules name the last', async () => {
  const review = [
    step('secrecy', { sources: [{ by: 'role', role: 'secrecy-office' }], fields: { customers: 'hide' } }),
  ]
  await office.zhou.gets('POST', '/flows', flow('review', review, { actions: [], inner: true }))
  const rules = [
    { when: { purposes: ['service'], customersTo: 5 }, who: [{ by: 'role', role: 'executive' }] },
  ]
  await office.zhou.gets('POST', '/flows', flow('signed', [
    step('manager', { sources: [{ by: 'direct-manager' }], signature: 'required', fields: { customers: 'write', period: 'write' } }),
    step('review', { sub: { flow: 'review' } }),
    step('last', { sources: [{ by: 'rules', rules, otherwise: [] }] }),
  ], { paper: { series: 'SYQ', title: { zh: '{department}：{customers} 户', en: '{customers} files' } } })) // prettier-ignore
})

test('Li applies for two customers and adds a paper; Wang reads it, Han cannot', async () => {
  application = await office.li.applies({ customers: [wanted, spare], fields: ['mobile', 'id-card'] })
  expect((await page('li')).number).toBe('SYQ-2026-0001')
  const added = await office.li.uploads(
    `/approvals/${application}/files`,
    '王小红-合同.txt',
    Buffer.from('维修单 42'),
  )
  file = String(added.body.id)
  await office.li.gets('POST', `/approvals/${application}/comment`, { opinion: '附维修单', files: [file] })
  const opened = await office.wang.asks('GET', `/approvals/${application}/files/${file}`)
  expect(opened.text).toBe('维修单 42')
  expect(String(opened.headers['content-disposition'])).not.toContain('王小红')
  expect(refusedBy(await office.han.asks('GET', `/approvals/${application}/files/${file}`))).not.toEqual([])
})

test('Wang leaves one customer out; the form begins anew, and without her signature it does not go on', async () => {
  const before = await page('wang')
  expect(before.narrowable.map((one: Loose) => one.key)).toEqual(['period', 'customers'])
  const narrowed = await decide('wang', 'narrow', { change: { customers: [wanted] } })
  expect(narrowed.status, narrowed.text).toBe(200)
  expect((await page('li')).hash).not.toBe(before.hash)
  expect((await decide('wang', 'approve')).body.mistake.code).toBe('approval.signature-needed')
  expect((await decide('wang', 'approve', { signature })).status).toBe(200)
  const shown = await page('li')
  expect(shown.signatures).toMatchObject([{ how: 'drawn', outdated: false }])
  child = String(shown.chart[1].child.id)
})

test('Gu decides on the form inside, which shows her no customer; Zhao decides on the outer one', async () => {
  const inner = await page('gu', child)
  expect(JSON.stringify(inner.view)).not.toContain('客户资料"')
  expect(inner.hidden).toEqual([{ zh: '客户资料', en: 'Customer files' }])
  expect(refusedBy(await office.gu.asks('GET', `/approvals/${application}`))).not.toEqual([])
  expect((await decide('gu', 'approve', {}, child)).status).toBe(200)
  expect((await decide('zhao', 'approve')).status).toBe(200)
  expect((await page('li')).state).toBe('approved')
})

test('the grant is for the customer that was left, and for no other', async () => {
  expect(await office.li.reads(wanted, ['id-card'], { application })).toEqual({ 'id-card': 'full:110105194912310038' })
  const other = await office.li.reads(spare, ['id-card'], { application })
  expect(JSON.stringify(other)).not.toContain('110105194912310038')
}) // prettier-ignore

test('the print holds the signature; Sun finds every step on record, and the ledger whole', async () => {
  const print = await office.li.asks('GET', `/approvals/${application}/print?lang=zh`)
  expect(print.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const life = await office.sun.traces(application)
  expect(life.findings).toEqual([])
  expect(life.actions.map((one: Loose) => one.verb)).toEqual([
    'submit', 'comment', 'narrow', 'approve', 'child-ended', 'approve',
  ]) // prettier-ignore
  expect(JSON.stringify(life)).not.toContain('维修单 42')
  expect(await office.sun.gets('POST', '/audit/verifications')).toMatchObject({ whole: true, firstBad: null })
})
