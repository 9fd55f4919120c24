import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql, type Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import {
  type Answer,
  expectLedgerWhole,
  openTestOffice,
  refusedBy,
  type TestOffice,
} from '../../../tests/support/cast.ts'
import { openBatch, removeBatch, withdrawBatch } from '../batches.ts'

/** Deng keeps the archive, Li owns a file, Han works elsewhere, Wang heads a room. */

let office: TestOffice
let file: string
beforeAll(async () => {
  office = await openTestOffice({ at: '2026-11-24T02:00:00Z' })
  file = await office.customer({ 'person-name': '王小红', mobile: '18655550123' })
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const code = (answer: Answer): [number, string] => [answer.status, String(answer.body.mistake?.code)]
const numbers = (w: Writer, count: number, classed = {}): Promise<string[]> =>
  office.chapters.custody.nextFileNos(w, count, classed)
const serial = (number: string): number => Number(/\d+$/.exec(number)![0])
class Undone extends Error {}

describe('file numbers', () => {
  test('two imports and many clerks racing, some rolled back: no number twice, none left out, each type for itself', async () => {
    const given: string[] = []
    const file1 = async (count: number, classed: object, fails: boolean): Promise<void> => {
      try {
        const mine = await office.house.db.transact(async (w) => {
          const list = await numbers(w, count, classed)
          if (fails) throw new Undone()
          return list
        })
        given.push(...mine)
      } catch (error) {
        if (!(error instanceof Undone)) throw error
      }
    }
    await office.deng.gets('PUT', '/filing/numbering', {
      template: '{type}-{year}-{serial:5}',
      fonds: 'QS',
      version: 1,
    })
    const wishes = Array.from({ length: 24 }, (_, i) =>
      file1([500, 1, 3, 250][i % 4]!, i % 3 === 0 ? { typeCode: 'key' } : {}, i % 5 === 4),
    )
    await Promise.all(wishes)
    expect(new Set(given).size).toBe(given.length)
    for (const prefix of ['Z-2026-', 'W-2026-']) {
      const serials = given
        .filter((one) => one.startsWith(prefix))
        .map(serial)
        .toSorted((a, b) => a - b)
      expect(serials.length).toBeGreaterThan(100)
      expect(serials).toEqual(serials.map((_, i) => i + 1))
    }
  })

  test('a rule that comes back goes on where it was; numbers given before stay', async () => {
    const before = (await office.chapters.custody.material([file])).get(file)!.head.fileNo
    await office.deng.gets('PUT', '/filing/numbering', {
      template: 'C-{year}-{serial:6}',
      fonds: 'C',
      version: 2,
    })
    const [next] = await office.house.db.transact((w) => numbers(w, 1))
    expect([before, next]).toEqual(['C-2026-000001', 'C-2026-000002'])
  })

  test('a rule is checked before it is in force, by whoever may change it, and never over somebody else’s', async () => {
    const rule = { template: 'C-{year}-{serial:6}', fonds: 'C', version: 3 }
    expect((await office.li.asks('PUT', '/filing/numbering', rule)).status).toBe(403)
    expect(code(await office.deng.asks('PUT', '/filing/numbering', { ...rule, template: 'C{year}{serial:6}' }))).toEqual([422, 'filing.rule-year-apart']) // prettier-ignore
    const both = await Promise.all([1, 2].map(() => office.deng.asks('PUT', '/filing/numbering', rule)))
    expect(both.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const shown = await office.deng.gets('POST', '/filing/numbering/preview', {
      template: '{fonds}-{type}-{year}-{serial:4}',
      fonds: 'QS',
    })
    expect(shown.examples[0].number).toMatch(/^QS-W-2026-0001$/)
  })

  test('numbers of a cancelled import are kept as void', async () => {
    const batch = newId()
    const at = office.house.clock.now()
    await office.house.db.transact((w) => openBatch(w, batch, at))
    const gone = await office.customer({ 'person-name': '李四' }, { batchId: batch })
    const { fileNo } = (await office.chapters.custody.material([gone])).get(gone)!.head
    await office.house.db.transact(async (w) => {
      await withdrawBatch(w, batch, at)
      await removeBatch(w, batch, 10)
    })
    const { rows } = await office.deng.gets('GET', `/filing/voided-numbers?number=${fileNo}`)
    expect(rows).toMatchObject([{ number: fileNo, reason: 'import-cancelled' }])
  })

  test('a file gets another number by a filer only; the old one is void and leads nowhere else', async () => {
    expect(
      refusedBy(await office.li.asks('POST', `/customers/${file}/renumber`, { reason: '分类调整' })),
    ).toEqual(['default-deny'])
    expect(code(await office.deng.asks('POST', `/customers/${file}/renumber`, { reason: '电话 18655550123' }))).toEqual([422, 'custody.words-telling']) // prettier-ignore
    const { fileNo } = await office.deng.gets('POST', `/customers/${file}/renumber`, { reason: '分类调整' })
    expect(fileNo).not.toBe('C-2026-000001')
    expect(await office.deng.gets('GET', '/filing/voided-numbers?number=C-2026-000001')).toMatchObject({
      total: 1,
    })
    expect((await office.li.gets('GET', `/customers/${file}/parts`)).oldNumbers).toEqual(['C-2026-000001'])
    await expect(
      office.house.db.transact((w) => w.run(sql`delete from custody.voided_number`)),
    ).rejects.toThrow(/denied/)
  })
})

describe('paper and the catalogue of files', () => {
  test('paper belongs to its file: filed, checked, moved, taken out by whoever is responsible, in a room of its level', async () => {
    const secret = await office.customer({ 'company-name': '示例科技有限公司' }, { level: 3 })
    const room = async (name: string, level: number): Promise<string> =>
      (
        await office.deng.gets('POST', '/rooms', {
          name,
          kind: 'records',
          place: '三楼',
          keeperId: office.wang.personId,
          level,
        })
      ).id
    const [open, safe] = [await room('普通库', 1), await room('保密库', 4)]
    const body = { category: 'contract', pages: 12, roomId: safe, place: '3 号柜 2 层 5 盒', holderId: null }
    const files = (more: object = {}, who = office.li): Promise<Answer> =>
      who.asks('POST', `/customers/${secret}/paper`, { ...body, ...more })
    expect(code(await files({ roomId: open }))).toEqual([422, 'filing.room-below'])
    expect(code(await files({ place: '王先生 18655550123' }))).toEqual([422, 'custody.words-telling'])
    expect(code(await files({ category: 'nothing' }))).toEqual([422, 'filing.no-category'])
    expect((await files({}, office.han)).status).toBe(403)
    expect((await files({}, office.qian)).status).toBe(403)
    const { id } = (await files()).body
    const parts = () => office.deng.gets('GET', `/customers/${secret}/parts`)
    expect(await parts()).toMatchObject({
      electronic: { attachments: 0 },
      paper: [{ pages: 12, checkedAt: null, version: 1 }],
    })
    expect((await office.han.asks('GET', `/customers/${secret}/parts`)).status).toBe(403)
    const path = `/customers/${secret}/paper/${id}`
    const twice = await Promise.all(
      [1, 2].map(() => office.deng.asks('POST', `${path}/checked`, { version: 1 })),
    )
    expect(twice.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    await office.li.gets('PUT', path, { ...body, pages: 13, version: 2 })
    expect((await parts()).paper).toMatchObject([{ pages: 13, checkedAt: null }])
    expect((await office.deng.gets('GET', '/archive/files?paper=with')).rows).toMatchObject([{ id: secret, pages: 13, places: ['保密库 3 号柜 2 层 5 盒'] }]) // prettier-ignore
    await office.li.gets('POST', `${path}/taken-out`, { version: 3 })
    expect((await parts()).paper).toEqual([])
  })

  test('the tree and the list agree, and show only what the person may list', async () => {
    const { nodes } = await office.deng.gets('GET', '/archive/tree')
    const { total } = await office.deng.gets('GET', '/archive/files')
    expect(nodes.reduce((sum: number, node: { files: number }) => sum + node.files, 0)).toBe(total)
    expect(await office.deng.gets('GET', '/archive/files?type=&year=2026&sort=fileNo.desc')).toMatchObject({
      total,
    })
    for (const who of [office.han, office.qian, office.sun]) {
      expect((await who.gets('GET', '/archive/tree')).nodes).toEqual([])
      expect((await who.gets('GET', '/archive/files')).rows).toEqual([])
    }
  })
})
