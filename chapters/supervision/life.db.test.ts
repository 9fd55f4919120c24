import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Writer, sql } from '../../floor/database/index.ts'
import { newId } from '../../floor/ids.ts'
import { must, openWorkingCompany, type WorkingCompany } from './fixture.ts'

/**
 * One application from filing to reading, and what the auditor is told when somebody with the database's own password
 * changes a row afterwards. The ledger is never touched in these stories; verify.db.test.ts tells those.
 */
let all: WorkingCompany
let id: string
beforeAll(async () => {
  all = await openWorkingCompany()
})
beforeEach(async () => {
  id = (await all.apply({ countLimit: 3 })).id
  await all.approve(id)
  must(await all.open(id))
})
afterAll(() => all.close())

const life = async () => must(await all.supervision.audit.life(all.auditor, id))
const codes = async (): Promise<string[]> => (await life()).findings.map((finding) => finding.code).sort()
/** As the owner of the schema, whom no right of the program binds. */
const tamper = (work: (w: Writer) => Promise<unknown>): Promise<unknown> =>
  all.house.fresh.owner.transact((w) => work(w))

test('everything fits: form, approval, grant, readings, ledger', async () => {
  const found = await life()
  expect(found.findings).toEqual([])
  expect(found).toMatchObject({
    state: 'approved',
    applicant: { name: '林晓' },
    purpose: { zh: '客户拜访与跟进' },
    customers: [{ name: all.fileNos[0] }],
    fields: [{ zh: '手机号码' }],
    grant: { countLimit: 3, used: 1 },
    entriesMore: 0,
  })
  expect(found.actions.map((one) => [one.verb, one.actor?.name])).toEqual([
    ['submit', '林晓'],
    ['approve', '周宁'],
  ])
  expect(found.entries.map((entry) => entry.kind).sort()).toEqual(
    expect.arrayContaining(['submitted', 'act', 'approval-ended', 'grant-issued', 'reading']),
  )
})

test('looking at the masked file while the grant runs is no opening, and a rejected form fits too', async () => {
  must(await all.use.readings.view(all.lin, all.customers[0]))
  must(await all.open(id))
  expect(await codes()).toEqual([])
  const second = await all.apply()
  const { instance, tasks } = await all.house.db.read((r) => all.approval.life(r, second.id))
  const hash = instance.snapshotHash
  must(
    await all.approval.act(all.zhou, second.id, {
      verb: 'reject',
      taskId: tasks[0]!.id,
      hash,
      opinion: '理由不足',
    }),
  )
  id = second.id
  expect(await life()).toMatchObject({ state: 'rejected', grant: null, findings: [] })
})

