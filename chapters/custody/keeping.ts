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
  const customer = permit.customer!
  await house.keyring.destroyCustomer(w, customer)
  await w.run(sql`select custody.erase_file(${customer}::uuid)`)
}
