import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeParams, readPlace, writePlace, type TablePlace } from './table-query.ts'
import { filtersToKeep } from './TableTools.tsx'

const defaults = { size: 20, sort: '-at' }
const names = ['q', 'level']

describe('the place of a list in the address', () => {
  test('an address without anything is the beginning', () => {
    const place = readPlace(new URLSearchParams(), names, defaults)
    expect(place).toEqual({ page: 1, size: 20, sort: '-at', filters: {} })
  })

  test.each(['0', '-3', '1.5', 'x', '99999999999'])('page %s falls back to the first', (page) => {
    expect(readPlace(new URLSearchParams({ page }), names, defaults).page).toBe(1)
  })

  test('a size nobody offers falls back, so that no address asks for a million rows', () => {
    expect(readPlace(new URLSearchParams({ size: '1000000' }), names, defaults).size).toBe(20)
  })

  test('what is written is read again, and the rest of the address stays', () => {
    const places = fc.record({
      page: fc.integer({ min: 1, max: 1000 }),
      size: fc.constantFrom(10, 20, 50),
      sort: fc.constantFrom('', 'name', '-at'),
      filters: fc.record({ q: fc.string({ minLength: 1 }), level: fc.constantFrom('1', '1,2') }),
    })
    fc.assert(
      fc.property(places, (place: TablePlace) => {
        const before = new URLSearchParams({ tab: 'mine', page: '9', level: '4' })
        const written = writePlace(before, place, names, defaults)
        const again = readPlace(new URLSearchParams(written.toString()), names, defaults)
        expect(again).toEqual(place)
        expect(written.get('tab')).toBe('mine')
      }),
    )
  })

  test('the request carries page, size, sort and filters', () => {
    expect(placeParams({ page: 2, size: 20, sort: 'name', filters: { level: '1' } })).toEqual({
      page: 2,
      size: 20,
      sort: 'name.asc',
      level: '1',
    })
  })
})

test('a saved view leaves out what was typed by hand, since it may be a customer', () => {
  const kept = filtersToKeep(
    [
      { kind: 'text', name: 'q', label: 'Name' },
      { kind: 'choices', name: 'level', label: 'Level', options: [] },
    ],
    { q: '13800138000', level: '1,2' },
  )
  expect(kept).toEqual({ level: '1,2' })
})
