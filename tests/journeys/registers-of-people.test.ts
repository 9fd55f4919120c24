import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../floor/database/index.ts'
import { isRefusal } from '../../floor/errors.ts'
import type { Caller, Route } from '../../gate/index.ts'
import { type Actor, expectLedgerWhole, openTestOffice, type TestOffice } from '../support/cast.ts'

/** Who is appointed, what is handed out and comes back, and the papers of somebody who leaves. */

let office: TestOffice
let gm: Actor
beforeAll(async () => {
  office = await openTestOffice()
  gm = office.zhao
})
afterAll(async () => {
  await expectLedgerWhole(office.house)
  await office.close()
})

const today = '2026-11-24'
const pdf = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n')
const refusedBy = (answer: { text: string }): string => answer.text
const letterFor = (person: Actor, more: object = {}) => ({
  personId: person.personId, office: '部门保密员', duties: '督促本部门执行制度', from: today, ...more,
}) // prettier-ignore

/** Files a scan as somebody, through the route. */
async function files(
  who: Actor,
  path: string,
  id: string,
  content: Buffer,
  name = 'scan.pdf',
): Promise<unknown> {
  const at = join(office.house.workFolder, name)
  writeFileSync(at, content)
  const routes: readonly Route[] = office.chapters.people.routes
  const route = routes.find((one) => one.method === 'POST' && one.path === path)!
  const caller = { personId: who.personId, roles: [], name: '', employeeNo: '' } as unknown as Caller
  return await route.run({ caller, params: { id }, file: { path: at, name, size: content.length } } as never)
}