const grantId = () => sql`(select id from usage.grant where application_id = ${id})`
test.each<[string, string[], (w: Writer, of: WorkingCompany) => Promise<unknown>]>([
  ['extends the grant', ['grant-altered'], (w) => w.run(sql`update usage.grant set ends_at = ends_at + interval '90 days' where application_id = ${id}`)],
  ['adds a mode to the grant', ['grant-altered'], (w) => w.run(sql`update usage.grant set modes = '{read,export}' where application_id = ${id}`)],
  ['adds fields to the grant', ['grant-altered'], (w) => w.run(sql`update usage.grant set field_ids = field_ids || 1::smallint where application_id = ${id}`)],
  ['raises the count', ['grant-altered'], (w) => w.run(sql`update usage.grant set count_limit = 3000 where application_id = ${id}`)],
  ['sets the count back', ['readings-miscounted'], (w) => w.run(sql`update usage.grant set used_count = 0 where application_id = ${id}`)],
  ['gives the grant to somebody else', ['grant-altered'], (w, of) => w.run(sql`update usage.grant set person_id = ${of.zhou.personId} where application_id = ${id}`)],
  ['puts another file under the grant', ['grant-files-altered'], (w, of) =>
    w.run(sql`insert into usage.grant_customer (customer_id, person_id, grant_id) values (${of.customers[1]}, ${of.lin.personId}, ${grantId()})`)],
  ['puts another file into the application', ['files-altered'], (w, of) =>
    w.run(sql`insert into usage.application_customer values (${id}, ${of.customers[1]})`)],
  ['makes the grant one of other content', ['grant-for-other-content'], (w) => w.run(sql`update usage.grant set snapshot_hash = 'x' where application_id = ${id}`)],
  ['changes the form after its approval', ['content-altered'], (w) =>
    w.run(sql`update approval.instance set snapshot = jsonb_set(snapshot, '{purpose}', '"audit"') where id = ${id}`)],
  ['changes the hash of the form', ['approved-other-content', 'content-altered', 'grant-for-other-content', 'submitted-other-content'], (w) =>
    w.run(sql`update approval.instance set snapshot_hash = 'x' where id = ${id}`)],
  ['removes the approval', ['approval-missing', 'approved-other-content', 'grant-without-approval'], (w) =>
    w.run(sql`delete from approval.action where verb = 'approve' and instance_id = ${id}`)],
  ['puts the approval under another name', ['approval-missing', 'approval-not-recorded', 'approved-by-applicant'], (w, of) =>
    w.run(sql`update approval.action set actor_id = ${of.lin.personId} where verb = 'approve' and instance_id = ${id}`)],
  ['removes the grant', ['grant-missing', 'reading-without-grant'], async (w) => {
    await w.run(sql`delete from usage.grant_customer where grant_id = ${grantId()}`)
    await w.run(sql`delete from usage.grant where application_id = ${id}`)
  }],
  ['exchanges the grant', ['grant-not-recorded', 'reading-without-grant'], async (w) => {
    await w.run(sql`delete from usage.grant_customer where grant_id = ${grantId()}`)
    await w.run(sql`update usage.grant set id = ${newId()} where application_id = ${id}`)
    await w.run(sql`insert into usage.grant_customer values (${all.customers[0]}, ${all.lin.personId}, ${grantId()})`)
  }],
])('somebody %s: %j', async (_what, expected, work) => {
  await tamper((w) => work(w, all))
  expect(await codes()).toEqual(expected)
}) // prettier-ignore

test('a reading row that no ledger entry stands behind is pointed at', async () => {
  await all.supervision.projection.catchUp()
  await tamper((w) =>
    w.run(sql`insert into supervision.audit_entry (lane, index, at, kind, verb, actor_id, application_id, grant_id, verdict)
      values (1, 900000, ${all.clock.now()}, 'reading', 'read', ${all.lin.personId}, ${id}, ${grantId()}, 'permit')`),
  )
  const { findings } = await life()
  expect(findings).toContainEqual({ code: 'entry-altered', lane: 1, index: 900000 })
  must(await all.supervision.audit.verify(all.auditor))
  expect(await codes()).toEqual([])
})

test('an entry shown under another name is pointed at, and repaired when the view is rebuilt', async () => {
  await all.supervision.projection.catchUp()
  await tamper((w) =>
    w.run(
      sql`update supervision.audit_entry set actor_id = ${all.zhou.personId} where kind = 'reading' and application_id = ${id}`,
    ),
  )
  expect(await codes()).toEqual(['entry-altered', 'reading-by-somebody-else'])
  await all.supervision.projection.rebuild()
  expect(await codes()).toEqual([])
})

test('readings that an extended or revived grant made possible are named one by one', async () => {
  await tamper((w) =>
    w.run(sql`update usage.grant set ends_at = ends_at + interval '90 days' where application_id = ${id}`),
  )
  all.clock.advance(6 * 86_400_000)
  must(await all.open(id))
  expect(await codes()).toEqual(['grant-altered', 'reading-outside-period'])
})

test('a reading after the revocation, and one of a file that was not applied for', async () => {
  await tamper(async (w) => {
    await w.run(
      sql`insert into usage.grant_customer (customer_id, person_id, grant_id) values (${all.customers[1]}, ${all.lin.personId}, ${grantId()})`,
    )
  })
  must(
    await all.use.readings.open(all.lin, {
      customer: all.customers[1], fields: [all.mobile], purpose: 'visit', application: id, mode: 'read',
    }),
  ) // prettier-ignore
  await tamper((w) =>
    w.run(
      sql`update usage.grant set revoked_at = ${new Date(all.clock.now().getTime() - 1000)} where application_id = ${id}`,
    ),
  )
  expect(await codes()).toEqual([
    'grant-files-altered',
    'reading-after-revocation',
    'reading-after-revocation',
    'reading-of-other-customer',
  ])
})
