import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { ACTS } from '../../../floor/ledger/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { addSource } from '../desk/sources.ts'
import { viewImport, SampleShelf } from '../desk/views.ts'
import { importFile } from '../desk/import-file.ts'
import { cancel, register, settleMapping, start } from '../desk/imports.ts'
import { type Office, openOffice } from '../fixture.ts'
import { runImport } from '../intake/run.ts'
import { recordOrigin } from '../origins/record.ts'
import { viewOrigins } from '../origins/view.ts'
import { originsReply } from '../origins/wire.ts'
import { readImport } from '../store/imports.ts'
import { decideChange, layDown, listPurposes, purposeHistory, viewRegister } from './desk.ts'
import { printRecord } from './record-paper.ts'
import { processingRecord as recordReply } from './record-wire.ts'
import { processingRecord } from './record.ts'
import { readPurposes } from './register.ts'
import { seedPurposes } from './seeds.ts'
import { contentOf } from './widening.ts'
import { historyReply, type PurposeContent, registerReply } from './wire.ts'

let office: Office
/** 邓 keeps the records, 沈 is legal, 宋 sells. */
let deng: Caller
let shen: Caller
let song: Caller
let source: string
const caller = (personId: string, roles: string[]): Caller => ({
  personId, accountId: personId, sessionId: personId, roles, name: '某人', employeeNo: 'T1', address: '127.0.0.1', channel: 'web',
}) // prettier-ignore
beforeAll(async () => {
  office = await openOffice()
  deng = caller(office.officer, ['archivist'])
  shen = caller(await office.hire('沈', ['legal']), ['legal'])
  song = caller(await office.hire('宋', []), [])
  const made = { name: '历史台账', kind: 'legacy', legalBasis: 'contract', note: '' } as const
  source = (await addSource(office.ctx, office.officer, made)).id
})
afterAll(() => office.close())

const field = async (code: string): Promise<number> => (await office.custody.catalogue()).byCode.get(code)!.id
const must = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.because.join())
  return answer
}
const stands = async (code: string) =>
  (await office.house.db.read((r) => readPurposes(r))).find((one) => one.code === code)
const content = async (more: Partial<PurposeContent> = {}): Promise<PurposeContent> => ({
  zh: '展会邀请', en: 'Invitation to a fair', sort: 9, legalBasis: 'consent', noticeCode: null,
  fields: [await field('person-name'), await field('mobile')], retentionMonths: 12, afterwards: 'delete', marketing: false,
  roles: [], departments: [], note: '', closed: false, ...more,
}) // prettier-ignore
/** Laid down by Deng over what stands, confirmed by Shen where it takes two. */
async function change(code: string, more: Partial<PurposeContent>): Promise<void> {
  const before = await stands(code)
  const wanted = before === undefined ? await content(more) : { ...contentOf(before), note: '合同', ...more }
  const laid = must(
    await layDown(office.ctx, deng, code, {
      content: wanted,
      base: before?.version ?? 0,
      reason: '业务需要',
    }),
  )
  if (laid.waits !== null) must(await decideChange(office.ctx, shen, laid.waits, 'confirmed'))
}
const acts = async (): Promise<Record<string, unknown>[]> => {
  const { size } = await office.house.ledger.head(ACTS)
  const entries = await office.house.ledger.entries(ACTS, 0, size)
  return entries.map(({ text }) => JSON.parse(text) as Record<string, unknown>)
}

