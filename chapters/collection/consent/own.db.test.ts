import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { idCard } from '../fixture.ts'
import { checkConsents } from './check.ts'
import {
  declareBasis,
  decideDeclaration,
  exportAnew,
  viewAnew,
  viewAnewFiles,
  viewBacklog,
  viewFigures,
} from './desk/backlog.ts'
import { answerOwn, askCode, useCode, viewOwn, withdrawOwn } from './desk/own.ts'
import { inviteCustomer, recordConsent, viewConsents, withdrawFor } from './desk/panel.ts'
import { answers, mustGo, openConsentOffice, wholeDraft } from './fixture.ts'
import { runConsentDay } from './jobs.ts'

type Office = Awaited<ReturnType<typeof openConsentOffice>>
let office: Office
let version: { notice: string; id: string; hash: string }
beforeAll(async () => {
  office = await openConsentOffice()
  version = await office.publish('customers')
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})
const now = (): Date => office.house.clock.now()
const keysOf = async (id: string) => Object.keys((await office.headOf(id)).facts.barred).toSorted()
const said = (items = answers(version, now()).items) => ({
  noticeVersionId: version.id, noticeHash: version.hash, items, purposes: ['service'],
}) // prettier-ignore

describe('a customer gives and withdraws on the own phone', () => {
  test('an invitation is answered once; its receipt shows what was said and takes it back, item by item', async () => {
    const id = await office.customer({ 'person-name': '李芳' })
    const { secret } = mustGo(
      await inviteCustomer(office.ctx, office.archivist, id, { kind: 'invitation', notice: version.id }),
    )
    const asked = await viewOwn(office.ctx, secret, 'zh')
    expect(asked.asked?.boxes.map(({ item }) => item)).toEqual([
      'general',
      'sensitive',
      'provision',
      'marketing',
    ])
    const { receipt } = await answerOwn(office.ctx, secret, said())
    await expect(answerOwn(office.ctx, secret, said())).rejects.toMatchObject({ code: 'consent.secret' })
    const before = await viewOwn(office.ctx, receipt, 'zh')
    expect(before.items.map(({ key, state }) => [key, state])).toEqual([
      ['service', 'given'], ['visit', 'refused'], ['sensitive', 'given'], ['provision', 'given'], ['marketing', 'refused'],
    ]) // prettier-ignore
    await withdrawOwn(office.ctx, receipt.toLowerCase().replaceAll('-', ' '), ['service'])
    expect(await keysOf(id)).toEqual(['marketing', 'offers', 'service', 'visit'])
    expect((await viewOwn(office.ctx, receipt, 'en')).items[0]).toMatchObject({
      key: 'service',
      state: 'ended',
    })
  })

  test('attack: the withdrawal is sent again and again, and another’s keys are tried', async () => {
    const id = await office.customer({ 'person-name': '王强' })
    const { receipt } = await office.give(id, answers(version, now()))
    await Promise.all([1, 2, 3].map(() => withdrawOwn(office.ctx, receipt, ['sensitive'])))
    const rows = await office.house.db.read((r) =>
      r.rows(sql`select id from collection.consent_end where customer_id = ${id}`),
    )
    expect(rows).toHaveLength(1)
    await expect(withdrawOwn(office.ctx, receipt, ['contract'])).rejects.toMatchObject({
      code: 'consent.not-by-consent',
    })
  })

  test('attack: receipts are guessed, taken from the table, or belong to an invitation that ran out', async () => {
    for (const secret of ['00000-00000-00000-00000', 'x'.repeat(20), "' or true --'''''''''''"])
      await expect(viewOwn(office.ctx, secret, 'zh')).rejects.toMatchObject({ code: 'consent.secret' })
    const stored = await office.house.db.read((r) =>
      r.row<{ hash: Buffer }>(sql`select secret_hash as hash from collection.consent_link limit 1`),
    )
    await expect(viewOwn(office.ctx, stored!.hash.toString('hex').slice(0, 24), 'zh')).rejects.toMatchObject({
      code: 'consent.secret',
    })
    const id = await office.customer({ 'person-name': '孙丽' })
    const { secret } = mustGo(
      await inviteCustomer(office.ctx, office.archivist, id, { kind: 'invitation', notice: version.id }),
    )
    await office.house.fresh.owner.transact((w) =>
      w.run(sql`update collection.consent_link set expires_at = now() where customer_id = ${id}`),
    )
    await expect(viewOwn(office.ctx, secret, 'zh')).rejects.toMatchObject({ code: 'consent.secret' })
  })

  test('attack: somebody answers for another version than the invitation asks about', async () => {
    const other = await office.publish('other-notice')
    const id = await office.customer({ 'person-name': '周丽' })
    const { secret } = mustGo(
      await inviteCustomer(office.ctx, office.archivist, id, { kind: 'invitation', notice: version.id }),
    )
    await expect(
      answerOwn(office.ctx, secret, { ...said(), noticeVersionId: other.id, noticeHash: other.hash }),
    ).rejects.toMatchObject({ code: 'collection.notice-changed' })
  })
})

