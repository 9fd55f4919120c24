import type { Writer } from '../../../floor/database/index.ts'
import { sql } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import { ForgedPermit, Permit } from '../../../gate/index.ts'
import { type Context, fileOf } from '../context.ts'
import { mustBeClasses, setClasses } from '../filing/classes.ts'
import { insertChange } from '../store/file.ts'

function mustHold(permit: Permit<'tidy'>, customerId: string): void {
  if (!Permit.isGenuine(permit) || permit.verb !== 'tidy' || permit.customer !== customerId)
    throw new ForgedPermit('not a permit to tidy this file')
}

/** Gives a file, whose row is held, a type and a category. Its number stays. @throws Mistake `filing.no-type` and the like */
export async function classifyFile(
  context: Context,
  w: Writer,
  permit: Permit<'tidy'>,
  customerId: string,
  wanted: { readonly typeCode?: string | undefined; readonly categoryCode?: string | undefined },
): Promise<void> {
  mustHold(permit, customerId)
  const { material } = await fileOf(context, customerId, w)
  await mustBeClasses(w, material.head.kind, wanted)
  await setClasses(w, customerId, wanted)
  const at = context.house.clock.now()
  await insertChange(w, {
    customerId,
    id: newId(),
    at,
    actorId: permit.actor,
    kind: 'classified',
    fields: [],
  })
}

/** Somebody says that everything in a file, whose row is held, is still right. */
export async function confirmFile(
  context: Context,
  w: Writer,
  permit: Permit<'tidy'>,
  customerId: string,
): Promise<void> {
  mustHold(permit, customerId)
  const at = context.house.clock.now()
  await w.run(sql`update custody.customer set confirmed_at = ${at} where id = ${customerId}`)
  await insertChange(w, { customerId, id: newId(), at, actorId: permit.actor, kind: 'confirmed', fields: [] })
}
