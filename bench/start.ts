import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPassword } from '../office/demo/people.ts'

/**
 * From starting the built program to the first audited reading over HTTP (goal G14), on a data folder that already
 * holds the demo company: start of PostgreSQL, migrations, ledger check, sign-in (one argon2 hash), one opened value.
 */

/** Benchmarks are started in the folder of the project. */
const root = process.cwd()

interface Running {
  readonly child: ChildProcess
  readonly url: string
}

function start(data: string, demo: boolean): Promise<Running> {
  const child = spawn(
    process.execPath,
    [join(root, 'dist/mifeng.js'), 'serve', ...(demo ? ['--demo'] : []), '--port', '0', '--data', data],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', (piece: Buffer) => {
      text += piece.toString()
      const url = /Mifeng ready (\S+)/.exec(text)?.[1]
      if (url !== undefined) resolve({ child, url })
    })
    child.on('exit', (code) => reject(new Error(`the program ended with ${code}`)))
  })
}

async function stop({ child }: Running): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

/** Signs in and opens one mobile number; resolves when the value is here. */
async function firstReading(url: string): Promise<void> {
  const json = { 'content-type': 'application/json', origin: url, 'sec-fetch-site': 'same-origin' }
  const signedIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name: 'M014', password: demoPassword }),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const headers = { ...json, cookie, 'x-mifeng-csrf': /mifeng_csrf=([^;]*)/.exec(cookie)?.[1] ?? '' }
  const list = (await (await fetch(`${url}/api/v1/customers?size=1`, { headers })).json()) as {
    rows: { id: string; cells: { field: number; code: string }[] }[]
  }
  const customer = list.rows[0]!
  const field = customer.cells.find((cell) => cell.code === 'mobile')!.field
  const body = JSON.stringify({ customer: customer.id, fields: [field], purpose: 'service', reason: 'bench' })
  const reading = await fetch(`${url}/api/v1/readings`, { method: 'POST', headers, body })
  if (!reading.ok) throw new Error(`the reading was answered with ${reading.status}`)
}

/** Resident memory in MB of the program and of the PostgreSQL it started. */
function memory(pid: number): number {
  const kilobytes = (id: number): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0)
  return Math.round(kilobytes(pid) / 1024)
}

/** Figures: seconds from start to the first audited reading (median), and the program's resident memory after it. */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  if (!existsSync(join(root, 'dist/mifeng.js')))
    execFileSync(process.execPath, [join(root, 'tools/build.mjs')], { stdio: 'ignore' })
  const data = mkdtempSync(join(tmpdir(), 'mifeng-start-'))
  try {
    await stop(await start(data, true))
    const seconds: number[] = []
    const ready: number[] = []
    let rss = 0
    for (let turn = 0; turn < (quick ? 5 : 20); turn += 1) {
      const began = performance.now()
      const running = await start(data, false)
      ready.push((performance.now() - began) / 1000)
      await firstReading(running.url)
      seconds.push((performance.now() - began) / 1000)
      rss = Math.max(rss, memory(running.child.pid!))
      await stop(running)
    }
    const median = (list: number[]): number =>
      Math.round([...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]! * 1000) / 1000
    return { seconds: median(seconds), ready_s: median(ready), rss_mb: rss }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}
