import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Approval, openApproval } from '../chapters/approval/index.ts'
import { openPeople } from '../chapters/people/index.ts'
import { statute } from '../chapters/statute.ts'
import { migrate, type Reader, sql } from '../floor/database/index.ts'
import { openDatabase } from '../floor/database/open.ts'
import { isRefusal } from '../floor/errors.ts'
import { newId } from '../floor/ids.ts'
import { keyFile } from '../floor/keyring/index.ts'
import { silentLog } from '../floor/logging.ts'
import type { Caller } from '../gate/index.ts'
import { openHouse } from '../gate/open-house.ts'

const approvers = 200
const hash = 'a'.repeat(64)

type Office = Awaited<ReturnType<typeof openOffice>>

/** A database of its own with 200 approvers, a secrecy office of three, and a flow of two steps. */
async function openOffice(folder: string) {
  const opened = await openDatabase({ dataFolder: folder })
  await migrate(opened.owner.connection)
  const house = await openHouse({
    db: opened.db,
    statute,
    dataFolder: folder,
    log: silentLog,
    rootKey: keyFile(join(folder, 'root.key'), () => undefined),
  })
  const people = openPeople(house)
  const approval = openApproval(house, people)
  approval.register({
    code: 'use',
    series: 'SY',
    name: { zh: '客户资料使用申请表', en: 'Application' },
    formNumber: 'BM-R-01 A/0',
    onApproved: () => Promise.resolve(),
    view: () => Promise.resolve({ sections: [] }),
  })
  const ids = Array.from({ length: approvers + 5 }, () => newId())
  await opened.owner.transact(async (w) => {
    await w.run(sql`
      insert into people.person (id, employee_no, name, post, employment, clearance, created_at)
      select id, 'E' || n, '员工' || n, '职员', 'regular', 4, now() from unnest(${ids}::uuid[]) with ordinality as x(id, n)`)
    await w.run(sql`
      insert into people.account (id, person_id, sign_in_name, password_hash, password_set_at, must_change, created_at)
      select gen_random_uuid(), id, 'e' || n, 'x', now(), false, now() from unnest(${ids}::uuid[]) with ordinality as x(id, n)`)
    for (const holder of ids.slice(-3))
      await w.run(
        sql`insert into people.role_holding (id, person_id, role, given_at) values (${newId()}, ${holder}, 'secrecy-office', now())`,
      )
  })
  await approval.start?.()
  const close = async (): Promise<void> => {
    await people.stop?.()
    await house.close()
    await opened.close()
  }
  return {
    house,
    approval,
    owner: opened.owner,
    ids,
    applicant: ids[approvers]!,
    busy: ids[approvers + 1]!,
    close,
  }
}

/** Running forms `from` to `until`, each with an open task of one of the people, as submissions would have left them. */
async function addForms(
  office: Office,
  from: number,
  until: number,
  people: readonly string[],
): Promise<void> {
  const definition = await office.owner.read((r) =>
    r.row<{ id: string }>(sql`select id from approval.definition where key = 'use-level-3-out'`),
  )
  await office.owner.transact(async (w) => {
    await w.run(sql`
      create temp table form on commit drop as
      select n, gen_random_uuid() as id, gen_random_uuid() as run, gen_random_uuid() as task,
             (${[...people]}::uuid[])[1 + n % ${people.length}] as assignee, now() - n * interval '1 second' as at
        from generate_series(${from}::int, ${until - 1}::int) n`)
    await w.run(sql`
      insert into approval.instance (id, number, form, definition_id, applicant_id, title_zh, title_en, snapshot, snapshot_hash, level, action, state, created_at, submitted_at)
      select id, 'SY-2026-' || lpad(n::text, 8, '0'), 'use', ${definition!.id}, ${office.applicant}, '售后服务：2 份客户资料', 'Service: 2 files',
             '{"purpose":"service"}', ${hash}, 2, 'export', 'running', at, at from form`)
    await w.run(sql`
      insert into approval.node_run (id, instance_id, step, step_id, mode, opened_at) select run, id, 0, 'manager', 'any', at from form`)
    await w.run(sql`
      insert into approval.task (id, instance_id, run_id, assignee_id, origin, state, created_at, due_at)
      select task, id, run, assignee, 'step', 'todo', at, at + interval '30 days' from form`)
    await w.run(sql`
      insert into approval.action (instance_id, seq, actor_id, verb, at, snapshot_hash, before, after)
      select id, 1, ${office.applicant}, 'submit', at, ${hash}, 'draft', 'running:manager' from form`)
  })
  await office.owner.transact((w) =>
    w.run(sql`analyze approval.instance, approval.node_run, approval.task, approval.action`),
  )
}