describe('the register', () => {
  test('a company starts with purposes that say what they need; starting again changes nothing', async () => {
    const before = await office.ctx.purposes.now()
    expect([...before.open.keys()]).toContain('service')
    for (const one of before.all.values()) expect(one.fields.size).toBeGreaterThan(10)
    await office.house.db.transact((w) => seedPurposes(w))
    expect((await office.ctx.purposes.now()).version).toBe(before.version)
  })

  test('Deng proposes a purpose, Shen confirms it; only then it can be chosen', async () => {
    const laid = must(
      await layDown(office.ctx, deng, 'fair', { content: await content(), base: 0, reason: '参加展会' }),
    )
    expect(laid).toMatchObject({ code: 'fair', widens: ['new'] })
    expect((await office.ctx.purposes.now()).all.has('fair')).toBe(false)
    expect(registerReply.parse(await viewRegister(office.ctx, shen)).proposed).toMatchObject([
      { purpose: 'fair', mayDecide: true, own: false },
    ])
    must(await decideChange(office.ctx, shen, laid.waits!, 'confirmed'))
    const { open } = await office.ctx.purposes.now()
    expect(open.get('fair')).toMatchObject({ version: 1, retentionMonths: 12 })
    const { rows } = historyReply.parse(await purposeHistory(office.ctx, deng, 'fair'))
    expect(rows).toMatchObject([{ outcome: 'confirmed', base: 0, reason: '参加展会' }])
    await expect(
      layDown(office.ctx, deng, 'fair', { content: await content(), base: 0, reason: '再来一次' }),
    ).rejects.toMatchObject({ code: 'collection.purpose-taken' })
  })

  test('what narrows holds at once, with its line in the history and the ledger', async () => {
    const narrower = await content({ fields: [await field('person-name')], roles: ['archivist'] })
    expect(
      must(await layDown(office.ctx, deng, 'fair', { content: narrower, base: 1, reason: '少收一点' })),
    ).toEqual({ code: 'fair', waits: null, widens: [] })
    const { open } = await office.ctx.purposes.now()
    expect([...open.get('fair')!.fields]).toEqual([await field('person-name')])
    expect((await purposeHistory(office.ctx, deng, 'fair')).rows[0]).toMatchObject({ outcome: 'held' })
    const leaf = (await acts()).at(-1)!
    expect(leaf).toMatchObject({
      verb: 'edit-purposes',
      verdict: 'permit',
      detail: { change: 'hold', purpose: 'fair', base: 1, fields: 1 },
    })
    expect(JSON.stringify(leaf)).not.toContain('少收')
  })

  test('attack: whoever proposed what widens does not confirm it, nor decline it away', async () => {
    const wider = await content({ fields: [await field('person-name'), await field('id-card')] })
    const laid = must(await layDown(office.ctx, deng, 'fair', { content: wider, base: 2, reason: '想多收' }))
    expect(laid.widens).toEqual(['fields', 'people'])
    for (const outcome of ['confirmed', 'declined'] as const)
      expect(isRefusal(await decideChange(office.ctx, deng, laid.waits!, outcome))).toBe(true)
    expect((await stands('fair'))!.version).toBe(2)
    // Another one is not laid over somebody else's that waits.
    await expect(
      layDown(office.ctx, shen, 'fair', { content: wider, base: 2, reason: '我也想' }),
    ).rejects.toMatchObject({ code: 'collection.purpose-waiting' })
    expect(
      must(await layDown(office.ctx, deng, 'fair', { content: await content(), base: 2, reason: '换一个' }))
        .waits,
    ).not.toBeNull()
    const rows = (await purposeHistory(office.ctx, deng, 'fair')).rows
    expect(rows.map((row) => row.outcome)).toEqual([null, 'replaced', 'held', 'confirmed'])
    must(await decideChange(office.ctx, deng, rows[0]!.id, 'withdrawn'))
  })

  test('attack: a change that waited while the purpose was changed does not come into force', async () => {
    const laid = must(
      await layDown(office.ctx, deng, 'fair', { content: await content(), base: 2, reason: '放宽' }),
    )
    await office.house.db.transact((w) =>
      w.run(sql`update collection.purpose set version = 3 where code = 'fair'`),
    )
    await expect(decideChange(office.ctx, shen, laid.waits!, 'confirmed')).rejects.toMatchObject({
      code: 'collection.purpose-stale',
    })
    must(await decideChange(office.ctx, shen, laid.waits!, 'declined'))
    await expect(decideChange(office.ctx, shen, laid.waits!, 'confirmed')).rejects.toMatchObject({
      code: 'collection.change-decided',
    })
  })

  test('attack: the proposer has left the office meanwhile', async () => {
    const laid = must(
      await layDown(office.ctx, deng, 'fair', { content: await content(), base: 3, reason: '放宽' }),
    )
    const held = office.facts.get(office.officer)!
    office.facts.set(office.officer, { ...held, roles: new Set() })
    expect(isRefusal(await decideChange(office.ctx, shen, laid.waits!, 'confirmed'))).toBe(true)
    office.facts.set(office.officer, held)
    must(await decideChange(office.ctx, deng, laid.waits!, 'withdrawn'))
  })

  test('attack: a salesman lays down a purpose, and the administrator of security too', async () => {
    const security = caller(await office.hire('安全', ['security-admin']), ['security-admin'])
    for (const who of [song, security])
      expect(
        isRefusal(
          await layDown(office.ctx, who, 'mine', { content: await content(), base: 0, reason: '我要' }),
        ),
      ).toBe(true)
    expect((await acts()).filter((one) => one['verdict'] === 'deny').at(-1)).toMatchObject({
      verb: 'edit-purposes',
    })
  })

  test.each<[string, () => Promise<Partial<PurposeContent>>, string]>([
    [
      'a basis without its evidence',
      async () => ({ legalBasis: 'statutory-duty' as const }),
      'collection.basis-note',
    ],
    ['a field that is not there', async () => ({ fields: [31_000] }), 'collection.purpose-field'],
    [
      'a department that is not there',
      async () => ({ departments: [newId()] }),
      'collection.purpose-department',
    ],
  ])('%s is pointed out', async (_, more, code) => {
    const wrong = await content(await more())
    await expect(
      layDown(office.ctx, deng, 'wrong', { content: wrong, base: 0, reason: '试一试' }),
    ).rejects.toMatchObject({ code })
  })

  test('two confirm at once: it happens once', async () => {
    const third = caller(await office.hire('总经理', ['general-manager']), ['general-manager'])
    const laid = must(
      await layDown(office.ctx, deng, 'fair', { content: await content(), base: 3, reason: '放宽' }),
    )
    const done = await Promise.allSettled(
      [shen, third].map((who) => decideChange(office.ctx, who, laid.waits!, 'confirmed')),
    )
    expect(done.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await stands('fair'))!.version).toBe(4)
  })

  test('a change made by another process is known to the very next question', async () => {
    const { version } = await office.ctx.purposes.now()
    await office.house.fresh.owner.transact(async (w) => {
      await w.run(sql`update collection.purpose set closed_at = now() where code = 'fair'`)
      await w.run(sql`update collection.purpose_register set version = version + 1`)
    })
    const known = await office.ctx.purposes.now()
    expect([known.version, known.open.has('fair')]).toEqual([version + 1, false])
    const list = await listPurposes(office.ctx, song, false)
    expect(list.rows.some((row) => row.code === 'fair')).toBe(false)
  })

  test('attack: the program rewrites the history of a purpose', async () => {
    for (const statement of [
      sql`update collection.purpose_change set reason = 'nothing'`,
      sql`delete from collection.purpose_change`,
      sql`update collection.origin set purposes = '{}'`,
      sql`delete from collection.origin`,
    ])
      await expect(office.house.db.transact((w) => w.run(statement))).rejects.toThrow('permission denied')
  })
})

