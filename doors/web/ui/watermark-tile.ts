/** What the mark says, line by line: name and employee number, then time. */
export function watermarkLines(person: { name: string; employeeNo: string }, time: string): string[] {
  return [`${person.name} ${person.employeeNo}`, time]
}

/**
 * Draws one tile of the mark on a canvas; the browser's own fonts include Chinese wherever the page does.
 * @returns a `data:image/png` address
 */
export function drawWatermarkTile(lines: readonly string[], dark: boolean): string {
  const scale = Math.min(window.devicePixelRatio || 1, 2)
  const [width, height] = [300, 150]
  const canvas = document.createElement('canvas')
  canvas.width = width * scale
  canvas.height = height * scale
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('this browser cannot draw the watermark')
  pen.scale(scale, scale)
  pen.translate(width / 2, height / 2)
  pen.rotate((-22 * Math.PI) / 180)
  pen.textAlign = 'center'
  pen.font =
    '15px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif'
  // In the dark look a grey between, since forms stay white paper there.
  pen.fillStyle = dark ? 'rgba(140,148,160,0.26)' : 'rgba(20,40,70,0.10)'
  lines.forEach((line, place) => pen.fillText(line, 0, (place - (lines.length - 1) / 2) * 24))
  return canvas.toDataURL('image/png')
}
