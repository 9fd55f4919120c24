import sharp, { type Sharp } from 'sharp'
import { printable, textOutlines, textWidth } from '../print/glyphs.ts'

const angleDegrees = -24

/** Text as an outline that needs no font where it is drawn. */
function outline(text: string, size: number, x: number, y: number): string {
  const { unitsPerEm, glyphs } = textOutlines(text, 'regular')
  const scale = size / unitsPerEm
  const point = (args: readonly number[], from: number, offset: number): string =>
    `${(x + (offset + args[from]!) * scale).toFixed(1)} ${(y - args[from + 1]! * scale).toFixed(1)}`
  let path = ''
  for (const glyph of glyphs)
    for (const { command, args } of glyph.commands) {
      const points = Array.from({ length: args.length / 2 }, (_, i) => point(args, 2 * i, glyph.x)).join(' ')
      path +=
        { moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', bezierCurveTo: 'C', closePath: 'Z' }[command] +
        points
    }
  return path
}

/**
 * Burns lines of text into a picture, slanted and repeated over all of it, dark with a light edge so that it is read on
 * any ground. Names of any script that our font has; no font of the machine is used.
 * @returns the pixels as PNG, without any metadata
 */
export async function burnIn(
  picture: Sharp,
  lines: readonly string[],
): Promise<{ png: Buffer; width: number; height: number }> {
  const { data, info } = await picture
    .flatten({ background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const size = Math.max(11, Math.round(Math.min(width, height) / 52))
  const shown = lines.map((line) => printable(line).replaceAll('\n', ' '))
  const widest = Math.max(1, ...shown.map((line) => textWidth(line, 'regular', size)))
  const step = { x: widest + size * 3, y: size * (1.5 * shown.length + 4) }
  const path = shown.map((line, i) => outline(line, size, 0, (i + 1) * size * 1.4)).join('')
  const reach = Math.hypot(width, height) / 2
  const uses: string[] = []
  let row = 0
  for (let y = -reach; y < reach; y += step.y, row++)
    for (let x = -reach - (row % 2) * (step.x / 2); x < reach; x += step.x)
      uses.push(`<use href="#w" x="${x.toFixed(0)}" y="${y.toFixed(0)}"/>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><path id="w" d="${path}"/></defs>
    <g transform="translate(${width / 2} ${height / 2}) rotate(${angleDegrees})" fill="#1f2d3d" fill-opacity="0.23" stroke="#ffffff" stroke-opacity="0.35" stroke-width="0.6">${uses.join('')}</g></svg>`
  const png = await sharp(data, { raw: { width, height, channels: info.channels } })
    .composite([{ input: Buffer.from(svg) }])
    .png({ compressionLevel: 6 })
    .toBuffer()
  data.fill(0)
  return { png, width, height }
}