describe('a code sent to what is on file', () => {
  const codeOf = (): string => /\d{6}/.exec(office.sent.at(-1)!.text)![0]

  test('opens the own consents; neither number nor code stands in the database', async () => {
    await office.customer({ 'person-name': '陈静', mobile: '13800138001' })
    const { challenge } = await askCode(office.ctx, { address: '138 0013 8001', language: 'zh' })
    await expect.poll(() => office.sent.at(-1)?.to.address).toBe('13800138001')
    const { secret } = await useCode(office.ctx, { challenge, code: codeOf() })
    expect((await viewOwn(office.ctx, secret, 'zh')).kind).toBe('code')
    const rows = await office.house.db.read((r) => r.rows(sql`select * from collection.customer_code`))
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`13800138001|${codeOf()}`))
    await expect(useCode(office.ctx, { challenge, code: codeOf() })).rejects.toMatchObject({
      code: 'consent.code',
    })
  })

  test('attack: a number that is not on file, or that several share, looks the same and sends nothing', async () => {
    await office.customer({ 'person-name': '甲', mobile: '13800138002' })
    await office.customer({ 'person-name': '乙', mobile: '13800138002' })
    const before = office.sent.length
    for (const address of ['13900139000', '13800138002', 'nobody@example.com', 'not an address']) {
      const reply = await askCode(office.ctx, { address, language: 'zh' })
      expect(Object.keys(reply)).toEqual(['challenge', 'minutes'])
    }
    expect(office.sent).toHaveLength(before)
  })

  test('attack: codes are guessed; after five tries the right one opens nothing, also when all come at once', async () => {
    await office.customer({ 'person-name': '丙', mobile: '13800138003' })
    const { challenge } = await askCode(office.ctx, { address: '13800138003', language: 'zh' })
    await expect.poll(() => office.sent.at(-1)?.to.address).toBe('13800138003')
    const right = codeOf()
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0')
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => useCode(office.ctx, { challenge, code: wrong })),
    )
    expect(tries.every(({ status }) => status === 'rejected')).toBe(true)
    await expect(useCode(office.ctx, { challenge, code: right })).rejects.toMatchObject({
      code: 'consent.code',
    })
    const row = await office.house.db.read((r) =>
      r.row<{ tries: number }>(sql`select tries from collection.customer_code where id = ${challenge}`),
    )
    expect(row!.tries).toBe(5)
  })

  test('attack: a phone is flooded with codes', async () => {
    await office.customer({ 'person-name': '丁', mobile: '13800138004' })
    const before = office.sent.length
    await Promise.all(
      Array.from({ length: 6 }, () => askCode(office.ctx, { address: '13800138004', language: 'zh' })),
    )
    await expect.poll(() => office.sent.length).toBe(before + 3)
  })
})

