import type { Reader } from '../../../floor/database/index.ts'
import type { Collecting } from '../../custody/index.ts'
import type { Context } from '../context.ts'
import { chosenPurposes, mustBeNeeded, openOnly } from '../purposes/necessity.ts'
import { readPurposes } from '../purposes/register.ts'
import { recordOrigin } from './record.ts'
import { purposesOfFile } from './store.ts'

/** What filing and correcting by hand ask of this chapter: is every field needed, and where does it come from? */
export const collecting = (ctx: Context): Collecting => ({
  async mustBeNeeded(r, input) {
    const all = await readPurposes(r)
    const open = openOnly(all)
    const stated = input.purposes ?? (await standing(r, input.customerId, open))
    const chosen = chosenPurposes(stated, open)
    mustBeNeeded(input.fields, chosen, all, input.catalogue)
    return chosen.map((one) => one.code)
  },
  async recordOrigin(w, { from, purposes, ...origin }) {
    const stated = purposes ?? (await purposesOfFile(w, from ?? origin.customerId))
    await recordOrigin(w, { ...origin, purposes: stated, at: ctx.house.clock.now() })
  },
})

/** Purposes for which the file is held and that are still open; a file older than its origins is held for any of them. */
async function standing(
  r: Reader,
  customerId: string | undefined,
  open: ReadonlyMap<string, unknown>,
): Promise<string[]> {
  const held = customerId === undefined ? [] : await purposesOfFile(r, customerId)
  const still = held.filter((code) => open.has(code))
  return still.length > 0 ? still : [...open.keys()]
}
