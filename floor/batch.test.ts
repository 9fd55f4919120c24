import { expect, test } from 'vitest'
import { NaturalBatch } from './batch.ts'

test('what is asked while a load is under way is loaded together by the next', async () => {
  const loads: number[][] = []
  const batch = new NaturalBatch<number, number>(async (keys) => {
    loads.push([...keys])
    await new Promise((resolve) => setTimeout(resolve, 5))
    return keys.map((key) => key * 2)
  })
  const first = batch.get(1)
  await new Promise((resolve) => setTimeout(resolve, 1))
  const rest = [2, 3, 4].map((key) => batch.get(key))
  expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6, 8])
  expect(loads).toEqual([[1], [2, 3, 4]])
})

test('a load that fails rejects its own batch and no other', async () => {
  const batch = new NaturalBatch<number, number>(async (keys) => {
    if (keys.includes(13)) throw new Error('unlucky')
    return keys
  })
  await expect(batch.get(13)).rejects.toThrow('unlucky')
  expect(await batch.get(7)).toBe(7)
})
