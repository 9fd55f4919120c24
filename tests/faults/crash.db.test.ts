import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Clients, end, postmaster, remember, type Running, type Seen, start } from './crash.ts'

/**
 * The program, and the database under it, killed without warning at random moments under load. What a client was told
 * is still there afterwards, nothing is half there, the ledger is whole. MIFENG_TEST_CRASH_CYCLES sets how often (20).
 */

const cycles = Number(process.env['MIFENG_TEST_CRASH_CYCLES'] ?? 20)
const perCycleMs = 30_000
let data: string
let running: Running | undefined
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'mifeng-crash-'))
})
afterEach(async () => {
  // As with Ctrl-C, so that the database under it is not left behind.
  if (running !== undefined) await end(running.child, 'SIGTERM')
  running = undefined
  rmSync(data, { recursive: true, force: true })
})

test(
  'kill -9 of the program under load: nothing that was acknowledged is lost, nothing is half-written',
  { timeout: cycles * perCycleMs },
  async () => {
    const seen: Seen = { readings: [], applications: [], approvals: [] }
    for (let cycle = 0; cycle < Math.ceil(cycles / 2); cycle += 1) {
      running = await start(data)
      expect(running.found, `cycle ${cycle}`).toEqual([])
      const clients = new Clients(running, seen)
      clients.start(6, 2)
      await sleep(200 + Math.random() * 800)
      await end(running.child, 'SIGKILL')
      await clients.stop()
      expect(clients.leaks).toEqual([])
      remember(data, seen)
    }
    running = await start(data)
    expect(running.found).toEqual([])
    expect(seen.readings.length).toBeGreaterThan(cycles)
    expect(seen.applications.length).toBeGreaterThan(0)
    await end(running.child, 'SIGTERM')
  },
)

test(
  'kill -9 of PostgreSQL under load: the program goes on by itself, nothing acknowledged is lost',
  { timeout: cycles * perCycleMs },
  async () => {
    const seen: Seen = { readings: [], applications: [], approvals: [] }
    running = await start(data)
    for (let cycle = 0; cycle < Math.floor(cycles / 2); cycle += 1) {
      const clients = new Clients(running, seen)
      clients.start(6, 2)
      await sleep(200 + Math.random() * 600)
      process.kill(postmaster(data), 'SIGKILL')
      await sleep(100)
      await clients.untilServed(60_000)
      await clients.stop()
      expect(clients.leaks).toEqual([])
    }
    remember(data, seen)
    await end(running.child, 'SIGTERM')
    running = await start(data)
    expect(running.found).toEqual([])
    expect(seen.readings.length).toBeGreaterThan(cycles)
  },
)