describe('what staff put on record', () => {
  const record = (id: string, more: object = {}) =>
    recordConsent(office.ctx, office.archivist, id, {
      notice: version.id, hash: version.hash, items: [...answers(version, now()).items], purposes: [], channel: 'counter', at: now().toISOString(),
      minor: false, language: 'zh', ...more,
    }) // prettier-ignore

  test('a child needs a guardian, whatever is ticked: the date of birth on file says so, and stays in the gate', async () => {
    const year = now().getFullYear() - 10
    const id = await office.customer({ 'person-name': '小明', 'birth-date': `${year}-06-01` })
    await expect(record(id)).rejects.toMatchObject({ code: 'consent.guardian' })
    mustGo(await record(id, { guardian: { name: '李雷', relation: '父亲' } }))
    const [row] = await office.house.db.read((r) =>
      r.rows(sql`select * from collection.consent where customer_id = ${id}`),
    )
    expect(JSON.stringify(row)).not.toContain('李雷')
    const adult = await office.customer({ 'person-name': '老王', 'id-card': idCard(1) })
    mustGo(await record(adult, { minor: true }))
  })

  test('the panel shows history and evidence; a withdrawal on behalf counts at once; a stranger sees and does neither', async () => {
    const id = await office.customer({ 'person-name': '吴磊' })
    mustGo(await record(id))
    expect((await viewConsents(office.ctx, office.archivist, id)).state).toBe('given')
    mustGo(
      await withdrawFor(office.ctx, office.archivist, id, {
        keys: ['service', 'visit', 'sensitive', 'provision'],
        channel: 'spoken',
      }),
    )
    const view = await viewConsents(office.ctx, office.archivist, id)
    expect([view.state, view.ends.length, view.open.length]).toEqual(['withdrawn', 1, 0])
    const stranger = { personId: await office.hire('外人', []) }
    office.facts.set(stranger.personId, { ...office.facts.get(stranger.personId)!, scope: 'own' })
    await expect(viewConsents(office.ctx, stranger, id)).rejects.toMatchObject({ code: 'consent.not-found' })
    expect(
      await withdrawFor(office.ctx, stranger, id, { keys: ['marketing'], channel: 'spoken' }),
    ).toMatchObject({ refused: true })
  })
})

describe('the backlog', () => {
  test('shrinks by evidence and by another basis that a second person confirms', async () => {
    const [one, two] = [
      await office.customer({ 'person-name': '存量一' }),
      await office.customer({ 'person-name': '存量二' }),
    ]
    const before = await viewFigures(office.ctx)
    const page = { page: 1, size: 100, sort: 'createdAt' }
    const listed = async () =>
      (await viewBacklog(office.ctx, office.archivist, page)).rows.map((row) => row.id)
    expect(await listed()).toEqual(expect.arrayContaining([one, two]))
    await office.give(one, answers(version, now()))
    const { id } = mustGo(
      await declareBasis(office.ctx, office.xu, {
        customers: [two, one],
        legalBasis: 'contract',
        reason: '有在履行的合同',
      }),
    )
    expect(await decideDeclaration(office.ctx, office.xu, id, 'confirmed')).toMatchObject({
      refused: true,
      because: ['2.1.3'],
    })
    mustGo(await decideDeclaration(office.ctx, office.gu, id, 'confirmed'))
    await expect(decideDeclaration(office.ctx, office.gu, id, 'confirmed')).rejects.toMatchObject({
      code: 'consent.declaration-decided',
    })
    expect(await listed()).not.toEqual(expect.arrayContaining([one]))
    expect((await viewFigures(office.ctx)).missing).toBe(before.missing - 2)
  })

  test('attack: a declaration about files one may not see, or that have evidence, is about none', async () => {
    const clerk = { personId: await office.hire('小钱', ['archivist']) }
    office.facts.set(clerk.personId, { ...office.facts.get(clerk.personId)!, scope: 'own' })
    const id = await office.customer({ 'person-name': '别人的' })
    await expect(
      declareBasis(office.ctx, clerk, { customers: [id], legalBasis: 'contract', reason: '想改就改' }),
    ).rejects.toMatchObject({ code: 'consent.declaration-empty' })
  })

  test('the day’s count is kept, and a consent that ran out is noted and asked for again', async () => {
    const short = await office.publish('short-lived', wholeDraft({ validMonths: 1 }))
    const id = await office.customer({ 'person-name': '过期' })
    const paper = {
      channel: 'paper',
      operator: office.officer,
      evidence: 'b'.repeat(64),
      at: new Date('2024-01-31T02:00:00Z'),
    } as const
    await office.give(id, answers(short, now(), paper))
    expect((await office.headOf(id)).facts.barred['service']).toBe(Date.parse('2024-02-29T02:00:00Z'))
    await runConsentDay(office.ctx, new AbortController().signal)
    const days = (await viewFigures(office.ctx)).days
    expect(days).toHaveLength(1)
    expect((await viewFigures(office.ctx)).expired).toBe(1)
  })
})

