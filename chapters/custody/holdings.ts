import type { Reader } from '../../floor/database/index.ts'
import { Mistake } from '../../floor/errors.ts'
import type { House } from '../../gate/index.ts'
import type { Holding, People } from '../people/index.ts'
import { ownedBy, passFiles, unfitFor } from './store/owners.ts'

/** Customer files that somebody is responsible for, for the handover on leaving or changing post (5.5.1). */
export const fileHolding = (house: House, people: Pick<People, 'personFacts'>): Holding => ({
  code: 'customer-files',
  title: { zh: '负责的客户档案', en: 'Customer files owned' },
  onMove: 'hand-over',
  list: async (r, personId) =>
    (await ownedBy(r, personId)).map((file) => ({
      id: file.id,
      title: { zh: file.fileNo, en: file.fileNo },
      since: file.since.toISOString(),
    })),
  mayReceive: async (r, from, to) => {
    const unfit = await unfitOf(people, r, from, to)
    return unfit.above === 0 && unfit.outside === 0
  },
  handOver: async (w, from, to, by) => {
    const unfit = await unfitOf(people, w, from, to)
    if (unfit.above > 0)
      throw new Mistake('people.receiver-clearance', { field: 'choices', values: { count: unfit.above } })
    if (unfit.outside > 0)
      throw new Mistake('people.receiver-entity', { field: 'choices', values: { count: unfit.outside } })
    return await passFiles(w, from, to, { by, at: house.clock.now() })
  },
  end: (w, personId, by) => passFiles(w, personId, null, { by, at: house.clock.now() }),
})

/** How many files the receiver is not cleared for, or may not reach because they are another subsidiary's. */
async function unfitOf(
  people: Pick<People, 'personFacts'>,
  r: Reader,
  from: string,
  to: string,
): Promise<{ above: number; outside: number }> {
  const facts = (await people.personFacts([to], r)).get(to)
  const reach = facts?.reach ?? { departments: new Set<string>() }
  const departments = reach === 'everything' ? null : [...reach.departments]
  return await unfitFor(r, from, facts?.clearance ?? 0, departments)
}
