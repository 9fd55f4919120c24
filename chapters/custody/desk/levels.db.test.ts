import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { mistake, openStory, refusedBy, type Story } from '../testing/fixture.ts'

let all: Story
let archivist: Caller
let sales: Caller
const call: Story['call'] = (...args) => all.call(...args)
beforeAll(async () => {
  all = await openStory()
  archivist = all.archivist
  sales = all.sales
})
afterAll(() => all.close())

describe('a change of level', () => {
  const apply = (who: Caller, body: object) =>
    call<{ id: string; number: string }>(who, 'POST', '/level-changes', {
      body: { reason: '客户要求提高保密等级', ...body },
    })
  const levelOf = async (id: string, code: string) =>
    (await all.custody.material([id])).get(id)!.fields.get(all.field(code))!.level

  test('of one field of one customer happens at the approval, not before; the value moves to its new key', async () => {
    const id = await all.file({ 'person-name': '范仲淹', mobile: '13922220000' })
    const from = await levelOf(id, 'mobile')
    const form = await apply(archivist, { customerId: id, fieldId: all.field('mobile'), toLevel: from + 1 })
    expect(await levelOf(id, 'mobile')).toBe(from)
    expect(all.approval.submitted.at(-1)).toMatchObject({
      form: 'level-change',
      level: from + 1,
      action: 'raise',
    })
    await all.approval.approve(all.house, form.id)
    const { file } = (await all.custody.material([id])).get(id)!
    expect(await levelOf(id, 'mobile')).toBe(from + 1)
    expect(file.blocks.find((block) => block.fields.includes(all.field('mobile')))!.level).toBe(from + 1)
    expect(await all.seen(id, 'mobile')).toBe('13922220000')
    expect(await all.find('13922220000')).toEqual([id])
    expect(await all.acts(2)).toMatchObject([
      { verb: 'change-level', actor: 'clockwork', application: form.id },
      { kind: 'custody-change', what: 'level', application: form.id },
    ])
    // And down again: the row that pinned it goes, so that it follows the catalogue.
    const back = await apply(archivist, { customerId: id, fieldId: all.field('mobile'), toLevel: from })
    await all.approval.approve(all.house, back.id)
    expect(await levelOf(id, 'mobile')).toBe(from)
    expect(await all.seen(id, 'mobile')).toBe('13922220000')
    expect((await all.custody.checkBlocks()).faults).toEqual([])
  })
  test('of a file makes it vanish from the lists of those below', async () => {
    const id = await all.file({ 'person-name': '包拯' }, { ownerId: sales.personId })
    const form = await apply(sales, { customerId: id, toLevel: 2 })
    await all.approval.approve(all.house, form.id)
    expect((await all.custody.material([id])).get(id)!.head).toMatchObject({ level: 2, version: 2 })
    const low = all.person({ clearance: 1, scope: 'all' })
    expect(refusedBy(await call(low, 'GET', '/customers/:id/history', { params: { id } }))).toContain('3.2.1')
    const view = await all.approval.view(form.id, archivist)
    expect(JSON.stringify(view)).toContain('客户要求')
    expect(JSON.stringify(view)).not.toContain('包拯')
  })
  test('of a catalogue field holds for decisions at once and moves all values by a job that can be resumed', async () => {
    const ids = await Promise.all(
      ['一', '二', '三'].map((n) => all.file({ 'person-name': `韩${n}`, wechat: `han_${n.codePointAt(0)}` })),
    )
    const wechat = all.field('wechat')
    const from = all.catalogue.fields.get(wechat)!.level
    const form = await apply(archivist, { fieldId: wechat, toLevel: from + 1 })
    await all.approval.approve(all.house, form.id)
    expect((await all.custody.catalogue()).fields.get(wechat)!.level).toBe(from + 1)
    for (const id of ids) expect(await levelOf(id, 'wechat')).toBe(from + 1)
    const stopped = new AbortController()
    stopped.abort()
    const job = all.custody.jobs!['custody.move-field'] as {
      long: (job: object, signal: AbortSignal) => Promise<void>
    }
    const payload = { field: wechat, instance: form.id }
    await expect(job.long({ payload }, stopped.signal)).rejects.toThrow('stopped')
    await all.runJobs()
    for (const id of ids) {
      const { file } = (await all.custody.material([id])).get(id)!
      expect(file.blocks.find((block) => block.fields.includes(wechat))!.level).toBe(from + 1)
      expect(await all.seen(id, 'wechat')).toMatch(/^han_/)
    }
    await job.long({ payload }, new AbortController().signal)
    expect((await all.custody.checkBlocks()).faults).toEqual([])
  })
  test('twice at once, to the same level, or to none is a mistake', async () => {
    const id = await all.file({ 'person-name': '狄青' })
    await apply(archivist, { customerId: id, toLevel: 3 })
    await expect(apply(archivist, { customerId: id, toLevel: 2 })).rejects.toEqual(
      mistake('custody.level-change-open'),
    )
    await expect(
      apply(archivist, { fieldId: all.field('qq'), toLevel: all.catalogue.byCode.get('qq')!.level }),
    ).rejects.toEqual(mistake('custody.level-same'))
    await expect(apply(archivist, { fieldId: all.field('qq'), toLevel: 9 })).rejects.toThrow(Mistake)
  })
  test('returned is corrected in place: same number, the present level looked up anew, and then applied', async () => {
    const id = await all.file({ 'person-name': '韩世忠' })
    const form = await apply(archivist, { customerId: id, toLevel: 3 })
    const again = (who: Caller, toLevel: number) =>
      call<{ id: string; number: string }>(who, 'POST', '/level-changes/:id/resubmit', {
        params: { id: form.id },
        body: { toLevel, reason: '按保密办意见改为二级' },
      })
    await expect(again(archivist, 2)).rejects.toEqual(mistake('custody.level-change-not-returned'))
    all.approval.giveBack(form.id)
    const read = (who: Caller) => call(who, 'GET', '/level-changes/:id', { params: { id: form.id } })
    expect(await read(archivist)).toMatchObject({
      state: 'returned',
      customerId: id,
      fieldId: null,
      fromLevel: 1,
      toLevel: 3,
    })
    await all.house.db.transact((w) => w.run(sql`update custody.customer set level = 3 where id = ${id}`))
    await expect(again(archivist, 3)).rejects.toEqual(mistake('custody.level-same'))
    expect(await again(archivist, 2)).toEqual({ id: form.id, number: form.number })
    expect(all.approval.resubmitted.at(-1)).toMatchObject({
      snapshot: { customer: id, from: 3, to: 2, reason: '按保密办意见改为二级' },
      level: 3,
      action: 'lower',
    })
    await all.approval.approve(all.house, form.id)
    expect((await all.custody.material([id])).get(id)!.head.level).toBe(2)
    all.approval.giveBack(form.id)
    await again(archivist, 4)
    expect(await read(archivist)).toMatchObject({ toLevel: 2 })
  })
  test('straight back it goes as it was; not when the present level moved, and never by somebody else', async () => {
    const id = await all.file({ 'person-name': '宗泽' })
    const form = await apply(archivist, { customerId: id, toLevel: 3 })
    all.approval.giveBack(form.id)
    const back = (who: Caller) =>
      call(who, 'POST', '/level-changes/:id/send-back', { params: { id: form.id } })
    await expect(back(sales)).rejects.toEqual(mistake('custody.no-level-change'))
    expect(await back(archivist)).toEqual({ id: form.id, number: form.number })
    expect(all.approval.resubmitted.at(-1)).toMatchObject({
      straight: true,
      snapshot: all.approval.submitted.at(-1)!.snapshot,
    })
    all.approval.giveBack(form.id)
    await all.house.db.transact((w) => w.run(sql`update custody.customer set level = 2 where id = ${id}`))
    await expect(back(archivist)).rejects.toEqual(mistake('custody.level-moved'))
  })
  test('picks and people in the know reach the approval', async () => {
    const id = await all.file({ 'person-name': '张浚' })
    const chosen = { picks: { p: [sales.personId] }, cc: [sales.personId] }
    await apply(archivist, { customerId: id, toLevel: 3, ...chosen })
    expect(all.approval.submitted.at(-1)).toMatchObject(chosen)
  })
  test('of somebody else cannot be read or handed in again', async () => {
    const id = await all.file({ 'person-name': '梁红玉' }, { ownerId: sales.personId })
    const form = await apply(archivist, { customerId: id, toLevel: 2 })
    all.approval.giveBack(form.id)
    const of = { params: { id: form.id } }
    await expect(call(sales, 'GET', '/level-changes/:id', of)).rejects.toEqual(
      mistake('custody.no-level-change'),
    )
    await expect(
      call(sales, 'POST', '/level-changes/:id/resubmit', {
        ...of,
        body: { toLevel: 3, reason: '替别人重新提交' },
      }),
    ).rejects.toEqual(mistake('custody.no-level-change'))
  })
  test('approved after the level moved otherwise is not applied', async () => {
    const id = await all.file({ 'person-name': '岳飞' })
    const form = await apply(archivist, { customerId: id, toLevel: 3 })
    await all.house.db.transact((w) => w.run(sql`update custody.customer set level = 2 where id = ${id}`))
    await expect(all.approval.approve(all.house, form.id)).rejects.toEqual(mistake('custody.level-moved'))
    expect((await all.custody.material([id])).get(id)!.head.level).toBe(2)
  })
  test.each([
    ['a colleague without the file in scope', () => sales],
    ['an administrator', () => all.person({ roles: new Set(['system-admin']), scope: 'all', clearance: 4 })],
    [
      'somebody not cleared for the level',
      () => all.person({ roles: new Set(['archivist']), scope: 'all', clearance: 1 }),
    ],
  ])('applied for by %s is refused', async (_what, who) => {
    const id = await all.file({ 'person-name': '文天祥' })
    expect(refusedBy(await apply(who(), { customerId: id, toLevel: 3 }))).not.toEqual([])
  })
})