/** Everybody decides at once, one form after the other; seconds of each decision. */
async function decide(
  office: Office,
  each: number,
): Promise<{ perSecond: number; p95Ms: number; p50Ms: number }> {
  const { approval, house, ids } = office
  const work = await house.db.read((r) =>
    r.rows<{ person: string; id: string; form: string }>(sql`
      select p.id as person, t.id, t.instance_id as form from unnest(${ids.slice(0, approvers)}::uuid[]) p(id)
        cross join lateral (select id, instance_id from approval.task where assignee_id = p.id and state = 'todo' and origin = 'step'
          order by created_at desc limit ${each}) t`),
  )
  const mine = new Map<string, typeof work>()
  for (const task of work) mine.set(task.person, [...(mine.get(task.person) ?? []), task])
  const took: number[] = []
  const begun = performance.now()
  await Promise.all(
    [...mine].map(async ([personId, tasks]) => {
      for (const { id, form } of tasks) {
        const at = performance.now()
        const deed = { verb: 'approve', taskId: id, hash, opinion: '同意' } as const
        const outcome = await approval.act({ personId, address: '127.0.0.1' }, form, deed)
        if (isRefusal(outcome)) throw new Error(`refused: ${outcome.because.join()}`)
        took.push(performance.now() - at)
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  took.sort((a, b) => a - b)
  const at = (share: number): number => took[Math.floor((took.length - 1) * share)]!
  return { perSecond: took.length / seconds, p50Ms: at(0.5), p95Ms: at(0.95) }
}

const callerOf = (personId: string): Caller => ({
  personId,
  accountId: personId,
  sessionId: personId,
  roles: [],
  name: '员工',
  employeeNo: 'E1',
  address: '127.0.0.1',
  channel: 'web',
})

/** Server time of a desk page and of the menu's figures for somebody with 5,000 open tasks, ms (the median of many). */
async function deskMs(
  approval: Approval,
  personId: string,
): Promise<{ page: number; counts: number; total: number }> {
  const call = async (path: string, query: object): Promise<{ ms: number; reply: unknown }> => {
    const route = approval.routes.find((one) => one.method === 'GET' && one.path === path)!
    const took: number[] = []
    let reply: unknown
    for (let n = 0; n < 15; n++) {
      const at = performance.now()
      reply = await route.run({ caller: callerOf(personId), params: {}, query, body: {} } as never)
      took.push(performance.now() - at)
    }
    return { ms: took.toSorted((a, b) => a - b)[7]!, reply }
  }
  const page = await call('/desk/todo', { page: 1, size: 20, sort: '' })
  const counts = await call('/desk/counts', {})
  return { page: page.ms, counts: counts.ms, total: (page.reply as { total: number }).total }
}

/** Do the statements that grow with the number of forms find their rows by an index? */
async function isIndexed(r: Reader, person: string): Promise<boolean> {
  const statements = [
    sql`select id from approval.task where assignee_id = ${person} and state = 'todo' order by created_at desc limit 20`,
    sql`select t.id from approval.task t join approval.instance i on i.id = t.instance_id and i.suspended_at is null
         where t.state = 'todo' and t.due_at <= now() order by t.due_at, t.id limit 200`,
    sql`select id from approval.node_run where instance_id = ${person}`,
    sql`select seq from approval.action where instance_id = ${person}`,
  ]
  for (const statement of statements) {
    const rows = await r.rows<Record<string, string>>(sql`explain ${statement}`)
    if (rows.some((row) => /Seq Scan on (task|instance|node_run|action)/.test(Object.values(row).join())))
      return false
  }
  return true
}

/** Decisions by 200 people at once over 1, 10 and 100 times as many running forms; a full desk. */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-bench-approval-'))
  const office = await openOffice(folder)
  const unit = quick ? 1000 : 10_000
  const each = quick ? 3 : 10
  const figures: Record<string, number> = { approvers }
  try {
    let forms = 0
    for (const times of quick ? [1, 10] : [1, 10, 100]) {
      await addForms(office, forms, unit * times, office.ids.slice(0, approvers))
      forms = unit * times
      if (times === 1) await decide(office, 1)
      const { perSecond, p50Ms, p95Ms } = await decide(office, times === 1 && quick ? 2 : each)
      figures[`x${times}.forms`] = forms
      figures[`x${times}.decisionsPerSecond`] = perSecond
      figures[`x${times}.p50Ms`] = p50Ms
      figures[`x${times}.p95Ms`] = p95Ms
    }
    await addForms(office, 50_000_000, 50_005_000, [office.busy])
    const desk = await deskMs(office.approval, office.busy)
    figures['desk.tasks'] = desk.total
    figures['desk.pageMs'] = desk.page
    figures['desk.countsMs'] = desk.counts
    figures['indexed'] = (await office.house.db.read((r) => isIndexed(r, office.busy))) ? 1 : 0
    const last = quick ? 'x10' : 'x100'
    figures['flat'] = figures[`${last}.decisionsPerSecond`]! / figures['x1.decisionsPerSecond']!
    return figures
  } finally {
    await office.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
