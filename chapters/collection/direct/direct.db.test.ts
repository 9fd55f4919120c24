import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { phone } from '../fixture.ts'
import { submitAtCounter } from './desk/counter.ts'
import { close } from './desk/forms.ts'
import { openFormView } from './desk/open.ts'
import { lookUp, submit } from './desk/submit.ts'
import { decideSubmission, viewChannels, viewSubmissions } from './desk/submissions.ts'
import { asks, filled, must, openDirectOffice } from './fixture.ts'
import type { SubmitBody } from './wire.ts'

/** Zhou builds a form for which Li answers; customers fill it in, honestly and otherwise. */

let office: Awaited<ReturnType<typeof openDirectOffice>>
let form: { id: string; code: string; number: number; hash: string }
beforeAll(async () => {
  office = await openDirectOffice()
  form = await office.published()
})
afterAll(() => office.close())

const nothing: Buffer = Buffer.alloc(0)
let people = 0
const somebody = () => ({ name: '王小红', mobile: phone((people += 1)) })
const shown = (code = form.code) => openFormView(office.direct, code)
const send = async (body: SubmitBody, code = form.code, files: Buffer = nothing) =>
  must(await submit(office.direct, code, body, files, { channel: 'web' }))
const mistake = async (act: Promise<unknown>): Promise<string> =>
  await act.then(
    () => 'taken',
    (error: unknown) => {
      const { code, field } = error as { code: string; field: string }
      return `${code} ${field}`.trim()
    },
  )
const counts = () =>
  office.house.db.read((r) =>
    r.row<Record<string, number>>(sql`select (select count(*)::int from custody.customer) as customers,
      (select count(*)::int from collection.submission) as submissions, (select count(*)::int from collection.consent) as consents,
      (select count(*)::int from custody.attachment) as files`),
  )
const caller = (personId: string, roles: string[]) => ({ personId, roles }) as never
const listed = async (who = office.officer, roles = ['archivist'], more = {}) =>
  (
    await viewSubmissions(office.direct, caller(who, roles), {
      page: 1,
      size: 50,
      sort: '',
      mine: 'no',
      ...more,
    })
  ).rows
const png = (bytes: number): Buffer =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex'),
    Buffer.alloc(bytes),
  ])

