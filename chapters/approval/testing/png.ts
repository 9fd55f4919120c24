import { crc32, deflateSync } from 'node:zlib'

/** A PNG as a browser's canvas writes it: RGBA, 8 bits; with a line drawn across it or with nothing on it. */
export function createCanvasPng(width: number, height: number, drawn: boolean): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 4))
  if (drawn)
    for (let x = 10; x < width - 10; x++)
      rows.set([16, 35, 63, 255], Math.floor(height / 2) * (1 + width * 4) + 1 + x * 4)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}
