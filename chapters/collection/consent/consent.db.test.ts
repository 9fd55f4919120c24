import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { expectLedgerWhole } from '../../../tests/support/house.ts'
import { addNotice, decideVersion, proposeVersion, saveNotice, viewNotice } from './desk/notices.ts'
import { answers, mustGo, openConsentOffice, wholeDraft } from './fixture.ts'

type Office = Awaited<ReturnType<typeof openConsentOffice>>
let office: Office
let version: { notice: string; id: string; hash: string }
beforeAll(async () => {
  office = await openConsentOffice()
  version = await office.publish('general')
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})
const now = (): Date => office.house.clock.now()
const barred = async (id: string) => (await office.headOf(id)).facts.barred
const standing = (id: string) =>
  office.house.db.read((r) =>
    r.row<{ consent: string | null; refused: boolean }>(
      sql`select consent, marketing_refused as refused from custody.customer where id = ${id}`,
    ),
  )

describe('a notice has every statutory item and is published by a second person', () => {
  test('what is missing is named, with the article that asks for it', async () => {
    const { id } = mustGo(await addNotice(office.ctx, office.gu, { code: 'short', name: '缺项' }))
    const draft = wholeDraft({
      retention: { zh: '', en: '' },
      sensitive: { necessity: { zh: '', en: '' }, impact: { zh: '有', en: '' } },
    })
    const { revision } = mustGo(
      await saveNotice(office.ctx, office.gu, id, { revision: 1, name: '缺项', draft }),
    )
    expect((await viewNotice(office.ctx, id)).missing.map(({ field }) => field)).toEqual([
      'retention',
      'sensitive.necessity',
    ])
    await expect(proposeVersion(office.ctx, office.gu, id, revision)).rejects.toMatchObject({
      code: 'consent.items-missing',
      field: 'draft.retention',
    })
  })

  test('attack: the writer publishes the own notice, with the hash of another content, or a colleague without the office', async () => {
    const { id } = mustGo(await addNotice(office.ctx, office.gu, { code: 'second', name: '第二份' }))
    const { revision } = mustGo(
      await saveNotice(office.ctx, office.gu, id, { revision: 1, name: '第二份', draft: wholeDraft() }),
    )
    const proposed = mustGo(await proposeVersion(office.ctx, office.gu, id, revision))
    const own = await decideVersion(office.ctx, office.gu, proposed.id, {
      outcome: 'published',
      hash: proposed.hash,
    })
    expect(isRefusal(own) && own.because).toEqual(['2.1.3'])
    expect(
      isRefusal(
        await decideVersion(office.ctx, office.archivist, proposed.id, {
          outcome: 'published',
          hash: proposed.hash,
        }),
      ),
    ).toBe(true)
    await expect(
      decideVersion(office.ctx, office.xu, proposed.id, { outcome: 'published', hash: version.hash }),
    ).rejects.toMatchObject({ code: 'consent.changed-meanwhile' })
  })
})

describe('what was agreed to counts, and what was not is barred', () => {
  test('a yes to all but marketing bars marketing, and nothing else', async () => {
    const id = await office.customer({ 'person-name': '李芳' })
    const at = now()
    await office.give(id, answers(version, at))
    expect(await barred(id)).toEqual({ marketing: at.getTime(), offers: at.getTime() })
    expect(await standing(id)).toEqual({ consent: 'given', refused: true })
  })

  test('a withdrawal bars at once; doing it again changes nothing; a later consent lifts it', async () => {
    const id = await office.customer({ 'person-name': '王强' })
    const { consents, house } = office
    await office.give(id, answers(version, now()))
    const first = await house.db.transact((w) =>
      consents.withdraw(w, id, { keys: ['visit', 'sensitive'], channel: 'web' }),
    )
    expect(first.id).not.toBeNull()
    expect(Object.keys(await barred(id)).toSorted()).toEqual(['marketing', 'offers', 'sensitive', 'visit'])
    const again = await house.db.transact((w) =>
      consents.withdraw(w, id, { keys: ['visit'], channel: 'web' }),
    )
    expect(again.id).toBeNull()
    await office.give(id, answers(version, now()))
    expect(Object.keys(await barred(id)).toSorted()).toEqual(['marketing', 'offers'])
  })

  test('attack: a paper that is older than the withdrawal is filed after it, and lifts nothing', async () => {
    const id = await office.customer({ 'person-name': '赵敏' })
    const { consents, house } = office
    await office.give(id, answers(version, now()))
    await house.db.transact((w) => consents.withdraw(w, id, { keys: ['service'], channel: 'web' }))
    const paper = {
      channel: 'paper',
      operator: office.officer,
      evidence: 'a'.repeat(64),
      at: new Date('2020-05-01'),
    } as const
    await office.give(id, answers(version, paper.at, paper))
    expect(Object.keys(await barred(id)).toSorted()).toContain('service')
  })
})

describe('attack: a forged consent', () => {
  const cases = [
    ['with the hash of another text', { noticeHash: 'f'.repeat(64) }, 'collection.notice-changed'],
    [
      'with a box the notice does not have',
      { items: [{ item: 'abroad', given: true }] },
      'consent.item-unknown',
    ],
    ['with one tick for everything', { items: [{ item: 'general', given: true }] }, 'consent.bundled'],
    [
      'with a box answered twice',
      { items: [...answers({ id: '', hash: '' }, new Date()).items, { item: 'general', given: true }] },
      'consent.bundled',
    ],
    ['for a purpose the notice does not name', { purposes: ['gossip'] }, 'consent.purpose-unknown'],
    ['of a child without a guardian', { minor: true }, 'consent.guardian'],
    ['on paper without a scan', { channel: 'paper', operator: 'x' }, 'consent.evidence'],
    ['spoken, heard by nobody', { channel: 'spoken', evidence: 'x' }, 'consent.operator'],
    ['from tomorrow', { at: new Date(Date.now() + 86_400_000) }, 'consent.moment'],
    ['on the web before the notice was published', { at: new Date('2020-01-01') }, 'consent.moment'],
    [
      'with the scan of somebody else',
      { channel: 'paper', operator: 'x', evidence: '00000000-0000-4000-8000-000000000000' },
      'consent.evidence',
    ],
  ] as const
  test.each(cases)('%s', async (_what, more, code) => {
    const id = await office.customer({ 'person-name': '陈静' })
    await expect(office.give(id, answers(version, now(), more as never))).rejects.toMatchObject({ code })
    expect(await standing(id)).toEqual({ consent: null, refused: false })
  })

  test('a notice swapped after signing: the tables say other words under the same hash', async () => {
    const swapped = await office.publish('swapped')
    await office.house.fresh.owner.transact((w) =>
      w.run(
        sql`update collection.notice_version set body = jsonb_set(body, '{retention,zh}', '"永久保存"') where id = ${swapped.id}`,
      ),
    )
    const id = await office.customer({ 'person-name': '周丽' })
    await expect(office.give(id, answers(swapped, now()))).rejects.toMatchObject({
      code: 'consent.notice-altered',
    })
  })
})
