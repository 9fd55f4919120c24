import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { confirmDestruction, decideErasure, keepInstead } from './erasing.ts'
import { openRightsOffice } from './fixture.ts'
import { grantRequest, handOut, liftRestriction, refuseRequest } from './handling.ts'
import { liftHold, setHold } from './holds.ts'
import { printRequest } from './paper.ts'
import { askOwn, enterRequest, lookOwn, takeOwn } from './receiving.ts'
import { viewRequest, viewRequests } from './viewing.ts'
import type { OwnCopy } from './copy-file.ts'

let o: Awaited<ReturnType<typeof openRightsOffice>>
beforeAll(async () => {
  o = await openRightsOffice()
})
afterAll(async () => {
  await o.close()
})

const idOf = async (number: string): Promise<string> =>
  (await o.house.db.read((r) =>
    r.row<{ id: string }>(sql`select id from supervision.rights_request where number = ${number}`),
  ))!.id
const copyOf = async (secret: string): Promise<OwnCopy> =>
  JSON.parse(
    Buffer.from((await takeOwn(o.rights, secret, 'json')).base64, 'base64').toString('utf8'),
  ) as OwnCopy
const refusedBecause = (answer: unknown): readonly string[] =>
  isRefusal(answer) ? answer.because : ['it was not refused']

test('Li asks to see and to delete; legal answers, two people erase, and nothing of Li opens any more', async () => {
  const li = await o.person('李小梅')
  const wang = await o.person('王大力')
  const see = await o.ask(li.phone, 'see', '请告诉我你们有我的哪些信息')
  expect(see.number).toMatch(/^QQ-\d{4}-\d{4}$/)
  expect(await lookOwn(o.rights, see.secret)).toMatchObject({ state: 'open', answer: null, takeUntil: null })
  const id = await idOf(see.number)
  expect(o.raised).toContain(`rights.answer ${id}`)
  expect(await viewRequest(o.rights, o.xu, id)).toMatchObject({ text: '请告诉我你们有我的哪些信息' })
  expect(await grantRequest(o.rights, o.xu, id, { answer: '副本已备好' })).toEqual({ done: true })
  expect(o.settled).toContain(`rights.answer ${id}`)
  const answered = await lookOwn(o.rights, see.secret)
  expect(answered).toMatchObject({ state: 'granted', answer: '副本已备好' })
  expect(answered.takeUntil).not.toBeNull()
  const copy = await copyOf(see.secret)
  expect(copy.values.map((one) => one.value)).toEqual(expect.arrayContaining(['李小梅', li.phone]))
  expect(JSON.stringify(copy)).not.toContain(wang.phone)
  expect(copy.uses).toContainEqual(expect.objectContaining({ verb: 'export', purpose: 'own-data' }))

  const gone = await o.ask(li.phone, 'delete', '请删除')
  const goneId = await idOf(gone.number)
  expect(await grantRequest(o.rights, o.gu, goneId, { answer: '已删除' })).toEqual({ done: true })
  expect((await lookOwn(o.rights, gone.secret)).state).toBe('open')
  expect(await decideErasure(o.rights, o.xu, goneId, 'erased')).toEqual({ done: true })
  expect(await lookOwn(o.rights, gone.secret)).toMatchObject({ state: 'granted', answer: '已删除' })
  const left = await o.house.db.read((r) =>
    r.row<{ blocks: number; past: number; keys: number; tokens: number; status: string }>(sql`
      select (select count(*)::int from custody.sealed_block where customer_id = ${li.id}) as blocks,
        (select count(*)::int from custody.sealed_block_past where customer_id = ${li.id}) as past,
        (select count(*)::int from keyring.customer_key where customer_id = ${li.id}) as keys,
        (select count(*)::int from custody.search_tokens where customer_id = ${li.id})
          + (select count(*)::int from custody.identifier where customer_id = ${li.id}) as tokens,
        (select status from custody.customer where id = ${li.id}) as status`),
  )
  expect(left).toEqual({ blocks: 0, past: 0, keys: 0, tokens: 0, status: 'erased' })
  expect((await o.custody.checkBlocks()).faults).toEqual([])
  expect((await o.consents.checkConsents()).faults).toEqual([])
  expect(await o.codeFor(li.phone)).toMatchObject({ code: '000000' })
  expect((await o.headOf(wang.id)).head.status).toBe('active')
})

