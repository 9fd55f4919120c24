import { newId } from '../../../floor/ids.ts'
import type { Context } from '../context.ts'
import { todayOf } from '../facts.ts'
import type { Holding } from '../desk/holdings.ts'
import { thingWords } from '../paper-texts.ts'
import type { ThingKind } from '../wire/issued.ts'
import { closeThing, lockThingsOf, missThing, passThing, stopCard, thingsOf } from './store.ts'

/**
 * What somebody was handed, as it stands on the leaving page and on the handover list. Nobody says by default that a
 * thing came back: what is not chosen is missing, and stands open until the archivist settles it.
 */
export const thingHoldings = (context: Context): readonly Holding[] => [
  things(context, 'media', ['usb', 'disk']),
  things(context, 'devices', ['laptop', 'phone']),
  things(context, 'keys', ['key', 'other']),
  cards(context),
]

type Base = Pick<Holding, 'code' | 'title' | 'list' | 'open' | 'onLeave'>

const base = (context: Context, code: keyof typeof thingWords.groups, kinds: readonly ThingKind[]): Base => ({
  code,
  title: thingWords.groups[code],
  onLeave: 'open',
  list: async (r, personId) =>
    (await thingsOf(r, personId, kinds)).map((one) => {
      const { zh, en } = thingWords.kinds[one.kind]
      return {
        id: one.id,
        title: { zh: `${zh} ${one.tag}`, en: `${en} ${one.tag}` },
        since: new Date(`${one.outOn}T00:00:00Z`).toISOString(),
      }
    }),
  open: async (w, personId, by) => {
    const found = await lockThingsOf(w, personId, kinds)
    for (const { id } of found) await missThing(w, id, context.house.clock.now())
    note(context, w, 'missing', by, personId, found)
    return found.length
  },
})

const note = (
  context: Context,
  w: Parameters<NonNullable<Holding['end']>>[0],
  change: string,
  by: string,
  subject: string,
  found: readonly { readonly id: string }[],
): void =>
  context.house.gate.note(w, 'things-settled', {
    actor: by,
    subject,
    change,
    things: found.map(({ id }) => id),
  })

const things = (
  context: Context,
  code: keyof typeof thingWords.groups,
  kinds: readonly ThingKind[],
): Holding => ({
  ...base(context, code, kinds),
  onMove: 'keep',
  handOver: async (w, from, to, by) => {
    const at = context.house.clock.now()
    const found = await lockThingsOf(w, from, kinds)
    for (const { id } of found) {
      await closeThing(w, id, 'passed', by, at)
      await passThing(w, id, { id: newId(at.getTime()), holderId: to, on: todayOf(context.house), by })
    }
    note(context, w, 'passed', by, from, found)
    return found.length
  },
  end: async (w, personId, by) => {
    const found = await lockThingsOf(w, personId, kinds)
    for (const { id } of found) await closeThing(w, id, 'returned', by, context.house.clock.now())
    note(context, w, 'returned', by, personId, found)
    return found.length
  },
})

/** A card is never passed on: it is stopped and taken back, or stands as one that still opens doors. */
const cards = (context: Context): Holding => ({
  ...base(context, 'cards', ['card']),
  onMove: 'open',
  end: async (w, personId, by) => {
    const at = context.house.clock.now()
    const found = await lockThingsOf(w, personId, ['card'])
    for (const { id } of found) {
      await stopCard(w, id, by, at)
      await closeThing(w, id, 'returned', by, at)
    }
    note(context, w, 'returned', by, personId, found)
    return found.length
  },
})
