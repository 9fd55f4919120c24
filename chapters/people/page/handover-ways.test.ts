import { expect, test } from 'vitest'
import type { HeldGroup } from '../wire.ts'
import { doneFor, usualFor, waysFor, type Way } from './handover-ways.ts'

const group = (more: Partial<HeldGroup>): HeldGroup => ({
  code: 'x', title: { zh: '', en: '' }, count: 1, things: [], mayHandOver: true, mayEnd: true, mayOpen: false, onLeave: 'hand-over', onMove: 'end', movesOnly: false,
  ...more,
}) // prettier-ignore

test.each<[string, Partial<HeldGroup>, 'leave' | 'move', boolean, Way[], Way]>([
  ['a leaver with a receiver', {}, 'leave', true, ['hand-over', 'end'], 'hand-over'],
  ['a leaver without one', {}, 'leave', false, ['end'], 'end'],
  ['what can only be handed over, without a receiver', { mayEnd: false }, 'leave', false, ['open'], 'open'],
  ['a mover', {}, 'move', true, ['hand-over', 'end', 'keep'], 'end'],
  ['a mover’s second post', { onMove: 'keep', mayHandOver: false }, 'move', true, ['end', 'keep'], 'keep'],
])('%s', (_, more, kind, receiver, ways, usual) => {
  expect(waysFor(group(more), kind, receiver)).toEqual(ways)
  expect(usualFor(group(more), kind, receiver)).toBe(usual)
})

test('nothing is handed over to nobody', () => {
  expect(doneFor('hand-over', null)).toBeUndefined()
  expect(doneFor('hand-over', 'w')).toEqual({ to: 'w' })
  expect(doneFor('open', 'w')).toBeUndefined()
  expect(doneFor('keep', null)).toEqual({ do: 'keep' })
})
