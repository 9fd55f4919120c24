import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeBundle,
  encodeBundle,
  ENTRY_LIMIT_BYTES,
  entriesPath,
  openWidth,
  splitTile,
  TileBuilder,
  tilePath,
  type Tile,
} from './tiles.ts'
import { Frontier, leafHash, rootOf } from './tree.ts'

describe('paths of C2SP tlog-tiles', () => {
  test.each([
    [tilePath(0, 0), 'tile/0/000'],
    [tilePath(0, 1234067), 'tile/0/x001/x234/067'],
    [tilePath(1, 1000), 'tile/1/x001/000'],
    [tilePath(2, 0, 1), 'tile/2/000.p/1'],
    [tilePath(0, 273, 112), 'tile/0/273.p/112'],
    [entriesPath(273, 112), 'tile/entries/273.p/112'],
    [entriesPath(999999), 'tile/entries/x999/999'],
  ])('%s', (path, expected) => {
    expect(path).toBe(expected)
  })
})

describe('entry bundles', () => {
  test('read back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), (entries) => {
        expect(decodeBundle(encodeBundle(entries))?.map(String)).toEqual(entries)
      }),
    )
  })
  test('the longest entry fits, one byte more does not', () => {
    expect(decodeBundle(encodeBundle(['a'.repeat(ENTRY_LIMIT_BYTES)]))).toHaveLength(1)
    expect(() => encodeBundle(['a'.repeat(ENTRY_LIMIT_BYTES + 1)])).toThrow(RangeError)
  })
  test('a bundle that ends inside an entry or a length is refused', () => {
    const bundle = encodeBundle(['first', 'second'])
    for (let cut = 1; cut < bundle.length; cut++) {
      const expected = cut === 7 ? 1 : undefined
      expect(decodeBundle(bundle.subarray(0, cut))?.length).toBe(expected)
    }
  })
})

describe('growing tiles', () => {
  const leaves = Array.from({ length: 70_000 }, (_, i) => leafHash(String(i)))

  test('70,000 leaves give the tiles of the specification’s own example', () => {
    const builder = new TileBuilder()
    const full: Tile[] = leaves.flatMap((leaf) => builder.push(leaf))
    expect(full.filter((tile) => tile.level === 0).map((tile) => tile.n)).toEqual([...Array(273).keys()])
    expect(full.filter((tile) => tile.level === 1).map((tile) => tile.n)).toEqual([0])
    expect(full.every((tile) => tile.hashes.length === 8192)).toBe(true)
    expect([0, 1, 2].map((level) => builder.open(level).length)).toEqual([112, 17, 1])
    expect([0, 1, 2, 3].map((level) => openWidth(70_000, level))).toEqual([112, 17, 1, 0])
    expect(splitTile(full[0]!.hashes)[255]!.equals(leaves[255]!)).toBe(true)
    expect(builder.open(1)[16]!.equals(rootOf(leaves.slice(272 * 256, 273 * 256)))).toBe(true)
    const frontier = Frontier.empty()
    for (const leaf of leaves) frontier.append(leaf)
    expect(builder.frontier().equals(frontier)).toBe(true)
  })

  test('the frontier of the open tiles is the frontier of the leaves, at every size', () => {
    const builder = new TileBuilder()
    const frontier = Frontier.empty()
    for (const leaf of leaves.slice(0, 1500)) {
      builder.push(leaf)
      frontier.append(leaf)
      if (!builder.frontier().equals(frontier)) throw new Error(`differs at ${frontier.size}`)
    }
  })

  test('a builder made from open tiles goes on as if it had seen every leaf', () => {
    const first = new TileBuilder()
    for (const leaf of leaves.slice(0, 1000)) first.push(leaf)
    const second = new TileBuilder(1000, [first.open(0), first.open(1)])
    for (const leaf of leaves.slice(1000, 1030)) expect(second.push(leaf)).toEqual(first.push(leaf))
    expect(() => new TileBuilder(1000, [first.open(0)])).toThrow(RangeError)
  })
})
