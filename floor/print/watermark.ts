import type { PathCommand } from 'fontkit'
import { printable, textOutlines, textWidth } from './glyphs.ts'
import { page } from './sheet.ts'

const size = 13
const angleDegrees = -28
const gap = 70
const rowStep = 105
const opacity = 0.09

/**
 * A function that covers the current page with the text: slanted, pale, repeated without end and on top of
 * everything, so that no crop is free of it. It is drawn as outlines in one tile that all pages share, so
 * that it neither mixes into the selectable text nor can be found and replaced there.
 */
export function watermark(document: PDFKit.PDFDocument, text: string): () => void {
  const shown = printable(text).replaceAll('\n', ' ').trim()
  if (shown === '') return () => {}
  const step = textWidth(shown, 'regular', size) + gap
  // Two rows make the tile; the second is shifted by half a step and so enters the tile at both ends.
  const rows = [
    [gap / 2, rowStep / 2],
    [gap / 2 + step / 2, rowStep * 1.5],
    [gap / 2 - step / 2, rowStep * 1.5],
  ] as const
  const stream = rows.map(([x, y]) => outlineOperators(shown, x, y)).join('\n')
  const tile = document.pattern([0, 0, step, 2 * rowStep], step, 2 * rowStep, stream)
  const reach = Math.hypot(page.width, page.height)
  return () => {
    document.save()
    document.translate(page.width / 2, page.height / 2).rotate(angleDegrees)
    document.fillOpacity(opacity).fillColor([tile, '#000000'])
    document.rect(-reach, -reach, 2 * reach, 2 * reach).fill()
    document.restore()
    document.fillOpacity(1)
  }
}

/** PDF path operators that fill the text with its baseline starting at a point, y downwards. */
function outlineOperators(text: string, x: number, y: number): string {
  const { unitsPerEm, glyphs } = textOutlines(text, 'regular')
  const scale = size / unitsPerEm
  const operators = glyphs.map((glyph) => {
    const place = (pair: readonly [number, number]): string =>
      `${(x + (glyph.x + pair[0]) * scale).toFixed(2)} ${(y - pair[1] * scale).toFixed(2)}`
    return pathOperators(glyph.commands, place)
  })
  return `${operators.join('\n')}\nf`
}

type Point = readonly [number, number]

/** PDF knows only cubic curves; a quadratic one with control c equals the cubic with controls at 2/3 to c. */
function pathOperators(commands: readonly PathCommand[], place: (point: Point) => string): string {
  const result: string[] = []
  let from: Point = [0, 0]
  for (const { command, args } of commands) {
    const points = pairs(args)
    const to = points.at(-1) ?? from
    if (command === 'closePath') result.push('h')
    else if (command === 'moveTo') result.push(`${place(to)} m`)
    else if (command === 'lineTo') result.push(`${place(to)} l`)
    else if (command === 'bezierCurveTo') result.push(`${points.map(place).join(' ')} c`)
    else {
      const control = points[0] ?? from
      const controls = [towards(from, control), towards(to, control)]
      result.push(`${[...controls, to].map(place).join(' ')} c`)
    }
    from = to
  }
  return result.join('\n')
}

const towards = (from: Point, to: Point): Point => [
  from[0] + (2 / 3) * (to[0] - from[0]),
  from[1] + (2 / 3) * (to[1] - from[1]),
]

function pairs(numbers: readonly number[]): Point[] {
  const result: Point[] = []
  for (let at = 0; at + 1 < numbers.length; at += 2) result.push([numbers[at] ?? 0, numbers[at + 1] ?? 0])
  return result
}
