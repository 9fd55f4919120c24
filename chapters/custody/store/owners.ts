import { type Reader, sql, type Writer } from '../../../floor/database/index.ts'

export interface OwnedFile {
  readonly id: string
  readonly fileNo: string
  readonly since: Date
}

/** Files in use that belong to this person, by file number. */
export const ownedBy = (r: Reader, personId: string): Promise<OwnedFile[]> =>
  r.rows<OwnedFile>(sql`select id, file_no as "fileNo", updated_at as since from custody.customer
    where owner_id = ${personId} and status in ('active', 'restricted') order by file_no`)

/** How many of somebody's files are above this clearance, and how many lie outside these departments (null = no limit). */
export async function unfitFor(
  r: Reader,
  personId: string,
  clearance: number,
  departments: readonly string[] | null,
): Promise<{ above: number; outside: number }> {
  const row = await r.row<{ above: number; outside: number }>(sql`
    select count(*) filter (where c.level > ${clearance})::int as above,
      count(*) filter (where ${departments === null}::boolean is false and c.department_id is not null
        and not (c.department_id = any(${departments === null ? [] : [...departments]}::uuid[])))::int as outside
    from custody.customer c where c.owner_id = ${personId} and c.status in ('active', 'restricted')`)
  return row ?? { above: 0, outside: 0 }
}

/**
 * Gives somebody's files to another owner, or to nobody, and writes a line into the history of each. A file keeps its
 * department: one that had none takes the old owner's, whose it was. @returns how many
 */
export async function passFiles(
  w: Writer,
  from: string,
  to: string | null,
  o: { readonly by: string; readonly at: Date },
): Promise<number> {
  await w.run(sql`
    insert into custody.change (customer_id, id, at, actor_id, kind, fields, detail)
    select id, gen_random_uuid(), ${o.at}, ${o.by}, 'owner', '{}', jsonb_build_object('from', ${from}::text, 'to', ${to}::text)
    from custody.customer where owner_id = ${from} and status in ('active', 'restricted')`)
  return await w.run(sql`
    update custody.customer set owner_id = ${to}, updated_at = ${o.at},
      department_id = coalesce(department_id, (select p.department_id from people.person p where p.id = ${from}))
    where owner_id = ${from} and status in ('active', 'restricted')`)
}