test('a new version that changes a purpose asks anew; the list shrinks by new consents and leaves as file numbers', async () => {
  const first = await office.publish('renewed')
  const [stays, renews] = [
    await office.customer({ 'person-name': '旧版一' }),
    await office.customer({ 'person-name': '旧版二' }),
  ]
  for (const id of [stays, renews]) await office.give(id, answers(first, now()))
  const draft = wholeDraft()
  const wider = {
    ...draft,
    purposes: draft.purposes.map((one) => ({ ...one, fields: [...one.fields, 'email'] })),
  }
  const second = await office.publish('renewed', wider, first.notice)
  const row = async () => (await viewAnew(office.ctx)).rows.find((one) => one.code === 'renewed')
  expect(await row()).toMatchObject({ waiting: 2, done: 0 })
  await office.give(renews, answers(second, now()))
  expect(await row()).toMatchObject({ waiting: 1, done: 1 })
  const files = await viewAnewFiles(office.ctx, office.archivist, { page: 1, size: 20, notice: first.notice })
  expect(files.rows.map(({ id }) => id)).toEqual([stays])
  const file = mustGo(await exportAnew(office.ctx, office.archivist, first.notice))
  expect((file.body as Buffer).toString('utf8')).toContain(files.rows[0]!.fileNo)
})

describe('the database administrator changes', () => {
  const change = (statement: ReturnType<typeof sql>) =>
    office.house.fresh.owner.transact((w) => w.run(statement))
  const wrong = async () =>
    (await checkConsents(office.house)).faults.map(({ what, fault }) => `${what} ${fault}`)

  test('nothing: everything is as the ledger says', async () => expect(await wrong()).toEqual([]))

  test('attack: an answer, a withdrawal, a bar, the words shown, a consent out of nothing: each is named', async () => {
    const id = await office.customer({ 'person-name': '被改' })
    const { receipt } = await office.give(id, answers(version, now()))
    await withdrawOwn(office.ctx, receipt, ['service'])
    await change(sql`update custody.customer set barred = '{}' where id = ${id}`)
    expect(await wrong()).toEqual(['barred altered'])
    await change(sql`update custody.customer set barred = jsonb_build_object() where id = ${id}`)
    await change(
      sql`update collection.consent set items = '[{"item":"marketing","given":true}]' where customer_id = ${id}`,
    )
    expect(await wrong()).toContain('consent altered')
    await change(sql`delete from collection.consent_end where customer_id = ${id}`)
    expect(await wrong()).toContain('withdrawal missing')
    await change(sql`update collection.consent_text set text = text || '。'`)
    expect(await wrong()).toContain('text altered')
    await change(
      sql`update collection.notice_version set body = jsonb_set(body, '{minors,zh}', '"无"'), hash = repeat('a', 64) where id = ${version.id}`,
    )
    expect(await wrong()).toContain('notice altered')
  })

  test('attack: the program itself cannot change or take away a consent', async () => {
    for (const statement of [
      sql`update collection.consent set minor = true`,
      sql`delete from collection.consent_end`,
      sql`update collection.notice_version set body = '{}'`,
    ])
      await expect(office.house.db.transact((w) => w.run(statement))).rejects.toThrow()
  })
})
