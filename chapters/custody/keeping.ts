import { sql, type Writer } from '../../floor/database/index.ts'
import type { House, Permit } from '../../gate/index.ts'

/** Stops everything but keeping a file (封存), or lifts that. False when the file stands otherwise. */
export async function setRestricted(
  w: Writer,
  permit: Permit<'restrict-file'>,
  restricted: boolean,
): Promise<boolean> {
  const [from, to] = restricted ? ['active', 'restricted'] : ['restricted', 'active']
  const touched = await w.run(sql`
    update custody.customer set status = ${to}, version = version + 1, updated_at = now()
    where id = ${permit.customer ?? null}::uuid and status = ${from}`)
  return touched === 1
}

/**
 * Erases a file under a permit: its keys are destroyed first, and then every sealed value, past ones, search hashes and
 * attachments go; the stored files of attachments are swept at night and open for nobody until then.
 */
export async function eraseFile(
  house: Pick<House, 'keyring'>,
  w: Writer,
  permit: Permit<'erase-file'>,
): Promise<void> {
  // Files that were merged into this one hold the same customer's past values.
  const files = await w.rows<{ id: string }>(sql`
    with recursive whole(id) as (select ${permit.customer!}::uuid union
      select c.id from custody.customer c join whole on c.merged_into = whole.id)
    select id from whole`)
  for (const { id } of files) {
    await house.keyring.destroyCustomer(w, id)
    await w.run(sql`select custody.erase_file(${id}::uuid)`)
  }
}
