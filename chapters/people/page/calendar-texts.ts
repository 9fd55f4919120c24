/** What people write into pasted lines of the calendar, in either language. */
export const dayWords = {
  working: ['班', '上班', '补班', '调休上班', 'work', 'working'],
  free: ['休', '休息', '放假', '假', 'free', 'off'],
} as const

/** A day with its parts: `2027-01-01`, `2027/1/1`, `2027.1.1` or `2027年1月1日`. */
export const writtenDay = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/
