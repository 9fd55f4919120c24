import sharp from 'sharp'
import { expect, test } from 'vitest'
import { textOutlines } from '../print/glyphs.ts'
import { picturesCanBeRead, Workshop } from './index.ts'

/** A scanned page: text as black pixels on white, and nothing else. */
async function scanOf(lines: readonly string[]): Promise<Buffer> {
  const size = 46
  const paths = lines.map((line, row) => {
    const { unitsPerEm, glyphs } = textOutlines(line, 'regular')
    const scale = size / unitsPerEm
    return glyphs
      .flatMap((glyph) =>
        glyph.commands.map(({ command, args }) => {
          const letter = { moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', bezierCurveTo: 'C', closePath: 'Z' }[command] // prettier-ignore
          const points = args.map((value, i) =>
            i % 2 === 0 ? 80 + (glyph.x + value) * scale : 120 + row * 90 - value * scale,
          )
          return letter + points.map((value) => value.toFixed(1)).join(' ')
        }),
      )
      .join('')
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1240" height="700"><rect width="100%" height="100%" fill="#fff"/><path d="${paths.join('')}"/></svg>`
  return await sharp(Buffer.from(svg)).png().toBuffer()
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

test('a page that is a picture says so when nobody is to read it', async () => {
  const workshop = new Workshop()
  const result = await workshop.text(once(await scanOf(['客户资料'])), {
    kind: 'picture',
    readPictures: false,
  })
  expect(result).toMatchObject({ pages: 1, byPicture: 0, unread: 1, text: '' })
  workshop.close()
})

test.runIf(picturesCanBeRead())(
  'text is read out of a scanned page, in Chinese and figures, without any network',
  { timeout: 120_000 },
  async () => {
    const workshop = new Workshop()
    const page = await scanOf(['客户资料保密管理制度', '联系电话 13800138000', 'Confidential Agreement'])
    const told: number[] = []
    const result = await workshop.text(once(page), {
      kind: 'picture',
      readPictures: true,
      onProgress: (done) => (told.push(done), Promise.resolve()),
    })
    expect(result).toMatchObject({ byPicture: 1, unread: 0 })
    for (const words of ['保密管理制度', '13800138000', 'Confidential']) expect(result.text).toContain(words)
    expect(told).toEqual([1])
    workshop.close()
  },
)
