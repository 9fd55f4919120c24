import { createCipheriv, randomBytes } from 'node:crypto'
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCollection } from '../chapters/collection/index.ts'
import { openCustody } from '../chapters/custody/index.ts'
import { statute } from '../chapters/statute.ts'
import { insertMany, migrate, sql } from '../floor/database/index.ts'
import { openDatabase } from '../floor/database/open.ts'
import { newId } from '../floor/ids.ts'
import { keyFile } from '../floor/keyring/index.ts'
import { silentLog } from '../floor/logging.ts'
import { writeWorkbook } from '../floor/sheet/index.ts'
import type { PersonFacts } from '../gate/index.ts'
import { openHouse } from '../gate/open-house.ts'

const header = [
  '客户姓名', '手机号', '身份证号码', '银行卡号', '联系地址', '电子邮箱', '微信号', '出生日期', '客户来源', '备注',
] // prettier-ignore

/** One invented customer, the same for the same number; identity and card numbers carry valid check digits. */
function customer(n: number): string[] {
  const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'
  const given = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英'
  const name = `${surnames[n % 16]!}${given[Math.floor(n / 16) % 23]!}${given[Math.floor(n / 368) % 23]!}`
  // A birthday and a serial number of its own for each of the first millions, so that nobody is a duplicate.
  const year = 1930 + (Math.floor(n / 336_000) % 70)
  const day = pad((Math.floor(n / 28_000) % 12) + 1, 2) + pad((Math.floor(n / 1000) % 28) + 1, 2)
  const body = `110105${year}${day}${pad(n % 1000, 3)}`
  const birthday = `${year}-${day.slice(0, 2)}-${day.slice(2)}`
  const phone = `13${pad(n % 1_000_000_000, 9)}`
  const mail = n % 3 === 0 ? `u${n}@example.com` : ''
  const address = `浙江省杭州市西湖区文三路${(n % 900) + 1}号${(n % 30) + 1}栋${(n % 6) + 1}单元${100 + (n % 900)}室`
  const remark = n % 20 === 0 ? '老客户介绍，加微信沟通' : ''
  const chat = n % 2 === 0 ? `wx_${n.toString(36)}hz` : ''
  return [name, phone, body + idCheck(body), card(n), address, mail, chat, birthday, '展会', remark]
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0')

function idCheck(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11]!
}

