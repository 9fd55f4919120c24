import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { Job } from '../../../floor/jobs/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { mistake, openStory, refusedBy, type Story } from '../testing/fixture.ts'
import type { LevelSettingsReply, LevelRuleReply, TermsReply } from './wire.ts'

let all: Story
let deng: Caller
let office: Caller
const call: Story['call'] = (...args) => all.call(...args)
beforeAll(async () => {
  all = await openStory()
  deng = all.archivist
  office = all.person({ roles: new Set(['secrecy-office']), scope: 'all', clearance: 4 })
  // Who writes and confirms is kept with a reference to the person.
  await all.house.db.transact(async (w) => {
    for (const { personId } of [deng, office, all.sales])
      await w.run(sql`insert into people.person (id, employee_no, name, employment)
        values (${personId}, ${personId.slice(-12)}, '某人', 'regular')`)
  })
})
afterAll(() => all.close())

const rule = (more: object = {}) => ({
  name: '研发项目代号', priority: 100, effect: 'at-least', level: 4, category: null, sensitive: false,
  conditions: [{ on: 'pattern', pattern: 'XM-\\d{4}' }],
  ...more,
}) // prettier-ignore
const write = (who: Caller, body: object) =>
  call<{ id: string; version: number; state: string }>(who, 'POST', '/level-rules', { body })
const suggested = async (text: string) =>
  (await call<{ level: number }>(deng, 'POST', '/level-suggestion', { body: { text } })).level
const wholeOf = async (id: string) => (await all.custody.material([id])).get(id)!.head.whole

