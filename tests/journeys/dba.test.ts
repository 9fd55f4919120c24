import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { statute } from '../../chapters/statute.ts'
import { sql } from '../../floor/database/index.ts'
import { keyFile } from '../../floor/keyring/index.ts'
import { silentLog } from '../../floor/logging.ts'
import { openHouse } from '../../gate/open-house.ts'
import { openTestOffice, type TestOffice } from '../support/cast.ts'

/** The administrator of the database, who may write every row, against the ledger and the sealed files. */

let office: TestOffice
let file: string
let other: string
let whole: boolean
beforeEach(async () => {
  whole = true
  office = await openTestOffice()
  file = await office.customer({ 'person-name': '王小红', mobile: '13800138000' })
  other = await office.customer({ 'person-name': '张伟', mobile: '13912345678' })
  for (let i = 0; i < 5; i += 1) await office.li.opens(file, ['mobile'])
  await office.house.ledger.tick()
})
afterEach(async () => {
  expect((await office.house.ledger.verify()).whole).toBe(whole)
  await office.close().catch(() => office.house.fresh.drop())
})

const asOwner = (statement: ReturnType<typeof sql>): Promise<number> =>
  office.house.fresh.owner.transact((w) => w.run(statement))

/** What the auditor's button says, and how a restart goes. */
async function caught(): Promise<{ lane: number; index: number; what: string }> {
  whole = false
  const said = await office.sun.asks('POST', '/audit/verifications')
  expect(said.status, said.text).toBe(200)
  expect(said.body.whole).toBe(false)
  return said.body.firstBad
}

async function reopen(): Promise<void> {
  const again = await openHouse({
    db: office.house.fresh.db,
    statute,
    dataFolder: office.house.dataFolder,
    rootKey: keyFile(join(office.house.dataFolder, 'root.key'), () => undefined),
    log: silentLog,
  })
  await again.close()
}

describe('attack: the database administrator', () => {
  test('edits who has read: the entry is named', async () => {
    await asOwner(
      sql`update ledger.leaf set entry = replace(entry, ${office.li.personId}, ${office.wang.personId}) where lane = 1 and index = 2`,
    )
    expect(await caught()).toMatchObject({ lane: 1, index: 2, what: 'entry-altered' })
  })

  test('cuts the end of the log off: a restart is refused', async () => {
    await asOwner(sql`delete from ledger.leaf where lane = 1 and index >= 3`)
    await asOwner(sql`delete from ledger.batch where lane = 1 and size > 3`)
    whole = false
    await expect(reopen()).rejects.toMatchObject({ name: 'LedgerBroken', lane: 1 })
  })

  test('puts everything back to a younger state, checkpoints included: the witness outside knows better', async () => {
    await asOwner(sql`delete from ledger.leaf where lane = 1 and index >= 2`)
    await asOwner(sql`delete from ledger.batch where lane = 1 and size > 2`)
    await asOwner(sql`delete from ledger.checkpoint where lane = 1 and size > 2`)
    whole = false
    await expect(reopen()).rejects.toMatchObject({ name: 'LedgerBroken', lane: 1, what: 'rolled-back' })
  })

  test('swaps two sealed blocks: neither opens, and nobody sees the other’s number', async () => {
    await asOwner(sql`
      update custody.sealed_block b set sealed = o.sealed, updated_at = b.updated_at from custody.sealed_block o
      where b.customer_id in (${file}, ${other}) and o.customer_id in (${file}, ${other})
        and o.customer_id <> b.customer_id and o.level = b.level`)
    for (const one of [file, other]) {
      const answer = await office.li.opens(one, ['mobile'])
      expect(answer.status).toBe(500)
      expect(answer.text).not.toMatch(/13800138000|13912345678/)
    }
  })

  test('writes a grant into the tables: the reading it allows is found when the application is traced', async () => {
    const form = await office.li.applies({ customers: [file], fields: ['mobile'], days: 1 })
    await office.wang.approves(form)
    await asOwner(
      sql`update usage.grant set ends_at = ends_at + interval '90 days' where application_id = ${form}`,
    )
    const life = await office.sun.traces(form)
    expect(life.findings.length).toBeGreaterThan(0)
  })

  test('as the program’s own role: no row of the ledger can be changed or removed', async () => {
    for (const statement of [
      sql`update ledger.leaf set entry = '{}'`,
      sql`delete from ledger.leaf`,
      sql`truncate ledger.batch`,
      sql`delete from ledger.checkpoint`,
      sql`update approval.action set opinion = ''`,
    ])
      await expect(office.house.db.transact((w) => w.run(statement))).rejects.toMatchObject({ code: '42501' })
  })
})