describe('filling in', () => {
  test('a customer gives data and consent, waits out of sight, is accepted, and holds a receipt without values', async () => {
    const body = filled(await shown(), { ...somebody(), want: '上门', where: '上海市长宁区 1 号' })
    const receipt = await send(body)
    expect(receipt).toMatchObject({ state: 'new', version: { number: 1, hash: form.hash }, files: 0 })
    expect(receipt.consent).toMatch(/^[0-9A-Z-]{23}$/)
    expect(receipt.given.map((one) => one.question)).toEqual(['name', 'mobile', 'want', 'where'])
    expect(office.notified).toContain(office.collector)
    const [row] = await listed(office.collector, ['collector'])
    expect(row).toMatchObject({
      channel: 'web',
      state: 'new',
      pending: true,
      customerId: null,
      mayDecide: true,
    })
    must(await decideSubmission(office.direct, office.collector, row!.id, 'accepted'))
    const [after] = await listed(office.collector, ['collector'])
    expect(after).toMatchObject({ state: 'accepted', pending: false })
    expect(after!.customerId).not.toBeNull()
    const told = JSON.stringify(await lookUp(office.direct, body.receipt))
    expect(told).toContain('accepted')
    for (const value of [body.answers['mobile']!, '王小红', '长宁']) expect(told).not.toContain(value)
    expect(await mistake(decideSubmission(office.direct, office.collector, row!.id, 'rejected'))).toBe(
      'form.decided',
    )
  })

  test('nothing of the answers is readable anywhere in the database or the ledger', async () => {
    const secret = phone(7_654_321)
    await send(filled(await shown(), { name: '诸葛秘密', mobile: secret }))
    const found = await office.house.db.read((r) =>
      r.rows<{ text: string }>(sql`select to_jsonb(s)::text as text from collection.submission s
        union all select to_jsonb(c)::text from collection.consent c union all select to_jsonb(l)::text from ledger.leaf l`),
    )
    const text = found.map((one) => one.text).join()
    for (const value of [
      secret,
      '诸葛秘密',
      Buffer.from(secret).toString('hex'),
      Buffer.from('诸葛秘密').toString('hex'),
    ])
      expect(text).not.toContain(value)
  })

  test('turned away: removed as if it had never been filed', async () => {
    const before = (await counts())!['customers']
    await send(filled(await shown(), somebody()))
    const [row] = await listed()
    must(await decideSubmission(office.direct, office.officer, row!.id, 'rejected'))
    expect((await counts())!['customers']).toBe(before)
    expect((await listed())[0]).toMatchObject({ state: 'rejected', customerId: null, fileNo: null })
  })

  test('the network fails after it was taken: the same receipt changes nothing the second time', async () => {
    const body = filled(await shown(), somebody())
    await send(body)
    const before = await counts()
    expect(await send(body)).toMatchObject({ receipt: body.receipt, consent: null })
    expect(await counts()).toEqual(before)
  })

  test('somebody on file with the same number: a proposal to compare, the file on record stays as it was', async () => {
    const twin = { name: '李同', mobile: phone(5_555_555) }
    const known = await office.customer(
      { 'person-name': '李同', mobile: twin.mobile },
      { legalBasis: 'contract' },
    )
    const version = (await office.headOf(known)).head.version
    await send(filled(await shown(), twin))
    const [row] = await listed()
    expect(row!.same.map((one) => one.id)).toEqual([known])
    expect((await office.headOf(known)).head.version).toBe(version)
  })

  test('another collector does not decide about what Li answers for', async () => {
    await send(filled(await shown(), somebody()))
    const [row] = await listed()
    const answer = await decideSubmission(office.direct, office.other, row!.id, 'accepted')
    expect(isRefusal(answer) && answer.because[0]).toBe('2.2.1')
    expect((await listed(office.other, ['collector'])).length).toBe(0)
  })

  test('the responsible person lost the office: the customer is told to come later, and the refusal is on record', async () => {
    const facts = office.facts.get(office.collector)!
    office.facts.set(office.collector, { ...facts, roles: new Set() })
    const before = await counts()
    expect(await mistake(send(filled(await shown(), somebody())))).toBe('form.paused')
    expect(await counts()).toEqual(before)
    office.facts.set(office.collector, facts)
  })

  test('start, end, cap and closing', async () => {
    const at = office.house.clock.now().getTime()
    const iso = (days: number) => new Date(at + days * 86_400_000).toISOString()
    const over = await office.published({ startsAt: iso(-2), endsAt: iso(-1) })
    const soon = await office.published({ startsAt: iso(1) })
    const once = await office.published({ cap: 1 })
    expect(await mistake(shown(over.code))).toBe('form.over')
    expect(await mistake(shown(soon.code))).toBe('form.not-yet')
    const page = await shown(once.code)
    const both = await Promise.all(
      [filled(page, somebody()), filled(page, somebody())].map((body) => mistake(send(body, once.code))),
    )
    expect(both.sort((a, b) => a.localeCompare(b))).toEqual(['form.full', 'taken'])
    must(await close(office.direct, office.officer, once.id))
    expect(await mistake(shown(once.code))).toBe('form.closed')
    expect(await mistake(shown('ABCDEFGHJK'))).toBe('form.none')
  })
})