describe('attacks', () => {
  test('an impostor with a wrong code, or a phone that is not on file, learns nothing and asks nothing', async () => {
    const zhao = await o.person('赵一')
    const right = await o.codeFor(zhao.phone)
    const wrong = right.code === '111111' ? '222222' : '111111'
    const of = (code: string, challenge: string) =>
      askOwn(o.rights, { challenge, code, kind: 'see', text: '看看' })
    await expect(of(wrong, right.challenge)).rejects.toThrow('rights.code')
    const stranger = await o.codeFor('13000000000')
    expect(Object.keys(stranger)).toEqual(Object.keys(right))
    await expect(of('123456', stranger.challenge)).rejects.toThrow('rights.code')
    // Four more wrong tries, and the right one no longer counts.
    for (let i = 0; i < 4; i += 1) await expect(of(wrong, right.challenge)).rejects.toThrow('rights.code')
    await expect(of(right.code, right.challenge)).rejects.toThrow('rights.code')
  })

  test('a code that was used asks for nothing a second time', async () => {
    const qian = await o.person('钱二')
    const used = await o.codeFor(qian.phone)
    await askOwn(o.rights, { ...used, kind: 'see', text: '一次' })
    await expect(askOwn(o.rights, { ...used, kind: 'delete', text: '两次' })).rejects.toThrow('rights.code')
  })

  test('a guessed secret and another’s receipt open nothing of a file', async () => {
    const sun = await o.person('孙三')
    const zhou = await o.person('周四')
    await o.ask(sun.phone, 'see')
    const theirs = await o.ask(zhou.phone, 'see')
    await expect(lookOwn(o.rights, '00000-00000-00000-00000')).rejects.toThrow('rights.secret')
    await expect(takeOwn(o.rights, theirs.number.padEnd(20, '0'), 'json')).rejects.toThrow('rights.secret')
    await grantRequest(o.rights, o.xu, await idOf(theirs.number), { answer: '已备好' })
    const copy = JSON.stringify(await copyOf(theirs.secret))
    expect(copy).toContain('周四')
    expect(copy).not.toContain('孙三')
  })

  test('a replayed receipt takes no second copy, not even at the same moment, and the desk has none either', async () => {
    const wu = await o.person('吴五')
    const made = await o.ask(wu.phone, 'see')
    const id = await idOf(made.number)
    await grantRequest(o.rights, o.xu, id, { answer: '已备好' })
    const both = await Promise.allSettled([
      takeOwn(o.rights, made.secret, 'xlsx'),
      takeOwn(o.rights, made.secret, 'json'),
    ])
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(handOut(o.rights, o.xu, id, 'json')).rejects.toThrow('rights.nothing-to-take')
  })

  test('one person alone does not erase, and neither does a clerk beside a proposer', async () => {
    const zheng = await o.person('郑六')
    const id = await idOf((await o.ask(zheng.phone, 'delete')).number)
    await grantRequest(o.rights, o.gu, id, { answer: '删除' })
    expect(refusedBecause(await decideErasure(o.rights, o.gu, id, 'erased'))).toContain('6.6')
    const clerk = o.caller(await o.hire('小刘', ['collector']))
    expect(isRefusal(await decideErasure(o.rights, clerk, id, 'erased'))).toBe(true)
    expect((await o.headOf(zheng.id)).head.status).toBe('active')
  })

  test('a file merged into the erased one, and a value of a raised level, go with it', async () => {
    const whole = await o.person('蒋十')
    const part = await o.person('蒋十一')
    const mobile = (await o.custody.catalogue()).byCode.get('mobile')!.id
    await o.house.db.transact(async (w) => {
      await w.run(
        sql`insert into custody.field_level (customer_id, field_id, level) values (${whole.id}, ${mobile}, 3)`,
      )
      await w.run(
        sql`update custody.customer set status = 'merged', merged_into = ${whole.id} where id = ${part.id}`,
      )
    })
    const id = await idOf((await o.ask(whole.phone, 'delete')).number)
    await grantRequest(o.rights, o.gu, id, { answer: '删除' })
    expect(await decideErasure(o.rights, o.xu, id, 'erased')).toEqual({ done: true })
    const left = await o.house.db.read((r) =>
      r.rows<{ status: string; blocks: number; keys: number }>(sql`select c.status,
        (select count(*)::int from custody.sealed_block b where b.customer_id = c.id) as blocks,
        (select count(*)::int from keyring.customer_key k where k.customer_id = c.id) as keys
        from custody.customer c where c.id in (${whole.id}, ${part.id})`),
    )
    expect(left).toEqual([1, 2].map(() => ({ status: 'erased', blocks: 0, keys: 0 })))
    expect(o.forgotten).toContain(whole.id)
  })

  test('a file under a legal hold is not erased, whoever proposes; it is kept, and the customer is told why', async () => {
    const feng = await o.person('冯七')
    const hold = await setHold(o.rights, o.gu, {
      customer: feng.id, kind: 'legal-hold', ground: 'litigation', reference: '(2026)沪01民初1号',
    }) // prettier-ignore
    const asked = await o.ask(feng.phone, 'delete')
    const id = await idOf(asked.number)
    await grantRequest(o.rights, o.gu, id, { answer: '删除' })
    expect(refusedBecause(await decideErasure(o.rights, o.xu, id, 'erased'))).toContain('6.6')
    await decideErasure(o.rights, o.xu, id, 'declined')
    await keepInstead(o.rights, o.xu, id, { ground: 'legal-hold', answer: '诉讼保全期间不能删除' })
    expect(await lookOwn(o.rights, asked.secret)).toMatchObject({
      state: 'refused',
      ground: 'legal-hold',
      answer: '诉讼保全期间不能删除',
    })
    expect((await o.headOf(feng.id)).head.status).toBe('restricted')
    await liftHold(o.rights, o.gu, (hold as { id: string }).id)
  })

  test('a restricted file is not exported anyway; once the restriction is lifted it is', async () => {
    const chen = await o.person('陈八')
    const see = await o.ask(chen.phone, 'see')
    const stop = await o.ask(chen.phone, 'restrict')
    await grantRequest(o.rights, o.xu, await idOf(stop.number), { answer: '已封存' })
    const id = await idOf(see.number)
    expect(refusedBecause(await grantRequest(o.rights, o.xu, id, { answer: '给' }))).toContain('4.1.3')
    expect((await lookOwn(o.rights, see.secret)).state).toBe('open')
    await liftRestriction(o.rights, o.gu, chen.id)
    expect(await grantRequest(o.rights, o.xu, id, { answer: '给' })).toEqual({ done: true })
  })

  test('a request by letter is not carried out before identity was checked', async () => {
    const wei = await o.person('卫九')
    const made = await enterRequest(o.rights, o.gu, {
      customer: wei.id, kind: 'see', channel: 'letter', identity: 'unproven', text: '来信',
    }) // prettier-ignore
    const { id } = made as { id: string }
    expect(refusedBecause(await grantRequest(o.rights, o.gu, id, { answer: '给' }))).toContain('6.6')
    await refuseRequest(o.rights, o.gu, id, { ground: 'identity-unproven', answer: '请出示证件' })
    await expect(refuseRequest(o.rights, o.xu, id, { ground: 'excessive', answer: '再拒' })).rejects.toThrow(
      'rights.closed',
    )
  })

  test('words with scripts stay words: sealed at rest, in no leaf, and printed as text', async () => {
    const jiang = await o.person('蒋十')
    const script = '<script>alert(1)</script>=HYPERLINK("x")'
    const id = await idOf((await o.ask(jiang.phone, 'correct', script)).number)
    expect(await viewRequest(o.rights, o.xu, id)).toMatchObject({ text: script })
    const pdf = await printRequest(o.rights, o.xu, id, 'zh')
    expect(isRefusal(pdf) ? '' : (pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-')
    const stored = await o.house.db.read((r) =>
      r.row<{ text: Buffer }>(
        sql`select text_sealed as text from supervision.rights_request where id = ${id}`,
      ),
    )
    expect(stored!.text.toString('latin1')).not.toContain('script')
    for (const { lane, size } of await o.house.ledger.lanes())
      for (const { text } of await o.house.ledger.entries(lane, 0, size))
        expect(text).not.toContain('HYPERLINK')
  })

  test('only the holder says that a copy was destroyed', async () => {
    const shen = await o.person('沈十一')
    const id = await idOf((await o.ask(shen.phone, 'delete')).number)
    const copy = '0190f000-0000-7000-8000-000000000001'
    await o.house.db.transact((w) =>
      w.run(sql`insert into supervision.copy_to_destroy (id, request_id, customer_id, person_id, export_id, told_at)
        values (${copy}, ${id}, ${shen.id}, ${o.gu.personId}, ${copy}, now())`),
    )
    expect(isRefusal(await confirmDestruction(o.rights, o.xu, copy))).toBe(true)
    expect(await confirmDestruction(o.rights, o.gu, copy)).toEqual({ done: true })
  })

  test('the database user of the program erases no file whose keys still stand', async () => {
    const han = await o.person('韩十二')
    await expect(
      o.house.db.transact((w) => w.run(sql`select custody.erase_file(${han.id}::uuid)`)),
    ).rejects.toThrow()
    expect((await o.headOf(han.id)).head.status).toBe('active')
  })

  test('the list shows what is due and none of the words', async () => {
    const { rows, total } = await viewRequests(o.rights, { page: 1, size: 50 })
    expect(rows.length).toBe(total)
    expect(JSON.stringify(rows)).not.toContain('请处理')
  })
})