describe('appointments (6.1)', () => {
  test('the secrecy office proposes, the executive signs, the person accepts what was shown', async () => {
    const { id } = await office.gu.gets('POST', '/appointments', letterFor(office.han))
    expect((await office.han.gets('GET', '/account/appointments')).rows).toEqual([])
    await gm.gets('POST', `/appointments/${id}/signature`, { outcome: 'signed' })
    const [own] = (await office.han.gets('GET', '/account/appointments')).rows
    expect(own).toMatchObject({ number: 'RM-2026-0001', state: 'signed' })
    const other = { contentHash: 'a'.repeat(64) }
    expect((await office.han.asks('POST', `/appointments/${id}/acceptance`, other)).status).toBe(409)
    await office.han.gets('POST', `/appointments/${id}/acceptance`, { contentHash: own.contentHash })
    expect((await office.gu.gets('GET', '/appointments?state=accepted')).rows[0]).toMatchObject({ id })
    const paper = await office.han.asks('GET', `/appointments/${id}/print`)
    expect(paper.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('attack: the executive appoints himself', async () => {
    const { id } = await office.gu.gets('POST', '/appointments', letterFor(gm, { role: 'executive' }))
    const answer = await gm.asks('POST', `/appointments/${id}/signature`, { outcome: 'signed' })
    expect(answer.status).toBe(403)
    expect(refusedBy(answer)).toContain('6.1')
  })

  test('attack: somebody accepts another person’s appointment, or one that is not signed', async () => {
    const { id } = await office.gu.gets('POST', '/appointments', letterFor(office.li))
    const [row] = (await office.gu.gets('GET', '/appointments?state=proposed&q=李雷')).rows
    const shown = { contentHash: row.contentHash }
    expect((await office.li.asks('POST', `/appointments/${id}/acceptance`, shown)).status).toBe(409)
    await gm.gets('POST', `/appointments/${id}/signature`, { outcome: 'signed' })
    expect((await office.wang.asks('POST', `/appointments/${id}/acceptance`, shown)).status).toBe(403)
    expect((await office.wang.asks('GET', `/appointments/${id}/print`)).status).toBe(404)
    expect((await gm.asks('POST', `/appointments/${id}/signature`, { outcome: 'signed' })).status).toBe(409)
  })

  test('attack: an appointment is signed in the table by its proposer, or for whoever signs', async () => {
    const { id } = await office.gu.gets('POST', '/appointments', letterFor(office.wang))
    for (const signer of [office.gu.personId, office.wang.personId])
      await expect(
        office.house.db.transact((w) =>
          w.run(sql`update people.appointment set signed_by = ${signer}, signed_at = now() where id = ${id}`),
        ),
      ).rejects.toThrow()
  })

  test('the list names administrators and role holders without a letter; a signed one takes them off', async () => {
    const before = await office.sun.gets('GET', '/appointments/missing')
    expect(before.rows.map((one: { role: string }) => one.role)).toContain('audit-admin')
    const { id } = await office.gu.gets(
      'POST',
      '/appointments',
      letterFor(office.sun, { role: 'audit-admin', office: '' }),
    )
    await gm.gets('POST', `/appointments/${id}/signature`, { outcome: 'signed' })
    const after = await office.sun.gets('GET', '/appointments/missing')
    expect(after.rows.length).toBe(before.rows.length - 1)
    expect(after.rows.map((one: { role: string }) => one.role)).not.toContain('audit-admin')
  })

  test('the organisation of secrecy work is in force once signed, and the next one replaces it', async () => {
    const { rows: departments } = await office.gu.gets('GET', '/departments')
    const body = {
      leadDepartmentId: departments[0].id, headId: office.gu.personId, memberIds: [office.han.personId],
      duties: [{ departmentId: departments[0].id, duty: '牵头保密工作' }],
    } // prettier-ignore
    const first = await office.gu.gets('POST', '/secrecy-organisation', body)
    const second = await office.gu.gets('POST', '/secrecy-organisation', body)
    const gone = await gm.asks('POST', `/secrecy-organisation/${first.id}/signature`, { outcome: 'signed' })
    expect(gone.status).toBe(409)
    await gm.gets('POST', `/secrecy-organisation/${second.id}/signature`, { outcome: 'signed' })
    const now = await office.li.gets('GET', '/secrecy-organisation')
    expect(now.open).toBe(null)
    expect(now.inForce).toMatchObject({ id: second.id, head: { name: '顾宁' } })
    const own = await office.gu.gets('POST', '/secrecy-organisation', { ...body, headId: gm.personId })
    expect(
      (await gm.asks('POST', `/secrecy-organisation/${own.id}/signature`, { outcome: 'signed' })).status,
    ).toBe(403)
  })
})

describe('things handed out, and leaving with them (5.5.1, 5.5.2, 5.5.3)', () => {
  const out = (kind: string, tag: string, holder: Actor) => ({
    kind,
    tag,
    holderId: holder.personId,
    outOn: today,
  })
  const cards = async () =>
    (await office.deng.gets('GET', '/things?state=stop')).rows as { id: string; tag: string }[]

  test('one thing is in one pair of hands, and nobody counts his own', async () => {
    await office.deng.gets('POST', '/things', out('usb', 'U-01', office.li))
    await office.deng.gets('POST', '/things', out('laptop', 'N-07', office.li))
    const { id } = await office.qian.gets('POST', '/things', out('card', 'C-100', office.li))
    expect((await office.deng.asks('POST', '/things', out('usb', 'U-01', office.wang))).status).toBe(409)
    expect((await office.deng.asks('POST', '/things', out('usb', 'U-02', office.deng))).status).toBe(403)
    expect((await office.gu.asks('POST', `/things/${id}/settle`, { act: 'stopped' })).status).toBe(403)
    const late = { ...out('key', 'K-1', office.li), outOn: '2026-12-31' }
    expect((await office.deng.asks('POST', '/things', late)).status).toBe(422)
  })

  test('attack: he leaves with a card that still opens doors: it stands open, and the archivist is told until it is stopped', async () => {
    const { groups } = await office.qian.gets('GET', `/people/${office.li.personId}/holdings`)
    const codes = (groups as { code: string; onLeave: string }[]).filter((one) => one.onLeave === 'open')
    expect(codes.map((one) => one.code)).toEqual(['media', 'devices', 'cards'])
    const passing = await office.qian.asks('POST', `/people/${office.li.personId}/leave`, {
      choices: { cards: { to: office.wang.personId } },
    })
    expect(passing.status).toBe(422)
    await office.qian.gets('POST', `/people/${office.li.personId}/leave`, {
      witnessId: office.deng.personId,
      choices: { devices: { to: office.wang.personId }, media: { do: 'end' } },
      secrecy: { months: 24 },
    })
    expect((await cards()).map((one) => one.tag)).toEqual(['C-100'])
    const laptop = (await office.deng.gets('GET', '/things?q=N-07&state=out')).rows
    expect(laptop[0].holder.name).toBe('王芳')
    const told = async () => {
      const watch = office.chapters.people.jobs!['people.exit-watch']!
      await office.house.db.transact((w) =>
        (watch as (job: never, w: never) => Promise<void>)({} as never, w as never),
      )
      const row = await office.house.db.read((r) =>
        r.row<{ n: number }>(
          sql`select count(*)::int as n from approval.notice where person_id = ${office.deng.personId} and kind = 'card-unstopped'`,
        ),
      )
      return row!.n
    }
    expect([await told(), await told()]).toEqual([1, 2])
    office.clock.advance(3 * 3_600_000)
    await office.deng.signsIn()
    await office.deng.gets('POST', `/things/${(await cards())[0]!.id}/settle`, { act: 'stopped' })
    expect(await cards()).toEqual([])
    expect(await told()).toBe(2)
    await office.sun.signsIn()
    const clause = JSON.stringify(await office.sun.gets('GET', '/clauses'))
    expect(clause).toContain('"value":180')
  })

  test('a lost card is stopped too; who has left takes nothing more', async () => {
    const { id } = await office.deng.gets('POST', '/things', out('card', 'C-101', office.han))
    await office.deng.gets('POST', `/things/${id}/settle`, { act: 'lost' })
    expect((await cards()).map((one) => one.tag)).toEqual(['C-101'])
    await office.deng.gets('POST', `/things/${id}/settle`, { act: 'stopped' })
    expect((await office.deng.asks('POST', `/things/${id}/settle`, { act: 'returned' })).status).toBe(409)
    expect((await office.deng.asks('POST', '/things', out('usb', 'U-09', office.li))).status).toBe(409)
  })

  test('the letter tells the agreed period and its last day, and the signed papers are filed once', async () => {
    await office.qian.signsIn()
    const [letter] = (await office.qian.gets('GET', '/exit-letters')).rows
    expect(letter).toMatchObject({ number: 'GZ-2026-0001', months: 24, endsOn: '2028-11-24', filedAt: null })
    expect(
      (await office.qian.asks('GET', `/exit-letters/${letter.id}/print`)).bytes.subarray(0, 5).toString(),
    ).toBe('%PDF-')
    const list = letter.handover.id as string
    expect((await office.qian.gets('GET', '/handovers?filed=waiting')).rows).toHaveLength(1)
    expect(await files(office.deng, '/handovers/:id/signed', list, pdf)).toEqual({ done: true })
    expect(await files(office.deng, '/exit-letters/:id/signed', letter.id, pdf)).toEqual({ done: true })
    await expect(files(office.deng, '/handovers/:id/signed', list, pdf)).rejects.toMatchObject({
      code: 'people.paper-filed',
    })
    expect((await office.qian.gets('GET', '/handovers?filed=waiting')).rows).toHaveLength(0)
    const opened = await office.deng.asks('GET', `/handovers/${list}/signed`)
    expect(opened.bytes.equals(pdf)).toBe(true)
    expect(await office.house.db.read((r) => office.chapters.people.knownFiles(r, ['x']))).toEqual([])
  })

  test('attack: a program named .pdf is filed; somebody files or opens without the right to', async () => {
    const [letter] = (await office.qian.gets('GET', '/exit-letters')).rows
    const list = letter.handover.id as string
    const program = Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(200)])
    await expect(files(office.deng, '/handovers/:id/signed', list, program)).rejects.toMatchObject({
      code: 'people.paper-kind',
    })
    for (const who of [office.gu, office.wang, gm, office.zhou])
      expect(
        (await who.asks('GET', `/handovers/${list}/signed`)).status,
        who.personId,
      ).toBeGreaterThanOrEqual(401)
    expect(isRefusal(await files(office.zhou, '/handovers/:id/signed', list, pdf))).toBe(true)
    const entries = await office.house.ledger.entries(0, 0, (await office.house.ledger.head(0)).size)
    const opening = entries
      .map((one) => JSON.parse(one.text) as Record<string, unknown>)
      .filter((one) => one['verb'] === 'open-paper')
    expect(opening).toMatchObject([{ actor: office.deng.personId, detail: { paper: list } }])
  })
})