const sheet = ['姓名,手机号,银行卡号,护照号', '李明,13800000001,6222021234567890128,E12345678'].join('\n')

describe('at the door', () => {
  const uploaded = async (purposes: string[], name = `${newId()}.csv`) => {
    const path = office.files.write(name, sheet)
    const { id } = await register(office.ctx, office.officer, { path, name })
    const { options } = (await office.house.db.read((r) => readImport(r, id)))!
    await settleMapping(office.ctx, id, { ...options!, source, legalBasis: 'consent', purposes })
    return id
  }

  test('columns that no chosen purpose needs are listed with those that would need them, and stay outside', async () => {
    const id = await uploaded(['visit'])
    const { extra } = await viewImport(office.ctx, new SampleShelf(), office.officer, id)
    expect(extra.map((one) => [one.header, one.sensitive])).toEqual([
      ['银行卡号', true],
      ['护照号', true],
    ])
    expect(extra[0]!.neededBy.map((one) => one.code)).toContain('billing')
    must(await start(office.ctx, office.officer, id, false))
    expect(await runImport(office.ctx, id, new AbortController().signal)).toBe('finished')
    const { batchId } = (await office.house.db.read((r) => readImport(r, id)))!
    const [filed] = await office.house.db.read((r) =>
      r.rows<{ id: string; fields: number[] }>(
        sql`select id, fields from custody.customer where batch_id = ${batchId}`,
      ),
    )
    expect(filed!.fields).not.toContain(await field('bank-card'))
    expect(filed!.fields).toContain(await field('mobile'))
    const origins = originsReply.parse(must(await viewOrigins(office.ctx, deng, filed!.id)))
    expect(origins.origins).toMatchObject([
      {
        kind: 'import',
        batch: batchId,
        legalBasis: 'consent',
        purposes: [{ code: 'visit' }],
        source: { name: '历史台账' },
      },
    ])
    expect(origins.fields.every((one) => one.needed && one.origins[0] === 'first')).toBe(true)
  })

  test('without a purpose nothing starts, nor with a closed one', async () => {
    const none = await uploaded([])
    await expect(start(office.ctx, office.officer, none, false)).rejects.toMatchObject({
      code: 'collection.purpose-required',
    })
    const closed = await uploaded(['fair'])
    await expect(start(office.ctx, office.officer, closed, false)).rejects.toMatchObject({
      code: 'collection.no-purpose',
    })
  })

  test('attack: a purpose is narrowed while an import waits; going on takes in no more than it needs now', async () => {
    await change('trial', { fields: [await field('person-name'), await field('mobile')] })
    const id = await uploaded(['trial'])
    must(await start(office.ctx, office.officer, id, false))
    await office.house.db.transact((w) =>
      w.run(sql`update collection.import set state = 'paused' where id = ${id}`),
    )
    await change('trial', { fields: [await field('person-name')] })
    const answer = await start(office.ctx, office.officer, id, false)
    expect(isRefusal(answer) && answer.because).toEqual(['2.1.2'])
    await cancel(office.ctx, office.officer, id)
  })

  test('the name has to be needed, or no row could be filed', async () => {
    await change('nameless', { fields: [await field('mobile')] })
    const id = await uploaded(['nameless'])
    await expect(start(office.ctx, office.officer, id, false)).rejects.toMatchObject({
      code: 'collection.name-unneeded',
    })
  })

  test('a dry run from the command line lists the extra columns', async () => {
    const file = office.files.write('dry.csv', sheet)
    const report = await importFile(office.ctx, { file, dryRun: true, options: { purposes: ['visit'] } })
    expect(report.extraColumns.map((one) => one.header)).toEqual(['银行卡号', '护照号'])
  })
})