describe('rules of the company', () => {
  test('Deng writes one that raises: it is in force at once, and recorded without its words', async () => {
    const { state } = await write(deng, rule())
    expect(state).toBe('in-force')
    expect(await suggested('见 XM-2026 的资料')).toBe(4)
    const [entry] = await all.acts(1)
    expect(entry).toMatchObject({ verb: 'edit-level-rules', actor: deng.personId })
    expect(JSON.stringify(entry)).not.toContain('XM')
  })

  test('one that may lower waits until the secrecy office confirms it', async () => {
    const exactly = rule({ name: '公开热线', effect: 'exactly', level: 1, priority: 500, conditions: [{ on: 'keyword', words: ['公开热线'], atLeast: 1 }] }) // prettier-ignore
    const { id, version, state } = await write(deng, exactly)
    expect(state).toBe('waiting')
    expect(await suggested('公开热线 13800138000')).toBe(2)
    const decide = (who: Caller) =>
      call<unknown>(who, 'POST', '/level-rules/:id/versions/:version/decision', { params: { id, version }, body: { confirm: true } }) // prettier-ignore
    expect(refusedBy(await decide(deng))).toContain('2.3.3')
    expect(refusedBy(await decide(all.sales))).not.toEqual([])
    expect(await decide(office)).toEqual({ done: true })
    await expect(decide(office)).rejects.toEqual(mistake('custody.rule-decided'))
    expect(await suggested('公开热线 13800138000')).toBe(1)
    const { rows } = await call<{ rows: LevelRuleReply[] }>(office, 'GET', '/level-rules/:id', {
      params: { id },
    })
    expect(rows[0]).toMatchObject({ state: 'in-force', writtenBy: { id: deng.personId }, decidedBy: { id: office.personId } }) // prettier-ignore
  })

  test('attack: a rule is weakened, retired or moved down alone: the one in force goes on until another confirms', async () => {
    const { id } = await write(deng, rule({ name: '配方', conditions: [{ on: 'keyword', words: ['秘方'], atLeast: 1 }] })) // prettier-ignore
    const same = rule({ name: '配方', conditions: [{ on: 'keyword', words: ['秘方'], atLeast: 1 }] })
    let version = 1
    for (const weaker of [
      { ...same, retired: true },
      { ...same, retired: false, level: 2 },
      { ...same, retired: false, conditions: [{ on: 'keyword', words: ['不会出现'], atLeast: 9 }] },
      { ...same, retired: false, priority: 0 },
      { ...same, retired: false, effect: 'exactly' },
    ]) {
      const saved = await call<{ version: number; state: string }>(deng, 'PUT', '/level-rules/:id', { params: { id }, body: { ...weaker, version } }) // prettier-ignore
      version = saved.version
      expect(saved.state).toBe('waiting')
      expect(await suggested('祖传秘方')).toBe(4)
    }
    // Only stricter: at once.
    const stricter = await call<{ state: string }>(deng, 'PUT', '/level-rules/:id', { params: { id }, body: { ...same, sensitive: true, retired: false, version } }) // prettier-ignore
    expect(stricter.state).toBe('in-force')
  })

  test('attack: a pattern that would hang a usual engine is answered, one that is not of the language refused', async () => {
    await expect(write(deng, rule({ conditions: [{ on: 'pattern', pattern: '(a+' }] }))).resolves.toMatchObject({ state: 'in-force' }) // prettier-ignore
    await expect(write(deng, rule({ conditions: [{ on: 'pattern', pattern: '[a-' }] }))).rejects.toEqual(
      mistake('custody.rule-pattern-unclosed'),
    )
    const began = performance.now()
    await call(deng, 'POST', '/level-suggestion', { body: { text: 'a'.repeat(20_000), draft: rule({ conditions: [{ on: 'pattern', pattern: 'a*a*a*a*a*a*a*a*b' }] }) } }) // prettier-ignore
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test('a clerk may neither write nor confirm; the database itself wants a second person', async () => {
    expect(refusedBy(await write(all.sales, rule()))).not.toEqual([])
    const { id } = await write(deng, rule({ effect: 'exactly' }))
    await expect(
      all.house.db.transact((w) =>
        w.run(sql`update custody.level_rule set state = 'in-force', decided_by = written_by, decided_at = now() where id = ${id}`),
      ),
    ).rejects.toThrow('level_rule_second_person')
  }) // prettier-ignore
})

describe('settings', () => {
  const read = () => call<LevelSettingsReply>(deng, 'GET', '/level-settings')
  const edit = async (change: (level: LevelSettingsReply['levels'][number]) => object, more: object = {}) => {
    const { version, alarmSteps, reviewDays, levels } = await read()
    const body = {
      version, alarmSteps, reviewDays, ...more,
      levels: levels.map((one) => ({ rank: one.rank, openTerm: one.openTerm, endsByItself: one.endsByItself, risesAt: one.risesAt, ...change(one) })),
    } // prettier-ignore
    return await call<{ waiting: number }>(deng, 'PUT', '/level-settings', { body })
  }

  test('stricter begins at once, looser waits for another person', async () => {
    expect(await edit((one) => (one.rank === 2 ? { risesAt: 100 } : {}))).toMatchObject({ waiting: 0 })
    expect((await read()).levels.find((one) => one.rank === 2)!.risesAt).toBe(100)
    expect(await edit((one) => (one.rank === 2 ? { risesAt: null } : {}), { alarmSteps: [2500] })).toMatchObject({ waiting: 2 }) // prettier-ignore
    const { levels, alarmSteps, proposals } = await read()
    expect(levels.find((one) => one.rank === 2)!.risesAt).toBe(100)
    expect(alarmSteps).toEqual([25, 250, 2500])
    const decide = (who: Caller, id: string, confirm: boolean) =>
      call<unknown>(who, 'POST', '/level-settings/proposals/:id', { params: { id }, body: { confirm } })
    const rises = proposals.find((one) => one.kind === 'rises-at')!
    expect(refusedBy(await decide(deng, rises.id, true))).toContain('2.3.3')
    expect(await decide(office, rises.id, true)).toEqual({ done: true })
    for (const one of (await read()).proposals) await decide(office, one.id, false)
    expect((await read()).levels.find((one) => one.rank === 2)!.risesAt).toBeNull()
    expect((await read()).alarmSteps).toEqual([25, 250, 2500])
  })
})

describe('terms', () => {
  const apply = (who: Caller, body: object) =>
    call<{ id: string; number: string }>(who, 'POST', '/level-changes', { body: { reason: '按规定定密', ...body } }) // prettier-ignore
  const terms = async (query: object = {}) =>
    (await call<TermsReply>(office, 'GET', '/level-terms', { query })).rows
  /** Days go by: every term began, and ends, that much earlier. */
  const later = (days: number) =>
    all.house.db.transact((w) =>
      w.run(sql`update custody.level_term set starts_at = starts_at - make_interval(days => ${days}::int),
        ends_at = ends_at - make_interval(days => ${days}::int)`),
    )
  const levelNow = async (id: string) => (await all.custody.material([id])).get(id)!.head.level

  test('a level is fixed with the term of the level or its own, and never lowered that way', async () => {
    const id = await all.file({ 'person-name': '定密甲' })
    await expect(apply(deng, { customerId: id, toLevel: 1, kind: 'declassify' })).rejects.toEqual(mistake('custody.level-same')) // prettier-ignore
    const form = await apply(deng, { customerId: id, toLevel: 3, kind: 'classify', scope: '销售部' })
    expect(all.approval.submitted.at(-1)).toMatchObject({ action: 'raise', snapshot: { kind: 'classify', years: 5, scope: '销售部' } }) // prettier-ignore
    expect(await terms()).toEqual([])
    await all.approval.approve(all.house, form.id)
    expect(await terms()).toMatchObject([{ customerId: id, level: 3, years: 5, state: 'running', scope: '销售部' }]) // prettier-ignore
    await expect(apply(deng, { customerId: id, toLevel: 2, kind: 'classify' })).rejects.toEqual(mistake('custody.level-classify-lower')) // prettier-ignore
    await expect(apply(deng, { customerId: id, toLevel: 3, kind: 'classify', years: 2, openTerm: 'long-term' })).rejects.toEqual(mistake('custody.level-one-term')) // prettier-ignore
    const again = await apply(deng, { customerId: id, toLevel: 3, kind: 'classify', openTerm: 'until-published' }) // prettier-ignore
    expect(all.approval.submitted.at(-1)).toMatchObject({ action: 'classify' })
    await all.approval.approve(all.house, again.id)
    expect(await terms()).toMatchObject([{ customerId: id, openTerm: 'until-published', endsAt: null }])
    expect(await terms({ state: 'ended' })).toHaveLength(1)
  })

  test('30 days before the end a review is raised once; at the end nothing opens; the review files one form each', async () => {
    const id = await all.file({ 'person-name': '定密乙' })
    const form = await apply(deng, { customerId: id, toLevel: 2, kind: 'classify', years: 1 })
    await all.approval.approve(all.house, form.id)
    await later(320)
    await runTerms()
    expect(await raised(id)).toBe(0)
    await later(20)
    await runTerms()
    await runTerms()
    expect(await raised(id)).toBe(1)
    await later(60)
    await runTerms()
    expect(await levelNow(id)).toBe(2)
    const [over] = await terms({ state: 'over' })
    expect(over).toMatchObject({ customerId: id, level: 2 })
    const review = (who: Caller, body: object) =>
      call<{ filed: { id: string }[]; failed: unknown[] }>(who, 'POST', '/level-terms/review', { body: { reason: '复审：仍需保密', ...body } }) // prettier-ignore
    const strangers = await review(all.person({ clearance: 1 }), {
      terms: [over!.id],
      decision: 'declassify',
    })
    expect(refusedBy(strangers)).toContain('2.3.3')
    const { filed, failed } = await review(deng, { terms: [over!.id, newId()], decision: 'keep', years: 2 })
    expect([filed.length, failed.length]).toEqual([1, 1])
    expect(await levelNow(id)).toBe(2)
    await all.approval.approve(all.house, filed[0]!.id)
    expect((await terms({ state: 'running' })).find((one) => one.customerId === id)).toMatchObject({
      years: 2,
    })
  })

  test('attack: the end of a term lowers a level only where two people let that level end by itself', async () => {
    const id = await all.file({ 'person-name': '定密丙' })
    const form = await apply(deng, { customerId: id, toLevel: 2, kind: 'classify', years: 1 })
    await all.approval.approve(all.house, form.id)
    await later(400)
    const { version, alarmSteps, reviewDays, levels } = await call<LevelSettingsReply>(deng, 'GET', '/level-settings') // prettier-ignore
    const body = { version, alarmSteps, reviewDays, levels: levels.map((one) => ({ rank: one.rank, openTerm: one.openTerm, endsByItself: one.rank === 2, risesAt: one.risesAt })) } // prettier-ignore
    await call(deng, 'PUT', '/level-settings', { body })
    await runTerms()
    expect(await levelNow(id)).toBe(2)
    const { proposals } = await call<LevelSettingsReply>(office, 'GET', '/level-settings')
    await call(office, 'POST', '/level-settings/proposals/:id', { params: { id: proposals[0]!.id }, body: { confirm: true } }) // prettier-ignore
    await runTerms()
    expect(await levelNow(id)).toBe(1)
    expect((await all.acts(1))[0]).toMatchObject({ kind: 'level-ended', customer: id, from: 2, to: 1 })
  })

  const runTerms = async (): Promise<void> => {
    const handler = all.custody.jobs!['custody.level-terms']!
    if ('long' in handler) await handler.long({} as Job, new AbortController().signal)
  }
  const raised = async (customer: string): Promise<number> =>
    (await all.acts(400)).filter((one) => one['kind'] === 'level-review-raised' && one['customer'] === customer).length // prettier-ignore
})

describe('a file is at least as high as its highest part', () => {
  test('its fields, and an attachment while it is there', async () => {
    const id = await all.file({ 'person-name': '整卷甲', 'id-card': '11010519491231002X' })
    expect(await wholeOf(id)).toBe(3)
    const path = join(all.house.dataFolder, 'note.txt')
    writeFileSync(path, '备忘')
    const file = { path, name: 'note.txt', size: 6 }
    const attached = await call<{ id: string }>(deng, 'POST', '/customers/:id/attachments', { params: { id }, body: { level: 4 }, file }) // prettier-ignore
    expect(await wholeOf(id)).toBe(4)
    await call(deng, 'POST', '/customers/:id/attachments/:attachmentId/remove', { params: { id, attachmentId: attached.id }, body: { reason: '误传' } }) // prettier-ignore
    expect(await wholeOf(id)).toBe(3)
  })

  test('attack: the level of the parts, of a file, of a field or of a value written lower behind the program', async () => {
    const id = await all.file({ 'person-name': '整卷乙', remark: '密' }, { level: 2 })
    const path = join(all.house.dataFolder, 'note2.txt')
    writeFileSync(path, '备忘')
    await call(deng, 'POST', '/customers/:id/attachments', { params: { id }, body: { level: 4 }, file: { path, name: 'n.txt', size: 6 } }) // prettier-ignore
    const field = all.field('remark')
    for (const [statement, says] of [
      [sql`update custody.customer set parts_level = 0 where id = ${id}`, 'highest part'],
      [sql`update custody.customer set level = 1 where id = ${id}`, 'approved application only'],
      [sql`update custody.field set level = 1 where id = ${field}`, 'approved application only'],
      [
        sql`insert into custody.field_level (customer_id, field_id, level) values (${id}, ${field}, 1)`,
        'approved application only',
      ],
    ] as const)
      // prettier-ignore
      await expect(all.house.db.transact((w) => w.run(statement))).rejects.toThrow(says)
  })

  test('attack: a file made again beside the old one is not lower than it', async () => {
    const card = '330106198506120031'
    const old = await all.file({ 'person-name': '拆卷', 'id-card': card }, { level: 3 })
    const again = { kind: 'person', legalBasis: 'contract', sourceId: all.sourceId, values: { [all.field('person-name')]: '拆卷', [all.field('id-card')]: card } } // prettier-ignore
    await expect(call(deng, 'POST', '/customers', { body: { ...again, level: 1 } })).rejects.toEqual(mistake('custody.duplicate')) // prettier-ignore
    const made = await call<{ id: string }>(deng, 'POST', '/customers', { body: { ...again, level: 1, duplicateAccepted: true } }) // prettier-ignore
    expect((await all.custody.material([made.id])).get(made.id)!.head.level).toBe(3)
    expect(await wholeOf(old)).toBe(3)
  })

  test('after all that the ledger is whole', () => expectLedgerWhole(all.house))
})
