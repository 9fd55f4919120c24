import { expect } from 'vitest'
import type { Answer } from './actor.ts'
import type { TestOffice } from './cast.ts'
import { proves } from './programs.ts'

/**
 * Zhou proposes a role (POST) or a clearance and scope (PUT), and Sun confirms it: how a right is given over HTTP. Both
 * have just proved who they are. Resolves to Sun's answer, or to Zhou's when nothing waits.
 */
export async function givesByTwo(
  office: TestOffice,
  method: 'POST' | 'PUT',
  path: string,
  body: object,
): Promise<Answer> {
  await proves(office, office.zhou)
  const asked = await office.zhou.asks(method, path, body)
  expect(asked.status, asked.text).toBe(200)
  if (asked.body.done === true) return asked
  await proves(office, office.sun)
  const answer = await office.sun.asks('POST', `/confirmations/${asked.body.confirmation}/decision`, {
    outcome: 'confirmed',
  })
  expect(answer.status, answer.text).toBe(200)
  return answer
}
