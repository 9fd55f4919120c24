import { expect, test } from 'vitest'
import { runtimeWarning } from './runtime.ts'

test.each([
  ['20.20.2', '2026-04-30', undefined],
  ['20.20.2', '2026-05-01', { refuse: false }],
  ['20.19.0', '2026-01-01', undefined],
  ['20.18.9', '2026-01-01', { refuse: true }],
  ['18.20.4', '2026-01-01', { refuse: true }],
  ['v24.1.0', '2026-11-24', undefined],
  ['24.1.0', '2028-05-01', { refuse: false }],
  ['25.0.0', '2026-11-24', { refuse: false }],
  ['30.0.0', '2029-01-01', undefined],
  ['rubbish', '2026-01-01', { refuse: true }],
])('Node %s on %s', (version, day, expected) => {
  const said = runtimeWarning(version, new Date(`${day}T12:00:00Z`))
  if (expected === undefined) expect(said).toBeUndefined()
  else expect(said).toMatchObject(expected)
})

test('the warning names the day in Chinese and English', () => {
  const said = runtimeWarning('20.20.2', new Date('2026-11-24T00:00:00Z'))
  expect(said?.message).toMatch(/no security updates since 2026-04-30.*停止安全更新/s)
})