describe('attacks', () => {
  const tries = async (answers: Record<string, string>, more: Partial<SubmitBody> = {}): Promise<string> =>
    await mistake(send(filled(await shown(), { ...somebody(), ...answers }, more)))

  // prettier-ignore
  test.each<[string, Record<string, string>, Partial<SubmitBody>, string]>([
    ['mass assignment: a field that the form does not ask for',
      { idcard: '110105194912310028' },
      {},
      'form.unknown-answer'],
    ['a name of the prototype', { constructor: 'x' }, {}, 'form.unknown-answer'],
    ['an answer to a question that is hidden',
      { want: '电话', where: '别处' },
      {},
      'form.hidden-answer answers.where'],
    ['a choice that is none', { want: '传真' }, {}, 'form.choice answers.want'],
    ['a compulsory answer left out', { mobile: ' ' }, {}, 'form.required answers.mobile'],
    ['a telephone number that is none', { mobile: '12345' }, {}, 'custody.value-unfit answers.mobile'],
    ['another version’s hash', {}, { hash: 'f'.repeat(64) }, 'form.changed'],
    ['another version', {}, { version: '0191e3f4-0000-7000-8000-000000000000' }, 'form.changed'],
    ['a notice that was not shown',
      {},
      { notice: { version: '0191e3f4-0000-7000-8000-000000000000', hash: 'f'.repeat(64) } },
      'form.notice-changed'],
    ['forged consent: not every box',
      {},
      { items: [{ item: 'general', given: true }] },
      'form.consent-boxes items'],
    ['forged consent: one box twice',
      {},
      { items: (['general', 'sensitive', 'provision', 'general'] as const).map((item) => ({
          item,
          given: true, })),
      },
      'form.consent-boxes items'],
    ['no consent at all',
      {},
      { items: (['general', 'sensitive', 'provision', 'marketing'] as const).map((item) => ({
          item,
          given: false, })),
      },
      'form.consent-needed items.general'],
    ['a child without guardian', {}, { minor: true }, 'form.guardian guardian'],
    ['a file to a question that takes none',
      {},
      { files: [{ question: 'name', name: 'a', size: 1 }] },
      'form.unknown-answer'],
  ])('%s: nothing is kept', async (_, answers, more, wanted) => {
    const before = await counts()
    expect(await tries(answers, more)).toBe(wanted)
    expect(await counts()).toEqual(before)
  })

  test('a sensitive answer without the separate consent is not taken', async () => {
    const sensitive = await office.published({
      questions: [asks('name', 'person-name', { required: true }), asks('card', 'id-card')],
    })
    const page = await shown(sensitive.code)
    const items = page.notice.items.map((item) => ({ item, given: item === 'general' }))
    const body = filled(page, { name: '王小红', card: '11010519491231002X' }, { items })
    expect(await mistake(send(body, sensitive.code))).toBe('form.sensitive answers.card')
  })

  test('outdated: a form published anew while the page lay open is refused, and the same answers pass after reloading', async () => {
    const mine = await office.published()
    const old = await shown(mine.code)
    await office.published({ title: { zh: '新版', en: '' } }, mine.id)
    const answers = somebody()
    expect(await mistake(send(filled(old, answers), mine.code))).toBe('form.changed')
    expect(await mistake(send(filled(await shown(mine.code), answers), mine.code))).toBe('taken')
  })

  test('script in labels and answers stays text', async () => {
    const script = '<script>alert(1)</script>'
    const odd = await office.published({ title: { zh: script, en: script } })
    expect((await shown(odd.code)).title.zh).toBe(script)
    const name = { ...somebody(), name: `${script}王` }
    await send(filled(await shown(odd.code), name), odd.code)
    expect(JSON.stringify(await listed())).not.toContain('alert(1)')
  })

  test('upload bombs: a wrong kind, a wrong length, too many, too large', async () => {
    const files = await office.published({
      questions: [
        asks('name', 'person-name', { required: true }),
        {
          id: 'photo',
          kind: 'file',
          label: { zh: '照片', en: 'Photo' },
          help: { zh: '', en: '' },
          required: true,
          most: 1,
          accept: 'image',
        },
      ],
    })
    const page = await shown(files.code)
    const image = png(5000)
    const sends = (
      bytes: Buffer,
      list = [{ question: 'photo', name: '../../etc/x.png', size: bytes.length }],
    ) => mistake(send(filled(page, { name: '王小红' }, { files: list }), files.code, bytes))
    const before = await counts()
    expect(await sends(Buffer.from('PK\x03\x04zip bomb'.padEnd(300)))).toBe('form.file-kind answers.photo')
    expect(await sends(Buffer.from('%PDF-1.7'.padEnd(300)))).toBe('form.file-kind answers.photo')
    expect(await sends(image, [{ question: 'photo', name: 'a.png', size: 10 }])).toBe('form.files-cut file')
    expect(await sends(png(11 * 1024 * 1024))).toBe('form.file-large answers.photo')
    const half = image.length / 2
    const two = [half, image.length - half].map((size) => ({
      question: 'photo',
      name: 'a',
      size: Math.floor(size),
    }))
    expect(await sends(image, two)).toBe('form.too-many-files answers.photo')
    expect(await sends(nothing, [])).toBe('form.required answers.photo')
    expect(await counts()).toEqual(before)
    expect(await sends(image)).toBe('taken')
    expect((await counts())!['files']).toBe(before!['files']! + 1)
    // A picture that is a package as well, by its last bytes: nothing of the arrival stays, and the record says why.
    const end = Buffer.from('504b0506000000000100010046000000500000000000', 'hex')
    const both = Buffer.concat([image, Buffer.from('504b0304', 'hex'), Buffer.alloc(200), end])
    const then = await counts()
    expect(await sends(both)).toBe('form.file-refused file')
    expect(await counts()).toEqual(then)
    const leaves = await office.house.db.read((r) =>
      r.rows<{ entry: string }>(sql`select entry from ledger.leaf where entry like '%document-refused%'`),
    )
    expect(leaves.map(({ entry }) => entry).join()).toContain('polyglot')
  })

  test('one customer does not read another’s: a receipt that nobody was given tells nothing, and none tells a value', async () => {
    expect(await mistake(lookUp(office.direct, '0'.repeat(20)))).toBe('form.no-receipt receipt')
    const body = filled(await shown(), somebody())
    await send(body)
    const other = await office.published()
    const again = { ...filled(await shown(other.code), somebody()), receipt: body.receipt }
    expect(await mistake(send(again, other.code))).toBe('form.receipt-taken receipt')
  })
})

