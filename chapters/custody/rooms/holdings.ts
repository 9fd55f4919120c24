import { Mistake } from '../../../floor/errors.ts'
import type { House } from '../../../gate/index.ts'
import type { Holding, People } from '../../people/index.ts'
import { endStandingOf, passRooms, roomsKeptBy, standingOf } from './store.ts'

/** Rooms somebody answers for go to somebody else; standing entry ends with the post (5.5.1, 3.2.3). */
export const roomHoldings = (house: House, people: Pick<People, 'personFacts'>): readonly Holding[] => [
  {
    code: 'rooms-kept',
    title: { zh: '负责的场所（档案室、机房）', en: 'Rooms answered for' },
    onMove: 'hand-over',
    list: async (r, personId) =>
      (await roomsKeptBy(r, personId)).map(({ id, name }) => ({ id, title: { zh: name, en: name } })),
    handOver: async (w, from, to) => {
      const facts = (await people.personFacts([to], w)).get(to)
      if (facts?.active !== true) throw new Mistake('rooms.person-gone', { field: 'choices' })
      return await passRooms(w, from, to)
    },
  },
  {
    code: 'room-entry',
    title: { zh: '常驻出入权限', en: 'Standing entry to rooms' },
    onMove: 'end',
    list: async (r, personId) =>
      (await standingOf(r, personId)).map(({ id, room, since }) => ({
        id,
        title: { zh: room, en: room },
        since: since.toISOString(),
      })),
    end: (w, personId, by) => endStandingOf(w, personId, by, house.clock.now()),
  },
]
