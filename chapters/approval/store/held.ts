import { type Reader, sql } from '../../../floor/database/index.ts'
import type { Held } from '../types.ts'

/** Tasks that lie with a person and are not over; an agreement that only waits for others stands and is not among them. */
export async function readHeldTasks(r: Reader, person: string): Promise<Held['tasks']> {
  const rows = await r.rows<
    Omit<Held['tasks'][number], 'title' | 'dueAt'> & { zh: string; en: string; dueAt: Date | null }
  >(sql`
    select t.id as "taskId", t.instance_id as "instanceId", coalesce(i.number, '') as number, i.form,
           i.title_zh as zh, i.title_en as en, t.due_at as "dueAt"
      from approval.task t join approval.instance i on i.id = t.instance_id
     where t.assignee_id = ${person} and t.state in ('pending', 'waiting', 'todo', 'delegated') order by t.created_at, t.id`)
  return rows.map(({ zh, en, dueAt, ...rest }) => ({
    ...rest,
    title: { zh, en },
    ...(dueAt === null ? {} : { dueAt }),
  }))
}

/** Own forms that are decided on or were returned; what was approved and is being given up ends by itself. */
export async function readOwnForms(r: Reader, person: string): Promise<Held['forms']> {
  const rows = await r.rows<{ instanceId: string; number: string; zh: string; en: string }>(sql`
    select id as "instanceId", coalesce(number, '') as number, title_zh as zh, title_en as en from approval.instance
     where applicant_id = ${person} and parent_id is null and state in ('running', 'returned') order by created_at desc`)
  return rows.map(({ zh, en, ...rest }) => ({ ...rest, title: { zh, en } }))
}