function card(n: number): string {
  const body = `622202${pad(n % 1_000_000_000_000, 12)}`
  let sum = 0
  for (let at = 0; at < body.length; at++) {
    const digit = Number(body[body.length - 1 - at]) * (at % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return body + String((10 - (sum % 10)) % 10)
}

/** Writes the first `rows` invented customers as CSV. */
export async function writeCsv(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path)
  out.write(`${header.join(',')}\n`)
  for (let n = 0; n < rows; n++) if (!out.write(`${customer(n).join(',')}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}

const writeXlsx = (path: string, rows: number): Promise<unknown> =>
  writeWorkbook(path, [
    {
      name: '客户',
      columns: header.map((name) => ({ header: name })),
      rows: (function* () {
        for (let n = 0; n < rows; n++) yield customer(n)
      })(),
    },
  ])

interface Use {
  readonly residentMb: number
  /** Seconds of processor time so far: this program with its threads, its reader child, the database. */
  readonly cpu: ReadonlyMap<number, number>
}

/** What this program, its reader child and the database of that folder use; memory without the database's. */
function usage(folder: string): Use {
  const own = String(process.pid)
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, name = '', rest = ''] =
          /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
        return [{ pid, name, part: rest.split(' '), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }]
      } catch {
        return []
      }
    })
  const server = found.find(({ name, command }) => name === 'postgres' && command.includes(folder))?.pid
  const cpu = new Map<number, number>()
  let pages = 0
  for (const { pid, name, part } of found) {
    const program = pid === own || (part[1] === own && name.startsWith('node'))
    if (!program && pid !== server && part[1] !== server) continue
    // Clock ticks of a hundredth of a second, pages of 4 KiB: proc(5) on the machines this runs on.
    cpu.set(Number(pid), (Number(part[11]) + Number(part[12])) / 100)
    if (program) pages += Number(part[21])
  }
  return { residentMb: pages / 256, cpu }
}

/** Watches an import: its peak memory and its processor time. */
function watch(folder: string): () => { peakMb: number; cpuSeconds: number } {
  const before = usage(folder).cpu
  const after = new Map<number, number>()
  let peakMb = 0
  const look = (): void => {
    const now = usage(folder)
    peakMb = Math.max(peakMb, now.residentMb)
    for (const [pid, seconds] of now.cpu) after.set(pid, seconds - (before.get(pid) ?? 0))
  }
  const timer = setInterval(look, 250)
  return () => {
    clearInterval(timer)
    look()
    return { peakMb, cpuSeconds: [...after.values()].reduce((sum, seconds) => sum + seconds, 0) }
  }
}

/** Raw AES-256-GCM of the same number of keys and blocks, with nothing around it. */
function bareCrypto(rows: number): number {
  const key = randomBytes(32)
  const values = Buffer.from(customer(7).join(','))
  const begun = performance.now()
  for (let n = 0; n < rows; n++)
    for (let block = 0; block < 7; block++) {
      const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12), { authTagLength: 16 })
      cipher.update(block < 4 ? values.subarray(0, 32) : values.subarray(0, 60))
      cipher.final()
      cipher.getAuthTag()
    }
  return rows / ((performance.now() - begun) / 1000)
}

/**
 * Imports an invented ledger as .xlsx and as CSV, and beside it copies the same rows unsealed into a plain table and
 * runs the bare cipher. Every write is durable (fsync on).
 */
export async function run({ quick }: { quick: boolean }): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-bench-'))
  const place = await openOffice(folder)
  const sizes = quick ? { xlsx: 10_000, csv: 20_000 } : { xlsx: 200_000, csv: 1_000_000 }
  try {
    await writeXlsx(join(folder, 'a.xlsx'), sizes.xlsx)
    await writeCsv(join(folder, 'b.csv'), sizes.csv)
    const end = watch(folder)
    const timed = async (file: string): Promise<number> => {
      const begun = performance.now()
      const report = await place.importFile(join(folder, file))
      return report.customers / ((performance.now() - begun) / 1000)
    }
    const xlsx = await timed('a.xlsx')
    const csv = await timed('b.csv')
    const { peakMb, cpuSeconds } = end()
    const copy = await plainCopy(place, quick ? 30_000 : 200_000)
    const bare = bareCrypto(quick ? 5_000 : 50_000)
    const whole = (sizes.xlsx + sizes.csv) / (sizes.xlsx / xlsx + sizes.csv / csv)
    return {
      customers_per_s: Math.round(whole),
      xlsx_per_s: Math.round(xlsx),
      csv_per_s: Math.round(csv),
      cpu_us_per_customer: Math.round((cpuSeconds / (sizes.xlsx + sizes.csv)) * 1e6),
      peak_mb: Math.round(peakMb),
      crypto_ratio: Math.round((whole / bare) * 100) / 100,
      copy_ratio: Math.round((whole / copy) * 100) / 100,
      bare_crypto_per_s: Math.round(bare),
      plain_copy_per_s: Math.round(copy),
    }
  } finally {
    await place.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Place = Awaited<ReturnType<typeof openOffice>>

async function plainCopy(place: Place, rows: number): Promise<number> {
  const columns = {
    id: 'uuid', a: 'text', b: 'text', c: 'text', d: 'text', e: 'text', f: 'text', g: 'text', h: 'text', i: 'text', j: 'text',
  } as const // prettier-ignore
  await place.owner.transact((w) =>
    w.run(sql`create table plain_customer (id uuid primary key, a text, b text, c text, d text, e text, f text, g text,
      h text, i text, j text)`),
  )
  const begun = performance.now()
  await place.owner.transact((w) =>
    insertMany(
      w,
      'public.plain_customer',
      columns,
      (function* () {
        for (let n = 0; n < rows; n++) yield [newId(), ...customer(n)]
      })(),
    ),
  )
  return rows / ((performance.now() - begun) / 1000)
}

/** A database of its own with the chapters that an import needs; `folder` holds everything. */
export async function openOffice(folder: string) {
  const opened = await openDatabase({ dataFolder: folder })
  await migrate(opened.owner.connection)
  const house = await openHouse({
    db: opened.db,
    statute,
    dataFolder: folder,
    log: silentLog,
    rootKey: keyFile(join(folder, 'root.key'), () => undefined),
  })
  const actor = newId()
  const facts: PersonFacts = {
    id: actor,
    active: true,
    mustChangePassword: false,
    clearance: 4,
    scope: 'all',
    roles: new Set(['archivist']),
    departments: new Set<string>(),
    reach: 'everything' as const,
    authority: 'everything' as const,
    unmet: new Set<string>(),
  }
  const people = {
    knownFiles: () => Promise.resolve([]),
    personFacts: () => Promise.resolve(new Map([[actor, facts]])),
    names: () => Promise.resolve(new Map()),
    holdersOf: () => Promise.resolve([actor]),
  }
  const noApproval = {
    register: () => undefined,
    submit: () => Promise.reject(new Error('no forms here')),
    resubmit: () => Promise.reject(new Error('no forms here')),
    instance: () => Promise.resolve(undefined),
    straightTo: () => Promise.resolve(undefined),
    knownFiles: () => Promise.resolve([]),
    notify: () => Promise.resolve(),
    life: () => Promise.reject(new Error('no forms here')),
  }
  const custody = openCustody(house, people, noApproval)
  await house.db.transact((w) => custody.seed(w, 'company'))
  await custody.start?.()
  const collection = openCollection(house, people, custody)
  await house.db.transact((w) => collection.seed(w))
  return {
    owner: opened.owner,
    importFile: (file: string) =>
      collection.importFile({ file, actor, dryRun: false, options: { owner: { column: false } } }),
    close: async () => {
      await house.close()
      await opened.close()
    },
  }
}
