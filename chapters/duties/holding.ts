import type { Holding } from '../people/index.ts'
import type { Context } from './context.ts'
import { openOf, passDuties } from './store.ts'

const unnamed = { zh: '事项', en: 'duty' }

/** What somebody owes goes to whoever takes over: on leaving and on another post. */
export const dutyHolding = ({ kinds, house }: Context): Holding => ({
  code: 'duties',
  title: { zh: '到期事项', en: 'What is due' },
  onMove: 'hand-over',
  list: async (r, personId) =>
    (await openOf(r, personId)).map((duty) => {
      const name = kinds.get(duty.kind)?.name ?? unnamed
      const day = duty.dueAt.toISOString().slice(0, 10)
      return { id: duty.id, title: { zh: `${name.zh}（${day} 到期）`, en: `${name.en} (due ${day})` } }
    }),
  handOver: async (w, from, to, by) => {
    const count = await passDuties(w, from, to)
    if (count > 0) house.gate.note(w, 'duties-handed-over', { person: from, to, actor: by, duties: count })
    return count
  },
})
