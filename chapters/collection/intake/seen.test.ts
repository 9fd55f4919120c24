import { describe, expect, test } from 'vitest'
import { SeenKeys } from './seen.ts'

describe('identifiers met in a file', () => {
  test('the first place is told, however many came between', () => {
    const seen = new SeenKeys()
    for (let row = 1; row <= 50_000; row++)
      expect(seen.firstPlace(`id-card=${row}`, { sheet: row % 100, row })).toBeUndefined()
    for (let row = 1; row <= 50_000; row += 977)
      expect(seen.firstPlace(`id-card=${row}`, { sheet: 0, row: 1 })).toEqual({ sheet: row % 100, row })
    expect(seen.firstPlace('id-card=50001', { sheet: 0, row: 50_001 })).toBeUndefined()
  })

  test('a file without end does not take memory without end: what is full remembers what it had', () => {
    const seen = new SeenKeys(1 << 10)
    for (let row = 1; row <= 5000; row++) seen.firstPlace(`k${row}`, { sheet: 3, row })
    expect(seen.firstPlace('k1', { sheet: 0, row: 9 })).toEqual({ sheet: 3, row: 1 })
    expect(seen.firstPlace('k4999', { sheet: 0, row: 9 })).toBeUndefined()
    expect(seen.firstPlace('k4999', { sheet: 0, row: 10 })).toBeUndefined()
  })

  test('the row beyond two thousand million is still told rightly', () => {
    const seen = new SeenKeys()
    seen.firstPlace('x', { sheet: 99, row: 4_000_000_000 })
    expect(seen.firstPlace('x', { sheet: 0, row: 1 })).toEqual({ sheet: 99, row: 4_000_000_000 })
  })
})