describe('the record of processing', () => {
  test('counts every file once for each purpose, and those that are held for none', async () => {
    const before = recordReply.parse(await processingRecord(office.ctx))
    const visit = before.purposes.find((one) => one.code === 'visit')!
    expect([visit.persons, visit.companies]).toEqual([1, 0])
    const { rows } = await office.house.db.read(async (r) => ({
      rows: await r.rows<{ id: string }>(sql`select id from custody.customer limit 1`),
    }))
    const origin = {
      customerId: rows[0]!.id,
      fields: [1],
      purposes: ['visit', 'service'],
      legalBasis: 'consent',
    }
    await office.house.db.transact(async (w) => {
      const same = {
        ...origin,
        actorId: office.officer,
        at: office.house.clock.now(),
        kind: 'addition' as const,
      }
      await recordOrigin(w, same)
      await recordOrigin(w, same)
    })
    const after = await processingRecord(office.ctx)
    const persons = (code: string) => after.purposes.find((one) => one.code === code)!.persons
    expect([persons('visit'), persons('service')]).toEqual([1, 1])
    expect(after.filesWithout).toBe(0)
    expect(after.heads.length).toBeGreaterThan(0)
  })

  test('prints on A4, and the print stands in the ledger with a hash of what it says', async () => {
    for (const language of ['zh', 'en'] as const) {
      const { body, contentType } = await printRecord(office.ctx, shen, language)
      expect(contentType).toBe('application/pdf')
      expect(body).toBeDefined()
    }
    expect((await acts()).filter((one) => one['what'] === 'processing-record')).toHaveLength(2)
  })
})

test('the ledger is whole after all of this', () => expectLedgerWhole(office.house))