describe('at the counter', () => {
  test('the clerk types, the customer confirms and signs: filed with the signature as evidence', async () => {
    const signature = png(900)
    const body = { ...filled(await shown(), somebody()), signature: signature.length }
    const path = office.files.write('signature', signature)
    const receipt = must(await submitAtCounter(office.direct, office.other, form.id, body, path))
    expect(receipt.state).toBe('new')
    const [row] = await listed()
    expect(row).toMatchObject({ channel: 'counter', operator: { id: office.other } })
    const kept = await office.house.db.read((r) =>
      r.row<{ evidence: string; operator: string; channel: string }>(sql`
        select c.evidence, c.operator_id as operator, c.channel from collection.consent c join collection.submission s
          on s.customer_id = c.customer_id where s.id = ${row!.id}`),
    )
    const hash = createHash('sha256').update(signature).digest('hex')
    expect(kept).toEqual({ evidence: hash, operator: office.other, channel: 'counter' })
    const empty = office.files.write('unsigned', png(10))
    const unsigned = { ...filled(await shown(), somebody()), signature: png(10).length }
    expect(await mistake(submitAtCounter(office.direct, office.other, form.id, unsigned, empty))).toBe(
      'form.signature signature',
    )
  })

  test('a clerk who does not collect files nothing, and that is on record', async () => {
    const answer = await submit(office.direct, form.code, filled(await shown(), somebody()), nothing, {
      channel: 'counter',
      operator: office.clerk,
      signature: png(900),
    })
    expect(isRefusal(answer)).toBe(true)
  })

  test('the register of sources tells channel, collector, day and number', async () => {
    const { rows, byChannel } = await viewChannels(office.direct, { page: 1, size: 50 })
    expect(byChannel.map((one) => one.channel)).toEqual(expect.arrayContaining(['web', 'entry']))
    expect(rows.find((row) => row.channel === 'web')).toMatchObject({
      collector: { id: office.collector },
      source: '官网表单',
    })
    const none = await viewChannels(office.direct, { page: 1, size: 50, collector: office.clerk })
    expect(none.total).toBe(0)
  })
})
