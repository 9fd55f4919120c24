import type { Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { type Caller, isAdministrator, isStaff } from '../../../gate/index.ts'
import { usualDays } from '../flow/limits.ts'
import { checkProxy, type ProxyRule } from '../proxies.ts'
import {
  endProxy,
  insertProxy,
  lockProxies,
  readOpenProxies,
  readOverProxies,
  readProxiesFor,
  readProxiesOf,
  readProxy,
  readProxyTasks,
  sweptProxy,
} from '../store/proxies.ts'
import { insertNotices } from '../store/log.ts'
import type { ProxiesReply, ProxyBody } from '../wire.ts'
import { clockwork, type DeskContext, lockFlow, work } from './context.ts'
import { labels } from './show.ts'

/** The person's proxies: those who act for them, and those they act for. */
export async function listProxies(context: DeskContext, caller: Caller): Promise<ProxiesReply> {
  const { db, clock } = context.house
  const rules = await db.read((r) => readProxiesOf(r, caller.personId))
  const person = await labels(
    context,
    rules.flatMap((rule) => [rule.principal, rule.proxy]),
  )
  const now = clock.now()
  return {
    total: rules.length,
    rows: rules.map((rule) => ({
      id: rule.id,
      principal: person(rule.principal),
      proxy: person(rule.proxy),
      from: rule.from.toISOString(),
      until: rule.until.toISOString(),
      reason: rule.reason,
      endedAt: rule.endedAt?.toISOString() ?? null,
      state: stateOf(rule, now),
      mine: rule.principal === caller.personId,
    })),
  }
}

const stateOf = (rule: ProxyRule, now: Date): 'ahead' | 'running' | 'over' =>
  rule.endedAt !== undefined || rule.until <= now ? 'over' : rule.from <= now ? 'running' : 'ahead'

/**
 * Names a proxy for the caller's own approvals from a moment until another. Recorded; the proxy is told.
 * @throws Mistake `approval.proxy-…` when the proxy is not there, not cleared as high as the caller, an administrator,
 * or the rule does not fit beside the others
 */
export async function addProxy(
  context: DeskContext,
  caller: Caller,
  body: ProxyBody,
): Promise<{ id: string }> {
  const { house, people } = context
  return await house.db.transact(async (w) => {
    const at = house.clock.now()
    await lockProxies(w)
    const rule: ProxyRule = {
      id: newId(at.getTime()),
      principal: caller.personId,
      proxy: body.proxy,
      // What was typed as "from now" arrives a moment later; nothing is dated back.
      from: new Date(Math.max(Date.parse(body.from), at.getTime() - 60_000)),
      until: new Date(body.until),
      reason: body.reason,
      createdAt: at,
    }
    checkProxy(await readOpenProxies(w, at), { ...rule, from: new Date(body.from) }, at)
    const facts = await people.personFacts([rule.principal, rule.proxy], w)
    const [own, proxy] = [facts.get(rule.principal), facts.get(rule.proxy)]
    const wrong = (code: string): Mistake => new Mistake(`approval.proxy-${code}`, { field: 'proxy' })
    if (proxy === undefined || !isStaff(proxy, at.getTime())) throw wrong('inactive')
    if (isAdministrator(proxy.roles)) throw wrong('administrator')
    if (own === undefined || proxy.clearance < own.clearance) throw wrong('uncleared')
    await insertProxy(w, { ...rule, createdBy: caller.personId })
    house.gate.note(w, 'proxy-added', {
      actor: caller.personId,
      subject: rule.proxy,
      rule: rule.id,
      from: rule.from.toISOString(),
      until: rule.until.toISOString(),
    })
    await insertNotices(w, [rule.proxy], { kind: 'proxy', link: '/proxies', values: {}, at })
    return { id: rule.id }
  })
}

/** Ends an own proxy at once; open tasks that came under it go back to the principal. */
export async function endOwnProxy(
  context: DeskContext,
  caller: Caller,
  id: string,
): Promise<{ ended: boolean }> {
  const { house } = context
  const ended = await house.db.transact(async (w) => {
    const rule = await readProxy(w, id)
    if (rule === undefined || rule.principal !== caller.personId)
      throw new Mistake('approval.not-found', { status: 404 })
    const at = house.clock.now()
    const done = await endProxy(w, id, caller.personId, at)
    if (done) house.gate.note(w, 'proxy-ended', { actor: caller.personId, subject: rule.proxy, rule: id })
    return done
  })
  if (ended) await sweepProxies(context, new AbortController().signal)
  return { ended }
}

/** Gives tasks of rules that are over back to their principals; each form in a transaction of its own. */
export async function sweepProxies(context: DeskContext, signal: AbortSignal): Promise<number> {
  const { db, clock } = context.house
  let moved = 0
  for (const rule of await db.read((r) => readOverProxies(r, clock.now()))) {
    for (const { taskId, instanceId } of await db.read((r) => readProxyTasks(r, rule.principal))) {
      if (signal.aborted) return moved
      moved += await db.transact((w) => giveBack(context, w, rule.principal, instanceId, taskId))
    }
    await db.transact((w) => sweptProxy(w, rule.id, clock.now()))
  }
  return moved
}

async function giveBack(
  context: DeskContext,
  w: Writer,
  principal: string,
  instanceId: string,
  taskId: string,
): Promise<number> {
  const flow = await lockFlow(w, instanceId)
  if (flow === undefined) return 0
  const at = context.house.clock.now()
  // Another rule of the same principal may have begun meanwhile.
  if ((await readProxiesFor(w, [principal], at)).length > 0) return 0
  const due = await context.people.addWorkingDays(w, at, usualDays)
  const event = { verb: 'proxy-back', actor: clockwork, at, taskId, due } as const
  const turn = await work(context, w, flow, event, '')
  if (turn.repeated) return 0
  context.house.gate.note(w, 'proxy-over', { application: instanceId, task: taskId, subject: principal })
  return 1
}
