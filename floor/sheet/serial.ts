const builtInDates = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54,
  55, 56, 57, 58,
])

/**
 * Whether a number format shows a date or a time of day (ECMA-376 part 1 §18.8.30; ids 27–36 and 50–58 are the
 * Chinese, Japanese and Korean dates). Elapsed times such as `[h]:mm` are amounts, not dates.
 */
export function isDateFormat(id: number, code?: string): boolean {
  if (code === undefined) return builtInDates.has(id)
  const bare = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/_./g, '')
  if (/\[[hms]+\]/i.test(bare)) return false
  const first = bare.replace(/\[[^\]]*\]/g, '').split(';')[0] ?? ''
  if (/general/i.test(first) || /[0#?]/.test(first.replace(/s\.0+/gi, 's'))) return false
  return /[ymdhse]/i.test(first)
}

const two = (value: number): string => String(value).padStart(2, '0')
const DAY_SECONDS = 86_400

/**
 * An Excel serial (days since 1899-12-30, or since 1904-01-01) as `2026-01-05`, `2026-01-05T13:30:00`, or `13:30:00`
 * when there is no day in it. Undefined when Excel itself shows no real date: negative, after 9999, and serial 60,
 * the 29 February 1900 that never was.
 */
export function serialToIso(serial: number, date1904 = false): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return undefined
  let days = Math.floor(serial)
  let seconds = Math.round((serial - days) * DAY_SECONDS)
  if (seconds === DAY_SECONDS) {
    days++
    seconds = 0
  }
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  if (days === 0 && !date1904) return clock
  if (!date1904 && days === 60) return undefined
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : days < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30)
  const day = new Date(epoch + days * DAY_SECONDS * 1000).toISOString().slice(0, 10)
  return seconds === 0 ? day : `${day}T${clock}`
}
