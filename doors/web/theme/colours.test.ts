import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { darkColours, lightColours } from './colours.ts'

const css = readFileSync(join(import.meta.dirname, 'base.css'), 'utf8')
const block = (start: string): string => css.slice(css.indexOf(start)).split('}')[0] ?? ''
const propertyName = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Relative luminance and contrast as in WCAG 2.2. */
function luminance(hex: string): number {
  const part = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

describe.each([
  ['light', lightColours, ':root {'],
  ['dark', darkColours, ":root[data-look='dark']"],
] as const)('%s look', (_name, colours, start) => {
  test('the style sheet and the program have the same colours', () => {
    const inCss = block(start)
    for (const [name, value] of Object.entries(colours))
      expect(inCss).toContain(`${propertyName(name)}: ${value};`)
  })

  test.each(['ink', 'softInk', 'blue', 'vermilion', 'amber', 'indigo', 'grey', 'green'] as const)(
    '%s can be read on paper and on a sheet',
    (name) => {
      expect(contrast(colours[name], colours.paper)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colours[name], colours.sheet)).toBeGreaterThanOrEqual(4.5)
    },
  )
})
