import { expect, test } from 'vitest'
import { openerOf } from './open-page.ts'

test.each([
  ['linux with a desktop', 'linux', { DISPLAY: ':0' }, true, ['xdg-open']],
  ['linux with Wayland', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, true, ['xdg-open']],
  ['a server without a desktop', 'linux', {}, true, undefined],
  ['output that goes to a file', 'linux', { DISPLAY: ':0' }, false, undefined],
  ['an automatic run', 'darwin', { CI: 'true' }, true, undefined],
  ['macOS', 'darwin', {}, true, ['open']],
  ['Windows', 'win32', {}, true, ['cmd', '/c', 'start', '']],
] as const)('%s', (_, platform, environment, interactive, opener) => {
  expect(openerOf(platform, environment, interactive)).toEqual(opener)
})