describe('the catalogue', () => {
  const edit = (who: Caller, code: string, more: object) => {
    const { id, zh, en, section, category, sensitive, mask, searchable, appliesTo, sort, retired, version } =
      all.catalogue.byCode.get(code)!
    return call<{ version: number }>(who, 'PUT', '/catalogue/fields/:id', {
      params: { id: String(id) },
      body: {
        zh,
        en,
        section,
        category,
        sensitive,
        mask,
        searchable,
        appliesTo,
        sort,
        retired,
        version,
        ...more,
      },
    })
  }
  test('labels change at once; the old version is a conflict', async () => {
    expect(await edit(archivist, 'remark', { zh: '备注说明' })).toEqual({ version: 2 })
    expect((await all.custody.catalogue()).byCode.get('remark')!.zh).toBe('备注说明')
    await expect(edit(archivist, 'remark', { zh: '又改' })).rejects.toEqual(
      mistake('custody.changed-meanwhile'),
    )
  })
  test('a level is not edited here', async () => {
    await expect(edit(archivist, 'quote', { level: 1 })).rejects.toEqual(
      mistake('custody.level-needs-approval'),
    )
  })
  test('a mask that hides little needs the risk accepted; one that does not fit is refused', async () => {
    await expect(edit(archivist, 'id-card', { mask: 'first-6-last-4' })).rejects.toEqual(
      mistake('custody.mask-weak'),
    )
    await expect(edit(archivist, 'id-card', { mask: 'none' })).rejects.toEqual(
      mistake('custody.mask-not-for-type'),
    )
    expect(await edit(archivist, 'id-card', { mask: 'first-6-last-4', maskWarningAccepted: true })).toEqual({
      version: 2,
    })
    expect(await all.acts(1)).toMatchObject([
      { verb: 'edit-catalogue', detail: { maskWarningAccepted: true, changed: ['mask'] } },
    ])
  })
  test('making a field searchable builds its index by a job', async () => {
    const id = await all.file({ 'company-name': '汴京染坊', 'legal-representative': '慕容复' })
    const off = await edit(archivist, 'legal-representative', { searchable: 'none' })
    await all.runJobs()
    expect(await all.find('慕容复')).toEqual([])
    await edit(archivist, 'legal-representative', { searchable: 'fragment', version: off.version })
    await all.runJobs()
    expect(await all.find('慕容复')).toEqual([id])
  })
  test('a field that cannot be searched stays so', async () => {
    await expect(edit(archivist, 'quote', { searchable: 'exact' })).rejects.toEqual(
      mistake('custody.not-searchable'),
    )
  })
  test('a new field takes values; a retired one none', async () => {
    const added = await call<{ id: number }>(archivist, 'POST', '/catalogue/fields', {
      body: { code: 'membership', zh: '会员号', en: 'Membership', section: 'business', category: 'basic', sensitive: false, mask: 'none', searchable: 'exact', appliesTo: 'both', sort: 90, level: 1, type: 'customer-number' },
    }) // prettier-ignore
    const id = await all.file({ 'person-name': '施琅' })
    const write = (values: object) =>
      call(archivist, 'PUT', '/customers/:id', { params: { id }, body: { expectedVersion: 1, values } })
    const field = (await all.custody.catalogue()).fields.get(added.id)!
    await call(archivist, 'PUT', '/catalogue/fields/:id', {
      params: { id: String(added.id) },
      body: { zh: field.zh, en: field.en, section: field.section, category: field.category, sensitive: false, mask: 'none', searchable: 'exact', appliesTo: 'both', sort: 90, retired: true, version: 1 },
    }) // prettier-ignore
    await expect(write({ [added.id]: 'VIP-1' })).rejects.toEqual(mistake('custody.field-retired'))
  })
  test('levels get names of the company, never those of state secrets', async () => {
    const levels = [...(await all.custody.catalogue()).levels.values()].map(({ rank, zh, en, tone, secrecyYears, exportRowsMax }) => ({ rank, zh, en, tone, secrecyYears, exportRowsMax })) // prettier-ignore
    const put = (who: Caller, first: object) =>
      call(who, 'PUT', '/levels', {
        body: { levels: levels.map((one) => (one.rank === 4 ? { ...one, ...first } : one)) },
      })
    expect(await put(archivist, { zh: '核心商密' })).toEqual({ done: true })
    expect((await all.custody.catalogue()).levels.get(4)!.zh).toBe('核心商密')
    await expect(put(archivist, { zh: '绝密' })).rejects.toEqual(mistake('custody.level-name-statutory'))
    await expect(put(archivist, { zh: '公司绝密★10年' })).rejects.toEqual(
      mistake('custody.level-name-statutory'),
    )
    expect(refusedBy(await put(sales, { zh: '随便' }))).not.toEqual([])
  })
  test('a clerk edits nothing of it', async () => {
    expect(refusedBy(await edit(sales, 'mobile', { sensitive: false }))).not.toEqual([])
  })
})

test('after all that the ledger is whole', () => expectLedgerWhole(all.house))
